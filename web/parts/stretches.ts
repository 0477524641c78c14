import type { OpeningHours } from '../data/endpoints.ts'

/** `["09:00","17:00"]`, wall times; `24:00` ends a day, an end before its start runs over midnight. */
export type Stretch = [opens: string, closes: string]
export type Weekday = keyof OpeningHours
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const workdays: readonly Weekday[] = weekdays.slice(0, 5)

export type StretchFault = 'unreadable' | 'opensAtMidnightsEnd' | 'nothing' | 'overlaps'

const minutesOfADay = 24 * 60

/** Minutes since midnight of strictly `HH:MM`, up to 1440. */
export function minutesOf(text: string): number | undefined {
  const parts = /^(\d\d):([0-5]\d)$/.exec(text)
  if (parts === null) return undefined
  const minutes = Number(parts[1]) * 60 + Number(parts[2])
  return minutes <= minutesOfADay ? minutes : undefined
}

export const wallTimeText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const runsOverMidnight = ([opens, closes]: Stretch): boolean =>
  (minutesOf(closes) ?? minutesOfADay) < (minutesOf(opens) ?? 0)

/** What is wrong with each stretch of a day, as the server would see it; undefined where nothing is. */
export function faultsOfDay(stretches: readonly Stretch[]): (StretchFault | undefined)[] {
  const before: [from: number, to: number][] = []
  return stretches.map(([opens, closes]) => {
    const [from, to] = [minutesOf(opens), minutesOf(closes)]
    if (from === undefined || to === undefined) return 'unreadable'
    if (from === minutesOfADay) return 'opensAtMidnightsEnd'
    if (from === to) return 'nothing'
    const end = to > from ? to : to + minutesOfADay
    const overlaps = before.some(([earlier, later]) => earlier < end && from < later)
    before.push([from, end])
    return overlaps ? 'overlaps' : undefined
  })
}

/** Whether hours can be saved as they stand. */
export const hoursAreSound = (hours: OpeningHours): boolean =>
  weekdays.every((day) => faultsOfDay(hours[day]).every((fault) => fault === undefined))

/** A second stretch after a pause of an hour, or none where the day has no room left. */
export function nextStretch(stretches: readonly Stretch[]): Stretch | undefined {
  const last = stretches.at(-1)
  if (last === undefined) return ['09:00', '17:00']
  const closed = minutesOf(last[1])
  if (closed === undefined || runsOverMidnight(last) || closed + 120 > minutesOfADay) return undefined
  return [wallTimeText(closed + 60), wallTimeText(Math.min(closed + 300, minutesOfADay))]
}

/**
 * What somebody typed as `HH:MM`: "9", "930", "9.30", "5 pm", "17h", "24:00". Without am or pm an hour that would close
 * before it opens is taken for the afternoon (`after` is the opening, in minutes). Undefined when it cannot be read.
 */
export function readTypedTime(
  text: string,
  { closes = false, after = 0, twelveHours = false } = {},
): string | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s.\u00a0\u202f]+/g, ' ')
  if (/^(midnight|medianoche)$/.test(plain)) return closes ? '24:00' : '00:00'
  if (/^(noon|mediod[ií]a)$/.test(plain)) return '12:00'
  const parts = /^(\d{1,2})(?:(?:[: h,]\s?)?(\d{2}))?\s?h?\s?(a ?m?|p ?m?)? ?$/.exec(plain)
  if (parts === null) return undefined
  const half = parts[3]?.[0]
  const minutes = Number(parts[2] ?? 0)
  let hours = Number(parts[1])
  if (half !== undefined && (hours < 1 || hours > 12)) return undefined
  if (half !== undefined) hours = (hours % 12) + (half === 'p' ? 12 : 0)
  else if (closes && twelveHours && !plain.startsWith('0') && hours < 12) {
    const here = hours * 60 + minutes
    if (here <= after && here + 720 > after) hours += 12
  }
  if (minutes > 59 || hours * 60 + minutes > minutesOfADay) return undefined
  const read = wallTimeText(hours * 60 + minutes)
  if (closes && read === '00:00') return '24:00'
  return !closes && read === '24:00' ? '00:00' : read
}
