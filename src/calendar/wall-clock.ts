/** whole days since 1970-01-01 on the ISO calendar, in no zone */
export type DayNumber = number

/** what a wall clock shows, as milliseconds since it showed 1970-01-01T00:00; not an instant */
export type WallMs = number

export const MINUTE = 60_000
export const DAY = 86_400_000
export const MINUTES_OF_A_DAY = 1440

/** The number of an ISO date. Counts in eras of 400 years that begin on 1 March, so that a leap day comes last. */
export function dayNumberOf(on: Temporal.PlainDate): DayNumber {
  const month = on.month
  const year = month > 2 ? on.year : on.year - 1
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + on.day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** `YYYY-MM-DD` of a day's number, the way back of `dayNumberOf` (years 0 to 9999). */
export function isoDateOf(day: DayNumber): string {
  // the slots of an answer are of one day
  if (latest.day !== day) latest = { day, text: writeDate(day) }
  return latest.text
}

let latest = { day: 0, text: '1970-01-01' }

function writeDate(day: DayNumber): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`
}

/** The day on which a wall clock stands. */
export function dayOfWall(wall: WallMs): DayNumber {
  return Math.floor(wall / DAY)
}

export function twoDigits(count: number): string {
  return written[count] ?? String(count)
}

const written = Array.from({ length: 60 }, (_, count) => String(count).padStart(2, '0'))
