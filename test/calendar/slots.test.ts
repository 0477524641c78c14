import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookableStarts, daySlots, isOnGrid, isWithinHours, startsOn } from '../../src/calendar/slots.ts'
import {
  alices,
  bobs,
  day,
  every,
  everyDay,
  HALF_HOURS,
  NIGHTS,
  NINE_TO_FIVE,
  only,
  ROUND_THE_CLOCK,
  shown,
  span,
  summer,
  utc,
} from './schedules.ts'

// 2027-06-14 is a Monday, and New York is four hours behind UTC.
const MONDAY = day('2027-06-14')
const TUESDAY = day('2027-06-15')
const ANY_TIME = { bufferMinutes: 0, busy: [], notBefore: utc('2020-01-01T00:00'), notAfter: utc('2040-01-01T00:00') }

test('nine to five by half hours is sixteen starts, the last at 16:30', () => {
  const starts = startsOn(alices(everyDay(NINE_TO_FIVE)), MONDAY, HALF_HOURS)
  assert.equal(starts.length, 16)
  assert.deepEqual(starts, every(30, '2027-06-14T13:00', '2027-06-14T20:30'))
})

test('nine to five in Kolkata is half an hour off the hours of UTC', () => {
  const starts = startsOn(bobs('Asia/Kolkata', NINE_TO_FIVE), MONDAY, HALF_HOURS)
  assert.deepEqual(starts, every(30, '2027-06-14T03:30', '2027-06-14T11:00'))
})

test('nothing runs into the lunch break', () => {
  const clinic = alices(
    everyDay([
      ['09:00', '12:00'],
      ['13:00', '15:00'],
    ]),
  )
  const half = startsOn(clinic, MONDAY, HALF_HOURS)
  assert.deepEqual(half, [
    ...summer('2027-06-14', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30'),
    ...summer('2027-06-14', '13:00', '13:30', '14:00', '14:30'),
  ])
  const whole = startsOn(clinic, MONDAY, { durationMinutes: 60, stepMinutes: 30 })
  assert.deepEqual(whole, summer('2027-06-14', '09:00', '09:30', '10:00', '10:30', '11:00', '13:00', '13:30', '14:00'))
})

test('each stretch counts from its own opening', () => {
  const clinic = alices(
    everyDay([
      ['08:10', '09:00'],
      ['10:25', '11:30'],
    ]),
  )
  const starts = startsOn(clinic, MONDAY, { durationMinutes: 20, stepMinutes: 20 })
  assert.deepEqual(starts, summer('2027-06-14', '08:10', '08:30', '10:25', '10:45', '11:05'))
})

test('where a stretch touches the next, an appointment may run over and the count begins anew', () => {
  const clinic = alices(
    everyDay([
      ['09:00', '10:15'],
      ['10:15', '11:30'],
    ]),
  )
  assert.deepEqual(
    startsOn(clinic, MONDAY, HALF_HOURS),
    summer('2027-06-14', '09:00', '09:30', '10:00', '10:15', '10:45'),
  )
})

test('the length of an appointment and the step between starts are two things', () => {
  const clinic = alices(everyDay([['09:00', '10:30']]))
  const long = startsOn(clinic, MONDAY, { durationMinutes: 45, stepMinutes: 15 })
  assert.deepEqual(long, summer('2027-06-14', '09:00', '09:15', '09:30', '09:45'))
  const short = startsOn(clinic, MONDAY, { durationMinutes: 10, stepMinutes: 40 })
  assert.deepEqual(short, summer('2027-06-14', '09:00', '09:40', '10:20'))
  assert.deepEqual(startsOn(clinic, MONDAY, { durationMinutes: 91, stepMinutes: 5 }), [])
})

test('a start after midnight belongs to the date on which it lies', () => {
  const clinic = alices(only({ monday: NIGHTS }))
  const evening = summer('2027-06-14', '22:00', '22:30', '23:00', '23:30')
  assert.deepEqual(startsOn(clinic, MONDAY, HALF_HOURS), evening)
  assert.deepEqual(startsOn(clinic, TUESDAY, HALF_HOURS), every(30, '2027-06-15T04:00', '2027-06-15T09:30'))
  assert.deepEqual(startsOn(clinic, day('2027-06-16'), HALF_HOURS), [])
})

test('the count goes on over midnight', () => {
  const clinic = alices(only({ monday: [['22:00', '01:00']] }))
  const grid = { durationMinutes: 25, stepMinutes: 50 }
  assert.deepEqual(startsOn(clinic, MONDAY, grid), summer('2027-06-14', '22:00', '22:50', '23:40'))
  assert.deepEqual(startsOn(clinic, TUESDAY, grid), summer('2027-06-15', '00:30'))
})

test('a night that runs into the morning’s hours stops counting at their opening', () => {
  const clinic = alices(only({ monday: NIGHTS, tuesday: [['05:50', '08:00']] }))
  const starts = startsOn(clinic, TUESDAY, { durationMinutes: 45, stepMinutes: 45 })
  assert.deepEqual(
    starts,
    summer('2027-06-15', '00:15', '01:00', '01:45', '02:30', '03:15', '04:00', '04:45', '05:30', '05:50', '06:35'),
  )
})

test('a clinic that never closes has 48 half-hour starts a day, and an hour may begin at 23:30', () => {
  const clinic = alices(everyDay(ROUND_THE_CLOCK))
  const all = every(30, '2027-06-14T04:00', '2027-06-15T03:30')
  assert.equal(all.length, 48)
  assert.deepEqual(startsOn(clinic, MONDAY, HALF_HOURS), all)
  assert.deepEqual(startsOn(clinic, MONDAY, { durationMinutes: 60, stepMinutes: 30 }), all)
  assert.deepEqual(startsOn(clinic, MONDAY, { durationMinutes: 4000, stepMinutes: 30 }), all)
})

test('a clinic that never closes but on Tuesday ends the last appointment at Monday’s midnight', () => {
  const clinic = alices(everyDay(ROUND_THE_CLOCK), { closures: [{ date: '2027-06-15', hours: [] }] })
  const starts = startsOn(clinic, MONDAY, { durationMinutes: 60, stepMinutes: 30 })
  assert.deepEqual(starts, every(30, '2027-06-14T04:00', '2027-06-15T03:00'))
  assert.deepEqual(startsOn(clinic, TUESDAY, HALF_HOURS), [])
})

test('a grid without length or step is a fault, not an endless loop', () => {
  const clinic = alices(everyDay(NINE_TO_FIVE))
  for (const wrong of [0, -30, 2.5, Number.NaN]) {
    assert.throws(() => startsOn(clinic, MONDAY, { durationMinutes: 30, stepMinutes: wrong }), RangeError)
    assert.throws(() => startsOn(clinic, MONDAY, { durationMinutes: wrong, stepMinutes: 30 }), RangeError)
  }
})

const MORNING = summer('2027-06-14', '09:00', '09:30', '10:00', '10:30', '11:00')
const busyAtTen = [span('2027-06-14T14:00', '2027-06-14T14:30')]

test('an appointment takes its own start and no neighbour', () => {
  const free = bookableStarts(MORNING, { ...ANY_TIME, durationMinutes: 30, busy: busyAtTen })
  assert.deepEqual(free, summer('2027-06-14', '09:00', '09:30', '10:30', '11:00'))
})

test('a longer appointment also loses the starts from which it would run into another', () => {
  const free = bookableStarts(MORNING, { ...ANY_TIME, durationMinutes: 60, busy: busyAtTen })
  assert.deepEqual(free, summer('2027-06-14', '09:00', '10:30', '11:00'))
})

test('the buffer is free time after an appointment, before whatever comes next', () => {
  const free = bookableStarts(MORNING, { ...ANY_TIME, durationMinutes: 30, bufferMinutes: 10, busy: busyAtTen })
  assert.deepEqual(free, summer('2027-06-14', '09:00', '10:30', '11:00'))
})

test('busy ranges may come in any order and overlap', () => {
  const busy = [
    span('2027-06-14T14:45', '2027-06-14T15:10'),
    ...busyAtTen,
    span('2027-06-14T13:50', '2027-06-14T15:00'),
  ]
  const free = bookableStarts(MORNING, { ...ANY_TIME, durationMinutes: 30, busy })
  assert.deepEqual(free, summer('2027-06-14', '09:00'))
})

test('notice and horizon both include their last moment', () => {
  const [notBefore, notAfter] = summer('2027-06-14', '09:30', '10:30')
  const limits = { ...ANY_TIME, durationMinutes: 30, notBefore: notBefore!, notAfter: notAfter! }
  assert.deepEqual(bookableStarts(MORNING, limits), summer('2027-06-14', '09:30', '10:00', '10:30'))
  const later = { ...limits, notBefore: limits.notBefore + 1, notAfter: limits.notAfter - 1 }
  assert.deepEqual(bookableStarts(MORNING, later), summer('2027-06-14', '10:00'))
})

test('with several practitioners a start is listed once, with all who are free', () => {
  const clinic = alices(everyDay([['09:00', '10:30']]))
  const late = { ...clinic, own: { openingHours: everyDay([['10:00', '11:00']]), closures: [] } }
  const people = [
    { id: 'Alice', schedule: clinic, busy: [span('2027-06-14T13:00', '2027-06-14T14:00')] },
    { id: 'Bob', schedule: clinic, busy: [span('2027-06-14T13:30', '2027-06-14T14:00')] },
    { id: 'Carol', schedule: late, busy: [] },
  ]
  const { total, slots } = daySlots(people, MONDAY, { ...HALF_HOURS, ...ANY_TIME })
  assert.equal(total, 4)
  assert.deepEqual(slots, [
    { ...span('2027-06-14T13:00', '2027-06-14T13:30'), free: ['Bob'] },
    { ...span('2027-06-14T14:00', '2027-06-14T14:30'), free: ['Alice', 'Bob', 'Carol'] },
    { ...span('2027-06-14T14:30', '2027-06-14T15:00'), free: ['Carol'] },
  ])
})

test('starts stay in order when the second practitioner begins earlier', () => {
  const people = [
    { id: 2, schedule: alices(everyDay([['10:00', '11:00']])), busy: [] },
    { id: 1, schedule: alices(everyDay([['09:15', '10:15']])), busy: [] },
  ]
  const { slots } = daySlots(people, MONDAY, { ...HALF_HOURS, ...ANY_TIME })
  assert.deepEqual(
    shown(slots.map((slot) => slot.from)),
    shown(summer('2027-06-14', '09:15', '09:45', '10:00', '10:30')),
  )
})

test('nobody there is no slot, not a fault', () => {
  assert.deepEqual(daySlots([], MONDAY, { ...HALF_HOURS, ...ANY_TIME }), { total: 0, slots: [] })
})

test('inside the hours means all of it, over midnight too', () => {
  const clinic = alices(only({ monday: [['18:00', '24:00']], tuesday: [['00:00', '02:00']] }))
  const inside = (from: string, to: string) => isWithinHours(clinic, utc(from), utc(to))
  assert.equal(inside('2027-06-14T22:00', '2027-06-15T06:00'), true)
  assert.equal(inside('2027-06-15T03:45', '2027-06-15T04:15'), true)
  assert.equal(inside('2027-06-14T21:59', '2027-06-14T22:30'), false)
  assert.equal(inside('2027-06-15T05:45', '2027-06-15T06:01'), false)
  assert.equal(inside('2027-06-14T23:00', '2027-06-14T23:00'), false)
})

test('a quarter past is not on a half-hour grid, and neither is a start that ends after closing', () => {
  const clinic = alices(everyDay(NINE_TO_FIVE))
  const [nine, quarterPast, last, tooLate] = summer('2027-06-14', '09:00', '09:15', '16:30', '17:00')
  assert.equal(isOnGrid(clinic, nine!, HALF_HOURS), true)
  assert.equal(isOnGrid(clinic, quarterPast!, HALF_HOURS), false)
  assert.equal(isOnGrid(clinic, last!, HALF_HOURS), true)
  assert.equal(isOnGrid(clinic, last!, { durationMinutes: 60, stepMinutes: 30 }), false)
  assert.equal(isOnGrid(clinic, tooLate!, HALF_HOURS), false)
})
