import { type EpochMs, type Interval, merge, overlaps } from './interval.ts'
import { openWindows, type Schedule, stretchesOfDay } from './opening-hours.ts'
import { DAY, type DayNumber, dayNumberOf, dayOfWall, isoDateOf, MINUTE, twoDigits } from './wall-clock.ts'
import { firstInstantAt, instantsShowing, offsetAt, steadyUntil, type Zone, zoneOf } from './zone-offset.ts'

/** whole, positive minutes of real time */
export type Grid = { durationMinutes: number; stepMinutes: number }

/** what is kept free after an appointment, and between which instants (both included) it may start */
type Limits = { bufferMinutes: number; notBefore: EpochMs; notAfter: EpochMs }

/**
 * All starts that the opening hours allow on this local date (of `schedule.timeZone`), ascending, none twice.
 *
 * Starts step by real minutes from each opening; where the hours of one stretch run into the next, the next one's
 * opening begins its own count. An appointment ends inside the joined open time, so it may run from one stretch into
 * the one that touches it. A start belongs to the date on which it lies, not to the one on which its stretch opened.
 */
export function startsOn(schedule: Schedule, on: Temporal.PlainDate, grid: Grid): EpochMs[] {
  return startsOfDay(schedule, zoneOf(schedule.timeZone), dayNumberOf(on), grid)
}

/** The starts that are free: [start, start + duration + buffer) meets no busy range, and the start is in its limits. */
export function bookableStarts(
  starts: readonly EpochMs[],
  rules: { durationMinutes: number; busy: readonly Interval[] } & Limits,
): EpochMs[] {
  const busy = merge(rules.busy)
  const needed = (rules.durationMinutes + rules.bufferMinutes) * MINUTE
  return starts.filter((at) => at >= rules.notBefore && at <= rules.notAfter && !overlaps(busy, at, at + needed))
}

/**
 * One day of several practitioners: `slots` are the bookable starts, ascending, each once with everybody `free` then
 * (in the order of `people`); `total` counts the distinct starts that somebody's opening hours allow.
 */
export function daySlots<Id>(
  people: readonly { id: Id; schedule: Schedule; busy: readonly Interval[] }[],
  on: Temporal.PlainDate,
  rules: Grid & Limits,
): { total: number; slots: { from: EpochMs; to: EpochMs; free: Id[] }[] } {
  const allowed = new Set<EpochMs>()
  const free = new Map<EpochMs, Id[]>()
  // colleagues often share their hours
  const startsOf = new Map<Schedule, EpochMs[]>()
  for (const { id, schedule, busy } of people) {
    const known = startsOf.get(schedule)
    const starts = known ?? startsOn(schedule, on, rules)
    if (known === undefined) {
      startsOf.set(schedule, starts)
      for (const at of starts) allowed.add(at)
    }
    for (const at of bookableStarts(starts, { ...rules, busy })) {
      const others = free.get(at)
      if (others === undefined) free.set(at, [id])
      else others.push(id)
    }
  }
  const slots = [...free].map(([from, ids]) => ({ from, to: from + rules.durationMinutes * MINUTE, free: ids }))
  return { total: allowed.size, slots: slots.sort((a, b) => a.from - b.from) }
}

/** Is all of [from, to) inside the open hours, joined over stretches and midnights? An empty one never is. */
export function isWithinHours(schedule: Schedule, from: EpochMs, to: EpochMs): boolean {
  const [window] = openWindows(schedule, { from, to })
  return window !== undefined && window.from === from && window.to === to
}

/** Would availability list this start: on the count of a stretch, and ending inside the hours? */
export function isOnGrid(schedule: Schedule, from: EpochMs, grid: Grid): boolean {
  const zone = zoneOf(schedule.timeZone)
  return startsOfDay(schedule, zone, dayOfWall(from + offsetAt(zone, from)), grid).includes(from)
}

/** The first instant of a local date: its midnight, or the change when clocks jump over midnight. */
export function startOfDate(timeZone: string, on: Temporal.PlainDate): EpochMs {
  return firstInstantAt(zoneOf(timeZone), dayNumberOf(on) * DAY)
}

/** The first instant after a local date. */
export function endOfDate(timeZone: string, on: Temporal.PlainDate): EpochMs {
  return firstInstantAt(zoneOf(timeZone), (dayNumberOf(on) + 1) * DAY)
}

/**
 * The instants at which clocks of the zone show these minutes since midnight (0 to 1440) of the date, ascending: one
 * usually, two when clocks go back, none in a gap.
 */
export function instantsAt(timeZone: string, on: Temporal.PlainDate, wallMinutes: number): EpochMs[] {
  return instantsShowing(zoneOf(timeZone), dayNumberOf(on) * DAY + wallMinutes * MINUTE)
}

/** The instants at which clocks of the zone show what they show at this one, itself among them: two when they go back. */
export function twinsOf(timeZone: string, at: EpochMs): EpochMs[] {
  const zone = zoneOf(timeZone)
  return instantsShowing(zone, at + offsetAt(zone, at))
}

/** An instant on the zone's clocks: date, `HH:MM` and, to the second, all of it as `2026-12-15T09:00:00-05:00`. */
export function wallTimeOf(timeZone: string, at: EpochMs): { date: string; time: string; iso: string } {
  const offset = offsetAt(zoneOf(timeZone), at)
  const wall = at + offset
  const day = dayOfWall(wall)
  const seconds = Math.floor((wall - day * DAY) / 1000)
  const date = isoDateOf(day)
  const time = clockFace(Math.floor(seconds / 60))
  const zoned = `${offset < 0 ? '-' : '+'}${clockFace(Math.floor(Math.abs(offset) / MINUTE))}`
  return { date, time, iso: `${date}T${time}:${twoDigits(seconds % 60)}${zoned}` }
}

function startsOfDay(schedule: Schedule, zone: Zone, day: DayNumber, grid: Grid): EpochMs[] {
  if (!isWholeAndPositive(grid.durationMinutes) || !isWholeAndPositive(grid.stepMinutes))
    throw new RangeError(`not a grid: ${grid.durationMinutes} minutes every ${grid.stepMinutes} minutes`)
  const midnight = firstInstantAt(zone, day * DAY)
  const nextMidnight = firstInstantAt(zone, (day + 1) * DAY)
  // Clocks that go back over midnight bring the old date again after the new one began. So where clocks change, one
  // day more is searched and each start asked for its date.
  const steady = steadyUntil(zone, midnight) >= nextMidnight + DAY
  const within = { from: midnight, to: steady ? nextMidnight : nextMidnight + DAY }
  const duration = grid.durationMinutes * MINUTE
  const stretches = stretchesAround(schedule, zone, day, within.to, within.to + duration)
  const starts = countStarts(stretches, within, duration, grid.stepMinutes * MINUTE)
  return steady ? starts : starts.filter((at) => dayOfWall(at + offsetAt(zone, at)) === day)
}

/** The stretches, by opening, of the date before, of all dates that begin before `atLeast`, and while they join. */
function stretchesAround(
  schedule: Schedule,
  zone: Zone,
  day: DayNumber,
  atLeast: EpochMs,
  atMost: EpochMs,
): Interval[] {
  const around = stretchesOfDay(schedule, zone, day - 1)
  let reach = around.at(-1)?.to ?? -Infinity
  for (let next = day; ; next++) {
    const dawn = firstInstantAt(zone, next * DAY)
    if (dawn >= atMost || (dawn >= atLeast && dawn > reach)) return around
    for (const stretch of stretchesOfDay(schedule, zone, next)) {
      around.push(stretch)
      reach = Math.max(reach, stretch.to)
    }
  }
}

/** Steps through the open time from each opening to the next, and lists the starts that lie in `within`. */
function countStarts(stretches: readonly Interval[], within: Interval, duration: number, step: number): EpochMs[] {
  const starts: EpochMs[] = []
  let i = 0
  while (i < stretches.length) {
    let closes = stretches[i]!.to
    let after = i + 1
    while (after < stretches.length && stretches[after]!.from <= closes)
      closes = Math.max(closes, stretches[after++]!.to)
    for (; i < after; i++) {
      const opens = stretches[i]!.from
      const nextOpens = i + 1 < after ? stretches[i + 1]!.from : closes
      const until = Math.min(nextOpens, closes - duration + 1, within.to)
      const skipped = Math.max(0, Math.ceil((within.from - opens) / step))
      for (let at = opens + skipped * step; at < until; at += step) starts.push(at)
    }
  }
  return starts
}

function isWholeAndPositive(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes > 0
}

/** `HH:MM` of minutes since midnight. */
export function clockFace(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}
