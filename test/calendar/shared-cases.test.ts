import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { EpochMs, Interval } from '../../src/calendar/interval.ts'
import {
  type Closure,
  openWindows,
  type Schedule,
  type WallStretch,
  type Weekday,
} from '../../src/calendar/opening-hours.ts'
import { bookableStarts, startsOn } from '../../src/calendar/slots.ts'
import { day, only, shown } from './schedules.ts'

/** As the file says of itself: weekdays from 0, Sunday; hours in the zone's wall time; busy, ranges and windows in UTC. */
type SharedCase = {
  name: string
  timezone: string
  working_hours: { days: number[]; start: string; end: string }[]
  overrides: { date: string; windows: [string, string][] }[]
  busy: { start: string; end: string; buffer_before?: number; buffer_after?: number }[]
  buffers: { before: number; after: number }
  notice: number
} & (
  | {
      kind: 'slots'
      dates: string[]
      windows?: [string, string][]
      duration: number
      interval: number
      now: string
      expected: string[]
    }
  | { kind: 'windows'; range: [string, string]; expected: [string, string][] }
)

const WEEKDAYS: Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MINUTE = 60_000
const file = join(import.meta.dirname, '../../../shared/cases/slots.json')

if (existsSync(file)) {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: SharedCase[] }
  for (const each of cases) test(`shared case: ${each.name}`, () => run(each))
} else {
  test('the shared cases of slot computations', (t) =>
    t.diagnostic('shared/cases/slots.json does not lie beside the project'))
}

function run(shared: SharedCase): void {
  const schedule = scheduleOf(shared)
  if (shared.kind === 'windows') {
    const [from, to] = shared.range
    const windows = openWindows(schedule, { from: instant(from), to: instant(to) })
    assert.deepEqual(
      windows.map((window) => shown([window.from, window.to])),
      shared.expected,
    )
    return
  }
  const starts = shared.dates.flatMap((date) =>
    startsOn(schedule, day(date), { durationMinutes: shared.duration, stepMinutes: shared.interval }),
  )
  const bookable = bookableStarts(starts, {
    durationMinutes: shared.duration,
    bufferMinutes: 0,
    busy: blocked(shared),
    notBefore: instant(shared.now) + shared.notice * MINUTE,
    notAfter: Number.POSITIVE_INFINITY,
  })
  assert.deepEqual(shown(bookable), shared.expected)
}

function scheduleOf(shared: SharedCase): Schedule {
  const openingHours = only({})
  for (const { days, start, end } of shared.working_hours) {
    for (const weekday of days.map((number) => WEEKDAYS[number]!))
      openingHours[weekday] = [...openingHours[weekday], [start, end]]
  }
  const closures: Closure[] = shared.overrides.map(({ date, windows }) => ({ date, hours: windows }))
  if (shared.kind === 'slots' && shared.windows !== undefined) {
    for (const date of shared.dates) closures.push({ date, hours: wallStretches(shared.timezone, shared.windows) })
  }
  // This case speaks of an absence that its input does not contain, only its result does: here somebody is away on the
  // date of the override, which is a closure of their own without hours.
  const away = shared.name.startsWith('out of office') ? shared.overrides.map(({ date }) => ({ date, hours: [] })) : []
  return { timeZone: shared.timezone, openingHours, closures, own: { closures: away } }
}

/** Windows that a case gives as instants stand for the hours of its date. */
function wallStretches(timeZone: string, windows: [string, string][]): WallStretch[] {
  const wall = (text: string) =>
    Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
  return windows.map(([from, to]) => [wall(from), wall(to)])
}

/** The file's own rule of what an appointment blocks. */
function blocked({ busy, buffers }: SharedCase): Interval[] {
  return busy.map((each) => ({
    from: instant(each.start) - ((each.buffer_before ?? 0) + buffers.after) * MINUTE,
    to: instant(each.end) + ((each.buffer_after ?? 0) + buffers.before) * MINUTE,
  }))
}

function instant(text: string): EpochMs {
  return Temporal.Instant.from(text).epochMilliseconds
}
