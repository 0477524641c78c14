import type { EpochMs } from '../../src/calendar/interval.ts'
import type { Schedule, WallStretch, Weekday } from '../../src/calendar/opening-hours.ts'
import type { Grid } from '../../src/calendar/slots.ts'

const TICK = 5 * 60_000
const DAY = 86_400_000

/** What somebody sees who sits before the clinic's clock and looks up; the local date only where a start may be. */
export type Glance = { at: EpochMs; date: string | undefined; open: boolean; start: boolean }

type Stretch = { opens: number; closes: number }

/** A date's hours, each list read against the wall clock; open is what is open in every one of them. */
type DayHours = { lists: Stretch[][]; openings: number[] }

/**
 * Says of every five minutes, from three days before the date in UTC to the third after it, whether the clinic is open
 * and whether an appointment can start: by watching, with Temporal asked at every glance and nothing converted from wall
 * time to instants. A stretch has begun once the clock has ever shown its opening, and has ended once it has ever shown
 * its closing, so all that counts is the latest wall time shown so far.
 *
 * Hours, lengths and steps must be multiples of five minutes, and so must the zone's changes.
 */
export function watchClock(schedule: Schedule, around: Temporal.PlainDate, grid: Grid): Glance[] {
  const hours = new Map<number, DayHours>()
  const hoursOf = (midnight: number): DayHours => {
    const known = hours.get(midnight) ?? hoursOn(schedule, midnight)
    hours.set(midnight, known)
    return known
  }
  const glances: Glance[] = []
  const begin = wallOf(around.subtract({ days: 3 }).toPlainDateTime())
  let latest = Number.NEGATIVE_INFINITY
  let counted: number | undefined
  for (let at = begin; at < begin + 6 * DAY; at += TICK) {
    const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.timeZone)
    const wall = at + shown.offsetNanoseconds / 1_000_000
    const before = latest
    latest = Math.max(latest, wall)
    let open = false
    let opening = false
    // The whole of a date may be left out, so the stretches of three dates can be under way.
    for (const midnight of [0, 1, 2].map((days) => Math.floor(latest / DAY) * DAY - days * DAY)) {
      const day = hoursOf(midnight)
      if (!isOpen(day, latest)) continue
      open = true
      if (day.openings.some((opens) => before < opens && opens <= latest)) opening = true
    }
    if (!open) counted = undefined
    else if (opening) counted = 0
    else if (counted !== undefined) counted += TICK
    const onGrid = counted !== undefined && counted % (grid.stepMinutes * 60_000) === 0
    glances.push({ at, date: onGrid ? shown.toPlainDate().toString() : undefined, open, start: onGrid })
  }
  return withRoom(glances, (grid.durationMinutes * 60_000) / TICK)
}

/** Whoever starts must find it open at every glance until the appointment ends. */
function withRoom(glances: Glance[], ticks: number): Glance[] {
  return glances.map((glance, index) => {
    if (!glance.start) return glance
    const during = glances.slice(index, index + ticks)
    return { ...glance, start: during.length === ticks && during.every(({ open }) => open) }
  })
}

function isOpen(day: DayHours, wall: number): boolean {
  return day.lists.every((list) => list.some(({ opens, closes }) => opens <= wall && wall < closes))
}

function hoursOn(schedule: Schedule, midnight: number): DayHours {
  const date = dateOf(midnight)
  const closed = (on: Temporal.PlainDate) =>
    [schedule.closures, schedule.own?.closures ?? []].some((list) => closureFor(list, on)?.length === 0)
  const weekday = date.toLocaleString('en-GB', { weekday: 'long' }).toLowerCase() as Weekday
  const binding = closureFor(schedule.closures, date)
  const own = closureFor(schedule.own?.closures ?? [], date) ?? schedule.own?.openingHours?.[weekday]
  const chosen = [binding, own].filter((list) => list !== undefined)
  if (chosen.length === 0) chosen.push(schedule.openingHours[weekday])
  const end = closed(date.add({ days: 1 })) ? midnight + DAY : midnight + 2 * DAY
  const lists = chosen.map((list) => list.map((stretch) => stretchFrom(midnight, stretch, end)))
  // An opening inside another stretch of the same list is none: people are there already.
  const openings = lists.flatMap((list) =>
    list
      .map(({ opens }) => opens)
      .filter((moment) => !list.some(({ opens, closes }) => opens < moment && moment < closes))
      .filter((moment) => isOpen({ lists, openings: [] }, moment)),
  )
  return { lists, openings }
}

function stretchFrom(midnight: number, [opens, closes]: WallStretch, end: number): Stretch {
  const wallAt = (text: string) => midnight + (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 60_000
  const sameDay = wallAt(closes) > wallAt(opens)
  return { opens: wallAt(opens), closes: Math.min(end, sameDay ? wallAt(closes) : wallAt(closes) + DAY) }
}

function closureFor(closures: Schedule['closures'], date: Temporal.PlainDate): readonly WallStretch[] | undefined {
  const named = closures.filter((closure) => Temporal.PlainDate.from(closure.date).equals(date))
  return named.at(-1)?.hours
}

function wallOf(wall: Temporal.PlainDateTime): number {
  return wall.toZonedDateTime('UTC').epochMilliseconds
}

function dateOf(wall: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDate()
}
