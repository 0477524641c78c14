import { domainToASCII } from 'node:url'
import { faulted } from './tool-fault.ts'

/**
 * Checks of what a tool is given. Each gives back the value in its usual form, or throws a `Faulted` that tells a
 * model what is wrong.
 */

/** An instant written in UTC: 2026-12-15T14:00:00Z. */
export function readUtcInstant(text: string, field: string): Temporal.Instant {
  if (/^\d{4}-\d\d-\d\dT\d\d:[0-5]\d(:[0-5]\d(\.\d{1,9})?)?Z$/.test(text)) {
    try {
      return Temporal.Instant.from(text).round({ smallestUnit: 'second', roundingMode: 'trunc' })
    } catch {
      // a day that the calendar does not have
    }
  }
  throw faulted('invalid_request', `${field} must be an instant in UTC, such as 2026-12-15T14:00:00Z.`)
}

/** As the vendors write and read it: 2026-12-15T14:00:00Z. */
export const showUtc = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' })

export function refusePast(start: Temporal.Instant, now: Temporal.Instant): void {
  if (Temporal.Instant.compare(start, now) > 0) return
  throw faulted('in_the_past', 'That time has already passed. Ask for a time in the future.')
}

/** A day as YYYY-MM-DD. */
export function readDate(text: string, field: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text)
  } catch {
    // a day that the calendar does not have
  }
  throw faulted('invalid_request', `${field} must be a date such as 2026-12-15.`)
}

/** A zone of the IANA list, in its usual spelling. Offsets such as +02:00 are none: they do not know summer time. */
export function readTimeZone(name: string): string {
  try {
    if (/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return epoch.toZonedDateTimeISO(name).timeZoneId
  } catch {
    // no such zone
  }
  throw faulted('unknown_timezone', `Unknown timezone: ${shortened(name)}`)
}

const epoch = Temporal.Instant.fromEpochMilliseconds(0)

/**
 * One bare address, its domain in ASCII. Refuses what could smuggle a second recipient or a header: controls, blanks,
 * commas, angle brackets, quotes. The local part is ASCII, since neither vendor promises more.
 */
export function readEmail(text: string, field: string): string {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const said = text.slice(at + 1)
  const domain = /^[\x20-\x7e]*$/.test(said) ? said : domainToASCII(said)
  const fits =
    at > 0 &&
    `${local}@${domain}`.length <= 254 &&
    /^(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    // domainToASCII lets go of blanks and line ends
    !/[\s\p{Cc}]/u.test(text) &&
    /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])$/i.test(domain)
  if (!fits) throw faulted('invalid_email', `${field} is not an e-mail address. Ask for it again, letter by letter.`)
  return `${local}@${domain}`
}

/** Text for one line: no line ends or other controls, which in a header would begin another header. */
export function readLine(text: string, field: string, longest: number): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(text))
    throw faulted('invalid_request', `${field} must be a single line without control characters.`)
  const line = text.trim()
  if (line === '') throw faulted('invalid_request', `${field} must not be empty.`)
  if (line.length > longest) throw faulted('invalid_request', `${field} is longer than ${longest} characters.`)
  return line
}

/** What somebody else has written, fit for a sentence. */
export const shortened = (text: string): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
