import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOfStretches, openWindows, parseWallTime, stretchesOn } from '../../src/calendar/opening-hours.ts'
import { alices, bobs, day, everyDay, NIGHTS, NINE_TO_FIVE, only, ROUND_THE_CLOCK, span } from './schedules.ts'

// 2027-06-14 is a Monday, and New York is four hours behind UTC.

test('reads a time of day only when it is written as HH:MM', () => {
  assert.equal(parseWallTime('00:00'), 0)
  assert.equal(parseWallTime('09:05'), 545)
  assert.equal(parseWallTime('23:59'), 1439)
  assert.equal(parseWallTime('24:00'), 1440)
  for (const text of [
    '24:01',
    '25:00',
    '12:60',
    '9:00',
    '09:0',
    '09.00',
    '0900',
    '',
    ' 9:00',
    '-1:00',
    '09:00:00',
    '٠٩:٠٠',
  ])
    assert.equal(parseWallTime(text), undefined, text)
})

test('finds no fault with a lunch break, hours that touch, and hours over midnight', () => {
  assert.deepEqual(faultsOfStretches([]), [])
  assert.deepEqual(
    faultsOfStretches([
      ['13:00', '17:00'],
      ['09:00', '12:00'],
      ['17:00', '20:00'],
      ['22:00', '09:00'],
    ]),
    [],
  )
})

test('names each stretch that cannot be', () => {
  const faults = faultsOfStretches([
    ['9:00', '17:00'],
    ['24:00', '06:00'],
    ['10:00', '25:00'],
    ['08:00', '12:00'],
    ['11:59', '13:00'],
    ['20:00', '02:00'],
    ['23:00', '24:00'],
  ])
  assert.deepEqual(
    faults.map((fault) => fault.index),
    [0, 1, 2, 4, 6],
  )
  for (const { message } of faults) assert.match(message, /\.$/)
})

test('a stretch is from opening to closing on the clinic’s clock', () => {
  const clinic = alices(everyDay(NINE_TO_FIVE))
  assert.deepEqual(stretchesOn(clinic, day('2027-06-14')), [span('2027-06-14T13:00', '2027-06-14T21:00')])
})

test('overlapping stretches of a day are one, touching ones are two', () => {
  const overlapping = alices(
    only({
      monday: [
        ['10:00', '12:00'],
        ['09:00', '11:00'],
      ],
    }),
  )
  assert.deepEqual(stretchesOn(overlapping, day('2027-06-14')), [span('2027-06-14T13:00', '2027-06-14T16:00')])
  const touching = alices(
    only({
      monday: [
        ['09:00', '12:15'],
        ['12:15', '17:00'],
      ],
    }),
  )
  assert.deepEqual(stretchesOn(touching, day('2027-06-14')), [
    span('2027-06-14T13:00', '2027-06-14T16:15'),
    span('2027-06-14T16:15', '2027-06-14T21:00'),
  ])
})

test('hours that end where they begin last until that time of the next day', () => {
  const clinic = alices(only({ monday: [['09:00', '09:00']] }))
  assert.deepEqual(stretchesOn(clinic, day('2027-06-14')), [span('2027-06-14T13:00', '2027-06-15T13:00')])
})

test('ending at 00:00 is ending at 24:00', () => {
  const midnight = [span('2027-06-15T02:00', '2027-06-15T04:00')]
  assert.deepEqual(stretchesOn(alices(only({ monday: [['22:00', '00:00']] })), day('2027-06-14')), midnight)
  assert.deepEqual(stretchesOn(alices(only({ monday: [['22:00', '24:00']] })), day('2027-06-14')), midnight)
})

test('a closure’s hours replace what opens on its date, and leave what runs in from the day before', () => {
  const closures = [{ date: '2027-06-15', hours: [['10:00', '12:00']] as const }]
  const windows = openWindows(alices(everyDay(NIGHTS), { closures }), span('2027-06-14T16:00', '2027-06-16T16:00'))
  assert.deepEqual(windows, [
    span('2027-06-15T02:00', '2027-06-15T10:00'),
    span('2027-06-15T14:00', '2027-06-15T16:00'),
  ])
})

test('a closed date is closed from its midnight on, also for the night before it', () => {
  const closures = [{ date: '2027-06-15', hours: [] }]
  const night = [span('2027-06-15T02:00', '2027-06-15T04:00')]
  const range = span('2027-06-14T16:00', '2027-06-16T16:00')
  assert.deepEqual(openWindows(alices(everyDay(NIGHTS), { closures }), range), night)
  assert.deepEqual(openWindows(alices(everyDay(NIGHTS), { own: { closures } }), range), night)
})

test('of two closures of one date the last counts', () => {
  const closures = [
    { date: '2027-06-14', hours: [] },
    { date: '2027-06-14', hours: [['10:00', '11:00']] as const },
  ]
  const stretches = stretchesOn(alices(everyDay(NINE_TO_FIVE), { closures }), day('2027-06-14'))
  assert.deepEqual(stretches, [span('2027-06-14T14:00', '2027-06-14T15:00')])
})

test('a practitioner’s own weekly hours replace the clinic’s, on days it is closed too', () => {
  const own = { openingHours: only({ monday: [['12:00', '14:00']], sunday: [['10:00', '11:00']] }), closures: [] }
  const clinic = alices(only({ monday: NINE_TO_FIVE, tuesday: NINE_TO_FIVE }), { own })
  assert.deepEqual(stretchesOn(clinic, day('2027-06-14')), [span('2027-06-14T16:00', '2027-06-14T18:00')])
  assert.deepEqual(stretchesOn(clinic, day('2027-06-15')), [])
  assert.deepEqual(stretchesOn(clinic, day('2027-06-20')), [span('2027-06-20T14:00', '2027-06-20T15:00')])
})

test('a practitioner without hours of their own keeps the clinic’s', () => {
  for (const own of [{ closures: [] }, { openingHours: null, closures: [] }]) {
    const stretches = stretchesOn(alices(everyDay(NINE_TO_FIVE), { own }), day('2027-06-14'))
    assert.deepEqual(stretches, [span('2027-06-14T13:00', '2027-06-14T21:00')])
  }
})

test('a practitioner’s closure replaces that date only', () => {
  const own = { closures: [{ date: '2027-06-14', hours: [['15:00', '19:00']] as const }] }
  const clinic = alices(everyDay(NINE_TO_FIVE), { own })
  assert.deepEqual(stretchesOn(clinic, day('2027-06-14')), [span('2027-06-14T19:00', '2027-06-14T23:00')])
  assert.deepEqual(stretchesOn(clinic, day('2027-06-15')), [span('2027-06-15T13:00', '2027-06-15T21:00')])
})

test('a clinic’s closure binds a practitioner with hours of their own', () => {
  const openingHours = everyDay([
    ['11:00', '13:00'],
    ['15:00', '19:00'],
  ])
  const closures = [
    { date: '2027-06-14', hours: [['12:00', '16:00']] as const },
    { date: '2027-06-15', hours: [] },
  ]
  const clinic = alices(everyDay(NINE_TO_FIVE), { closures, own: { openingHours, closures: [] } })
  assert.deepEqual(stretchesOn(clinic, day('2027-06-14')), [
    span('2027-06-14T16:00', '2027-06-14T17:00'),
    span('2027-06-14T19:00', '2027-06-14T20:00'),
  ])
  assert.deepEqual(stretchesOn(clinic, day('2027-06-15')), [])
})

test('whole days join into one window, cut to what was asked', () => {
  const windows = openWindows(alices(everyDay(ROUND_THE_CLOCK)), span('2027-06-14T01:23', '2027-07-14T04:56'))
  assert.deepEqual(windows, [span('2027-06-14T01:23', '2027-07-14T04:56')])
})

test('a range may end in the hour that brings yesterday back', () => {
  // At 02:31 UTC clocks in St John's went back over midnight, to 23:01 of Saturday; Sunday had begun a minute before.
  const sundays = { timeZone: 'America/St_Johns', openingHours: only({ sunday: ROUND_THE_CLOCK }), closures: [] }
  const windows = openWindows(sundays, span('2006-10-29T02:00', '2006-10-29T03:00'))
  assert.deepEqual(windows, [span('2006-10-29T02:30', '2006-10-29T03:00')])
})

test('an empty range has no window', () => {
  const clinic = alices(everyDay(ROUND_THE_CLOCK))
  assert.deepEqual(openWindows(clinic, span('2027-06-14T01:00', '2027-06-14T01:00')), [])
  assert.deepEqual(openWindows(clinic, span('2027-06-14T02:00', '2027-06-14T01:00')), [])
})

test('a zone that does not exist and hours that cannot be read are faults', () => {
  assert.throws(() => stretchesOn(bobs('Mars/Olympus', NINE_TO_FIVE), day('2027-06-14')), RangeError)
  assert.throws(() => stretchesOn(bobs('UTC', [['9:00', '17:00']]), day('2027-06-14')), RangeError)
  assert.throws(() => stretchesOn(bobs('UTC', [['24:00', '02:00']]), day('2027-06-14')), RangeError)
})
