import { instantsAt, isWithinHours } from '../calendar/slots.ts'
import { spokenLanguageOf } from '../language/number-words.ts'
import { isAbsent, readDate, readText, readTime } from '../language/said.ts'
import { spokenWhen } from '../language/spoken-when.ts'
import type { SaidTime, WhenContext } from '../language/when.ts'
import { type Inquiry, peopleFor, type Visit, windowOf } from './availability.ts'
import type { FieldFault, Said } from './said-visit.ts'

/** `minutes` since midnight; null when no time was said and none is needed. */
export type SaidWhen = { on: Temporal.PlainDate; minutes: number | null }

/**
 * When a request wants to come, in the clinic's zone: `YYYY-MM-DD` and `HH:MM`, or words in the agent's language. What
 * one of the two fields says of the other counts where the other is silent ("tomorrow at 3"). A time without am or pm is
 * the one within opening hours, when there is only one.
 */
export function readWhen(
  inquiry: Inquiry,
  visit: Visit,
  said: Said,
  time: { field: 'time' | 'start_time'; needed: boolean },
): SaidWhen | FieldFault {
  const day = isAbsent(said.date) ? dayWithin(inquiry, said[time.field]) : readDay(inquiry, said.date)
  const clock = isAbsent(said[time.field]) ? timeOf(day) : readClock(inquiry, said[time.field])
  const missing = [...(day === undefined ? ['date'] : []), ...(time.needed && clock === null ? [time.field] : [])]
  if (day === undefined || missing.length > 0) return { fault: 'missing_field', fields: missing }
  if ('fault' in day) return day
  if (clock !== null && 'fault' in clock) return clock
  if (clock === null) return { on: day.on, minutes: null }
  return settleTime(inquiry, visit, day.on, clock)
}

type Day = { on: Temporal.PlainDate; time?: SaidTime }

/** The date that a field names, whatever else it says; undefined when it names none. For what may be left unread. */
export function readSaidDate(inquiry: Inquiry, said: unknown): Temporal.PlainDate | undefined {
  const day = isAbsent(said) ? undefined : readDay(inquiry, said)
  return day === undefined || 'fault' in day ? undefined : day.on
}

/** The times of day that a field may mean, as minutes since midnight; none when it says none. */
export function timesSaid(inquiry: Inquiry, said: unknown): number[] {
  const clock = isAbsent(said) ? null : readClock(inquiry, said)
  if (clock === null || 'fault' in clock) return []
  return clock.open ? [clock.minutes % 720, (clock.minutes % 720) + 720] : [clock.minutes]
}

function readDay(inquiry: Inquiry, said: unknown): Day | FieldFault {
  const { today } = windowOf(inquiry)
  const written = readDate(said)
  if (written !== undefined) return written.year < today.year ? pastYear(nextSameDay(written, today)) : { on: written }
  const read = spokenWhen().readDateWords(readText(said) ?? '', contextOf(inquiry))
  if ('unclear' in read) return { fault: 'unclear_date', didYouMean: read.unclear }
  if (read.date.year < today.year) return pastYear(read.pastYear ?? nextSameDay(read.date, today))
  return { on: read.date, ...(read.time && { time: read.time }) }
}

const pastYear = (meant: Temporal.PlainDate): FieldFault => ({ fault: 'in_the_past', didYouMean: [meant] })

/** What a time's field says of the day, where the date's field is silent. */
function dayWithin(inquiry: Inquiry, said: unknown): Day | FieldFault | undefined {
  if (isAbsent(said) || readTime(said) !== undefined) return undefined
  const day = readDay(inquiry, said)
  return 'fault' in day && day.fault === 'unclear_date' && day.didYouMean.length === 0 ? undefined : day
}

function timeOf(day: Day | FieldFault | undefined): SaidTime | null {
  return day === undefined || 'fault' in day ? null : (day.time ?? null)
}

function readClock(inquiry: Inquiry, said: unknown): SaidTime | FieldFault {
  const text = readText(said) ?? ''
  if (/^\d\d:\d\d(:\d\d)?$/.test(text)) {
    const written = readTime(text)
    // 24:00 is the end of this day or the beginning of it: nobody knows
    return written === undefined ? { fault: 'unclear_time', didYouMean: [] } : { minutes: written, open: false }
  }
  const read = spokenWhen().readTimeWords(text, contextOf(inquiry))
  return 'unclear' in read ? { fault: 'unclear_time', didYouMean: read.unclear } : read
}

function settleTime(inquiry: Inquiry, visit: Visit, on: Temporal.PlainDate, clock: SaidTime): SaidWhen | FieldFault {
  if (!clock.open) return { on, minutes: clock.minutes }
  const both = [clock.minutes % 720, (clock.minutes % 720) + 720]
  const within = both.filter((minutes) => isOpenAt(inquiry, visit, on, minutes))
  if (within.length === 2) return { fault: 'unclear_time', didYouMean: both }
  // Nobody works at either: then the one by day, and the answer says what is open.
  return {
    on,
    minutes: within[0] ?? both.find((minutes) => minutes >= earliestByDay && minutes < earliestByDay + 720)!,
  }
}

const earliestByDay = 7 * 60

function isOpenAt({ agent: { roster } }: Inquiry, visit: Visit, on: Temporal.PlainDate, minutes: number): boolean {
  const instants = instantsAt(roster.timezone, on, minutes)
  return peopleFor(roster, visit).some(({ schedule }) =>
    instants.some((at) => isWithinHours(schedule, at, at + 60_000)),
  )
}

function contextOf({ agent, now }: Inquiry): WhenContext {
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
