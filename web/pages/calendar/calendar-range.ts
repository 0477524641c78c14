import type { Formats } from '../../words/formats.ts'
import type { View } from './calendar-address.ts'

/** 1 is Monday, 7 Sunday: what a week begins with where the clinic is. */
export function firstWeekday(locale: string): number {
  try {
    const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?(): { firstDay: number } }
    return known.getWeekInfo?.().firstDay ?? 1
  } catch {
    return 1
  }
}

export const weekOf = (date: Temporal.PlainDate, first: number): Temporal.PlainDate =>
  date.subtract({ days: (date.dayOfWeek - first + 7) % 7 })

/** The dates that a view shows. A month comes in six whole weeks, so that it never changes its height. */
export function datesOf(view: View, date: Temporal.PlainDate, first: number): Temporal.PlainDate[] {
  if (view === 'day' || view === 'list') return [date]
  const from = weekOf(view === 'month' ? date.with({ day: 1 }) : date, first)
  return Array.from({ length: view === 'month' ? 42 : 7 }, (_, days) => from.add({ days }))
}

/** The date that the view before (-1) or after (1) is about. */
export const stepped = (view: View, date: Temporal.PlainDate, step: -1 | 1): Temporal.PlainDate =>
  date.add(view === 'month' ? { months: step } : { days: view === 'day' ? step : step * 7 })

export function rangeInWords(
  view: View,
  date: Temporal.PlainDate,
  first: number,
  formats: Formats,
  from: (date: string) => string,
): string {
  if (view === 'day') return formats.longDate(date)
  if (view === 'month') return formats.month(date)
  if (view === 'list') return from(formats.dates(date, date))
  const [start, end] = [weekOf(date, first), weekOf(date, first).add({ days: 6 })]
  return formats.dates(start, end)
}
