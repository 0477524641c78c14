export type TimeUnit = 'minutes' | 'hours' | 'days'
export const unitMinutes: Record<TimeUnit, number> = { minutes: 1, hours: 60, days: 1_440 }

/** The largest unit that says it in a whole number. */
export function unitOf(minutes: number): TimeUnit {
  if (minutes > 0 && minutes % unitMinutes.days === 0) return 'days'
  return minutes % unitMinutes.hours === 0 ? 'hours' : 'minutes'
}

/** A whole number that was typed, times `each`, within bounds; else undefined. */
export function readCount(text: string, least: number, most: number, each = 1): number | undefined {
  if (!/^\s*\d{1,6}\s*$/.test(text)) return undefined
  const count = Number(text) * each
  return count >= least && count <= most ? count : undefined
}
