import { z } from 'zod'
import { readDate } from '../language/said.ts'
import { problem } from '../problems.ts'
import { firstInstant, lastInstant, readInstant } from './wire.ts'

export const saidBound = z.string().describe('local date, or an instant with offset')

/**
 * One end of a stretch of time: a local date is the moment at which that day begins in the clinic. null when none is
 * said. Throws `invalid_fields`.
 */
export function readBound(path: string, said: string | undefined, timeZone: string): Temporal.Instant | null {
  if (said === undefined || said === '') return null
  const at = readDate(said)?.toZonedDateTime(timeZone).toInstant() ?? readInstant(said.replace(/ (?=\d\d:?\d\d$)/, '+'))
  if (at === undefined) return refuse(path, 'Must be a date (YYYY-MM-DD) or an instant with offset.')
  // nothing is kept beyond these two, so the bound means the same
  const last = Temporal.Instant.compare(at, lastInstant) > 0 ? lastInstant : at
  return Temporal.Instant.compare(last, firstInstant) < 0 ? firstInstant : last
}

/** A stretch with both its ends, of at most `days` of the clinic's calendar. Throws `invalid_fields`. */
export function readStretch(
  said: { from: string; to: string },
  timeZone: string,
  days: number,
): { from: Temporal.Instant; to: Temporal.Instant } {
  const from = readBound('from', said.from, timeZone) ?? refuse('from', 'Is missing.')
  const to = readBound('to', said.to, timeZone) ?? refuse('to', 'Is missing.')
  // whole days, of which one may have 25 hours
  const latest = from.toZonedDateTimeISO(timeZone).add({ days }).toInstant()
  if (Temporal.Instant.compare(to, from) > 0 && Temporal.Instant.compare(to, latest) <= 0) return { from, to }
  return refuse('to', `Must be after from, by ${days} days at most.`)
}

function refuse(path: string, message: string): never {
  throw problem('invalid_fields', { details: [{ path, message }] })
}
