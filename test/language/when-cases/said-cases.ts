/**
 * What people say, by what it means on Wednesday, 18 November 2026, at ten in the morning. Under `''` stands what has to
 * be asked about.
 */
export type SaidCases = {
  date: Readonly<Record<string, readonly string[]>>
  time: Readonly<Record<string, readonly string[]>>
  dateTime: Readonly<Record<string, readonly string[]>>
}

export const saidAt = Temporal.PlainDateTime.from('2026-11-18T10:00')
