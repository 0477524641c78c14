import type { JsonObject } from '../vendor-answer.ts'
import { notFound } from './calcom-answers.ts'
import type { CalcomCalendar } from './calcom-calendar.ts'
import { eventTypes, isOpen, type SandboxEventType } from './event-type-catalogue.ts'
import {
  broken,
  isDateString,
  isString,
  isZone,
  optional,
  type Rule,
  readInstant,
  refuseFaults,
  unknownFields,
} from './nest-validator.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
/** However much is asked: Cal.com looks a year ahead at most. */
const horizonMs = 365 * dayMs

type Slots = Record<string, { start: string; end?: string }[]>

/**
 * GET /v2/slots by days of the booker's zone. An `end` at midnight UTC means the whole of that day, a day without
 * slots is left out, and an end before its start is an empty answer. The grid lies on full hours of the booker's zone.
 */
export function listSlots(query: URLSearchParams, calendar: CalcomCalendar, now: number): Slots {
  const { eventType, start, end, timeZone, minutes, asRange, except } = readQuery(query)
  const step = minutes * minuteMs
  const busy = calendar.busy(eventType.host, except)
  const wall = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
  const slots: Slots = {}
  let next = 0
  const from = Math.max(start, now + 1)
  const stop = Math.min(end, now + horizonMs)
  for (let at = firstOnGrid(from, step, wall(from)); at <= stop; at += step) {
    const ends = at + step
    // they never overlap, so that what ends first begins first
    while (next < busy.length && busy[next]![1] <= at) next++
    const isTaken = next < busy.length && busy[next]![0] < ends
    if (isTaken || !isOpen(eventType, at, ends)) continue
    const begins = wall(at)
    const date = begins.toPlainDate().toString()
    slots[date] ??= []
    slots[date].push({ start: withOffset(begins), ...(asRange && { end: withOffset(wall(ends)) }) })
  }
  return slots
}

function withOffset(at: Temporal.ZonedDateTime): string {
  const text = at.toString({ fractionalSecondDigits: 3, timeZoneName: 'never' })
  return at.timeZoneId === 'UTC' ? text.replace('+00:00', 'Z') : text
}

/** The first start from `from` on that is a whole number of steps after midnight of this zone's epoch. */
function firstOnGrid(from: number, step: number, wall: Temporal.ZonedDateTime): number {
  const offset = wall.offsetNanoseconds / 1e6
  return Math.ceil((from + offset) / step) * step - offset
}

function readQuery(query: URLSearchParams) {
  const given: JsonObject = Object.fromEntries(query)
  const { rules, find } = wayOf(given)
  refuseFaults([
    ...unknownFields(given, [...Object.keys(rules), ...Object.keys(common)]),
    ...broken(given, { ...rules, ...common }),
  ])
  const eventType = find()
  return {
    eventType,
    start: readInstant(given.start as string),
    end: widened(readInstant(given.end as string)),
    timeZone: (given.timeZone ?? 'UTC') as string,
    minutes: eventType.lengths.find((length) => length === Number(given.duration)) ?? eventType.length,
    asRange: String(given.format ?? '').toLowerCase() === 'range',
    except: given.bookingUidToReschedule as string | undefined,
  }
}

/** Any midnight, also one that stands there in full, is the last second of its day. */
const widened = (end: number): number => (end % dayMs === 0 ? end + dayMs - 1_000 : end)

const isNumeral: Rule = (value, property) =>
  /^\d+/.test(String(value)) ? undefined : `${property} must be a number conforming to the specified constraints`

const common: Record<string, Rule> = {
  start: isDateString,
  end: isDateString,
  timeZone: optional(isZone),
  duration: optional((value, property) => (value === '' ? undefined : isNumeral(value, property))),
  format: optional((value) =>
    /^(time|range|)$/i.test(String(value)) ? undefined : "slotFormat must be either 'range' or 'time'",
  ),
  bookingUidToReschedule: optional(isString),
}

/** Which of the four ways to name an event type the keys of a query choose: the fields of the others are unknown. */
function wayOf(given: JsonObject): { rules: Record<string, Rule>; find: () => SandboxEventType } {
  const none = () => notFound('Event Type not found')
  const found = (type: SandboxEventType | undefined) => {
    if (type === undefined) throw none()
    return type
  }
  if ('eventTypeId' in given)
    return {
      rules: { eventTypeId: isNumeral },
      find: () => found(eventTypes.find(({ id }) => id === Number.parseInt(given.eventTypeId as string, 10))),
    }
  const { eventTypeSlug, username, teamSlug } = given
  if (username !== undefined && eventTypeSlug !== undefined)
    return {
      rules: { eventTypeSlug: isString, username: isString, organizationSlug: optional(isString) },
      find: () => {
        const theirs = eventTypes.filter(({ host }) => host.username === username)
        if (theirs.length === 0) throw notFound(`User with username ${username} not found`)
        return found(theirs.find(({ slug }) => slug === eventTypeSlug))
      },
    }
  if (teamSlug !== undefined && eventTypeSlug !== undefined)
    return {
      rules: { eventTypeSlug: isString, teamSlug: isString, organizationSlug: optional(isString) },
      find: () => {
        throw notFound(`Team with slug ${teamSlug} not found`)
      },
    }
  return {
    rules: { usernames: isUsernames, organizationSlug: isString },
    find: () => {
      throw none()
    },
  }
}

const isUsernames: Rule = (value) => {
  if (typeof value !== 'string')
    return 'each value in usernames must be a string, The array must contain at least 2 elements., usernames must be an array'
  return value.includes(',') ? undefined : 'The array must contain at least 2 elements.'
}
