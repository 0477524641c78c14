import { z } from 'zod'
import { type Closure, faultsOfStretches, type OpeningHours, type WallStretch } from '../calendar/opening-hours.ts'
import { isRegion } from '../language/phone.ts'
import { readDate, readEmail, readText } from '../language/said.ts'

/** The pieces that several addresses of the owner's API share. Their types are what the dashboard works with. */

export const faultWire = z
  .object({
    error: z.string().describe('public code, snake_case, never renamed'),
    message: z.string().describe('a sentence for the integrator'),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Fault' })

/** The faults a route may answer with, as the document lists them. */
export const faults = <Status extends number>(...statuses: Status[]): Record<Status, typeof faultWire> =>
  Object.fromEntries(statuses.map((status) => [status, faultWire])) as Record<Status, typeof faultWire>

export const idWire = z.uuid()
export const instantWire = z.string().meta({ format: 'date-time', description: 'with offset' })

/** An instant with `Z` or an offset; what is finer than a millisecond is cut off. */
export const saidInstant = z
  .string()
  .meta({ format: 'date-time', description: 'ISO 8601 with Z or an offset' })
  .transform((text, context) => {
    const at = readInstant(text)
    if (at !== undefined && isInReach(at)) return at
    return refuse(context, 'Must be an instant with Z or an offset, such as 2026-12-15T09:00:00-05:00.')
  })

export const emailWire = z
  .string()
  .max(254)
  .meta({ format: 'email' })
  .transform((text, context) => readEmail(text) ?? refuse(context, 'Must be an e-mail address.'))

export const passwordWire = z.string().min(8, 'Must have 8 characters or more.').max(200)

/** Text of one line. No control characters: PostgreSQL refuses U+0000, and the rest hide text from people. */
export const lineWire = z.string().overwrite((text) => readText(text) ?? '')
/** Text that may have several lines and tabs. */
export const textWire = z.string().overwrite((text) => text.replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]/gu, '').trim())

export const nameWire = lineWire.min(1, 'Must not be empty.').max(255)

export const timeZoneWire = z
  .string()
  .max(100)
  .meta({ description: 'IANA time zone', examples: ['America/New_York'] })
  .transform((text, context) => canonicalTimeZone(text) ?? refuse(context, `There is no time zone of this name.`))

export const dateWire = z
  .string()
  .meta({ format: 'date', description: 'YYYY-MM-DD' })
  .refine((text) => text > '0001' && readDate(text) !== undefined, 'Must be a date of the calendar as YYYY-MM-DD.')

const stretchesWire = z
  .array(z.tuple([z.string(), z.string()]))
  .max(20)
  .meta({
    description: 'HH:MM wall times; 24:00 ends a day, an end before its start runs over midnight',
    examples: [[['09:00', '17:00']]],
  })
  .superRefine((stretches, context) => {
    for (const { index, message } of faultsOfStretches(stretches))
      context.addIssue({ code: 'custom', path: [index], message })
  })

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
type Week<Day> = Record<(typeof weekdays)[number], Day>
const weekOf = <Day extends z.ZodType>(day: Day): Week<Day> =>
  Object.fromEntries(weekdays.map((weekday) => [weekday, day])) as Week<Day>

export const openingHoursWire = z.object(weekOf(stretchesWire)).meta({ id: 'OpeningHours' })

/** A change of the hours: days that are not named keep theirs. */
export const saidOpeningHours = z.strictObject(weekOf(stretchesWire)).partial().meta({ id: 'OpeningHoursChange' })

export const closureWire = z.object({ date: dateWire, hours: stretchesWire }).meta({ id: 'Closure' })

export const saidClosures = z
  .array(z.strictObject({ date: dateWire, hours: stretchesWire.default([]) }))
  .max(2_000)
  .meta({ description: 'these hours replace the date’s; none means closed. The list replaces the whole list.' })
  .superRefine((closures, context) => {
    const seen = new Set<string>()
    for (const [index, { date }] of closures.entries()) {
      if (seen.has(date))
        context.addIssue({ code: 'custom', path: [index, 'date'], message: 'This date is named twice.' })
      seen.add(date)
    }
  })

/** From Monday to Sunday, which is not the order in which the database keeps them. */
export const weekOnWire = (week: OpeningHours): z.output<typeof openingHoursWire> =>
  Object.fromEntries(weekdays.map((day) => [day, stretchesOnWire(week[day])])) as z.output<typeof openingHoursWire>

export const closuresOnWire = (closures: readonly Closure[]): z.output<typeof closureWire>[] =>
  closures.map(({ date, hours }) => ({ date, hours: stretchesOnWire(hours) }))

const stretchesOnWire = (stretches: readonly WallStretch[]): [string, string][] =>
  stretches.map(([opens, closes]) => [opens, closes])

export const localeWire = z
  .string()
  .max(35)
  .meta({ description: 'BCP 47 language tag', examples: ['en-US'] })
  .transform((text, context) => canonicalLocale(text) ?? refuse(context, 'Must be a language tag such as en or es-MX.'))

/** What an agent listens and answers in. It answers in English where a language has no sentences of ours yet. */
export const agentLanguageWire = localeWire.refine(
  (tag) => ['en', 'es', 'fr', 'de', 'pt'].includes(tag.split('-')[0]!),
  'Must be en, es, fr, de or pt.',
)

export const regionWire = z
  .string()
  .toUpperCase()
  .meta({ description: 'ISO 3166 country, assumed for phone numbers', examples: ['US'] })
  .refine((text) => isRegion(text), 'Must be a two-letter country code.')

/** To the millisecond; undefined when there is no offset, or it is no instant. */
export function readInstant(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text).round({ smallestUnit: 'millisecond', roundingMode: 'floor' })
  } catch {
    return undefined
  }
}

/** The instants whose years have four digits in every zone: beyond, PostgreSQL and ISO 8601 part company. */
export const firstInstant = Temporal.Instant.from('0001-01-02T00:00:00Z')
export const lastInstant = Temporal.Instant.from('9999-12-30T00:00:00Z')
const isInReach = (at: Temporal.Instant) =>
  Temporal.Instant.compare(at, firstInstant) >= 0 && Temporal.Instant.compare(at, lastInstant) <= 0

export function canonicalTimeZone(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId
  } catch {
    return undefined
  }
}

function canonicalLocale(text: string): string | undefined {
  try {
    // longer first parts are reserved, and a slip of the keyboard
    return /^[a-z]{2,3}(-|$)/i.test(text) ? Intl.getCanonicalLocales(text)[0] : undefined
  } catch {
    return undefined
  }
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
