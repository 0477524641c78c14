import type { JsonObject } from '../vendor-answer.ts'
import { badRequest } from './calcom-answers.ts'

/** What is wrong with a field, in the words of the validator that Cal.com uses. */
export type Fault = { property: string; says: string; children?: Fault[] }

/** What a value has to be; undefined when it is. */
export type Rule = (value: unknown, property: string) => string | undefined

/** The faults of these fields, in this order. */
export const broken = (given: JsonObject, rules: Record<string, Rule>): Fault[] =>
  Object.entries(rules).flatMap(([property, rule]) => {
    const says = rule(given[property], property)
    return says === undefined ? [] : [{ property, says }]
  })

/** Fields that are not in the list; they are told before anything else. */
export const unknownFields = (given: JsonObject, known: readonly string[]): Fault[] =>
  Object.keys(given)
    .filter((property) => !known.includes(property))
    .map((property) => ({ property, says: `property ${property} should not exist` }))

/** Throws Cal.com's refusal when there are faults: all of them in one sentence. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw badRequest(spell(faults))
}

const spell = (faults: readonly Fault[]): string =>
  faults
    .map(({ property, says, children = [] }) => `${property} property is wrong,${says} ${spell(children)}`)
    .join(', ')

/** Left out; null is a wrong value here, as Cal.com's document has it, where its validator would pass it over. */
export const optional =
  (rule: Rule): Rule =>
  (value, property) =>
    value === undefined ? undefined : rule(value, property)

export const isString: Rule = (value, property) =>
  typeof value === 'string' ? undefined : `${property} must be a string`

export const isInteger: Rule = (value, property) =>
  Number.isInteger(value) ? undefined : `${property} must be an integer number`

export const isIntegerList: Rule = (value, property) =>
  Array.isArray(value) && value.every(Number.isInteger)
    ? undefined
    : `each value in ${property} must be an integer number`

export const isBoolean: Rule = (value, property) =>
  typeof value === 'boolean' ? undefined : `${property} must be a boolean value`

export const isEmailString: Rule = (value, property) => (isEmail(value) ? undefined : `${property} must be an email`)

export const isZone: Rule = (value, property) =>
  isTimeZone(value) ? undefined : `${property} must be a valid IANA time-zone`

export const isDateString: Rule = (value, property) =>
  typeof value === 'string' && !Number.isNaN(readInstant(value))
    ? undefined
    : `${property} must be a valid ISO 8601 date string`

/** Whether this is a zone: a name of the IANA list, and no offset. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[a-z]/i.test(value)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

const label = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?'
const address = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]{1,64}@(?:${label}\\.)+[a-z]{2,63}$`, 'i')

export const isEmail = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 254 && address.test(value) && !/^\.|\.\.|\.@/.test(value)

const isoForm = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i

/** ISO 8601 as epoch milliseconds, NaN for anything else; without an offset it is UTC. */
export function readInstant(text: string): number {
  const parts = isoForm.exec(text)
  if (parts === null) return Number.NaN
  const [, date, time = '00:00', offset = 'Z'] = parts
  try {
    return Temporal.Instant.from(`${date}T${time.replace(',', '.')}${offset}`).epochMilliseconds
  } catch {
    return Number.NaN
  }
}
