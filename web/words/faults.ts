import { useCallback } from 'react'
import { ApiFault } from '../data/api.ts'
import { useWords, words } from './words.ts'

/** The server's codes as sentences for the desk. What is not here is said in the server's own (English) words. */
const faultWords = words({
  en: {
    offline:
      'The server did not answer. Check the connection; if you were saving, see whether it is saved before you try again.',
    slot_taken: 'That time is taken: somebody else has it, or an agent is holding it for a caller.',
    invalid_credentials: 'E-mail or password is wrong.',
    too_many_failures: 'Too many attempts. Wait a quarter of an hour, then try again.',
    too_many_requests: 'That was too much at once. Wait a moment, then try again.',
    overloaded: 'The server is very busy. Try again in a moment.',
    forbidden: 'Your role does not allow this. Ask the owner of the clinic.',
    not_found: 'It is no longer there.',
    invalid_fields: 'Something in the form needs another look.',
    registration_closed: 'Nobody can register here. Ask whoever runs this server.',
    practitioner_in_use: 'Somebody still has an appointment there. Move or cancel those appointments first.',
    last_practitioner: 'A clinic needs at least one active practitioner.',
    last_owner: 'A clinic keeps its owner.',
    already_staff: 'This person already works in the clinic.',
    wrong_status: 'The appointment is not in a state that allows this.',
    email_taken: 'There is an account with this e-mail already. Log in instead.',
    server: 'The server has a problem. Try again; if it stays, tell whoever runs it this number:',
  },
  es: {
    offline:
      'El servidor no ha respondido. Revise la conexión; si guardaba algo, mire si está guardado antes de repetirlo.',
    slot_taken: 'Esa hora está ocupada: la tiene otra persona o un agente la está reservando para quien llama.',
    invalid_credentials: 'El correo o la contraseña no son correctos.',
    too_many_failures: 'Demasiados intentos. Espere un cuarto de hora y vuelva a probar.',
    too_many_requests: 'Demasiadas peticiones a la vez. Espere un momento y vuelva a probar.',
    overloaded: 'El servidor está muy ocupado. Vuelva a probar en un momento.',
    forbidden: 'Su función no lo permite. Pregunte a quien dirige la clínica.',
    not_found: 'Ya no está.',
    invalid_fields: 'Revise los datos del formulario.',
    registration_closed: 'Aquí nadie puede registrarse. Pregunte a quien administra este servidor.',
    practitioner_in_use: 'Todavía tiene citas. Muévalas o cancélelas primero.',
    last_practitioner: 'Una clínica necesita al menos un profesional activo.',
    last_owner: 'Una clínica conserva a su propietario.',
    already_staff: 'Esta persona ya trabaja en la clínica.',
    wrong_status: 'El estado de la cita no lo permite.',
    email_taken: 'Ya existe una cuenta con este correo. Inicie sesión.',
    server: 'El servidor tiene un problema. Inténtelo de nuevo; si continúa, dé este número a quien lo administra:',
  },
})

/** A sentence for whatever went wrong. */
export function useFaultWords(): (fault: unknown) => string {
  const t = useWords(faultWords)
  return useCallback(
    (fault) => {
      if (!(fault instanceof ApiFault)) return t.server
      if (fault.status >= 500 && fault.status !== 503) return `${t.server} ${fault.requestId ?? fault.status}`
      if (fault.status === 503) return t.overloaded
      return (t as Record<string, string>)[fault.code] ?? (fault.message || t.invalid_fields)
    },
    [t],
  )
}
