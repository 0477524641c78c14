import type { Closure } from '../../data/endpoints.ts'

/** Days in a row on which the same holds; `to` inclusive, `hours` empty when closed. */
export type ClosureSpan = { from: string; to: string; hours: Closure['hours'] }

/** As one reads them: what stands on each of ten days in a row is one line. */
export function spansOf(closures: readonly Closure[]): ClosureSpan[] {
  const spans: ClosureSpan[] = []
  for (const { date, hours } of closures.toSorted((one, other) => (one.date < other.date ? -1 : 1))) {
    const last = spans.at(-1)
    if (last !== undefined && dayAfter(last.to) === date && JSON.stringify(last.hours) === JSON.stringify(hours))
      last.to = date
    else spans.push({ from: date, to: date, hours })
  }
  return spans
}

/** The list with one span put in another's place, either of which may be none. What else it holds stays. */
export function replaceSpan(
  closures: readonly Closure[],
  before: ClosureSpan | undefined,
  after: ClosureSpan | undefined,
): Closure[] {
  const [gone, come] = [datesOf(before), datesOf(after)]
  return [
    ...closures.filter(({ date }) => !gone.includes(date) && !come.includes(date)),
    ...come.map((date) => ({ date, hours: after!.hours })),
  ].sort((one, other) => (one.date < other.date ? -1 : 1))
}

export function datesOf(span: ClosureSpan | undefined): string[] {
  if (span === undefined) return []
  const dates: string[] = []
  for (let date = span.from; date <= span.to; date = dayAfter(date)) dates.push(date)
  return dates
}

const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString()
