import { withoutNouns } from './when/appointment-nouns.ts'
import { isAskedAbout } from './when/asked-about.ts'
import type { Dated } from './when/calendar-days.ts'
import { type Ground, resolveDate } from './when/date-resolver.ts'
import { dates } from './when/date-rules.ts'
import { anyOf, type Parse, readAll, rule } from './when/grammar.ts'
import { type Lexicon, parts } from './when/lexicon.ts'
import { type Meaning, partOf } from './when/meaning.ts'
import { resolveTime, type Timed } from './when/time-resolver.ts'
import { times } from './when/time-rules.ts'
import { has, tokenise } from './when/when-tokens.ts'
import { type Language, lexiconOf } from './when/word-lists.ts'
import { wallTimesOf } from './when/written-instant.ts'

/** Reads dates and times as models and callers say them, in five languages, against the clinic's wall clock. */

export type { Language }

export type WhenContext = {
  /** the clinic's wall clock */
  now: Temporal.PlainDateTime
  language: Language
  /** ISO country, which settles 03/04 */
  region?: string
  /** the clinic's zone (IANA), by which 2026-12-15T14:00Z is seen to say another time than it seems to */
  timeZone?: string
}

/** Minutes since midnight. `open`: said without am, pm or a part of the day, so that 3:00 may be 15:00. */
export type SaidTime = { minutes: number; open: boolean }

export type SaidDate = {
  date: Temporal.PlainDate
  /** the year that was said is over; this is the same day to come, to ask about */
  pastYear?: Temporal.PlainDate
  /** what was said of the time as well */
  time?: SaidTime
}

/** The nearest that may have been meant, at most three; none when nothing comes to mind. */
export type Unclear<Candidate> = { unclear: Candidate[] }

type Kind = 'date' | 'time' | 'dateTime'
type Reading<Value> = { value: Value; key: string } | Unclear<unknown> | undefined

/** The day a phrase names, forward in time from now; a time in it comes along. */
export function readDateWords(phrase: string, context: WhenContext): SaidDate | Unclear<Temporal.PlainDate> {
  const walls = wallTimesOf(phrase, context.timeZone)
  if (walls !== undefined) return dateOfWalls(walls)
  return read<SaidDate, Temporal.PlainDate>(phrase, context, 'date', readDay)
}

/** The time of day a phrase names; a day in it is passed over. */
export function readTimeWords(phrase: string, context: WhenContext): SaidTime | Unclear<number> {
  const walls = wallTimesOf(phrase, context.timeZone)
  if (walls !== undefined)
    return walls.length === 1 ? timeOf(walls[0]!) : { unclear: walls.map((at) => timeOf(at).minutes) }
  const said = read<SaidTime, number>(phrase, context, 'time', readTimeOf)
  // HH:MM is the written form, not what somebody said
  return 'open' in said && isWritten.test(phrase) ? { ...said, open: false } : said
}

const isWritten = /^\s*\d\d:\d\d(:\d\d)?\s*$/

/** The day and the time a phrase names; without a day it is today, while that time is still to come. */
export function readDateTimeWords(
  phrase: string,
  context: WhenContext,
): (SaidTime & { date: Temporal.PlainDate }) | Unclear<Temporal.PlainDateTime> {
  const walls = wallTimesOf(phrase, context.timeZone)
  if (walls !== undefined)
    return walls.length === 1 ? { date: walls[0]!.toPlainDate(), ...timeOf(walls[0]!) } : { unclear: walls }
  return read<SaidTime & { date: Temporal.PlainDate }, Temporal.PlainDateTime>(phrase, context, 'dateTime', readBoth)
}

const timeOf = ({ hour, minute }: Temporal.PlainDateTime): SaidTime => ({ minutes: hour * 60 + minute, open: false })

/** Which of two times of one day was meant does not matter to the day. */
function dateOfWalls(walls: readonly Temporal.PlainDateTime[]): SaidDate | Unclear<Temporal.PlainDate> {
  const days = [...new Map(walls.map((at) => [at.toPlainDate().toString(), at.toPlainDate()])).values()]
  if (days.length !== 1) return { unclear: days }
  return walls.length === 1 ? { date: days[0]!, time: timeOf(walls[0]!) } : { date: days[0]! }
}

// Says how the whole is made; built once.
const element = anyOf([
  rule('TIMES', ([found]) => found!.meaning, 0, { TIMES: times }),
  rule('DATES', ([found]) => found!.meaning, 0, { DATES: dates }),
])

/** A bare day, and a bare time that no part of the day parts from it; or a bare day far from its month. */
const isTornApart = ({ bareDay, bareTime, weekday, part, month, day }: Meaning): boolean =>
  bareDay === true &&
  ((bareTime === true && (weekday === undefined || part === undefined)) || (month !== undefined && day !== undefined))

/** `au plus tôt 15h`, `Friday after 3`: no time, but the first that will do, or the last. */
const isBound = (meaning: Meaning): boolean =>
  (meaning.soonest === true && Object.keys(meaning).length > 1) ||
  (meaning.besideWeekday !== undefined && meaning.hour !== undefined)

/** `ten of five` without am, pm or a part of the day, where it is not sure that a time was asked for. */
const isUntold = (meaning: Meaning, kind: Kind): boolean =>
  meaning.ofHour === true && kind !== 'time' && meaning.meridiem === undefined && partOf(meaning) === undefined

type Situation = { ground: Ground; lexicon: Lexicon }

function read<Value extends object, Candidate>(
  phrase: string,
  { now, language, region }: WhenContext,
  kind: Kind,
  resolve: (meaning: Meaning, situation: Situation) => Reading<Value>,
): Value | Unclear<Candidate> {
  const lexicon = lexiconOf(language)
  const tokens = tokenise(phrase, lexicon)
  if (tokens === undefined || tokens.length === 0 || isAskedAbout(tokens)) return { unclear: [] }
  const { holidayNames: holidays, source } = lexicon
  const ground: Ground = { now, language, region: region?.toUpperCase(), holidays, looseDays: source.looseDays }
  const readings = readAll(withoutNouns(tokens.filter((token) => !has(token, 'dash'))), element)
    // ten thirty is not the tenth at 30, nor the thirtieth at ten
    .filter(
      ({ meaning }) => !isTornApart(meaning) && !meaning.fewMinutes && !isBound(meaning) && !isUntold(meaning, kind),
    )
    .map(({ meaning, cost }) => ({ meaning, cost: cost + costOf(meaning, kind) }))
    .sort((a, b) => a.cost - b.cost)
  return choose(readings, (meaning) => resolve(meaning, { ground, lexicon })) as Value | Unclear<Candidate>
}

/** What is read into a bare number by taking it as a day or a time. */
function costOf({ bareDay, bareTime }: Meaning, kind: Kind): number {
  const day = kind === 'date' ? 1 : kind === 'time' ? 3 : 2
  const time = kind === 'time' ? 1 : kind === 'date' ? 3 : 2
  return (bareDay ? day : 0) + (bareTime ? time : 0)
}

/** The reading that takes the least for granted; two of them that are as near are a question. */
function choose<Value extends object>(
  readings: readonly Parse[],
  resolve: (meaning: Meaning) => Reading<Value>,
): Value | Unclear<unknown> {
  for (let i = 0; i < readings.length; ) {
    const { cost } = readings[i]!
    const found = new Map<string, Value>()
    const unclear: unknown[] = []
    let isUnclear = false
    for (; i < readings.length && readings[i]!.cost === cost; i++) {
      const reading = resolve(readings[i]!.meaning)
      if (reading === undefined) continue
      if ('unclear' in reading) {
        isUnclear = true
        unclear.push(...reading.unclear)
      } else if (!found.has(reading.key) || saysMore(reading.value, found.get(reading.key)!))
        found.set(reading.key, reading.value)
    }
    if (found.size === 1) return [...found.values()][0]!
    if (found.size > 1) return { unclear: [...found.values()].map(candidateOf).slice(0, 3) }
    if (isUnclear) return { unclear: [...new Map(unclear.map((each) => [String(each), each])).values()].slice(0, 3) }
  }
  return { unclear: [] }
}

/** A day that comes with its time, beside the same day without. */
const saysMore = (value: object, known: object): boolean => 'time' in value && !('time' in known)

function candidateOf(value: unknown): unknown {
  const { date, minutes } = value as Partial<SaidTime & SaidDate>
  if (date === undefined) return minutes
  return minutes === undefined ? date : atMinutes(date, minutes)
}

function readDay(meaning: Meaning, situation: Situation): Reading<SaidDate> {
  const timed = timeIn(meaning, situation)
  const { bareDay, bareTime, part, hour, weekday } = meaning
  // `7 in the evening` is no day, and `Tuesday 3` may be one
  if (bareDay && part !== undefined && hour === undefined) return undefined
  if (bareTime && weekday !== undefined && part === undefined) return undefined
  // December 10, 11 may be two days
  if (bareTime && meaning.day !== undefined && isTimeOfDay(timed)) return undefined
  const dated = dateIn(meaning, situation, timed)
  // a time that was called one is nothing else
  if (dated === undefined && timed !== undefined && !bareTime) return { unclear: [] }
  if (dated === undefined || 'unclear' in dated) return dated
  const value = timed !== undefined && 'minutes' in timed ? { ...dated, time: timed } : dated
  return { value, key: dated.date.toString() }
}

function readTimeOf(meaning: Meaning, situation: Situation): Reading<SaidTime> {
  // 2, 2:30 pm: two times, or a day and a time
  if (meaning.bareDay && meaning.weekday === undefined && meaning.days === undefined) return undefined
  // the end of the day is no minute that anybody named, and an hour later may be later than an appointment
  const isVague = (meaning.endOfDay || meaning.later) && meaning.hour === undefined
  const timed = isVague ? undefined : timeIn(meaning, situation)
  if (timed === undefined) return isDayAlone(meaning, situation) ? { unclear: [] } : undefined
  return 'unclear' in timed ? timed : { value: timed, key: String(timed.minutes) }
}

function readBoth(said: Meaning, situation: Situation): Reading<SaidTime & { date: Temporal.PlainDate }> {
  // as soon as can be is now, where no day and no time is said
  const meaning: Meaning = said.soonest && Object.keys(said).length === 1 ? { now: true } : said
  const timed = timeIn(meaning, situation)
  if (timed === undefined) return isDayAlone(meaning, situation) ? { unclear: [] } : undefined
  const dated = dateIn(meaning, situation, timed) ?? today(meaning, situation, timed)
  if (dated === undefined) return undefined
  if ('unclear' in dated)
    return { unclear: 'minutes' in timed ? dated.unclear.map((on) => atMinutes(on, timed.minutes)) : [] }
  if ('unclear' in timed) return { unclear: timed.unclear.map((minutes) => atMinutes(dated.date, minutes)) }
  return midnights(meaning, dated.date, timed)
}

/** A day and no more, so that there is no time to look for in its numbers. */
const isDayAlone = (meaning: Meaning, situation: Situation): boolean =>
  meaning.bareDay !== true && dateIn(meaning, situation, undefined) !== undefined

/** Twelve at night, and what is said of the night behind it, may follow that evening or the one before; tonight it follows. */
function midnights(
  meaning: Meaning,
  date: Temporal.PlainDate,
  { minutes, open }: SaidTime,
): Reading<SaidTime & { date: Temporal.PlainDate }> {
  const { hour, spot, delta } = meaning
  const part = partOf(meaning)
  const late = delta !== undefined && delta < 0 && minutes > 720
  const ends = hour === 24 || ((part === parts.tonight || part === parts.evening) && minutes < 60)
  const doubtful = !ends && !late && (part === parts.night ? minutes < 300 : minutes === 0 && spot === true)
  if (doubtful) return { unclear: [atMinutes(date, minutes), atMinutes(date.add({ days: 1 }), minutes)] }
  const value = { date: ends ? date.add({ days: 1 }) : date, minutes, open }
  return { value, key: `${value.date} ${minutes}` }
}

/** A time alone is today's while it is still to come. */
function today(meaning: Meaning, { ground }: Situation, timed: Timed): Dated | undefined {
  const saysNoDay = Object.keys(meaning).every((key) => timeKeys.has(key))
  if (!saysNoDay || !('minutes' in timed)) return undefined
  const { now } = ground
  return latestOf(timed) >= now.hour * 60 + now.minute
    ? { date: now.toPlainDate() }
    : { unclear: [now.toPlainDate(), now.toPlainDate().add({ days: 1 })] }
}

const timeKeys = new Set([
  ...['hour', 'minute', 'delta', 'fixed', 'meridiem', 'part', 'spot', 'bareTime', 'hours24', 'fewMinutes', 'endOfDay'],
  ...['lasts', 'soonest', 'ofHour'],
])

function timeIn(meaning: Meaning, { ground, lexicon }: Situation): Timed | undefined {
  const { bareTime, hour, month, numeric, holiday } = meaning
  const isYear = bareTime === true && hour! >= 18 && (month ?? numeric ?? holiday) !== undefined
  // Tuesday 9 may be an hour, Tuesday 16 is rather a day
  const isDay = bareTime === true && hour! > 12 && meaning.minute === 0 && meaning.weekday !== undefined
  if (isYear || isDay) return undefined
  return resolveTime(meaning, { now: ground.now, noonIsMorning: lexicon.source.noonIsMorning === true })
}

function dateIn(meaning: Meaning, { ground }: Situation, timed: Timed | undefined): Dated | undefined {
  const isToldTime = timed !== undefined && 'minutes' in timed && meaning.hour !== undefined
  if (!isToldTime) return resolveDate(meaning, ground)
  // 9 Uhr is not nine in the evening
  return resolveDate(meaning, { ...ground, latest: meaning.hours24 ? timed.minutes : latestOf(timed) })
}

const isTimeOfDay = (timed: Timed | undefined): boolean => timed !== undefined && 'minutes' in timed

const latestOf = ({ minutes, open }: SaidTime): number => (open && minutes < 720 ? minutes + 720 : minutes)

const atMinutes = (date: Temporal.PlainDate, minutes: number): Temporal.PlainDateTime =>
  date.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
