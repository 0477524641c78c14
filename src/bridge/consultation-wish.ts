import { z } from 'zod'
import { readText } from '../language/said.ts'
import { emailOf, type FieldFault, lineOf, readShape, refuseFields, textField } from './body-fields.ts'
import type { Failure } from './webhook-outcome.ts'

/** A consultation that can be asked for at Cal.com: everything in it has been read and is in its one form. */
export type ConsultationWish = {
  /** YYYY-MM-DDTHH:MM:SSZ */
  start: string
  /** IANA */
  timezone: string
  name: string
  email: string
  eventTypeId: number | undefined
  language: string
  guests: string[]
  metadata: Record<string, string>
}

const mostGuests = 10

export const consultationBody = z
  .object({
    start_time_utc: textField('ISO 8601 in UTC: YYYY-MM-DDTHH:MM:SSZ').meta({
      format: 'date-time',
      examples: ['2026-12-15T14:00:00Z'],
    }),
    attendee_timezone: textField('IANA time zone').meta({ examples: ['America/New_York'] }),
    attendee_name: textField('1 to 255 characters').meta({ examples: ['Maria Lopez'] }),
    attendee_email: textField('who is invited').meta({ format: 'email', examples: ['maria@example.com'] }),
    event_type_id: z
      .int({ error: 'Must be a whole number.' })
      .nullish()
      .meta({ description: 'Cal.com’s event type; default CALCOM_EVENT_TYPE_ID' }),
    language: z
      .string({ error: 'Must be text.' })
      .nullish()
      .meta({ description: 'language of the invitation; one that Cal.com has not is English', default: 'en' }),
    guests: z
      .array(z.string({ error: 'Must be text.' }), { error: 'Must be a list of e-mail addresses.' })
      .nullish()
      .meta({ description: `at most ${mostGuests} e-mail addresses, invited as well` }),
    metadata: z
      .record(z.string(), z.unknown(), { error: 'Must be an object.' })
      .nullish()
      .meta({
        description:
          'kept with the booking: at most 50 texts, numbers or truth values. With a conversation_id the same start is booked once.',
        examples: [{ conversation_id: 'conv_1' }],
      }),
  })
  .meta({ id: 'Consultation' })

/** Reads a body. 422 for what is missing or of the wrong type, then 400 for what cannot be used; all faults at once. */
export function readConsultation(body: unknown, now: Temporal.Instant): ConsultationWish | Failure {
  const fields = readShape(consultationBody, body)
  if ('code' in fields) return fields
  const faults: FieldFault[] = []
  const fault = (code: FieldFault['code'], path: string, message: string) => {
    faults.push({ code, path, message })
    return ''
  }
  const wish = {
    start: readStart(fields.start_time_utc, now, fault),
    timezone:
      canonicalZone(fields.attendee_timezone) ??
      fault('unknown_timezone', 'attendee_timezone', `Unknown timezone: ${shown(fields.attendee_timezone)}`),
    name:
      lineOf(fields.attendee_name, 255) ??
      fault('invalid_request', 'attendee_name', 'attendee_name must have 1 to 255 characters. Ask for the name.'),
    email:
      emailOf(fields.attendee_email) ??
      fault('invalid_email', 'attendee_email', 'attendee_email is not a valid e-mail address. Ask for its spelling.'),
    eventTypeId: fields.event_type_id ?? undefined,
    language: readLanguage(fields.language ?? '', fault),
    guests: readGuests(fields.guests ?? [], fault),
    metadata: readMetadata(fields.metadata ?? {}, fault),
  }
  if (wish.eventTypeId !== undefined && wish.eventTypeId < 1)
    fault('unknown_event_type', 'event_type_id', 'There is no such event type.')
  const [first, ...others] = faults
  return first === undefined ? wish : refuseFields([first, ...others])
}

type Fault = (code: FieldFault['code'], path: string, message: string) => string

// what programs write of the same instant: .000Z and +00:00. Anything finer, or any other offset, is a slip.
const utcForm = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d)(?:\.0{1,9})?(?:Z|\+00:00)$/

function readStart(text: string, now: Temporal.Instant, fault: Fault): string {
  const said = utcForm.exec(text.trim())?.[1]
  const start = said === undefined ? undefined : instantOf(`${said}Z`)
  if (start === undefined)
    return fault(
      'invalid_timestamp',
      'start_time_utc',
      'start_time_utc must be an instant in UTC such as 2026-12-15T14:00:00Z.',
    )
  if (Temporal.Instant.compare(start, now) <= 0)
    return fault('in_the_past', 'start_time_utc', 'start_time_utc has passed. Ask for a coming date and time.')
  return `${said}Z`
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}

/** With the capitals of the IANA list. Offsets such as +02:00 are no zones: they know no summer time. */
function canonicalZone(text: string): string | undefined {
  const name = text.trim()
  if (!/^[A-Za-z][\w+/-]{0,99}$/.test(name)) return undefined
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
  } catch {
    return undefined
  }
}

/** The sentence repeats it to whoever sent it: one line, and not a page of it. */
const shown = (text: string): string => (readText(text) ?? '').slice(0, 100)

// As Cal.com lists them for attendees. It refuses all others.
const calcomLanguages = [
  ...['ar', 'az', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'es-419', 'et', 'eu', 'fi', 'fr', 'he', 'hr'],
  ...['hu', 'id', 'it', 'iw', 'ja', 'km', 'ko', 'lv', 'nl', 'no', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sr', 'sv'],
  ...['ta', 'th', 'tr', 'uk', 'vi', 'zh-CN', 'zh-TW'],
]
const languageByTag = new Map(calcomLanguages.map((code) => [code.toLowerCase(), code]))

/** Cal.com's own code for a language tag. A booking does not fail for an invitation in English. */
function readLanguage(text: string, fault: Fault): string {
  const tag = text.trim().replaceAll('_', '-').toLowerCase()
  if (tag === '') return 'en'
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/.test(tag))
    return fault('invalid_request', 'language', 'language must be a language tag such as en or pt-BR.')
  return languageByTag.get(tag) ?? languageByTag.get(tag.split('-')[0]!) ?? (tag.startsWith('zh') ? 'zh-CN' : 'en')
}

function readGuests(guests: readonly string[], fault: Fault): string[] {
  if (guests.length > mostGuests) fault('invalid_request', 'guests', `guests may be at most ${mostGuests} addresses.`)
  const read = guests
    .slice(0, mostGuests)
    .map(
      (guest, i) =>
        emailOf(guest) ??
        fault('invalid_email', `guests.${i}`, `Guest ${i + 1} has no valid e-mail address. Ask for its spelling.`),
    )
  return [...new Set(read)]
}

/** Within what Cal.com takes: 50 entries, keys of 40 and texts of 500 characters, and no numbers. */
function readMetadata(metadata: Record<string, unknown>, fault: Fault): Record<string, string> {
  const entries = Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null)
  if (entries.length > 50) {
    fault('invalid_request', 'metadata', 'metadata may have at most 50 entries.')
    return {}
  }
  const read = entries.map(([key, value]): [string, string] => {
    if (key === '' || key.length > 40)
      fault('invalid_request', 'metadata', 'A key of metadata must have 1 to 40 characters.')
    const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
    if (text === undefined || text.length > 500)
      fault(
        'invalid_request',
        `metadata.${key.slice(0, 40)}`,
        'A value of metadata must be a text of at most 500 characters, a number or a truth value.',
      )
    return [key, text ?? '']
  })
  return Object.fromEntries(read)
}
