import { parts } from './lexicon.ts'
import { type Meaning, partOf } from './meaning.ts'

/** Minutes since midnight, and whether they may be meant twelve hours later; or the minutes that may have been meant. */
export type Timed = { minutes: number; open: boolean } | { unclear: number[] }

const day = 1440

/** The time of day that a meaning stands for; undefined when it names none. */
export function resolveTime(
  meaning: Meaning,
  { now, noonIsMorning }: { now: Temporal.PlainDateTime; noonIsMorning: boolean },
): Timed | undefined {
  const { shift, hour, minute = 0, delta = 0 } = meaning
  const current = now.hour * 60 + now.minute
  if (hour === undefined) {
    if (meaning.now) return { minutes: current, open: false }
    if (meaning.endOfDay) return { minutes: day - 1, open: false }
    // ten minutes after needs to know after what
    if (shift === undefined || shift.minutes === 0 || shift.from === 'rest') return undefined
    return { minutes: (((current + shift.minutes) % day) + day) % day, open: false }
  }
  if (shift !== undefined && shift.minutes !== 0) return undefined
  if (meaning.impossible) return { unclear: hour < 48 && minute < 60 ? [(hour % 24) * 60 + minute] : [] }
  const told = hourOf(meaning, noonIsMorning)
  if (told === 'unclear')
    return {
      unclear: [hour, (hour + 12) % 24].map((each) => (each * 60 + minute + delta + day) % day).sort((a, b) => a - b),
    }
  const open = told === undefined && meaning.fixed !== true && hour >= 1 && hour <= 12
  // nobody means 0:45 by a quarter to one
  const said = told ?? (open && hour === 1 && delta < 0 ? 13 : hour)
  return { minutes: (said * 60 + minute + delta + day) % day, open }
}

/** The hour by am, pm or the part of the day; undefined when neither was said. */
function hourOf(meaning: Meaning, noonIsMorning: boolean): number | 'unclear' | undefined {
  const { meridiem, fixed } = meaning
  const part = partOf(meaning)
  const hour = meaning.hour!
  // half past eleven counts from twelve in some languages, and is in the morning all the same
  const isBeforeTwelve = hour === 12 && (meaning.delta ?? 0) < 0
  const byPart =
    part === undefined ? undefined : hourInPart(hour, part, noonIsMorning || isBeforeTwelve, isBeforeTwelve)
  const isNamed = meaning.spot === true || hour === 0
  if (meridiem === undefined) return fixed && byPart === 'unclear' && isNamed ? hour : byPart
  if (meridiem === 0 ? hour > 12 : hour === 0) return 'unclear'
  const told = meridiem === 0 ? hour % 12 : hour < 12 ? hour + 12 : hour
  // 8 am in the evening
  const isAgainst =
    part !== undefined && (told < 12 ? part === parts.afternoon || part === parts.evening : part <= parts.morning)
  return isAgainst ? 'unclear' : told
}

function hourInPart(hour: number, part: number, noonIsMorning: boolean, isBeforeTwelve: boolean): number | 'unclear' {
  if (hour > 12) return part <= parts.morning && hour < 24 ? 'unclear' : hour % 24
  if (hour === 0) return part === parts.morning || part >= parts.night || part === parts.dawn ? 0 : 'unclear'
  switch (part) {
    case parts.dawn:
      return hour === 12 ? 0 : hour <= 7 ? hour : 'unclear'
    case parts.morning:
      return hour < 12 ? hour : noonIsMorning ? 12 : 'unclear'
    case parts.midday:
      return hour >= 11 ? hour : hour <= 3 ? hour + 12 : 'unclear'
    case parts.afternoon:
      return hour === 12 ? 12 : hour <= 9 ? hour + 12 : 'unclear'
    case parts.evening:
      if (hour === 12) return isBeforeTwelve ? 0 : 'unclear'
      return hour <= 3 ? 'unclear' : hour + 12
    default:
      return hour === 12 ? 0 : hour >= 5 ? hour + 12 : part === parts.tonight ? 'unclear' : hour
  }
}
