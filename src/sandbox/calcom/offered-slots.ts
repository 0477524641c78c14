import { isTimeZone, readInstant } from './booking-input.ts'
import { badRequest, notFound } from './calcom-answers.ts'
import type { CalcomCalendar } from './calcom-calendar.ts'
import { eventTypes, isOpen, type SandboxEventType } from './event-type-catalogue.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
/** More days than this are not looked at, however much is asked. */
const longestDays = 92

type Slots = Record<string, { start: string; end?: string }[]>

/**
 * GET /v2/slots by days of the booker's zone. An `end` at midnight UTC means the whole of that day, a day without
 * slots is left out, and an end before its start is an empty answer. The grid lies on full hours of the booker's zone.
 */
export function listSlots(query: URLSearchParams, calendar: CalcomCalendar, now: number): Slots {
  const { eventType, start, end, timeZone, duration, asRange, except } = readQuery(query)
  const length = duration ?? eventType.length
  const step = eventType.length * minuteMs
  const slots: Slots = {}
  const stop = Math.min(end, start + longestDays * dayMs)
  for (let at = firstOnGrid(Math.max(start, now + 1), step, timeZone); at <= stop; at += step) {
    const ends = at + length * minuteMs
    if (!isOpen(eventType, at, ends) || calendar.isBusy(eventType.host, at, ends, except)) continue
    const wall = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
    const date = wall(at).toPlainDate().toString()
    slots[date] ??= []
    slots[date].push({ start: withOffset(wall(at)), ...(asRange && { end: withOffset(wall(ends)) }) })
  }
  return slots
}

const withOffset = (at: Temporal.ZonedDateTime): string =>
  at.toString({ fractionalSecondDigits: 3, timeZoneName: 'never' }).replace(/\+00:00$/, 'Z')

/** The first start from `from` on that is a whole number of steps after a full hour of this zone. */
function firstOnGrid(from: number, step: number, timeZone: string): number {
  const offset = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6
  return Math.ceil((from + offset) / step) * step - offset
}

function readQuery(query: URLSearchParams) {
  const start = instantOf(query, 'start')
  const end = widened(query.get('end') ?? '', instantOf(query, 'end'))
  const timeZone = query.get('timeZone') ?? 'UTC'
  if (!isTimeZone(timeZone)) throw badRequest('timeZone property is wrong,timeZone must be a valid IANA time-zone ')
  const format = query.get('format') ?? 'time'
  if (format !== 'time' && format !== 'range')
    throw badRequest("format property is wrong,slotFormat must be either 'range' or 'time' ")
  const eventType = eventTypeOf(query)
  return {
    ...{ eventType, start, end, timeZone, asRange: format === 'range' },
    duration: durationOf(query, eventType),
    except: query.get('bookingUidToReschedule') ?? undefined,
  }
}

function instantOf(query: URLSearchParams, name: string): number {
  const at = readInstant(query.get(name) ?? '')
  if (Number.isNaN(at)) throw badRequest(`${name} property is wrong,${name} must be a valid ISO 8601 date string `)
  return at
}

/** Any midnight, given as one or as a bare date, stands for the last second of that day. */
const widened = (_text: string, end: number): number => (end % dayMs === 0 ? end + dayMs - 1_000 : end)

function eventTypeOf(query: URLSearchParams): SandboxEventType {
  const id = query.get('eventTypeId')
  const slug = query.get('eventTypeSlug')
  const username = query.get('username')
  if (id !== null) {
    const found = eventTypes.find((type) => String(type.id) === id)
    if (found === undefined) throw notFound(`Event Type not found`)
    return found
  }
  if (slug === null || username === null)
    throw badRequest(
      'usernames property is wrong,each value in usernames must be a string, usernames must be an array ',
    )
  const found = eventTypes.find((type) => type.slug === slug && type.host.username === username)
  if (found === undefined) throw notFound(`Event Type with slug=${slug} not found`)
  return found
}

function durationOf(query: URLSearchParams, { lengths }: SandboxEventType): number | undefined {
  const given = query.get('duration')
  if (given === null) return undefined
  if (!/^\d+$/.test(given) || Number(given) < 1)
    throw badRequest('duration property is wrong,duration must be a number ')
  return lengths.includes(Number(given)) ? Number(given) : undefined
}
