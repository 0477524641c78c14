import type { CountryCode } from 'libphonenumber-js/min'
import { foldWords } from './number-words.ts'
import { phoneLibrary } from './phone-library.ts'
import { isPlaceholder, readText } from './said.ts'
import { readSpokenPhone } from './spoken-phone.ts'

/** A number as it will be kept: E.164 where it can be made, else as said, and then it verifies nobody. */
export type Phone = { number: string; clear: boolean }

/**
 * Reads a phone number in any common spelling, also with its digits in words ("double five", "zéro six douze"), with the
 * clinic's region (ISO 3166, such as `US`) assumed where it names no country. A number of possible length counts, in use
 * or not: fictional 555 numbers are what people test with. What can be two numbers is unclear, never the likelier one.
 * An extension is dropped.
 */
export function readPhone(said: unknown, region: string | null, language?: string): Phone | undefined {
  const text = readText(said)
  if (text === undefined) return undefined
  const country = isRegion(region) ? region : undefined
  const spoken = readSpokenPhone(text, language)
  const spellings = spoken === 'unclear' || holdsTwo(text) ? [] : spoken === 'plain' ? [text] : spoken.digits
  const number = onlyNumber(spellings, country)
  return number === undefined ? { number: text.slice(0, 50), clear: false } : { number, clear: true }
}

/**
 * The same for what a voice model says a caller's number is: undefined also for "unknown" and the like, and for "the number
 * I am calling from", since the platform knows that one better.
 */
export function readCustomerPhone(said: unknown, region: string | null, language: string): Phone | undefined {
  const text = readText(said)
  if (text === undefined || isPlaceholder(text) || isThisNumber(text) || isHidden(text)) return undefined
  return readPhone(text, region, language)
}

/** The one number that the spellings may mean: of several of possible length the one that the country hands out. */
function onlyNumber(spellings: readonly string[], country: CountryCode | undefined): string | undefined {
  const parsed = spellings.flatMap((spelling) => {
    // a comma is where a speaker breathes, and libphonenumber would begin an extension there
    const phone = phoneLibrary().parsePhoneNumberFromString(spelling.replace(/,\s/g, ' '), country)
    return phone?.isPossible() ? [phone] : []
  })
  const numbers = new Set(parsed.map(({ number }) => number))
  const inUse = new Set(parsed.filter((phone) => phone.isValid()).map(({ number }) => number))
  const [only] = numbers.size === 1 ? numbers : inUse.size === 1 ? inUse : []
  return only
}

/** "212 555 0123 or 212 555 0199": two stretches of seven digits and more with letters between them. */
const holdsTwo = (text: string): boolean =>
  text.split(/\p{L}+/u).filter((piece) => piece.replace(/\D/g, '').length >= 7).length > 1

/** "this number", "the one I'm calling from", "el mismo", "le même", "diese Nummer", "o mesmo" */
/** Twilio's number for callers who hide theirs, by its letters. */
const spellsAnonymous = (text: string): boolean => text.replace(/\D/g, '') === '266696687'

/** What platforms put where a caller hides their number: a word, an address, or Twilio's +266696687. */
const isHidden = (text: string): boolean =>
  /^(anonymous|private|withheld|restricted|blocked|no caller ?id)( number| caller)?$|^sips?:/i.test(text.trim()) ||
  spellsAnonymous(text)

function isThisNumber(text: string): boolean {
  if (text.length > 80 || /\d/.test(text)) return false
  const words = foldWords(text).join(' ')
  return thisNumber.test(words) && !/\b(not|no|other|different|otro|pas|autre|nicht|andere|nao|outro)\b/.test(words)
}

const thisNumber = new RegExp(
  [
    '^(the )?same( (one|number|phone|as caller id))?$',
    '^(this|current|my current|caller|the caller s|their) (number|phone|one|phone number)$',
    '^(system )?caller ?id( number)?$',
    '\\b(calling|phoning|ringing) (you )?(from|with|on)$',
    '^(est[ea]|el|mi) (mismo |misma |actual )?(numero|telefono)( actual)?$|^el mismo$|\\bdesde (el|donde) que (le )?llamo$',
    '^(ce|le meme) numero( ci)?$|^le meme$|\\bdont j appelle$',
    '^(diese|die gleiche|dieselbe|die selbe) (nummer|telefonnummer)$|\\bvon der ich (gerade )?anrufe$',
    '^(este|o mesmo|esse) (numero|telefone|mesmo)$|^o mesmo$|\\bde que (eu )?(estou )?(ligando|a ligar|ligo)$',
  ].join('|'),
)

/**
 * The platform's caller id as E.164; undefined when the caller hides it (empty, "anonymous", a SIP address, Twilio's
 * +266696687, which spells ANONYMOUS) or it cannot be read.
 */
export function readCallerId(said: unknown, region: string | null): string | undefined {
  const text = readText(said)
  if (text === undefined || /sip:|@|[a-z]{3}/i.test(text) || spellsAnonymous(text)) return undefined
  const phone = readPhone(text, region)
  return phone?.clear ? phone.number : undefined
}

/** Whether this is a country code that phone numbers can be read by. */
export function isRegion(region: string | null | undefined): region is CountryCode {
  return region != null && (phoneLibrary().getCountries() as string[]).includes(region)
}

/** The country where a time zone is kept, for a clinic that has not named its own; null for UTC and the like. */
export function regionOfTimeZone(timeZone: string): string | null {
  const regions = regionsByZone()
  const known = regions.get(timeZone)
  if (known !== undefined) return known
  // The table says Asia/Calcutta and not Asia/Kolkata; equals() knows that they are one.
  const there = inZone(timeZone)
  return [...regions].find(([zone]) => inZone(zone).equals(there))?.[1] ?? null
}

let table: Map<string, string> | undefined

/** 45 ms to build, so it is built when the first clinic opens. */
function regionsByZone(): Map<string, string> {
  if (table !== undefined) return table
  table = new Map()
  for (const region of phoneLibrary().getCountries()) {
    for (const zone of new Intl.Locale(`und-${region}`).getTimeZones?.() ?? [])
      if (!table.has(zone)) table.set(zone, region)
  }
  return table
}

const inZone = (timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
