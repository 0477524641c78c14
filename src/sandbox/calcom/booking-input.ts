import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { isObject, type JsonObject } from '../vendor-answer.ts'
import { badRequest, CalcomRefusal } from './calcom-answers.ts'

/** A body of POST /v2/bookings that Cal.com would read on with. Fields it does not know are gone. */
export type BookingInput = {
  /** epoch milliseconds */
  start: number
  attendee: { name: string; email?: string; phoneNumber?: string; timeZone: string; language: string }
  eventTypeId?: number
  eventTypeSlug?: string
  username?: string
  teamSlug?: string
  guests: string[]
  metadata: Record<string, string>
  lengthInMinutes?: number
  responses: JsonObject
  location?: unknown
}

type Fault = { property: string; says: string; children?: Fault[] }
/** What a value has to be, in the words of Cal.com's validator; undefined when it is. */
type Rule = (value: unknown, property: string) => string | undefined

/** Reads a body by the rules of API version 2024-08-13; throws Cal.com's refusal, all faults in one sentence. */
export function readBookingInput(body: unknown): BookingInput {
  const given = isObject(body) ? body : {}
  const faults = [
    ...broken(given, { start: isDateString }),
    ...attendeeFaults(given.attendee),
    ...identityFaults(given),
    ...broken(given, optionals),
  ]
  if (faults.length > 0) throw badRequest(spell(faults))
  refuseWrongMetadataValues(given.metadata)
  const attendee = given.attendee as JsonObject
  return {
    start: readInstant(given.start as string),
    attendee: {
      name: attendee.name as string,
      timeZone: attendee.timeZone as string,
      language: (attendee.language ?? 'en') as string,
      ...(attendee.email ? { email: attendee.email as string } : {}),
      ...(attendee.phoneNumber ? { phoneNumber: attendee.phoneNumber as string } : {}),
    },
    guests: (given.guests ?? []) as string[],
    metadata: (given.metadata ?? {}) as Record<string, string>,
    responses: (given.bookingFieldsResponses ?? {}) as JsonObject,
    ...pick(given, ['eventTypeId', 'eventTypeSlug', 'username', 'teamSlug', 'lengthInMinutes', 'location']),
  }
}

/** The new start of a booking, and why. */
export function readRescheduleInput(body: unknown): { start: number; reason?: string; by?: string } {
  const given = isObject(body) ? body : {}
  const faults = [
    ...broken(given, { start: isDateString }),
    ...broken(given, { rescheduledBy: optional(isEmailString), reschedulingReason: optional(isString) }),
  ]
  if (faults.length > 0) throw badRequest(spell(faults))
  return {
    start: readInstant(given.start as string),
    ...(given.reschedulingReason ? { reason: given.reschedulingReason as string } : {}),
    ...(given.rescheduledBy ? { by: given.rescheduledBy as string } : {}),
  }
}

/** Why a booking is cancelled. */
export function readCancelInput(body: unknown): { reason?: string } {
  const given = isObject(body) ? body : {}
  const faults = broken(given, {
    cancellationReason: optional(isString),
    cancelSubsequentBookings: optional((value, property) =>
      typeof value === 'boolean' ? undefined : `${property} must be a boolean value`,
    ),
  })
  if (faults.length > 0) throw badRequest(spell(faults))
  return given.cancellationReason ? { reason: given.cancellationReason as string } : {}
}

/** Whether a zone is one that Cal.com's validator takes: a name of the IANA list, and no offset. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || /^[+-]/.test(value)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

const isString: Rule = (value, property) => (typeof value === 'string' ? undefined : `${property} must be a string`)
const isInteger: Rule = (value, property) =>
  Number.isInteger(value) ? undefined : `${property} must be an integer number`
const isEmailString: Rule = (value, property) => (isEmail(value) ? undefined : `${property} must be an email`)
const isDateString: Rule = (value, property) =>
  typeof value === 'string' && !Number.isNaN(readInstant(value))
    ? undefined
    : `${property} must be a valid ISO 8601 date string`

const optional =
  (rule: Rule): Rule =>
  (value, property) =>
    value === undefined || value === null ? undefined : rule(value, property)

const optionals: Record<string, Rule> = {
  bookingFieldsResponses: optional((value, property) =>
    isObject(value) ? undefined : `${property} must be an object`,
  ),
  eventTypeId: optional(isInteger),
  eventTypeSlug: optional(isString),
  username: optional(isString),
  teamSlug: optional(isString),
  organizationSlug: optional(isString),
  guests: optional((value, property) => {
    if (!Array.isArray(value)) return `each value in ${property} must be a string, ${property} must be an array`
    return value.every((one) => typeof one === 'string') ? undefined : `each value in ${property} must be a string`
  }),
  meetingUrl: optional((value, property) =>
    typeof value === 'string' && URL.canParse(value) ? undefined : `${property} must be a URL address`,
  ),
  location: optional((value) => locationFault(value)),
  metadata: optional((value, property) => {
    if (!isObject(value)) return `${metadataRule}, ${property} must be an object`
    return fitsMetadata(value) ? undefined : metadataRule
  }),
  lengthInMinutes: optional((value, property) =>
    Number.isInteger(value)
      ? (value as number) < 1
        ? `${property} must not be less than 1`
        : undefined
      : `${property} must not be less than 1, ${property} must be an integer number`,
  ),
  routing: optional(routingFault),
  emailVerificationCode: optional(isString),
}

const metadataRule =
  'Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.'

function fitsMetadata(value: JsonObject): boolean {
  const entries = Object.entries(value)
  return (
    entries.length <= 50 &&
    entries.every(([key, one]) => key.length <= 40 && (typeof one !== 'string' || one.length <= 500))
  )
}

/** Values that are no strings pass the validator and are refused further in, by a schema with a body of its own. */
function refuseWrongMetadataValues(metadata: unknown): void {
  const wrong = Object.entries(isObject(metadata) ? metadata : {}).filter(([, one]) => typeof one !== 'string')
  if (wrong.length === 0) return
  const issues = wrong.map(([key, one]) => `Expected string, received ${kindOf(one)} at "metadata.${key}"`)
  throw new CalcomRefusal(400, issues.join('; '), { form: 'zod' })
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

function attendeeFaults(attendee: unknown): Fault[] {
  if (attendee === undefined || attendee === null)
    return [{ property: 'attendee', says: 'attendee should not be null or undefined' }]
  if (!isObject(attendee))
    return [{ property: 'attendee', says: 'nested property attendee must be either object or array' }]
  const children = broken(attendee, {
    name: isString,
    timeZone: (value, property) => (isTimeZone(value) ? undefined : `${property} must be a valid IANA time-zone`),
    phoneNumber: (value) =>
      !value || (typeof value === 'string' && isValidPhoneNumber(value))
        ? undefined
        : 'Invalid phone number format. Please use international format.',
    language: optional((value, property) =>
      languages.includes(value as string)
        ? undefined
        : `${property} must be one of the following values: ${languages.join(', ')}`,
    ),
    email: (value) => (!value || isEmail(value) ? undefined : 'Invalid email format'),
  })
  if (!attendee.email && !attendee.phoneNumber)
    children.push({
      property: 'attendee email or phone',
      says: 'Attendee must have at least one contact method (email or phone number)',
    })
  return children.length > 0 ? [{ property: 'attendee', says: '', children }] : []
}

function identityFaults({ eventTypeId, eventTypeSlug, username, teamSlug }: JsonObject): Fault[] {
  if (eventTypeId || (eventTypeSlug && (username || teamSlug))) return []
  return [
    {
      property: 'eventTypeId or eventTypeSlug + username',
      says: 'Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided',
    },
  ]
}

/** The field that each kind of location has besides its kind; a bare string is taken for old clients' sake. */
const locationFields: Record<string, string | undefined> = {
  address: undefined,
  link: undefined,
  phone: undefined,
  organizersDefaultApp: undefined,
  integration: 'integration',
  attendeePhone: 'phone',
  attendeeAddress: 'address',
  attendeeDefined: 'location',
}

function locationFault(value: unknown): string | undefined {
  if (typeof value === 'string') return undefined
  const type = isObject(value) ? value.type : undefined
  if (typeof type !== 'string' || !Object.hasOwn(locationFields, type))
    return `Each object in 'locations' must have a 'type' that is one of: ${Object.keys(locationFields).join(', ')}.`
  const field = locationFields[type]
  return field === undefined || typeof (value as JsonObject)[field] === 'string'
    ? undefined
    : `Validation failed for ${type} location: ${field} must be a string`
}

function routingFault(value: unknown, property: string): string | undefined {
  if (!isObject(value)) return `nested property ${property} must be either object or array`
  const { responseId, teamMemberIds } = value
  if (!Number.isInteger(responseId)) return 'responseId must be an integer number'
  return Array.isArray(teamMemberIds) && teamMemberIds.every(Number.isInteger)
    ? undefined
    : 'each value in teamMemberIds must be an integer number'
}

const broken = (given: JsonObject, rules: Record<string, Rule>): Fault[] =>
  Object.entries(rules).flatMap(([property, rule]) => {
    const says = rule(given[property], property)
    return says === undefined ? [] : [{ property, says }]
  })

const spell = (faults: Fault[]): string =>
  faults
    .map(({ property, says, children = [] }) => `${property} property is wrong,${says} ${spell(children)}`)
    .join(', ')

const isEmail = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length <= 254 &&
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*\.[a-z]{2,}$/i.test(
    value,
  ) &&
  !/^\.|\.\.|\.@/.test(value)

/** ISO 8601 as epoch milliseconds, NaN for anything else; without an offset it is UTC. */
export function readInstant(text: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
    text,
  )
  if (parts === null) return Number.NaN
  const [, date, time = '00:00', offset = 'Z'] = parts
  try {
    return Temporal.Instant.from(`${date}T${time.replace(',', '.')}${offset}`).epochMilliseconds
  } catch {
    return Number.NaN
  }
}

const pick = <Key extends keyof BookingInput>(given: JsonObject, keys: readonly Key[]): Pick<BookingInput, Key> =>
  Object.fromEntries(
    keys.filter((key) => given[key] !== undefined && given[key] !== null).map((key) => [key, given[key]]),
  ) as Pick<BookingInput, Key>

const languages =
  'ar ca de es eu he id ja lv pl ro sr th vi az cs el es-419 fi hr it km nl pt ru sv tr zh-CN bg da en et fr hu iw ko no pt-BR sk ta uk zh-TW bn'.split(
    ' ',
  )
