import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CalendarAppointment, Hold, OpeningHours } from '../../src/http/screen-types.ts'
import { axisOf, fromAxis, missingOf, toAxis } from '../../web/pages/calendar/calendar-axis.ts'
import { type Grid, type GridWish, layOut } from '../../web/pages/calendar/calendar-layout.ts'
import { movedTo, stepped } from '../../web/pages/calendar/grid-placing.ts'

const office: OpeningHours = {
  ...{ monday: [['09:00', '17:00']], tuesday: [['09:00', '17:00']], wednesday: [['09:00', '17:00']] },
  ...{ thursday: [['09:00', '17:00']], friday: [['09:00', '17:00']], saturday: [], sunday: [] },
}
const alice = { id: 'alice', opening_hours: null, closures: [] }
const bob = { id: 'bob', opening_hours: null, closures: [] }

const week = (from: string, days = 7) =>
  Array.from({ length: days }, (_, day) => Temporal.PlainDate.from(from).add({ days: day }))

const at = (wall: string, timeZone: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone)

let count = 0
function appointment(starts: Temporal.ZonedDateTime, minutes: number, more: Partial<CalendarAppointment> = {}) {
  const id = `appointment ${count++}`
  const fields = { title: null, attendee_name: id, service_id: null, agent_id: null, conversation_id: null }
  return {
    ...{ id, ...fields, status: 'scheduled' as const, practitioner_id: 'alice', created_at: '2026-01-01T00:00:00Z' },
    start_time: starts.toInstant().toString(),
    end_time: starts.add({ minutes }).toInstant().toString(),
    ...more,
  }
}

const wish = (timezone: string, dates: readonly Temporal.PlainDate[], more: Partial<GridWish> = {}): GridWish => ({
  clinic: { timezone, opening_hours: office, closures: [] },
  ...{
    dates,
    practitioners: [alice],
    appointments: [],
    holds: [],
    showCancelled: false,
    thin: false,
    leastMinutes: 15,
  },
  ...more,
})

const boxesOn = (grid: Grid, date: string) =>
  grid.columns.filter((column) => column.day.date.toString() === date).flatMap(({ boxes }) => boxes)

const newYork = 'America/New_York'

test('an appointment stands at the minutes of its wall clock', () => {
  const appointments = [appointment(at('2026-12-15T14:00', newYork), 45)]
  const [box] = boxesOn(layOut(wish(newYork, week('2026-12-14'), { appointments })), '2026-12-15')
  assert.deepEqual([box?.from, box?.to], [14 * 60, 14 * 60 + 45])
})

test('the hours shown are the opening hours, and reach out to whatever lies outside', () => {
  const dates = week('2026-12-14')
  const empty = layOut(wish(newYork, dates))
  assert.deepEqual([empty.from, empty.to], [9 * 60, 17 * 60])
  const appointments = [
    appointment(at('2026-12-15T07:10', newYork), 30),
    appointment(at('2026-12-16T18:30', newYork), 45),
  ]
  const wider = layOut(wish(newYork, dates, { appointments }))
  assert.deepEqual([wider.from, wider.to], [7 * 60, 20 * 60])
})

test('a practitioner who opens earlier than the clinic widens the hours too', () => {
  const early = {
    id: 'early',
    closures: [],
    opening_hours: { ...office, monday: [['06:30', '10:00'] as [string, string]] },
  }
  assert.equal(layOut(wish(newYork, week('2026-12-14'), { practitioners: [alice, early] })).from, 6 * 60)
})

test('what runs over midnight is cut there and drawn on both days', () => {
  const appointments = [appointment(at('2026-12-15T23:00', newYork), 120)]
  const grid = layOut(wish(newYork, week('2026-12-14'), { appointments }))
  const [before, after] = [boxesOn(grid, '2026-12-15')[0], boxesOn(grid, '2026-12-16')[0]]
  assert.deepEqual([before?.from, before?.to, before?.cutBefore, before?.cutAfter], [23 * 60, 24 * 60, false, true])
  assert.deepEqual([after?.from, after?.to, after?.cutBefore, after?.cutAfter], [0, 60, true, false])
})

test('what ends at midnight is not drawn on the next day', () => {
  const appointments = [appointment(at('2026-12-15T23:00', newYork), 60)]
  const grid = layOut(wish(newYork, week('2026-12-14'), { appointments }))
  assert.equal(boxesOn(grid, '2026-12-16').length, 0)
})

test('cancelled ones are drawn when they are asked for, beside what took their place', () => {
  const starts = at('2026-12-15T10:00', newYork)
  const appointments = [appointment(starts, 30, { status: 'cancelled' }), appointment(starts, 30)]
  assert.equal(boxesOn(layOut(wish(newYork, week('2026-12-14'), { appointments })), '2026-12-15').length, 1)
  const both = boxesOn(layOut(wish(newYork, week('2026-12-14'), { appointments, showCancelled: true })), '2026-12-15')
  assert.deepEqual(
    both.map(({ lane, lanes }) => [lane, lanes]),
    [
      [0, 2],
      [1, 2],
    ],
  )
})

test('a closure closes the whole day and says so, for one practitioner or for all', () => {
  const closures = [{ date: '2026-12-15', hours: [] }]
  const mine = layOut(wish(newYork, week('2026-12-15', 1), { practitioners: [{ ...alice, closures }, bob] }))
  assert.deepEqual(
    mine.columns.map(({ isClosure }) => isClosure),
    [true, false],
  )
  const clinic = { timezone: newYork, opening_hours: office, closures }
  const [column] = layOut(wish(newYork, week('2026-12-15', 1), { clinic })).columns
  assert.deepEqual([column?.isClosure, column?.closed], [true, [{ from: 0, to: 1440 }]])
})

test('in a week, a closed day is one thin column until somebody has something on it', () => {
  const practitioners = [alice, bob]
  const idle = layOut(wish(newYork, week('2026-12-14'), { practitioners, thin: true }))
  assert.deepEqual(
    idle.columns.slice(-2).map(({ practitionerId }) => practitionerId),
    [null, null],
  )
  const appointments = [appointment(at('2026-12-19T10:00', newYork), 30, { practitioner_id: 'bob' })]
  const busy = layOut(wish(newYork, week('2026-12-14'), { practitioners, appointments, thin: true }))
  assert.deepEqual(
    busy.columns.slice(-2).map(({ practitionerId }) => practitionerId),
    ['bob', null],
  )
})

test('nine o’clock is at one height on every day of a week in which clocks change', () => {
  // New York goes forward on March 8 and back on November 1, 2026
  for (const [sunday, length] of [
    ['2026-03-08', 1440],
    ['2026-11-01', 1500],
  ] as const) {
    const axis = axisOf(week(sunday), newYork)
    const heights = axis.days.map((day) => toAxis(day, at(`${day.date}T09:00`, newYork).epochMilliseconds))
    assert.equal(axis.length, length)
    assert.equal(new Set(heights).size, 1)
  }
})

test('the hour that comes twice stands twice, and the other days leave the second one out', () => {
  const axis = axisOf(week('2026-11-01', 2), newYork)
  assert.deepEqual(
    axis.marks.slice(0, 5).map(({ at, minute, second }) => [at, minute, second]),
    [
      [0, 0, false],
      [60, 60, false],
      [120, 60, true],
      [180, 120, false],
      [240, 180, false],
    ],
  )
  assert.deepEqual(missingOf(axis.days[0]!, axis.length), [])
  assert.deepEqual(missingOf(axis.days[1]!, axis.length), [{ from: 120, to: 180 }])
})

test('Lord Howe has half an hour twice, and skips half an hour', () => {
  const zone = 'Australia/Lord_Howe'
  const back = axisOf(week('2026-04-05', 1), zone)
  assert.equal(back.length, 1470)
  assert.deepEqual(
    back.marks.slice(1, 4).map(({ at, minute, second }) => [at, minute, second]),
    [
      [60, 60, false],
      [120, 90, true],
      [150, 120, false],
    ],
  )
  const forward = axisOf(week('2026-10-04', 1), zone)
  assert.deepEqual(missingOf(forward.days[0]!, forward.length), [{ from: 120, to: 150 }])
})

test('Santiago begins a day at one o’clock, and ends one with eleven at night twice', () => {
  const zone = 'America/Santiago'
  const forward = axisOf(week('2026-09-06', 1), zone)
  assert.deepEqual(missingOf(forward.days[0]!, forward.length), [{ from: 0, to: 60 }])
  const back = axisOf(week('2026-04-04', 2), zone)
  assert.equal(back.length, 1500)
  assert.deepEqual(missingOf(back.days[0]!, back.length), [])
  assert.deepEqual(missingOf(back.days[1]!, back.length), [{ from: 1440, to: 1500 }])
})

const aDay = fc.constantFrom(
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['America/New_York', '2026-12-15'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Santiago', '2026-04-04'],
  ['America/Santiago', '2026-09-06'],
  ['Asia/Kathmandu', '2026-06-01'],
) as fc.Arbitrary<[string, string]>

/** Days before and after the change share the axis with it. */
const aroundDay = (date: string) => week(Temporal.PlainDate.from(date).subtract({ days: 2 }).toString(), 5)

test('every instant of a day has a place of its own, later ones below, and the place leads back to it', () => {
  fc.assert(
    fc.property(
      aDay,
      fc.integer({ min: 0, max: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([zone, date], position, part) => {
        const axis = axisOf(aroundDay(date), zone)
        const day = axis.days[position]!
        const minutes = (day.to - day.from) / 60_000
        const one = day.from + Math.floor(part * (minutes - 1)) * 60_000
        const place = toAxis(day, one)
        assert.ok(place >= 0 && place < axis.length)
        assert.equal(fromAxis(day, place), one)
        assert.ok(toAxis(day, one + 60_000) > place || one + 60_000 === day.to)
      },
    ),
  )
})

const said = fc.record({
  after: fc.integer({ min: -600, max: 6_000 }),
  minutes: fc.integer({ min: 5, max: 1_440 }),
  practitioner_id: fc.constantFrom('alice', 'bob'),
  status: fc.constantFrom('scheduled', 'confirmed', 'completed', 'no_show', 'cancelled') as fc.Arbitrary<
    CalendarAppointment['status']
  >,
})

test('each live appointment is drawn once on each day that it touches, and no two boxes of a column overlap', () => {
  fc.assert(
    fc.property(
      aDay,
      fc.array(said, { maxLength: 25 }),
      fc.boolean(),
      fc.boolean(),
      ([zone, date], many, showCancelled, thin) => {
        const dates = aroundDay(date)
        const first = dates[0]!.toZonedDateTime(zone)
        const appointments = many.map(({ after, minutes, ...more }) =>
          appointment(first.add({ minutes: after * 5 }), minutes, more),
        )
        const grid = layOut(wish(zone, dates, { practitioners: [alice, bob], appointments, showCancelled, thin }))
        for (const each of appointments) {
          const drawn = grid.columns
            .filter(({ boxes }) => boxes.some(({ item }) => item.id === each.id))
            .map(({ day, practitionerId }) => `${day.date} ${practitionerId}`)
          assert.deepEqual(drawn, each.status === 'cancelled' && !showCancelled ? [] : touched(each, dates, zone))
        }
        for (const { boxes } of grid.columns)
          for (const [index, a] of boxes.entries()) {
            assert.ok(a.from >= grid.from && a.to <= grid.to && a.from < a.to && a.lane < a.lanes)
            for (const b of boxes.slice(index + 1)) if (a.from < b.to && b.from < a.to) assert.notEqual(a.lane, b.lane)
          }
      },
    ),
  )
})

/** By ZonedDateTime alone, without the axis. */
function touched(each: CalendarAppointment, dates: readonly Temporal.PlainDate[], zone: string): string[] {
  const [starts, ends] = [Temporal.Instant.from(each.start_time), Temporal.Instant.from(each.end_time)]
  return dates
    .filter((date) => {
      const from = date.toZonedDateTime(zone).toInstant()
      const to = date.add({ days: 1 }).toZonedDateTime(zone).toInstant()
      return Temporal.Instant.compare(starts, to) < 0 && Temporal.Instant.compare(ends, from) > 0
    })
    .map((date) => `${date} ${each.practitioner_id}`)
}

test('what is short is drawn long enough to be hit, and what follows stands beside it', () => {
  const starts = at('2026-12-15T10:00', newYork)
  const appointments = [appointment(starts, 5), appointment(starts.add({ minutes: 5 }), 30)]
  const boxes = boxesOn(layOut(wish(newYork, week('2026-12-15', 1), { appointments, leastMinutes: 20 })), '2026-12-15')
  assert.deepEqual(
    boxes.map(({ from, to, lane }) => [from - 600, to - 600, lane]),
    [
      [0, 20, 0],
      [5, 35, 1],
    ],
  )
})

test('a hold is drawn like an appointment', () => {
  const starts = at('2026-12-15T10:00', newYork).toInstant()
  const hold: Hold = {
    ...{ id: 'hold', practitioner_id: 'alice', agent_id: null, conversation_id: null },
    start_time: starts.toString(),
    end_time: starts.add({ minutes: 30 }).toString(),
    expires_at: starts.toString(),
  }
  assert.equal(boxesOn(layOut(wish(newYork, week('2026-12-15', 1), { holds: [hold] })), '2026-12-15').length, 1)
})

test('moved to a place, an appointment keeps its length in time, over a change of clocks as well', () => {
  const grid = layOut(wish(newYork, week('2026-11-01', 1)))
  const placing = movedTo(grid, 0, 60, 120 * 60_000)
  assert.equal(placing.starts, at('2026-11-01T01:00', newYork).epochMilliseconds)
  assert.equal(placing.ends - placing.starts, 120 * 60_000)
  assert.equal(placing.to, 180)
})

test('moved onto an hour that the day does not have, it goes to the next that it has', () => {
  const grid = layOut(wish(newYork, week('2026-03-08', 1)))
  const placing = movedTo(grid, 0, 150, 30 * 60_000)
  assert.equal(placing.starts, at('2026-03-08T03:00', newYork).epochMilliseconds)
})

test('by keys: a quarter of an hour up or down, the same time on the next column, and no further than the grid', () => {
  const grid = layOut(wish(newYork, week('2026-12-14', 2)))
  const start = movedTo(grid, 0, 600, 30 * 60_000)
  assert.equal(stepped(grid, start, 'ArrowDown', false)?.from, 615)
  assert.equal(stepped(grid, start, 'ArrowDown', true)?.to, 645)
  const next = stepped(grid, start, 'ArrowRight', false)
  assert.equal(next?.starts, at('2026-12-15T10:00', newYork).epochMilliseconds)
  assert.equal(stepped(grid, start, 'ArrowLeft', false), undefined)
})
