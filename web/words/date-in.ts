/**
 * A date from an address, where anything may stand. Four digits of a year only: what lies near the ends of time, or in
 * another calendar, cannot be drawn.
 */
export function dateIn(text: string | null): Temporal.PlainDate | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return undefined
  }
}
