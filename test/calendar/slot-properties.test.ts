import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openWindows } from '../../src/calendar/opening-hours.ts'
import { bookableStarts, daySlots, isOnGrid, isWithinHours, startsOn } from '../../src/calendar/slots.ts'
import { busyAround, type Situation, situations } from './any-schedule.ts'
import { watchClock } from './patient-clock.ts'
import { shown } from './schedules.ts'

const MINUTE = 60_000
const TICK = 5 * MINUTE

const withBusy = situations.chain((situation) =>
  fc.record({
    situation: fc.constant(situation),
    busy: busyAround(situation.on),
    another: busyAround(situation.on),
    bufferMinutes: fc.constantFrom(0, 0, 5, 10, 45),
  }),
)

const NO_LIMITS = { notBefore: Number.NEGATIVE_INFINITY, notAfter: Number.POSITIVE_INFINITY }

function neighbours(on: Temporal.PlainDate): Temporal.PlainDate[] {
  return [-1, 0, 1].map((days) => on.add({ days }))
}

function freeStarts({ schedule, on, grid }: Situation, busy: { from: number; to: number }[], bufferMinutes: number) {
  const { durationMinutes } = grid
  return bookableStarts(startsOn(schedule, on, grid), { durationMinutes, bufferMinutes, busy, ...NO_LIMITS })
}

test('the starts of a date are those that somebody watching the clock finds on it', () => {
  fc.assert(
    fc.property(situations, ({ schedule, on, grid }) => {
      const seen = watchClock(schedule, on, grid).filter(({ start }) => start)
      for (const date of neighbours(on)) {
        const expected = seen.filter((glance) => glance.date === date.toString()).map(({ at }) => at)
        assert.deepEqual(shown(startsOn(schedule, date, grid)), shown(expected))
      }
    }),
    { numRuns: 400 },
  )
})

test('the open windows are when somebody watching the clock finds it open', () => {
  fc.assert(
    fc.property(situations, ({ schedule, on, grid }) => {
      const seen = watchClock(schedule, on, grid).slice(2 * 288, 5 * 288)
      const range = { from: seen[0]!.at, to: seen.at(-1)!.at + TICK }
      const windows = openWindows(schedule, range)
      for (const { at, open } of seen) {
        const inside = windows.some((window) => window.from <= at && at < window.to)
        assert.equal(inside, open, `at ${shown([at])}`)
      }
      for (const [index, { from, to }] of windows.entries()) {
        assert.ok(range.from <= from && from < to && to <= range.to)
        if (index > 0) assert.ok(windows[index - 1]!.to < from)
        assert.ok(isWithinHours(schedule, from, to))
        if (to < range.to) assert.equal(isWithinHours(schedule, from, to + TICK), false)
        if (from > range.from) assert.equal(isWithinHours(schedule, from - TICK, to), false)
      }
    }),
    { numRuns: 300 },
  )
})

test('no slot ends after closing', () => {
  fc.assert(
    fc.property(situations, ({ schedule, on, grid }) => {
      const open = new Set(
        watchClock(schedule, on, grid)
          .filter((glance) => glance.open)
          .map(({ at }) => at),
      )
      for (const start of startsOn(schedule, on, grid)) {
        for (let at = start; at < start + grid.durationMinutes * MINUTE; at += TICK) assert.ok(open.has(at))
      }
    }),
    { numRuns: 300 },
  )
})

test('every start of a date lies on it, and no instant is listed twice', () => {
  fc.assert(
    fc.property(situations, ({ schedule, on, grid }) => {
      const all = neighbours(on).flatMap((date) => {
        const starts = startsOn(schedule, date, grid)
        for (const [index, start] of starts.entries()) {
          const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(schedule.timeZone)
          assert.equal(local.toPlainDate().toString(), date.toString())
          if (index > 0) assert.ok(starts[index - 1]! < start)
        }
        return starts
      })
      assert.equal(new Set(all).size, all.length)
    }),
    { numRuns: 400 },
  )
})

test('no slot meets a busy range, nor does its buffer, and no other start is left out', () => {
  fc.assert(
    fc.property(withBusy, ({ situation, busy, bufferMinutes }) => {
      const free = new Set(freeStarts(situation, busy, bufferMinutes))
      const needed = (situation.grid.durationMinutes + bufferMinutes) * MINUTE
      for (const start of startsOn(situation.schedule, situation.on, situation.grid)) {
        const inTheWay = busy.some(({ from, to }) => from < start + needed && start < to)
        assert.equal(free.has(start), !inTheWay)
      }
    }),
    { numRuns: 500 },
  )
})

test('another appointment never adds a slot', () => {
  fc.assert(
    fc.property(withBusy, ({ situation, busy, another, bufferMinutes }) => {
      const before = new Set(freeStarts(situation, busy, bufferMinutes))
      for (const start of freeStarts(situation, [...busy, ...another], bufferMinutes)) assert.ok(before.has(start))
    }),
    { numRuns: 500 },
  )
})

test('with several practitioners a start is listed when one of them is free, and only with those', () => {
  fc.assert(
    fc.property(withBusy, situations, ({ situation, busy, another, bufferMinutes }, other) => {
      const { schedule, on, grid } = situation
      const theirs = { ...other.schedule, timeZone: schedule.timeZone }
      const people = [
        { id: 'Alice', schedule, busy },
        { id: 'Bob', schedule: theirs, busy: another },
      ]
      const { total, slots } = daySlots(people, on, { ...grid, bufferMinutes, ...NO_LIMITS })
      const alices = freeStarts(situation, busy, bufferMinutes)
      const bobs = freeStarts({ ...situation, schedule: theirs }, another, bufferMinutes)
      const union = [...new Set([...alices, ...bobs])].sort((a, b) => a - b)
      assert.deepEqual(
        slots.map(({ from }) => from),
        union,
      )
      for (const { from, to, free } of slots) {
        assert.equal(to - from, grid.durationMinutes * MINUTE)
        assert.deepEqual(free, [...(alices.includes(from) ? ['Alice'] : []), ...(bobs.includes(from) ? ['Bob'] : [])])
      }
      assert.equal(total, new Set(people.flatMap((person) => startsOn(person.schedule, on, grid))).size)
    }),
    { numRuns: 300 },
  )
})

test('a start is on the grid exactly when its date lists it', () => {
  fc.assert(
    fc.property(situations, ({ schedule, on, grid }) => {
      const listed = new Set(neighbours(on).flatMap((date) => startsOn(schedule, date, grid)))
      const noon = on.toZonedDateTime({ timeZone: schedule.timeZone, plainTime: '12:00' }).epochMilliseconds
      for (let at = noon - 24 * TICK; at < noon + 24 * TICK; at += TICK) {
        assert.equal(isOnGrid(schedule, at, grid), listed.has(at))
      }
      for (const start of listed) {
        assert.ok(isOnGrid(schedule, start, grid))
        assert.ok(isWithinHours(schedule, start, start + grid.durationMinutes * MINUTE))
      }
    }),
    { numRuns: 300 },
  )
})
