/** A day; or the days that may have been meant, none when nothing comes to mind. */
export type Dated = { date: Temporal.PlainDate; pastYear?: Temporal.PlainDate } | { unclear: Temporal.PlainDate[] }

/** A day of a month of this year or the next, or of the year that was said; in step with its weekday. */
export function dayOfYear(
  month: number,
  day: number,
  year: number | undefined,
  weekday: number | undefined,
  { now }: { now: Temporal.PlainDateTime },
): Dated {
  const today = now.toPlainDate()
  if (day === -1) {
    const last = (of: number) => lastOf(Temporal.PlainYearMonth.from({ year: of, month }))
    if (year !== undefined) return asSaid(last(fullYear(year, now.year)), undefined, today)
    return { date: isBefore(last(now.year), today) ? last(now.year + 1) : last(now.year) }
  }
  const coming = forward(month, day, today)
  if (coming === undefined)
    return { unclear: nearDays(month, day, year === undefined ? now.year : fullYear(year, now.year), today) }
  if (year === undefined) {
    return weekday === undefined || coming.dayOfWeek === weekday ? { date: coming } : contradiction(coming, weekday)
  }
  const date = dateOf(fullYear(year, now.year), month, day)
  if (date === undefined) return { unclear: nearDays(month, day, fullYear(year, now.year), today) }
  if (weekday !== undefined && date.dayOfWeek !== weekday) return contradiction(date, weekday)
  return date.year < today.year ? { date, pastYear: coming } : { date }
}

/** Two figures are a year of this age: up to forty years ahead, else in the past. */
export function fullYear(year: number, now: number): number {
  if (year >= 100) return year
  const century = Math.floor(now / 100) * 100
  return century + year <= now + 40 ? century + year : century + year - 100
}

function forward(month: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  // February 29 may be eight years away
  for (let year = today.year; year <= today.year + 8; year++) {
    const date = dateOf(year, month, day)
    if (date !== undefined && !isBefore(date, today)) return date
  }
  return undefined
}

/** For February 30 its last day and the next. */
function nearDays(month: number, day: number, year: number, today: Temporal.PlainDate): Temporal.PlainDate[] {
  if (month < 1 || month > 12 || day < 1) return []
  const last = lastOf(Temporal.PlainYearMonth.from({ year, month }))
  const coming =
    isBefore(last, today) && year === today.year
      ? lastOf(Temporal.PlainYearMonth.from({ year: year + 1, month }))
      : last
  return [coming, coming.add({ days: 1 })]
}

export const lastOf = (month: Temporal.PlainYearMonth): Temporal.PlainDate =>
  month.toPlainDate({ day: month.daysInMonth })

/** The two ways out when a day and its weekday do not agree: the day, and that weekday nearest to it. */
export function contradiction(date: Temporal.PlainDate, weekday: number): Dated {
  const ahead = (weekday - date.dayOfWeek + 7) % 7
  return { unclear: [date, date.add({ days: ahead > 3 ? ahead - 7 : ahead })] }
}

/** A day with a year of its own; `again` is the next such day from today on, for a year that is over. */
export const asSaid = (
  date: Temporal.PlainDate | undefined,
  again: Temporal.PlainDate | undefined,
  today: Temporal.PlainDate,
): Dated => {
  if (date === undefined) return { unclear: [] }
  return date.year < today.year && again !== undefined && !isBefore(again, today) ? { date, pastYear: again } : { date }
}

/** That day of the Monday–Sunday week so many weeks from the one of `date`. */
export const weekdayOfWeek = (date: Temporal.PlainDate, weekday: number, weeks: number): Temporal.PlainDate =>
  date.add({ days: weekday - date.dayOfWeek + weeks * 7 })

/** Strictly after. */
export const weekdayAfter = (date: Temporal.PlainDate, weekday: number): Temporal.PlainDate =>
  date.add({ days: ((weekday - date.dayOfWeek + 6) % 7) + 1 })

/** Strictly before. */
export const weekdayBefore = (date: Temporal.PlainDate, weekday: number): Temporal.PlainDate =>
  date.subtract({ days: ((date.dayOfWeek - weekday + 6) % 7) + 1 })

/** Undefined where the month has no such day. */
export function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  const yearMonth = Temporal.PlainYearMonth.from({ year, month })
  return day <= yearMonth.daysInMonth ? yearMonth.toPlainDate({ day }) : undefined
}

export const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) < 0
