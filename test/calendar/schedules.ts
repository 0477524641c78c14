import type { EpochMs, Interval } from '../../src/calendar/interval.ts'
import type { OpeningHours, Schedule, WallStretch, Weekday } from '../../src/calendar/opening-hours.ts'

type Hours = readonly WallStretch[]

export const HALF_HOURS = { durationMinutes: 30, stepMinutes: 30 }
export const NINE_TO_FIVE: Hours = [['09:00', '17:00']]
export const ROUND_THE_CLOCK: Hours = [['00:00', '24:00']]
export const NIGHTS: Hours = [['22:00', '06:00']]

const closedWeek: OpeningHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

export function only(days: Partial<Record<Weekday, Hours>>): Record<Weekday, Hours> {
  return { ...closedWeek, ...days }
}

export function everyDay(hours: Hours): OpeningHours {
  const days = Object.keys(closedWeek).map((weekday) => [weekday, hours])
  return Object.fromEntries(days) as OpeningHours
}

/** Alice's clinic is in New York. */
export function alices(openingHours: OpeningHours, more: Partial<Schedule> = {}): Schedule {
  return { timeZone: 'America/New_York', openingHours, closures: [], ...more }
}

/** Bob's clinic is wherever clocks do something odd. */
export function bobs(timeZone: string, hours: Hours): Schedule {
  return { timeZone, openingHours: everyDay(hours), closures: [] }
}

export function day(date: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(date)
}

/** An instant, written in UTC without its Z: `2027-03-14T13:00`. */
export function utc(text: string): EpochMs {
  return Temporal.Instant.from(`${text}Z`).epochMilliseconds
}

export function span(from: string, to: string): Interval {
  return { from: utc(from), to: utc(to) }
}

/** Instants from the first to the last, both included, so many minutes apart. */
export function every(minutes: number, first: string, last: string): EpochMs[] {
  const instants: EpochMs[] = []
  for (let at = utc(first); at <= utc(last); at += minutes * 60_000) instants.push(at)
  return instants
}

/** New York's summer time, as most tables here are of June 2027, for which UTC is four hours ahead. */
export function summer(date: string, ...times: string[]): EpochMs[] {
  return times.map((time) => Temporal.Instant.from(`${date}T${time}-04:00`).epochMilliseconds)
}

/** Instants as text, so that a difference can be read. */
export function shown(instants: readonly EpochMs[]): string[] {
  return instants.map((at) => Temporal.Instant.fromEpochMilliseconds(at).toString())
}
