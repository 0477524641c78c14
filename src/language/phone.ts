import type { CountryCode } from 'libphonenumber-js/min'
import { phoneLibrary } from './phone-library.ts'
import { readText } from './said.ts'

/** A number as it will be kept: E.164 where it can be made, else as said, and then it verifies nobody. */
export type Phone = { number: string; clear: boolean }

/**
 * Reads a phone number in any common spelling, with the clinic's region (ISO 3166, such as `US`) assumed where it names
 * no country. A number of possible length counts, in use or not: fictional 555 numbers are what people test with.
 */
export function readPhone(said: unknown, region: string | null): Phone | undefined {
  const text = readText(said)
  if (text === undefined) return undefined
  const parsed = phoneLibrary().parsePhoneNumberFromString(text, isRegion(region) ? region : undefined)
  if (parsed?.isPossible()) return { number: parsed.number, clear: true }
  return { number: text.slice(0, 50), clear: false }
}

/**
 * The platform's caller id as E.164; undefined when the caller hides it (empty, "anonymous", a SIP address, Twilio's
 * +266696687, which spells ANONYMOUS) or it cannot be read.
 */
export function readCallerId(said: unknown, region: string | null): string | undefined {
  const text = readText(said)
  if (text === undefined || /sip:|@|[a-z]{3}/i.test(text) || text.replace(/\D/g, '') === '266696687') return undefined
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
