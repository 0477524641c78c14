import { words } from '../../words/words.ts'

export const closuresWords = words({
  en: {
    ofClinic: 'Closures of the clinic',
    ofClinicHint: 'They hold for everybody, whatever a practitioner’s own hours are.',
    none: 'No closure is coming.',
    add: 'Add closure',
    addTitle: 'Add closure',
    editTitle: 'Change closure',
    from: 'First day',
    to: 'Last day',
    toHint: 'Leave it empty for a single day.',
    kind: 'On these days',
    allDay: 'Closed all day',
    special: 'Open at other hours than usual',
    thisDay: 'Day',
    backwards: 'The last day lies before the first.',
    tooLong: 'At most 400 days at once.',
    replaces: (count: number) =>
      count === 1
        ? 'One of these days has an entry already; it is replaced.'
        : `${count} of these days have an entry already; they are replaced.`,
    days: (count: number) => `${count} days`,
    closed: 'Closed',
    past: (count: number) => (count === 1 ? '1 past entry' : `${count} past entries`),
    saved: 'Closure saved',
    removed: 'Closure removed',
    notSaved: 'The closure was not changed',
    removeTitle: 'Remove this closure?',
    removeIt: 'Remove closure',
    removeHint: 'The usual hours hold again, and callers can book there at once.',
    affected: (count: number) =>
      count === 1 ? '1 appointment lies outside the hours' : `${count} appointments lie outside the hours`,
    affectedHint: 'None was cancelled. Call these people, then move or cancel the appointment in the calendar.',
    blocked: 'Blocked time',
    putAway: 'Hide this list',
  },
  es: {
    ofClinic: 'Cierres de la clínica',
    ofClinicHint: 'Valen para todos, sea cual sea el horario propio de cada profesional.',
    none: 'No hay ningún cierre próximo.',
    add: 'Añadir cierre',
    addTitle: 'Añadir cierre',
    editTitle: 'Cambiar cierre',
    from: 'Primer día',
    to: 'Último día',
    toHint: 'Déjelo vacío si es un solo día.',
    kind: 'En estos días',
    allDay: 'Cerrado todo el día',
    special: 'Abierto con otro horario',
    thisDay: 'Día',
    backwards: 'El último día es anterior al primero.',
    tooLong: 'Como mucho, 400 días de una vez.',
    replaces: (count: number) =>
      count === 1
        ? 'Uno de estos días ya tiene una entrada; se sustituye.'
        : `${count} de estos días ya tienen una entrada; se sustituyen.`,
    days: (count: number) => `${count} días`,
    closed: 'Cerrado',
    past: (count: number) => (count === 1 ? '1 entrada pasada' : `${count} entradas pasadas`),
    saved: 'Cierre guardado',
    removed: 'Cierre quitado',
    notSaved: 'El cierre no se ha cambiado',
    removeTitle: '¿Quitar este cierre?',
    removeIt: 'Quitar cierre',
    removeHint: 'Vuelve a valer el horario normal y se puede reservar en él enseguida.',
    affected: (count: number) =>
      count === 1 ? '1 cita queda fuera del horario' : `${count} citas quedan fuera del horario`,
    affectedHint: 'No se ha cancelado ninguna. Llame a estas personas y mueva o cancele la cita en el calendario.',
    blocked: 'Tiempo bloqueado',
    putAway: 'Ocultar esta lista',
  },
})
