import { type Interval, intersect, merge, mergeOverlapping } from './interval.ts'
import { DAY, type DayNumber, dayNumberOf, dayOfWall, isoDateOf, MINUTE, MINUTES_OF_A_DAY } from './wall-clock.ts'
import { firstInstantAt, offsetAt, type Zone, zoneOf } from './zone-offset.ts'

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday'

/** ["09:00","17:00"]; "24:00" ends a day; an end at or before its start runs over midnight */
export type WallStretch = readonly [opens: string, closes: string]

export type OpeningHours = Readonly<Record<Weekday, readonly WallStretch[]>>

/** `hours` replace those that open on the ISO `date`; none means closed. Of two for one date the last counts. */
export type Closure = { date: string; hours: readonly WallStretch[] }

/** Wall times are those of `timeZone`, an IANA name. */
export type Schedule = {
  timeZone: string
  openingHours: OpeningHours
  closures: readonly Closure[]
  /** a practitioner's own: their weekly hours replace the clinic's; a clinic closure binds everybody */
  own?: { openingHours?: OpeningHours | null; closures: readonly Closure[] }
}

/** 1970-01-01, day 0, was a Thursday. */
const WEEKDAYS: readonly Weekday[] = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday']

/** Minutes since midnight, 0 to 1440, of strictly `HH:MM` ("24:00" is 1440); anything else is undefined. */
export function parseWallTime(text: string): number | undefined {
  if (text.length !== 5 || text[2] !== ':') return undefined
  const hours = digitsAt(text, 0)
  const minutes = digitsAt(text, 3)
  if (hours < 0 || minutes < 0 || minutes > 59) return undefined
  const total = hours * 60 + minutes
  return total <= MINUTES_OF_A_DAY ? total : undefined
}

/**
 * What is wrong with a day's stretches, as sentences for a 422, by position. Touching is fine, and so is running over
 * midnight into the hours of the next weekday: those join.
 */
export function faultsOfStretches(stretches: readonly WallStretch[]): { index: number; message: string }[] {
  const faults: { index: number; message: string }[] = []
  const sound: Interval[] = []
  for (const [index, stretch] of stretches.entries()) {
    const [opens, closes] = stretch
    const [from, to] = [parseWallTime(opens), parseWallTime(closes)]
    if (from === undefined) faults.push({ index, message: `"${opens}" is not a time of day written as HH:MM.` })
    if (to === undefined) faults.push({ index, message: `"${closes}" is not a time of day written as HH:MM.` })
    if (from === MINUTES_OF_A_DAY) faults.push({ index, message: 'A stretch cannot open at 24:00; write 00:00.' })
    if (from !== undefined && from === to) {
      faults.push({
        index,
        message: 'It opens and closes at the same time; a whole day is 00:00 to 24:00, a closed one [].',
      })
      continue
    }
    if (from === undefined || to === undefined || from === MINUTES_OF_A_DAY) continue
    const minutes = minutesOf(stretch)
    if (sound.some((earlier) => intersect([earlier], [minutes]).length > 0))
      faults.push({ index, message: `${opens}–${closes} overlaps another stretch of the same day.` })
    sound.push(minutes)
  }
  return faults
}

/**
 * The stretches that open on this local date, as instants, ordered; overlapping ones of the date are merged. A stretch
 * over midnight ends on the next date, or at midnight when a closure leaves that date no hours at all.
 *
 * A stretch opens at the first instant at which the wall clock has come to its opening and closes at the first at
 * which it has come to its closing. In a gap that is the change itself, when clocks go back it is the earlier.
 */
export function stretchesOn(schedule: Schedule, on: Temporal.PlainDate): Interval[] {
  return stretchesOfDay(schedule, zoneOf(schedule.timeZone), dayNumberOf(on))
}

/** When it is open inside the range: stretches that overlap or touch, of neighbouring days too, are one window. */
export function openWindows(schedule: Schedule, range: Interval): Interval[] {
  if (range.from >= range.to) return []
  const zone = zoneOf(schedule.timeZone)
  // From the day before, whose hours may run over midnight, to the day after: clocks that go back over midnight
  // have let it begin once already.
  const first = dayOfWall(range.from + offsetAt(zone, range.from)) - 1
  const last = dayOfWall(range.to + offsetAt(zone, range.to)) + 1
  const stretches: Interval[] = []
  for (let day = first; day <= last; day++) stretches.push(...stretchesOfDay(schedule, zone, day))
  return intersect(merge(stretches), [range])
}

/** `stretchesOn` for those who count in days already. */
export function stretchesOfDay(schedule: Schedule, zone: Zone, day: DayNumber): Interval[] {
  const midnight = day * DAY
  const stretches: Interval[] = []
  for (const { from, to } of minutesOfDay(schedule, day)) {
    const overMidnight = to > MINUTES_OF_A_DAY
    const until = overMidnight && isClosedAllDay(schedule, day + 1) ? MINUTES_OF_A_DAY : to
    const opens = firstInstantAt(zone, midnight + from * MINUTE)
    const closes = firstInstantAt(zone, midnight + until * MINUTE)
    if (opens < closes) stretches.push({ from: opens, to: closes })
  }
  return stretches
}

/** The day's hours in minutes of its wall clock, up to 2880. */
function minutesOfDay(schedule: Schedule, day: DayNumber): Interval[] {
  const weekday = WEEKDAYS[((day % 7) + 7) % 7]!
  const binding = closureOf(schedule.closures, day)?.hours
  const own = closureOf(schedule.own?.closures, day)?.hours ?? schedule.own?.openingHours?.[weekday]
  if (binding === undefined) return read(own ?? schedule.openingHours[weekday])
  return own === undefined ? read(binding) : intersect(read(binding), read(own))
}

function isClosedAllDay(schedule: Schedule, day: DayNumber): boolean {
  const binding = closureOf(schedule.closures, day)
  const own = closureOf(schedule.own?.closures, day)
  return binding?.hours.length === 0 || own?.hours.length === 0
}

function closureOf(closures: readonly Closure[] | undefined, day: DayNumber): Closure | undefined {
  if (closures === undefined || closures.length === 0) return undefined
  return byDate(closures).get(isoDateOf(day))
}

/** A search over ten years asks for each of its days; among a thousand closures that took 128 ms, and takes 4. */
function byDate(closures: readonly Closure[]): Map<string, Closure> {
  const known = indexed.get(closures) ?? new Map(closures.map((closure) => [closure.date, closure]))
  indexed.set(closures, known)
  return known
}

const indexed = new WeakMap<readonly Closure[], Map<string, Closure>>()

function read(stretches: readonly WallStretch[]): Interval[] {
  const minutes = stretches.map(minutesOf)
  return minutes.length > 1 ? mergeOverlapping(minutes) : minutes
}

function minutesOf([opens, closes]: WallStretch): Interval {
  const from = parseWallTime(opens)
  const to = parseWallTime(closes)
  if (from === undefined || to === undefined || from === MINUTES_OF_A_DAY)
    throw new RangeError(`opening hours cannot be read: ${opens}–${closes}`)
  return { from, to: to > from ? to : to + MINUTES_OF_A_DAY }
}

/** The two digits at a position as a number, negative when they are not two digits. */
function digitsAt(text: string, position: number): number {
  const tens = text.charCodeAt(position) - 48
  const ones = text.charCodeAt(position + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}
