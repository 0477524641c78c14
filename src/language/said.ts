import { fold, readCardinal, spokenLanguageOf } from './number-words.ts'

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

/**
 * Whether something was said at all: null, blanks, and what models write into a field that they have nothing for count
 * as nothing. Not for names: somebody may be called so, see `readName`.
 */
export const isAbsent = (said: unknown): boolean =>
  said === undefined || said === null || (typeof said === 'string' && (said.trim() === '' || isPlaceholder(said)))

/** "null", "N/A", "<unknown>", "not provided", "no proporcionado", "-": a text that stands for nothing. */
export function isPlaceholder(said: string): boolean {
  if (said.length > 40) return false
  const words = fold(said)
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim()
  return words === '' ? /^\s*[-–—]{1,3}\s*$/.test(said) : placeholders.has(words)
}

const placeholders = new Set([
  ...['null', 'none', 'nil', 'undefined', 'nan', 'n/a', 'n a', 'na', 'unknown', 'unspecified', 'empty', 'blank', 'tbd'],
  ...['not provided', 'not given', 'not specified', 'not available', 'not applicable', 'not known', 'none provided'],
  ...['none given', 'none specified', 'not mentioned', 'not stated', 'no value', 'no data'],
  ...['ninguno', 'ninguna', 'nada', 'desconocido', 'desconocida', 'no proporcionado', 'no proporcionada'],
  ...['no especificado', 'no especificada', 'no disponible', 'no aplica', 'no indicado', 'no indicada', 'sin datos'],
  ...['aucun', 'aucune', 'inconnu', 'inconnue', 'non fourni', 'non fournie', 'non precise', 'non precisee'],
  ...['non renseigne', 'non renseignee', 'non disponible', 'non applicable', 'non specifie', 'non specifiee'],
  ...['kein', 'keine', 'keiner', 'keines', 'unbekannt', 'nicht angegeben', 'nicht bekannt', 'keine angabe'],
  ...['k a', 'nicht vorhanden', 'nicht verfugbar', 'nicht zutreffend'],
  ...['nenhum', 'nenhuma', 'desconhecido', 'desconhecida', 'nao informado', 'nao informada', 'nao fornecido'],
  ...['nao fornecida', 'nao especificado', 'nao especificada', 'nao disponivel', 'nao aplicavel'],
])

/** A whole number, also from a string, and with a language also from words; undefined for anything else. */
export function readInteger(said: unknown, language?: string): number | undefined {
  const number = typeof said === 'string' ? integerOf(said, language) : said
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

function integerOf(said: string, language: string | undefined): number | undefined {
  if (/^\s*[+-]?\d+(\.0+)?\s*$/.test(said)) return Number(said)
  if (language === undefined || said.length > 80) return undefined
  // models turn numbers into English as often as not
  return readCardinal(said, spokenLanguageOf(language)) ?? readCardinal(said, 'en')
}

/** A yes or no in any of our languages, or a boolean, 1 or 0; undefined for anything else. */
export function readBoolean(said: unknown): boolean | undefined {
  if (typeof said === 'boolean') return said
  const word = fold(readText(said)?.slice(0, 20) ?? '').replace(/[.!]+$/, '')
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

const yes = new Set(['true', 'yes', 'y', 'yeah', 'yep', '1', 'si', 'verdadero', 'oui', 'vrai', 'ja', 'wahr', 'sim'])
const no = new Set(['false', 'no', 'n', 'nope', '0', 'falso', 'non', 'faux', 'nein', 'falsch', 'nao'])

/** A date of the calendar; undefined for February 30. */
export function readDate(said: unknown): Temporal.PlainDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(readText(said) ?? '')
  if (match === null) return undefined
  try {
    return new Temporal.PlainDate(Number(match[1]), Number(match[2]), Number(match[3]))
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
