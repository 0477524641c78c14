import { instantsAt, isWithinHours } from '../calendar/slots.ts'
import { spokenLanguageOf } from '../language/number-words.ts'
import { isAbsent, readDate, readText, readTime } from '../language/said.ts'
import { spokenWhen } from '../language/spoken-when.ts'
import type { SaidTime, Unclear, WhenContext } from '../language/when.ts'
import { type Hearing, peopleFor, type Visit, windowOf } from './availability.ts'
import type { FieldFault, Said } from './said-visit.ts'

/** `minutes` since midnight; null when no time was said and none is needed. */
export type SaidWhen = { on: Temporal.PlainDate; minutes: number | null }

/**
 * When a request wants to come, in the clinic's zone: `YYYY-MM-DD` and `HH:MM`, or words in the agent's language, or in
 * English where they say nothing in it. What one of the two fields says of the other counts where the other is silent
 * ("tomorrow at 3"); where they contradict each other, the caller is asked. A time without am or pm is the one within
 * opening hours, when there is only one.
 */
export function readWhen(
  hearing: Hearing,
  visit: Visit,
  said: Said,
  time: { field: 'time' | 'start_time'; needed: boolean },
): SaidWhen | FieldFault {
  const { day, clock } = readFields(hearing, said, time.field)
  if (day !== undefined && 'fault' in day) return day
  const missing = [
    ...(day === undefined ? ['date'] : []),
    ...(time.needed && (clock ?? day?.time) === undefined ? [time.field] : []),
  ]
  if (day === undefined || missing.length > 0) return { fault: 'missing_field', fields: missing }
  if (clock !== undefined && 'fault' in clock) return clock
  const settled = (each: SaidTime) => settleTime(hearing, visit, day.on, each)
  if (clock === undefined || day.time === undefined) {
    const only = clock ?? day.time
    return only === undefined ? { on: day.on, minutes: null } : settled(only)
  }
  const agreed = agreedTime(day.time, clock)
  return agreed === undefined ? twoTimes(settled(day.time), settled(clock)) : settled(agreed)
}

type Day = { on: Temporal.PlainDate; time?: SaidTime }

type Clock = SaidTime | Extract<FieldFault, { fault: 'unclear_time' }>
type Fields = { day?: Day | FieldFault; clock?: Clock }

/** The day and the time that the two fields name between them; what nothing was said of is left out. */
function readFields(hearing: Hearing, said: Said, field: 'time' | 'start_time'): Fields {
  const clock = isAbsent(said[field]) ? undefined : readClock(hearing, said[field])
  const beside = clock && dayBeside(hearing, said[field], clock)
  const day = isAbsent(said.date) ? beside : readDay(hearing, said.date)
  if (isDay(day) && isDay(beside) && !day.on.equals(beside.on)) return { day: twoDays(day.on, beside.on) }
  const isDayAlone = isDay(beside) && clock !== undefined && 'fault' in clock && clock.didYouMean.length === 0
  return { ...(day && { day }), ...(clock && !isDayAlone && { clock }) }
}

const isDay = (read: Day | FieldFault | undefined): read is Day => read !== undefined && 'on' in read

const twoDays = (one: Temporal.PlainDate, other: Temporal.PlainDate): FieldFault => ({
  fault: 'unclear_date',
  contradiction: true,
  didYouMean: [one, other],
})

const twoTimes = (...settled: (SaidWhen | FieldFault)[]): FieldFault => ({
  fault: 'unclear_time',
  contradiction: true,
  didYouMean: settled.flatMap((each) =>
    'on' in each ? [each.minutes!] : each.fault === 'unclear_time' ? each.didYouMean : [],
  ),
})

/** What two fields say of the time, where both may mean the same; else undefined. */
function agreedTime(one: SaidTime, other: SaidTime): SaidTime | undefined {
  const [minutes, ...more] = meaningsOf(one).filter((each) => meaningsOf(other).includes(each))
  return minutes === undefined ? undefined : { minutes, open: more.length > 0 }
}

const meaningsOf = ({ minutes, open }: SaidTime): number[] =>
  open ? [minutes % 720, (minutes % 720) + 720] : [minutes]

/** The days that the two fields name, whatever else they say; none that cannot be read. For what may be left unread. */
export function daysSaid(hearing: Hearing, said: Said): Temporal.PlainDate[] {
  const clock = isAbsent(said.start_time) ? undefined : readClock(hearing, said.start_time)
  const days = [
    isAbsent(said.date) ? undefined : readDay(hearing, said.date),
    clock && dayBeside(hearing, said.start_time, clock),
  ]
  return days.filter(isDay).map(({ on }) => on)
}

/** The times of day that a field may mean, as minutes since midnight; none when it says none. */
export function timesSaid(hearing: Hearing, said: unknown): number[] {
  const clock = isAbsent(said) ? undefined : readClock(hearing, said)
  return clock === undefined || 'fault' in clock ? [] : meaningsOf(clock)
}

/** The day that one field names, by itself. */
export function readDay(hearing: Hearing, said: unknown): Day | FieldFault {
  const { today } = windowOf(hearing)
  const written = readDate(said) ?? readMidnight(said)
  if (written !== undefined) return written.year < today.year ? pastYear(nextSameDay(written, today)) : { on: written }
  const text = readText(said) ?? ''
  const read = readWords(hearing, (context) => spokenWhen().readDateWords(text, context))
  if ('unclear' in read) return { fault: 'unclear_date', didYouMean: read.unclear }
  if (read.date.year < today.year) return pastYear(read.pastYear ?? nextSameDay(read.date, today))
  return { on: read.date, ...(read.time && { time: read.time }) }
}

const pastYear = (meant: Temporal.PlainDate): FieldFault => ({ fault: 'in_the_past', didYouMean: [meant] })

/** The date of `2026-12-15T00:00:00Z`: what serializers make of a date, so that neither time nor zone was said. */
function readMidnight(said: unknown): Temporal.PlainDate | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(readText(said) ?? '')
  return match === null ? undefined : readDate(match[1])
}

/** The day that a time's field names beside the time or instead of it. One figure alone is the time and no day. */
function dayBeside(hearing: Hearing, said: unknown, clock: Clock): Day | FieldFault | undefined {
  if (readTime(said) !== undefined) return undefined
  const day = readDay(hearing, said)
  if (!isDay(day)) return day.fault === 'unclear_date' && day.didYouMean.length === 0 ? undefined : day
  return day.time === undefined && !('fault' in clock) ? undefined : day
}

function readClock(hearing: Hearing, said: unknown): Clock {
  const text = readText(said) ?? ''
  if (/^\d\d:\d\d(:\d\d)?$/.test(text)) {
    const written = readTime(text)
    // 24:00 is the end of this day or the beginning of it: nobody knows
    return written === undefined ? { fault: 'unclear_time', didYouMean: [] } : { minutes: written, open: false }
  }
  const read = readWords(hearing, (context) => spokenWhen().readTimeWords(text, context))
  return 'unclear' in read ? { fault: 'unclear_time', didYouMean: read.unclear } : read
}

function settleTime(hearing: Hearing, visit: Visit, on: Temporal.PlainDate, clock: SaidTime): SaidWhen | FieldFault {
  if (!clock.open) return { on, minutes: clock.minutes }
  const both = meaningsOf(clock)
  const within = both.filter((minutes) => isOpenAt(hearing, visit, on, minutes))
  if (within.length === 2) return { fault: 'unclear_time', didYouMean: both }
  // Nobody works at either: then the one by day, and the answer says what is open.
  return {
    on,
    minutes: within[0] ?? both.find((minutes) => minutes >= earliestByDay && minutes < earliestByDay + 720)!,
  }
}

const earliestByDay = 7 * 60

function isOpenAt({ agent: { roster } }: Hearing, visit: Visit, on: Temporal.PlainDate, minutes: number): boolean {
  const instants = instantsAt(roster.timezone, on, minutes)
  return peopleFor(roster, visit).some(({ schedule }) =>
    instants.some((at) => isWithinHours(schedule, at, at + 60_000)),
  )
}

/** In the agent's language, else in English, which models write whatever they have heard. */
function readWords<Read extends object, Candidate>(
  hearing: Hearing,
  read: (context: WhenContext) => Read | Unclear<Candidate>,
): Read | Unclear<Candidate> {
  const context = contextOf(hearing)
  const own = read(context)
  const isUnread = 'unclear' in own && own.unclear.length === 0
  return isUnread && context.language !== 'en' ? read({ ...context, language: 'en' }) : own
}

function contextOf({ agent, now }: Hearing): WhenContext {
  const { timezone, region } = agent.roster
  return {
    now: now.toZonedDateTimeISO(timezone).toPlainDateTime(),
    timeZone: timezone,
    language: spokenLanguageOf(agent.language),
    ...(region !== null && { region }),
  }
}

/** The next time that this day and month come round; for February 29 the next leap year's. */
function nextSameDay(on: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  for (let year = today.year; ; year += 1) {
    const candidate = on.with({ year }, { overflow: 'constrain' })
    if (candidate.day === on.day && Temporal.PlainDate.compare(candidate, today) >= 0) return candidate
  }
}
