import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantsAt, startOfDate, wallTimeOf } from '../../src/calendar/slots.ts'
import { dayNumberOf, isoDateOf } from '../../src/calendar/wall-clock.ts'
import { day, shown, utc } from './schedules.ts'

const ALL_ZONES = Intl.supportedValuesOf('timeZone')
const zones = fc.constantFrom(...ALL_ZONES)
/** Seconds from 1973, when the last zone left odd seconds behind, to 2099. */
const seconds = fc.integer({ min: 94_694_400, max: 4_102_444_799 })
const dates = fc.integer({ min: 0, max: 47_000 }).map((days) => day('1973-01-01').add({ days }))

function temporalIso(timeZone: string, at: number): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return zoned.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}

test('an instant reads as the date, the time and the offset of the clinic’s clock', () => {
  assert.deepEqual(wallTimeOf('America/New_York', utc('2026-12-15T14:00')), {
    date: '2026-12-15',
    time: '09:00',
    iso: '2026-12-15T09:00:00-05:00',
  })
  assert.equal(wallTimeOf('Asia/Kolkata', utc('2026-12-31T18:30')).iso, '2027-01-01T00:00:00+05:30')
  assert.equal(wallTimeOf('UTC', utc('2026-12-15T14:00:59')).iso, '2026-12-15T14:00:59+00:00')
  assert.equal(wallTimeOf('America/St_Johns', utc('2027-01-01T03:29')).iso, '2026-12-31T23:59:00-03:30')
})

test('a wall time is one instant, two when clocks go back, none in a gap', () => {
  const at = (date: string, minutes: number) => shown(instantsAt('America/New_York', day(date), minutes))
  assert.deepEqual(at('2027-06-14', 9 * 60), ['2027-06-14T13:00:00Z'])
  assert.deepEqual(at('2027-11-07', 90), ['2027-11-07T05:30:00Z', '2027-11-07T06:30:00Z'])
  assert.deepEqual(at('2027-11-07', 120), ['2027-11-07T07:00:00Z'])
  assert.deepEqual(at('2027-03-14', 150), [])
  assert.deepEqual(at('2027-03-14', 120), [])
  assert.deepEqual(at('2027-03-14', 180), ['2027-03-14T07:00:00Z'])
  assert.deepEqual(at('2027-06-14', 1440), ['2027-06-15T04:00:00Z'])
})

test('a date begins at midnight, or at the change that jumps over it', () => {
  assert.equal(startOfDate('America/New_York', day('2027-06-14')), utc('2027-06-14T04:00'))
  assert.equal(startOfDate('America/Santiago', day('2027-09-05')), utc('2027-09-05T04:00'))
})

test('a zone that does not exist is a fault', () => {
  assert.throws(() => wallTimeOf('Mars/Olympus', 0), RangeError)
  assert.throws(() => instantsAt('', day('2027-06-14'), 0), RangeError)
})

test('every day from 1900 to 2200 has its number, and the number its date', () => {
  let date = day('1900-01-01')
  for (let number = -25_567; date.year < 2200; number++, date = date.add({ days: 1 })) {
    assert.equal(dayNumberOf(date), number)
    assert.equal(isoDateOf(number), date.toString())
  }
})

test('around every change of every zone the clock reads as Temporal’s does', () => {
  for (const zone of ALL_ZONES) {
    let change = Temporal.Instant.from('2020-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    for (; change !== null && change.year < 2032; change = change.getTimeZoneTransition('next')) {
      for (const distance of [-3_600_000, -1000, 0, 1000, 3_600_000]) {
        const at: number = change.epochMilliseconds + distance
        assert.equal(wallTimeOf(zone, at).iso, temporalIso(zone, at), zone)
      }
    }
  }
})

test('any instant in any zone reads as Temporal’s does', () => {
  fc.assert(
    fc.property(zones, seconds, (zone, second) => {
      assert.equal(wallTimeOf(zone, second * 1000).iso, temporalIso(zone, second * 1000))
    }),
    { numRuns: 3000 },
  )
})

test('any wall time in any zone is the instants that Temporal finds', () => {
  fc.assert(
    fc.property(zones, dates, fc.integer({ min: 0, max: 1439 }), (zone, on, minutes) => {
      const wall = on.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
      const found = (['earlier', 'later'] as const)
        .map((disambiguation) => wall.toZonedDateTime(zone, { disambiguation }))
        .filter((zoned) => zoned.toPlainDateTime().equals(wall))
        .map((zoned) => zoned.epochMilliseconds)
      assert.deepEqual(instantsAt(zone, on, minutes), [...new Set(found)])
    }),
    { numRuns: 3000 },
  )
})

test('any date in any zone begins when Temporal says', () => {
  fc.assert(
    fc.property(zones, dates, (zone, on) => {
      const begins = on.toZonedDateTime(zone)
      // Temporal gives a date that a zone left out the start of the next one, as this does.
      assert.equal(startOfDate(zone, on), begins.epochMilliseconds)
    }),
    { numRuns: 3000 },
  )
})

test('what is remembered of the zones can be forgotten at any time', () => {
  // Each year of a zone with summer time is two seasons, so this is more than the 20,000 that are kept.
  const changing = ALL_ZONES.filter(
    (zone) =>
      wallTimeOf(zone, utc('2027-01-01T00:00')).iso.slice(19) !==
      wallTimeOf(zone, utc('2027-07-01T00:00')).iso.slice(19),
  )
  assert.ok(changing.length * 2 * 150 > 20_000)
  for (const zone of changing) {
    for (let year = 1980; year < 2130; year++) {
      for (const month of ['01', '07']) wallTimeOf(zone, utc(`${year}-${month}-01T00:00`))
    }
  }
  for (const zone of ALL_ZONES) {
    const at = utc('2027-07-01T00:00')
    assert.equal(wallTimeOf(zone, at).iso, temporalIso(zone, at))
  }
})
