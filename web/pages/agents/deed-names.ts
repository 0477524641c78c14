import { words } from '../../words/words.ts'

/** What an agent or a person does to it, in words. */
export const deedNames = words({
  en: {
    book_appointment: 'Booked an appointment',
    reschedule_appointment: 'Moved an appointment',
    cancel_appointment: 'Cancelled an appointment',
    find_appointments: 'Looked for a caller’s appointments',
    hold_slot: 'Held a slot',
    take_message: 'Took a message',
    add_agent: 'Agent created',
    change_agent: 'Settings changed',
    reveal_agent_token: 'Token shown',
    regenerate_agent_token: 'Token replaced',
  },
  es: {
    book_appointment: 'Reservó una cita',
    reschedule_appointment: 'Movió una cita',
    cancel_appointment: 'Canceló una cita',
    find_appointments: 'Buscó las citas de quien llama',
    hold_slot: 'Guardó un hueco',
    take_message: 'Tomó un mensaje',
    add_agent: 'Agente creado',
    change_agent: 'Ajustes cambiados',
    reveal_agent_token: 'Token mostrado',
    regenerate_agent_token: 'Token sustituido',
  },
})
