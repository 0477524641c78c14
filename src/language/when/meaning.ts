import { parts } from './lexicon.ts'
import type { Numeric } from './when-tokens.ts'

/** What a phrase, or a part of it, says of when; not yet on a calendar. */
export type Meaning = {
  year?: number
  month?: number
  day?: number
  /** 1 (Monday) to 7 */
  weekday?: number
  /** which of these weekdays: last, this, next… as in WordList */
  whichWeekday?: number
  /** the nth such weekday of a month, -1 the last */
  nth?: number
  /** that many of these weekdays from now */
  countOfWeekday?: number
  /** this weekday, after (1) or before (-1) what the rest says */
  besideWeekday?: number
  beside?: number
  /** an article stood before what the rest says: `nach dem 3.` */
  besideDay?: boolean
  days?: number
  weeks?: number
  months?: number
  years?: number
  holiday?: number
  weekend?: boolean
  numeric?: Numeric
  /** a length of time, and where it counts from: now, or what the rest says */
  shift?: Shift
  /** the shift was said as `later`, perhaps than an appointment */
  later?: boolean
  /** the shift was said as `in eight` or `in fifteen` alone, which needs a day to count from */
  countedWeek?: boolean
  now?: boolean
  /** as soon as can be, which is now only where nothing else is said */
  soonest?: boolean
  /** how long it is to take, in minutes, which says nothing of when */
  lasts?: number
  /** `the first of the month`: of this one, or of the next when it is over */
  ofMonth?: boolean
  endOfDay?: boolean
  // the clock
  hour?: number
  minute?: number
  /** minutes before or past that hour */
  delta?: number
  /** noon and the like, or written on the 24-hour clock: needs no part of the day */
  fixed?: boolean
  /** noon, midnight and the like by name */
  spot?: boolean
  meridiem?: number
  part?: number
  /** said without a mark of a time, so that it may be a day or a year */
  bareTime?: boolean | undefined
  /** said without a mark of a day, so that it may be a time */
  bareDay?: boolean
  /** the hour has a mark that counts to 24: `9 Uhr` */
  hours24?: boolean
  /** `ten of five`: minutes before an hour, which only America says so */
  ofHour?: boolean
  /** `three and four`: minutes only where an `at` says so */
  fewMinutes?: boolean | undefined
  /** an hour or minute that no clock has */
  impossible?: boolean
}

export type Shift = {
  years: number
  months: number
  days: number
  minutes: number
  from: 'now' | 'rest'
  /** a number of days that some mean as weeks; their difference in days */
  loose?: number
}

/** The part of the day; a night that is today's is the one to come. */
export const partOf = ({ part, days }: Meaning): number | undefined =>
  part === parts.night && days === 0 ? parts.tonight : part

/** Both together; undefined when they say different things of the same. */
export function merge(a: Meaning, b: Meaning): Meaning | undefined {
  const together: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    if (value === undefined) continue
    // two times are two, even when they agree by chance
    if (together[key] !== undefined && (together[key] !== value || key === 'hour')) return undefined
    together[key] = value
  }
  return together
}
