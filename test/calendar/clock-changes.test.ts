import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WallStretch } from '../../src/calendar/opening-hours.ts'
import { startsOn } from '../../src/calendar/slots.ts'
import { bobs, day, every, HALF_HOURS, NIGHTS, NINE_TO_FIVE, ROUND_THE_CLOCK, shown } from './schedules.ts'

/**
 * The half-hour starts on one date when Bob's clinic is in that zone, as ranges in UTC from the first to the last start
 * (`03-14T13:00 to 03-14T20:30`, in the year of the date), and how many they are.
 */
function bobIn(timeZone: string) {
  return (date: string, hours: readonly WallStretch[], count: number, ...ranges: string[]) => {
    const expected = ranges.flatMap((range) => {
      const [first, last] = range.split(' to ')
      return every(30, `${date.slice(0, 4)}-${first}`, `${date.slice(0, 4)}-${last}`)
    })
    assert.equal(expected.length, count, 'the table agrees with itself')
    assert.deepEqual(shown(startsOn(bobs(timeZone, hours), day(date), HALF_HOURS)), shown(expected))
  }
}

const newYork = bobIn('America/New_York')
const lordHowe = bobIn('Australia/Lord_Howe')
const santiago = bobIn('America/Santiago')
const nuuk = bobIn('America/Nuuk')
const stJohns = bobIn('America/St_Johns')
const apia = bobIn('Pacific/Apia')

// New York, 14 March 2027: at 07:00 UTC 02:00 becomes 03:00. Before it UTC-5, after it UTC-4.

test('nine to five are eight hours when clocks went forward in the night', () =>
  newYork('2027-03-14', NINE_TO_FIVE, 16, '03-14T13:00 to 03-14T20:30'))

test('a day round the clock of 23 hours lacks the hour that does not exist', () =>
  newYork('2027-03-14', ROUND_THE_CLOCK, 46, '03-14T05:00 to 03-15T03:30'))

test('the day before the change is a whole one', () =>
  newYork('2027-03-13', ROUND_THE_CLOCK, 48, '03-13T05:00 to 03-14T04:30'))

test('a night in which clocks go forward is seven hours', () =>
  newYork('2027-03-14', NIGHTS, 14, '03-14T05:00 to 03-14T09:30', '03-15T02:00 to 03-15T03:30'))

test('the evening before that night belongs to its own date', () =>
  newYork('2027-03-13', NIGHTS, 16, '03-13T05:00 to 03-13T10:30', '03-14T03:00 to 03-14T04:30'))

test('an opening that the clock jumps over is the jump itself', () =>
  newYork('2027-03-14', [['02:30', '06:00']], 6, '03-14T07:00 to 03-14T09:30'))

test('a closing that the clock jumps over is the jump itself', () =>
  newYork('2027-03-14', [['00:30', '02:30']], 3, '03-14T05:30 to 03-14T06:30'))

test('hours that the clock jumps over as a whole do not take place', () =>
  newYork(
    '2027-03-14',
    [
      ['02:00', '03:00'],
      ['02:15', '02:45'],
    ],
    0,
  ))

// New York, 7 November 2027: at 06:00 UTC 02:00 becomes 01:00. Before it UTC-4, after it UTC-5.

test('nine to five are eight hours when clocks went back in the night', () =>
  newYork('2027-11-07', NINE_TO_FIVE, 16, '11-07T14:00 to 11-07T21:30'))

test('a day round the clock of 25 hours has the hour that comes twice twice', () =>
  newYork('2027-11-07', ROUND_THE_CLOCK, 50, '11-07T04:00 to 11-08T04:30'))

test('a night in which clocks go back is nine hours', () =>
  newYork('2027-11-07', NIGHTS, 18, '11-07T04:00 to 11-07T10:30', '11-08T03:00 to 11-08T04:30'))

test('an opening that comes twice is the earlier one', () =>
  newYork('2027-11-07', [['01:30', '03:00']], 5, '11-07T05:30 to 11-07T07:30'))

test('a closing that comes twice is the earlier one', () =>
  newYork('2027-11-07', [['00:00', '01:30']], 3, '11-07T04:00 to 11-07T05:00'))

// Lord Howe Island changes by half an hour. 4 April 2027: at 15:00 UTC the day before 02:00 (+11) becomes 01:30 (+10:30).
// 3 October 2027: at 15:30 UTC the day before 02:00 (+10:30) becomes 02:30 (+11).

test('nine to five after clocks went back half an hour', () =>
  lordHowe('2027-04-04', NINE_TO_FIVE, 16, '04-03T22:30 to 04-04T06:00'))

test('a day round the clock of 24 and a half hours', () =>
  lordHowe('2027-04-04', ROUND_THE_CLOCK, 49, '04-03T13:00 to 04-04T13:00'))

test('a night half an hour longer', () =>
  lordHowe('2027-04-04', NIGHTS, 17, '04-03T13:00 to 04-03T19:00', '04-04T11:30 to 04-04T13:00'))

test('nine to five after clocks went forward half an hour', () =>
  lordHowe('2027-10-03', NINE_TO_FIVE, 16, '10-02T22:00 to 10-03T05:30'))

test('a day round the clock of 23 and a half hours', () =>
  lordHowe('2027-10-03', ROUND_THE_CLOCK, 47, '10-02T13:30 to 10-03T12:30'))

test('a night half an hour shorter', () =>
  lordHowe('2027-10-03', NIGHTS, 15, '10-02T13:30 to 10-02T18:30', '10-03T11:00 to 10-03T12:30'))

// Santiago changes at midnight. 3 April 2027: at 03:00 UTC the day after, 24:00 (-3) becomes 23:00 (-4) of the same date.
// 5 September 2027: at 04:00 UTC 00:00 (-4) becomes 01:00 (-3), so the date begins at 01:00.

test('nine to five on the day at whose end clocks go back', () =>
  santiago('2027-04-03', NINE_TO_FIVE, 16, '04-03T12:00 to 04-03T19:30'))

test('nine to five on the day after clocks went back', () =>
  santiago('2027-04-04', NINE_TO_FIVE, 16, '04-04T13:00 to 04-04T20:30'))

test('a day round the clock whose last hour comes twice', () =>
  santiago('2027-04-03', ROUND_THE_CLOCK, 50, '04-03T03:00 to 04-04T03:30'))

test('a day round the clock after it is a whole one', () =>
  santiago('2027-04-04', ROUND_THE_CLOCK, 48, '04-04T04:00 to 04-05T03:30'))

test('an evening whose last hour comes twice', () =>
  santiago('2027-04-03', NIGHTS, 18, '04-03T03:00 to 04-03T08:30', '04-04T01:00 to 04-04T03:30'))

test('the rest of that night', () =>
  santiago('2027-04-04', NIGHTS, 16, '04-04T04:00 to 04-04T09:30', '04-05T02:00 to 04-05T03:30'))

test('nine to five on a day without a midnight', () =>
  santiago('2027-09-05', NINE_TO_FIVE, 16, '09-05T12:00 to 09-05T19:30'))

test('a day round the clock that begins at one', () =>
  santiago('2027-09-05', ROUND_THE_CLOCK, 46, '09-05T04:00 to 09-06T02:30'))

test('an evening before a day without a midnight', () =>
  santiago('2027-09-04', NIGHTS, 16, '09-04T04:00 to 09-04T09:30', '09-05T02:00 to 09-05T03:30'))

test('a night without a midnight', () =>
  santiago('2027-09-05', NIGHTS, 14, '09-05T04:00 to 09-05T08:30', '09-06T01:00 to 09-06T02:30'))

// Nuuk, 27 March 2027: at 01:00 UTC the day after, 23:00 (-2) becomes 00:00 (-1) of the 28th.

test('a date can lose its last hour', () => nuuk('2027-03-27', ROUND_THE_CLOCK, 46, '03-27T02:00 to 03-28T00:30'))

test('an opening in that hour comes with the next date', () =>
  nuuk('2027-03-28', [['23:30', '02:00']], 5, '03-28T01:00 to 03-28T02:30', '03-29T00:30 to 03-29T00:30'))

// St John's until 2011 changed a minute after midnight. At 02:31 UTC on 29 October 2006 00:01 (-2:30) of the 29th became
// 23:01 (-3:30) of the 28th: the 29th begins, stops after a minute, and begins again at 03:30 UTC.

test('a date that comes back has its second hour too', () =>
  stJohns('2006-10-28', ROUND_THE_CLOCK, 49, '10-28T02:30 to 10-29T02:00', '10-29T03:00 to 10-29T03:00'))

test('a date that begins twice has both midnights', () =>
  stJohns('2006-10-29', ROUND_THE_CLOCK, 49, '10-29T02:30 to 10-29T02:30', '10-29T03:30 to 10-30T03:00'))

// Samoa left out 30 December 2011: at 10:00 UTC on the 30th 24:00 of the 29th (-10) became 00:00 of the 31st (+14).

test('a date that was left out has no starts', () => apia('2011-12-30', ROUND_THE_CLOCK, 0))

test('the date after it begins at its midnight', () =>
  apia('2011-12-31', ROUND_THE_CLOCK, 48, '12-30T10:00 to 12-31T09:30'))
