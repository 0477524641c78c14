import { type Dated, dateOf, dayOfYear, fullYear } from './calendar-days.ts'
import type { Numeric } from './when-tokens.ts'

type Place = { now: Temporal.PlainDateTime; language: string; region: string | undefined }

// Where a date in figures begins with its month: the United States, their territories and those who learnt it from them.
const monthFirst = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'UM', 'FM', 'MH', 'PW', 'PH'])
// Both orders are at home in Canada's English, and where the year comes first in writing.
const eitherFirst = new Set(['CA', 'JP', 'CN', 'KR', 'TW', 'HK', 'HU', 'LT', 'MN'])

/** Which of `03/04` is the month; undefined where language and region do not agree on it. */
function orderIn({ language, region }: Place, isTorso: boolean): 'month' | 'day' | undefined {
  // 10-02 has lost its year: where days come first in speech, what wrote it so may have put the month first
  if (language !== 'en' && isTorso) return undefined
  if (language !== 'en') return region !== undefined && monthFirst.has(region) ? undefined : 'day'
  if (region === undefined || monthFirst.has(region)) return 'month'
  return eitherFirst.has(region) ? undefined : 'day'
}

/** A date in figures, with or without its year; the days it may be where the order is open and the weekday does not tell. */
export function numericDate(
  { fields, sign }: Extract<Numeric, { form: 'date' }>,
  weekday: number | undefined,
  place: Place,
): Dated | undefined {
  const [a, b, c] = fields.map(Number) as [number, number, number | undefined]
  if (fields[0]!.length > 2) {
    if (fields[0]!.length !== 4 || c === undefined || fields[2]!.length > 2) return undefined
    return dayOfYear(b, c, a, weekday, place)
  }
  if (fields[2]?.length === 3) return undefined
  const year = c === undefined ? undefined : fullYear(c, place.now.year)
  const isDay = (month: number, day: number) => dateOf(year ?? 2000, month, day) !== undefined
  const orders = [
    ...(isDay(a, b) ? [{ order: 'month', month: a, day: b }] : []),
    ...(isDay(b, a) && a !== b ? [{ order: 'day', month: b, day: a }] : []),
  ]
  const order = orderIn(place, sign === '-' && c === undefined)
  const only = orders.length === 1 ? orders[0] : orders.find((each) => each.order === order)
  if (only !== undefined) return dayOfYear(only.month, only.day, year, weekday, place)
  if (orders.length === 0) return impossible(a, b, year, place)
  const days = orders.map(({ month, day }) => dayOfYear(month, day, year, weekday, place))
  const possible = days.filter((dated) => 'date' in dated)
  return possible.length === 1 ? possible[0]! : { unclear: possible.map(({ date }) => date) }
}

/** February 30 in figures. */
function impossible(a: number, b: number, year: number | undefined, place: Place): Dated {
  const order = orderIn(place, false)
  const [month, day] = (order === 'month' && a <= 12) || b > 12 ? [a, b] : [b, a]
  return month >= 1 && month <= 12 && day <= 31 ? dayOfYear(month, day, year, undefined, place) : { unclear: [] }
}
