/**
 * Reads what a model hands over: values of any type, half of them empty. Dates are `YYYY-MM-DD` and times `HH:MM` here,
 * the clinic's wall clock.
 */

/** Trimmed text without control characters; undefined for null, blanks, and anything that is neither text nor number. */
export function readText(said: unknown): string | undefined {
  if (typeof said !== 'string' && typeof said !== 'number') return undefined
  // Line breaks become spaces; zero-width and other format characters go, since they hide text from people.
  const text = String(said)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .normalize('NFC')
  return text === '' ? undefined : text
}

/** Whether something was said at all: null and blanks count as nothing. */
export const isAbsent = (said: unknown): boolean =>
  said === undefined || said === null || (typeof said === 'string' && said.trim() === '')

/** A whole number, also from a string; undefined for anything else. */
export function readInteger(said: unknown): number | undefined {
  const number = typeof said === 'string' && /^\s*[+-]?\d+(\.0+)?\s*$/.test(said) ? Number(said) : said
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** A date of the calendar; undefined for February 30. */
export function readDate(said: unknown): Temporal.PlainDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(readText(said) ?? '')
  if (match === null) return undefined
  try {
    return Temporal.PlainDate.from(
      { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) },
      { overflow: 'reject' },
    )
  } catch {
    return undefined
  }
}

/** Minutes since midnight, 0 to 1439; undefined for 25:00 and for 24:00, which no day has. Seconds of zero are allowed. */
export function readTime(said: unknown): number | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(readText(said) ?? '')
  if (match === null) return undefined
  const [hours, minutes] = [Number(match[1]), Number(match[2])]
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined
}

/** Lower-cased, trimmed, and roughly of an e-mail's shape; undefined otherwise. */
export function readEmail(said: unknown): string | undefined {
  // full-width letters are the same letters
  const text = readText(said)?.normalize('NFKC').toLowerCase()
  if (text === undefined || text.length > 254) return undefined
  return /^[^\s@<>(),;:"[\]\\]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(text) && !/\.\.|^\.|\.@/.test(text)
    ? text
    : undefined
}
