import type { Appointment, NewAppointment } from '../../data/endpoints.ts'
import type { CalendarDesk } from './calendar-desk.ts'

/** What stands in the form, as it is typed. */
export type AppointmentFields = {
  kind: 'appointment' | 'block'
  attendee_name: string
  attendee_phone: string
  attendee_email: string
  title: string
  notes: string
  /** ids; empty is none */
  service: string
  practitioner: string
  date: string
  time: string
  duration: string
  /** the instant that date and time were read from: of two times an hour, the right one */
  from?: { date: string; time: string; instant: string }
}

export const emptyFields: AppointmentFields = {
  kind: 'appointment',
  attendee_name: '',
  attendee_phone: '',
  attendee_email: '',
  title: '',
  notes: '',
  service: '',
  practitioner: '',
  date: '',
  time: '',
  duration: '',
}

export function fieldsOf(appointment: Appointment, desk: CalendarDesk): AppointmentFields {
  const { attendee_name, attendee_phone, attendee_email, title, notes, service, practitioner } = appointment
  return {
    kind: attendee_name === null ? 'block' : 'appointment',
    attendee_name: attendee_name ?? '',
    attendee_phone: attendee_phone ?? '',
    attendee_email: attendee_email ?? '',
    title: title ?? '',
    notes: notes ?? '',
    service: service?.id ?? '',
    practitioner: practitioner.id,
    ...timeFieldsOf(appointment.start_time, appointment.end_time, desk),
  }
}

export function timeFieldsOf(starts: string, ends: string, desk: CalendarDesk) {
  const wall = desk.wall(starts)
  const minutes = Temporal.Instant.from(starts).until(Temporal.Instant.from(ends)).total('minutes')
  const said = { date: wall.toPlainDate().toString(), time: wall.toPlainTime().toString({ smallestUnit: 'minute' }) }
  return { ...said, duration: String(Math.round(minutes)), from: { ...said, instant: starts } }
}

export type SaidTime = { starts: Temporal.ZonedDateTime; ends: Temporal.ZonedDateTime; isShifted: boolean }

/** When it would be, once date, time and minutes can be read. A time that the clocks skip is the next that they show. */
export function saidTime(
  { date, time, duration, from }: Pick<AppointmentFields, 'date' | 'time' | 'duration' | 'from'>,
  timeZone: string,
): SaidTime | undefined {
  const minutes = Number(duration)
  if (date === '' || time === '' || !Number.isInteger(minutes) || minutes < 1 || minutes > 1_440) return undefined
  try {
    const said = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time))
    const starts =
      from?.date === date && from.time === time
        ? Temporal.Instant.from(from.instant).toZonedDateTimeISO(timeZone)
        : said.toZonedDateTime(timeZone)
    const shown = starts.toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' })
    return { starts, ends: starts.add({ minutes }), isShifted: !shown.equals(said) }
  } catch {
    return undefined
  }
}

/** What is sent; empty fields are null, and a block has nobody. */
export function bodyOf(fields: AppointmentFields, { starts, ends }: SaidTime): NewAppointment {
  const isBlock = fields.kind === 'block'
  const text = (said: string) => said.trim() || null
  return {
    start_time: starts.toInstant().toString(),
    end_time: ends.toInstant().toString(),
    attendee_name: isBlock ? null : text(fields.attendee_name),
    attendee_phone: isBlock ? null : text(fields.attendee_phone),
    attendee_email: isBlock ? null : text(fields.attendee_email),
    title: text(fields.title),
    notes: text(fields.notes),
    service: isBlock ? null : fields.service || null,
    ...(fields.practitioner !== '' && { practitioner: fields.practitioner }),
  }
}

/** Only what is different from what it was: somebody else may have changed the rest. */
export function changesOf(before: NewAppointment, after: NewAppointment): Partial<NewAppointment> {
  const isSameTime = sameInstant(before.start_time, after.start_time) && sameInstant(before.end_time, after.end_time)
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) =>
      key === 'start_time' || key === 'end_time' ? !isSameTime : before[key as keyof NewAppointment] !== value,
    ),
  )
}

const sameInstant = (a: string, b: string): boolean => Temporal.Instant.from(a).equals(Temporal.Instant.from(b))
