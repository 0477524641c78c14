import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { isObject, type JsonObject } from '../vendor-answer.ts'
import { CalcomRefusal } from './calcom-answers.ts'
import {
  broken,
  type Fault,
  isBoolean,
  isDateString,
  isEmail,
  isEmailString,
  isInteger,
  isIntegerList,
  isString,
  isZone,
  optional,
  type Rule,
  readInstant,
  refuseFaults,
  unknownFields,
} from './nest-validator.ts'

/** A body of POST /v2/bookings that passes Cal.com's validator. */
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
  meetingUrl?: string
  recurrenceCount?: number
}

/**
 * Reads a body by the rules of API version 2024-08-13; throws Cal.com's refusal, all faults in one sentence. A field
 * that it does not know is one of them: Cal.com's pipe for this body forbids what its list of fields does not name
 * (the hosted service answered so, too, in August 2026), where its query strings drop such fields silently.
 */
export function readBookingInput(body: unknown): BookingInput {
  const given = isObject(body) ? body : {}
  refuseFaults([
    ...unknownFields(given, ['start', 'attendee', ...Object.keys(optionals)]),
    ...broken(given, { start: isDateString }),
    ...attendeeFaults(given.attendee),
    ...broken(given, optionals),
    ...identityFaults(given),
  ])
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
    ...pick(given, ['eventTypeId', 'eventTypeSlug', 'username', 'teamSlug']),
    ...pick(given, ['lengthInMinutes', 'location', 'meetingUrl', 'recurrenceCount']),
  }
}

/** The new start of a booking, and why. */
export function readRescheduleInput(body: unknown): { start: number; reason?: string; by?: string } {
  const given = isObject(body) ? body : {}
  const rules = {
    start: isDateString,
    rescheduledBy: optional(isEmailString),
    reschedulingReason: optional(isString),
    emailVerificationCode: optional(isString),
  }
  refuseFaults([...unknownFields(given, Object.keys(rules)), ...broken(given, rules)])
  return {
    start: readInstant(given.start as string),
    ...(given.reschedulingReason ? { reason: given.reschedulingReason as string } : {}),
    ...(given.rescheduledBy ? { by: given.rescheduledBy as string } : {}),
  }
}

/** Why a booking is cancelled. */
export function readCancelInput(body: unknown): { reason?: string } {
  const given = isObject(body) ? body : {}
  const rules = { cancellationReason: optional(isString), cancelSubsequentBookings: optional(isBoolean) }
  refuseFaults([...unknownFields(given, Object.keys(rules)), ...broken(given, rules)])
  return given.cancellationReason ? { reason: given.cancellationReason as string } : {}
}

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
    typeof value === 'string' && /^(https?:\/\/)?[\w-]+(\.[\w-]+)+([/?#:].*)?$/i.test(value)
      ? undefined
      : `${property} must be a URL address`,
  ),
  location: optional((value) => locationFault(value)),
  metadata: optional((value, property) => {
    if (!isObject(value)) return `${metadataRule}, ${property} must be an object`
    return fitsMetadata(value) ? undefined : metadataRule
  }),
  lengthInMinutes: optional((value, property) => {
    if (!Number.isInteger(value)) return `${property} must not be less than 1, ${property} must be an integer number`
    return (value as number) < 1 ? `${property} must not be less than 1` : undefined
  }),
  routing: optional(routingFault),
  emailVerificationCode: optional(isString),
  rrHostSubsetIds: optional(isIntegerList),
  recurrenceCount: optional((value, property) =>
    Number.isInteger(value) && (value as number) >= 1 ? undefined : `${property} must not be less than 1`,
  ),
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
  const issues = wrong.map(([key, one]) => `metadata.${key} - Expected string, received ${kindOf(one)}, `)
  throw new CalcomRefusal(400, issues.join(''), { form: 'zod' })
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

function attendeeFaults(attendee: unknown): Fault[] {
  if (attendee === undefined || attendee === null)
    return [{ property: 'attendee', says: 'attendee should not be null or undefined' }]
  if (!isObject(attendee))
    return [{ property: 'attendee', says: 'nested property attendee must be either object or array' }]
  const children = [...unknownFields(attendee, Object.keys(attendeeRules)), ...broken(attendee, attendeeRules)]
  if (!attendee.email && !attendee.phoneNumber)
    children.push({
      property: 'attendee email or phone',
      says: 'Attendee must have at least one contact method (email or phone number)',
    })
  return children.length > 0 ? [{ property: 'attendee', says: '', children }] : []
}

const languages =
  'ar ca de es eu he id ja lv pl ro sr th vi az cs el es-419 fi hr it km nl pt ru sv tr zh-CN bg da en et fr hu iw ko no pt-BR sk ta uk zh-TW bn'.split(
    ' ',
  )

const attendeeRules: Record<string, Rule> = {
  name: isString,
  timeZone: isZone,
  phoneNumber: optional((value) =>
    value === '' || (typeof value === 'string' && isValidPhoneNumber(value))
      ? undefined
      : 'Invalid phone number format. Please use international format.',
  ),
  language: optional((value, property) =>
    languages.includes(value as string)
      ? undefined
      : `${property} must be one of the following values: ${languages.join(', ')}`,
  ),
  email: optional((value) => (value === '' || isEmail(value) ? undefined : 'Invalid email format')),
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

/** The field that each kind of location has besides its kind. */
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
  return isInteger(value.responseId, 'responseId') ?? isIntegerList(value.teamMemberIds, 'teamMemberIds')
}

const pick = <Key extends keyof BookingInput>(given: JsonObject, keys: readonly Key[]): Pick<BookingInput, Key> =>
  Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]])) as Pick<
    BookingInput,
    Key
  >
