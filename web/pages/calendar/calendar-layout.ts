import type { EpochMs } from '../../../src/calendar/interval.ts'
import { openWindows, type Schedule } from '../../../src/calendar/opening-hours.ts'
import type { CalendarAppointment, Clinic, Hold, Practitioner } from '../../../src/http/screen-types.ts'
import { type Axis, type AxisDay, type AxisMinute, axisOf, endOnAxis, missingOf, toAxis } from './calendar-axis.ts'

/** Where everything stands on the grid. Pure: instants, a zone and opening hours in, minutes of the axis out. */

type Stretch = { from: AxisMinute; to: AxisMinute }
export type Box = {
  /** the same over every change, and one for each day that it touches */
  key: string
  item: CalendarAppointment | Hold
  starts: EpochMs
  ends: EpochMs
  from: AxisMinute
  to: AxisMinute
  /** of those that lie side by side, from the left */
  lane: number
  lanes: number
  /** it began the day before, or goes on the day after */
  cutBefore: boolean
  cutAfter: boolean
}

export type Column = {
  key: string
  day: AxisDay
  /** null: a closed day on which nobody has anything, drawn as one thin column */
  practitionerId: string | null
  closed: readonly Stretch[]
  missing: readonly Stretch[]
  /** a closure leaves no hours at all */
  isClosure: boolean
  boxes: readonly Box[]
}

export type Grid = { axis: Axis; columns: readonly Column[]; from: AxisMinute; to: AxisMinute }

export type GridWish = {
  dates: readonly Temporal.PlainDate[]
  clinic: Pick<Clinic, 'timezone' | 'opening_hours' | 'closures'>
  practitioners: readonly Pick<Practitioner, 'id' | 'opening_hours' | 'closures'>[]
  appointments: readonly CalendarAppointment[]
  holds: readonly Hold[]
  showCancelled: boolean
  /** on closed days only those who have something then get a lane, and without any the day is one thin column */
  thin: boolean
  /** what is shorter is drawn as long as this, so that a finger finds it */
  leastMinutes: number
}

export const isHold = (item: CalendarAppointment | Hold): item is Hold => 'expires_at' in item

export function layOut(wish: GridWish): Grid {
  const axis = axisOf(wish.dates, wish.clinic.timezone)
  const byPractitioner = Map.groupBy(
    timed([...wish.appointments, ...wish.holds]).filter((each) => isShown(each.item, wish)),
    ({ item }) => item.practitioner_id,
  )
  const columns = axis.days.flatMap((day) => columnsOfDay(wish, axis, day, byPractitioner))
  return { axis, columns, ...visibleHours(axis, columns) }
}

type Timed = { item: CalendarAppointment | Hold; starts: EpochMs; ends: EpochMs }

const timed = (items: readonly (CalendarAppointment | Hold)[]): Timed[] =>
  items.map((item) => ({
    item,
    starts: Temporal.Instant.from(item.start_time).epochMilliseconds,
    ends: Temporal.Instant.from(item.end_time).epochMilliseconds,
  }))

const isShown = (item: CalendarAppointment | Hold, { showCancelled }: GridWish): boolean =>
  isHold(item) || showCancelled || item.status !== 'cancelled'

function columnsOfDay(
  wish: GridWish,
  axis: Axis,
  day: AxisDay,
  byPractitioner: ReadonlyMap<string, readonly Timed[]>,
): Column[] {
  const missing = missingOf(day, axis.length)
  const columns = wish.practitioners.map((practitioner): Column => {
    const schedule = scheduleOf(wish.clinic, practitioner)
    const items = (byPractitioner.get(practitioner.id) ?? []).filter(
      ({ starts, ends }) => starts < day.to && ends > day.from,
    )
    return {
      key: `${day.date} ${practitioner.id}`,
      day,
      practitionerId: practitioner.id,
      closed: closedOn(schedule, day, axis.length),
      missing,
      isClosure: isShut(schedule, day.date),
      boxes: boxesOf(items, day, axis.length, wish.leastMinutes),
    }
  })
  const first = columns[0]
  if (!wish.thin || first === undefined) return columns
  if (!columns.every(({ closed }) => isWholly(closed, axis.length))) return columns
  const busy = columns.filter(({ boxes }) => boxes.length > 0)
  if (busy.length > 0) return busy
  const shutForAll = columns.every(({ isClosure }) => isClosure)
  return [{ ...first, key: `${day.date}`, practitionerId: null, isClosure: shutForAll }]
}

const scheduleOf = (
  clinic: GridWish['clinic'],
  { opening_hours, closures }: Pick<Practitioner, 'opening_hours' | 'closures'>,
): Schedule => ({
  timeZone: clinic.timezone,
  openingHours: clinic.opening_hours,
  closures: clinic.closures,
  own: { openingHours: opening_hours, closures },
})

function closedOn(schedule: Schedule, day: AxisDay, length: AxisMinute): Stretch[] {
  const open = openWindows(schedule, { from: day.from, to: day.to })
  const closed: Stretch[] = []
  let end = 0
  for (const { from, to } of open) {
    const opens = toAxis(day, from)
    if (opens > end) closed.push({ from: end, to: opens })
    end = to >= day.to ? length : endOnAxis(day, to)
  }
  if (end < length) closed.push({ from: end, to: length })
  return closed
}

const isWholly = (closed: readonly Stretch[], length: AxisMinute): boolean =>
  closed.length === 1 && closed[0]!.from === 0 && closed[0]!.to === length

const isShut = ({ closures, own }: Schedule, date: Temporal.PlainDate): boolean => {
  const on = date.toString()
  return [closures, own?.closures ?? []].some((list) => list.findLast((each) => each.date === on)?.hours.length === 0)
}

/** Boxes of one column; those that would cover each other lie side by side. */
function boxesOf(items: readonly Timed[], day: AxisDay, length: AxisMinute, leastMinutes: number): Box[] {
  const boxes = items
    .map((each) => boxOf(each, day, length, leastMinutes))
    .sort((a, b) => a.from - b.from || b.to - a.to || (a.key < b.key ? -1 : 1))
  let group: Box[] = []
  let groupEnds = -1
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane + 1))
    for (const box of group) box.lanes = lanes
    group = []
  }
  for (const box of boxes) {
    if (box.from >= groupEnds) close()
    const taken = new Set(group.filter(({ to }) => to > box.from).map(({ lane }) => lane))
    while (taken.has(box.lane)) box.lane++
    group.push(box)
    groupEnds = Math.max(group.length === 1 ? box.to : groupEnds, box.to)
  }
  close()
  return boxes
}

function boxOf({ item, starts, ends }: Timed, day: AxisDay, length: AxisMinute, leastMinutes: number): Box {
  const from = toAxis(day, Math.max(starts, day.from))
  const to = Math.max(endOnAxis(day, ends), from + leastMinutes)
  // what is short and late would stick out of the day
  const over = Math.max(0, to - length)
  return {
    key: `${item.id} ${day.date}`,
    item,
    starts,
    ends,
    from: from - over,
    to: to - over,
    lane: 0,
    lanes: 1,
    cutBefore: starts < day.from,
    cutAfter: ends > day.to,
  }
}

const usual: Stretch = { from: 8 * 60, to: 18 * 60 }

/** The opening hours, and whatever lies outside them; in whole hours of the axis. */
function visibleHours(axis: Axis, columns: readonly Column[]): Stretch {
  let [from, to] = [Number.POSITIVE_INFINITY, 0]
  const take = (stretch: Stretch) => {
    from = Math.min(from, stretch.from)
    to = Math.max(to, stretch.to)
  }
  for (const { closed, boxes } of columns) {
    for (const open of openOf(closed, axis.length)) take(open)
    for (const box of boxes) take(box)
  }
  if (to === 0) take(usual)
  const marks = axis.marks.map(({ at }) => at)
  return {
    from: marks.findLast((at) => at <= from) ?? 0,
    to: marks.find((at) => at >= to) ?? axis.length,
  }
}

function openOf(closed: readonly Stretch[], length: AxisMinute): Stretch[] {
  const edges = [0, ...closed.flatMap(({ from, to }) => [from, to]), length]
  const open: Stretch[] = []
  for (let i = 0; i < edges.length; i += 2)
    if (edges[i]! < edges[i + 1]!) open.push({ from: edges[i]!, to: edges[i + 1]! })
  return open
}
