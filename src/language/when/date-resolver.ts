import {
  asSaid,
  contradiction,
  type Dated,
  dateOf,
  dayOfYear,
  fullYear,
  isBefore,
  lastOf,
  weekdayAfter,
  weekdayBefore,
  weekdayOfWeek,
} from './calendar-days.ts'
import { holidayOf, nthWeekdayOf } from './holidays.ts'
import { nearest } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { numericDate } from './numeric-dates.ts'

/** Where the phrase was said. `holidays` are the names of the word list, `looseDays` as there. */
export type Ground = {
  now: Temporal.PlainDateTime
  language: string
  region: string | undefined
  holidays: readonly string[]
  looseDays: readonly number[]
  /** the last minute of that day that the said time may mean; a weekday whose hour has passed is the next one */
  latest?: number
}

/**
 * The day that a meaning stands for, forward in time from now. Undefined when it names no day at all, or parts that make
 * no day together.
 */
export function resolveDate(meaning: Meaning, ground: Ground): Dated | undefined {
  const { shift } = meaning
  const base = baseDate(meaning, ground)
  if (base !== undefined && !('date' in base)) return base
  if (shift === undefined) return base === undefined ? undefined : besides(base, meaning, ground)
  if (meaning.besideWeekday !== undefined) return undefined
  if (shift.from === 'rest')
    return base === undefined || shift.minutes !== 0 ? undefined : shiftFrom(base.date, meaning, ground)
  const fromNow = shiftFrom(ground.now.toPlainDate(), meaning, ground)
  if (base === undefined || fromNow === undefined) return hasDay(meaning) ? undefined : fromNow
  if (shift.minutes !== 0) return undefined
  if (meaning.weekday === undefined)
    return meaning.days === undefined ? undefined : shiftFrom(base.date, meaning, ground)
  return inWeekOf(fromNow, base.date, meaning, ground)
}

/** `in two weeks on Friday` and `Friday in two weeks`: mostly one day, else a question. */
function inWeekOf(fromNow: Dated, weekday: Temporal.PlainDate, meaning: Meaning, ground: Ground): Dated | undefined {
  const onWeekday = shiftFrom(weekday, meaning, ground)
  if (!('date' in fromNow) || onWeekday === undefined || !('date' in onWeekday)) return onWeekday
  if (meaning.shift!.months !== 0 || meaning.shift!.days % 7 !== 0) return undefined
  return together([onWeekday, { date: weekdayOfWeek(fromNow.date, weekday.dayOfWeek, 0) }])
}

function shiftFrom(from: Temporal.PlainDate, { shift, days }: Meaning, { now, looseDays }: Ground): Dated | undefined {
  const { years, months, days: shiftDays, minutes, loose } = shift!
  if (Math.abs(shiftDays) > 40_000 || Math.abs(years) + Math.abs(months) > 1200) return undefined
  if (minutes !== 0) {
    if (days !== undefined && days !== 0) return undefined
    return { date: now.add({ years, months, days: shiftDays, minutes }).toPlainDate() }
  }
  const date = from.add({ years, months, days: shiftDays })
  const isLoose = loose !== undefined && looseDays.includes(Math.abs(shiftDays)) && months === 0 && years === 0
  return isLoose ? { unclear: [date.add({ days: shiftDays > 0 ? -1 : 1 }), date] } : { date }
}

/** `the Friday after Thanksgiving`; `Friday after 3` is rather the coming one, late enough. */
function besides(base: { date: Temporal.PlainDate }, meaning: Meaning, { now }: Ground): Dated {
  const { besideWeekday, beside, besideDay, bareDay } = meaning
  if (besideWeekday === undefined || beside === undefined) return base
  const date = beside > 0 ? weekdayAfter(base.date, besideWeekday) : weekdayBefore(base.date, besideWeekday)
  if (!bareDay || besideDay) return { date }
  return { unclear: [weekdayAfter(now.toPlainDate().subtract({ days: 1 }), besideWeekday), date] }
}

function hasDay(meaning: Meaning): boolean {
  const { month, day, weekday, nth, weeks, months, years, year, holiday, numeric, weekend } = meaning
  return [month, day, weekday, nth, weeks, months, years, year, holiday, numeric, weekend].some(
    (said) => said !== undefined,
  )
}

/** What all that was said of the day comes to, without the distance from it. */
function baseDate(meaning: Meaning, ground: Ground): Dated | undefined {
  const { weekend, weekday: named, weeks } = meaning
  if (weekend && (weeks !== undefined || (named !== 6 && named !== 7))) {
    const { weekend: _said, weeks: _which, ...rest } = meaning
    return hasDay(rest) ? undefined : weekendOf(weeks ?? 0, ground)
  }
  const said = [fromNumeric, fromMonth, fromDays, fromHoliday, fromWeekday]
    .map((resolve) => resolve(meaning, ground))
    .filter((dated) => dated !== undefined)
  if (said.length === 0 || said.includes('nonsense')) return undefined
  const dated = together(said as Dated[])
  const settlesWeekday = meaning.nth !== undefined || meaning.day !== undefined || meaning.numeric !== undefined
  if (!('date' in dated) || meaning.weekday === undefined || settlesWeekday) return dated
  return dated.date.dayOfWeek === meaning.weekday ? dated : contradiction(dated.date, meaning.weekday)
}

/** One day when they all say the same. */
function together(all: readonly Dated[]): Dated {
  const unclear = all.find((dated) => 'unclear' in dated)
  if (unclear !== undefined) return unclear
  const dated = all as { date: Temporal.PlainDate; pastYear?: Temporal.PlainDate }[]
  const days = [...new Map(dated.map((each) => [each.date.toString(), each.date])).values()]
  return days.length === 1 ? (dated.find((each) => each.pastYear !== undefined) ?? dated[0]!) : { unclear: days }
}

type Part = (meaning: Meaning, ground: Ground) => Dated | 'nonsense' | undefined

const fromNumeric: Part = ({ numeric, weekday, month, day, year }, ground) => {
  if (numeric?.form !== 'date') return undefined
  if (month !== undefined || day !== undefined || year !== undefined) return 'nonsense'
  return numericDate(numeric, weekday, ground)
}

const fromMonth: Part = (meaning, ground) => {
  const { month, day, nth, weekday, months, years, ofMonth } = meaning
  const year = meaning.year ?? (years === undefined ? undefined : ground.now.year + years)
  if (day === undefined && nth === undefined) {
    const stray = month ?? months ?? (meaning.holiday === undefined ? year : undefined)
    return stray === undefined ? undefined : 'nonsense'
  }
  if (day !== undefined && nth !== undefined) return 'nonsense'
  if (day === -1 && month === undefined && months === undefined && !ofMonth) return 'nonsense'
  if (months !== undefined && (month !== undefined || year !== undefined)) return 'nonsense'
  if (ofMonth && (month ?? months ?? year) !== undefined) return 'nonsense'
  if (nth !== undefined) return nthOf({ nth, weekday: weekday!, month, months, year, ofMonth }, ground)
  if (month !== undefined) return dayOfYear(month, day!, year, weekday, ground)
  if (year !== undefined) return 'nonsense'
  // next Friday the 18th is two days to compare
  return dayOfMonth(meaning, (meaning.whichWeekday ?? 0) === 0 ? weekday : undefined, ground)
}

type Nth = {
  nth: number
  weekday: number
  month: number | undefined
  months: number | undefined
  year: number | undefined
  ofMonth: boolean | undefined
}

function nthOf({ nth, weekday, month, months, year, ofMonth }: Nth, { now }: Ground): Dated | 'nonsense' {
  const today = now.toPlainDate()
  if (month === undefined) {
    // last Friday is one of a week, not of the month
    if (year !== undefined || (months === undefined && !ofMonth && nth < 0)) return 'nonsense'
    const inMonth = (ahead: number) => nthWeekdayOf(today.toPlainYearMonth().add({ months: ahead }), weekday, nth)
    const found = inMonth(months ?? 0)
    const isOver = ofMonth && found !== undefined && isBefore(found, today)
    const again = isOver ? inMonth(1) : undefined
    if (again !== undefined) return { date: again }
    return found === undefined ? { unclear: [] } : { date: found }
  }
  const inYear = (of: number) => nthWeekdayOf(Temporal.PlainYearMonth.from({ year: of, month }), weekday, nth)
  if (year !== undefined) return asSaid(inYear(fullYear(year, now.year)), inYear(now.year), today)
  const found = [inYear(now.year), inYear(now.year + 1)].find((date) => date !== undefined && !isBefore(date, today))
  return found === undefined ? { unclear: [] } : { date: found }
}

/**
 * `the 12th`: the next one, today included; `Thursday the 12th` when that one is a Thursday, else whoever said it has one
 * of the two wrong. Only English `Saturday the 23rd`, without a time, may be one of the month's last six days.
 */
function dayOfMonth(meaning: Meaning, weekday: number | undefined, ground: Ground): Dated {
  const { months, bareDay, whichWeekday } = meaning
  const { now, language, latest } = ground
  const day = meaning.day!
  const today = now.toPlainDate()
  const month = today.toPlainYearMonth()
  if (months !== undefined || day === -1) {
    const ahead = month.add({ months: months ?? 0 })
    const date = day === -1 ? lastOf(ahead) : dateOf(ahead.year, ahead.month, day)
    if (date === undefined) return { unclear: day > 27 ? [lastOf(ahead)] : [] }
    return weekday === undefined || date.dayOfWeek === weekday ? { date } : contradiction(date, weekday)
  }
  if (day < 1 || day > 31) return { unclear: day > 31 ? [lastOf(month)] : [] }
  const near = [0, 1, 2, 3]
    .map((ahead) => month.add({ months: ahead }))
    .map((each) => dateOf(each.year, each.month, day))
  const coming = near.find((date) => date !== undefined && !isBefore(date, today))!
  if (weekday === undefined || coming.dayOfWeek === weekday) return { date: coming }
  const gone = near[0]
  const isAlone = !bareDay && whichWeekday === undefined && latest === undefined
  const isTold = language === 'en' && isAlone && gone?.dayOfWeek === weekday
  return isTold && isBefore(today.subtract({ weeks: 1 }), gone) ? { date: gone } : contradiction(coming, weekday)
}

const fromDays: Part = ({ days, weeks, weekday, now, ofMonth }, { now: at }) => {
  if (now) return { date: at.toPlainDate() }
  if (days === undefined) return undefined
  if (ofMonth) return 'nonsense'
  if (weeks !== undefined && (days !== 0 || weekday !== undefined)) return 'nonsense'
  return { date: at.toPlainDate().add({ days: days + (weeks ?? 0) * 7 }) }
}

const fromHoliday: Part = ({ holiday, year, years, month }, { now, region, holidays }) => {
  if (holiday === undefined) return undefined
  if (month !== undefined) return 'nonsense'
  const today = now.toPlainDate()
  const of = (inYear: number) => holidayOf(holidays[holiday]!, inYear, region)
  const coming = [of(today.year), of(today.year + 1)].find((date) => date !== undefined && !isBefore(date, today))
  const said = year === undefined ? (years === undefined ? undefined : today.year + years) : fullYear(year, today.year)
  if (said !== undefined) return asSaid(of(said), coming, today)
  return coming === undefined ? 'nonsense' : { date: coming }
}

const fromWeekday: Part = (meaning, ground) => {
  const { weekday, whichWeekday: which, weeks, countOfWeekday: count, nth } = meaning
  const { now, latest } = ground
  const today = now.toPlainDate()
  if (weekday === undefined) return weeks !== undefined && meaning.days === undefined ? 'nonsense' : undefined
  if (nth !== undefined)
    return which !== undefined || weeks !== undefined || count !== undefined ? 'nonsense' : undefined
  if (weeks !== undefined) return which !== undefined ? 'nonsense' : { date: weekdayOfWeek(today, weekday, weeks) }
  if (count !== undefined) return count === 0 ? 'nonsense' : { date: countedWeekday(today, weekday, count) }
  if (which === nearest) return { date: weekdayAfter(today, weekday) }
  if (which === -nearest) return { date: weekdayBefore(today, weekday) }
  if (which !== undefined && which !== 0) return { date: weekdayOfWeek(today, weekday, which) }
  const named = [meaning.month, meaning.day, meaning.days, meaning.holiday, meaning.numeric]
  if (named.some((said) => said !== undefined)) return undefined
  const isOver = latest !== undefined && latest < now.hour * 60 + now.minute
  return { date: weekdayAfter(isOver ? today : today.subtract({ days: 1 }), weekday) }
}

function countedWeekday(today: Temporal.PlainDate, weekday: number, count: number): Temporal.PlainDate {
  return count > 0
    ? weekdayAfter(today, weekday).add({ weeks: count - 1 })
    : weekdayBefore(today, weekday).add({ weeks: count + 1 })
}

function weekendOf(weeks: number, { now }: Ground): Dated {
  const saturday = weekdayOfWeek(now.toPlainDate(), 6, weeks)
  return { unclear: [saturday, saturday.add({ days: 1 })] }
}
