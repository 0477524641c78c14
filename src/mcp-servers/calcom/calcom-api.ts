import type { ToolCall } from '../tool.ts'
import { ask, isObject, type JsonObject, type VendorOutcome } from '../vendor-call.ts'
import type { CalcomSettings } from './calcom-server.ts'

/** A booking as Cal.com shows it, as far as it matters here. Instants are normal: 2026-12-15T14:00:00Z. */
export type CalcomBooking = {
  id: number
  uid: string
  status: string
  start: string
  end: string
  eventTypeId: number | undefined
  /** of the booking into which this one was moved */
  rescheduledToUid: string | undefined
  attendees: string[]
  /** of the first attendee */
  timeZone: string | undefined
  metadata: JsonObject
}

export type BookingWish = {
  start: string
  eventTypeId: number
  attendee: { name: string; email: string; timeZone: string; language: string }
  guests?: string[]
  metadata?: Record<string, string>
}

export type SlotsQuery = { eventTypeId: number; start: string; end: string; timeZone: string; moving?: string }
/** `email` left out: bookings of everybody. */
export type AttendeeQuery = { email?: string; eventTypeId: number | undefined; after: string; before: string }

/** Which way a call goes: reads are repeated after any failure, writes only where nothing can happen twice. */
export type CalcomApi = {
  book(wish: BookingWish, call: ToolCall): Promise<VendorOutcome>
  reschedule(uid: string, body: { start: string; reschedulingReason?: string }, call: ToolCall): Promise<VendorOutcome>
  cancel(uid: string, reason: string, call: ToolCall): Promise<VendorOutcome>
  booking(uid: string, call: ToolCall): Promise<VendorOutcome>
  bookingsOf(query: AttendeeQuery, call: ToolCall): Promise<VendorOutcome>
  slots(query: SlotsQuery, call: ToolCall): Promise<VendorOutcome>
  /** of the key's owner, or of somebody by name */
  eventTypes(username: string | undefined, call: ToolCall): Promise<VendorOutcome>
  /** whose the key is */
  me(call: ToolCall): Promise<VendorOutcome>
}

// Each resource has versions of its own, and answers in another form, or with 404, under those of others.
const slotsVersion = '2024-09-04'
const eventTypesVersion = '2024-06-14'

/** Cal.com's API v2 over fetch. */
export function calcomApi({ apiKey, apiUrl, apiVersion }: CalcomSettings): CalcomApi {
  const base = apiUrl.replace(/\/+$/, '').replace(/\/v2$/, '')
  const request = (version: string, path: string, query: Record<string, string> = {}) => {
    const search = new URLSearchParams(query).toString()
    return {
      url: `${base}/v2/${path}${search === '' ? '' : `?${search}`}`,
      headers: { Authorization: `Bearer ${apiKey}`, 'cal-api-version': version, Accept: 'application/json' },
    }
  }
  const read = (
    version: string,
    path: string,
    query: Record<string, string>,
    { deadline, signal }: ToolCall,
    // slots and event types can take Cal.com many seconds
    repeatable: 'any' | 'hasty' = 'any',
  ) => ask({ ...request(version, path, query), method: 'GET' }, repeatable, deadline, signal)
  // A write is not given up with its caller: whether it was carried out has to be found out then.
  const write = (path: string, json: JsonObject, { deadline }: ToolCall, repeatable: 'unsent' | 'any') =>
    ask({ ...request(apiVersion, path), method: 'POST', json }, repeatable, deadline)
  const at = (uid: string) => `bookings/${encodeURIComponent(uid)}`

  return {
    book: (wish, call) => write('bookings', wish, call, 'unsent'),
    reschedule: (uid, body, call) => write(`${at(uid)}/reschedule`, body, call, 'unsent'),
    cancel: (uid, cancellationReason, call) => write(`${at(uid)}/cancel`, { cancellationReason }, call, 'any'),
    booking: (uid, call) => read(apiVersion, at(uid), {}, call, 'hasty'),
    bookingsOf: ({ email, eventTypeId, after, before }, call) => {
      const query = {
        afterStart: after,
        beforeEnd: before,
        // the most there is: a day of everybody's bookings may be many
        take: '250',
        ...(email !== undefined && { attendeeEmail: email }),
        ...(eventTypeId !== undefined && { eventTypeId: String(eventTypeId) }),
      }
      return read(apiVersion, 'bookings', query, call, 'hasty')
    },
    slots: ({ eventTypeId, start, end, timeZone, moving }, call) =>
      read(
        slotsVersion,
        'slots',
        {
          ...{ eventTypeId: String(eventTypeId), start, end, timeZone, format: 'range' },
          ...(moving === undefined ? {} : { bookingUidToReschedule: moving }),
        },
        call,
      ),
    eventTypes: (username, call) =>
      read(eventTypesVersion, 'event-types', username === undefined ? {} : { username }, call),
    me: (call) => read(apiVersion, 'me', {}, call),
  }
}

/** What stands under `data` in a success; undefined in anything else. */
export const dataIn = (outcome: VendorOutcome): unknown =>
  outcome.kind === 'answered' && outcome.status < 300 && isObject(outcome.body) ? outcome.body.data : undefined

/** Reads a booking; undefined where there is none. Of several recurrences the first. */
export function readBooking(data: unknown): CalcomBooking | undefined {
  const shown = Array.isArray(data) ? data[0] : data
  if (!isObject(shown)) return undefined
  const { id, uid, status, eventTypeId, eventType, rescheduledToUid, attendees, metadata } = shown
  const [start, end] = [readInstant(shown.start), readInstant(shown.end)]
  if (typeof id !== 'number' || typeof uid !== 'string' || typeof status !== 'string') return undefined
  if (start === undefined || end === undefined) return undefined
  const type = isObject(eventType) ? eventType.id : eventTypeId
  const people = (Array.isArray(attendees) ? attendees : []).filter(isObject)
  const zone = people[0]?.timeZone
  return {
    ...{ id, uid, status, start, end },
    timeZone: typeof zone === 'string' ? zone : undefined,
    eventTypeId: typeof type === 'number' ? type : undefined,
    rescheduledToUid: typeof rescheduledToUid === 'string' ? rescheduledToUid : undefined,
    attendees: people.map(({ email }) => email).filter((email) => typeof email === 'string'),
    metadata: isObject(metadata) ? metadata : {},
  }
}

export function readInstant(text: unknown): string | undefined {
  try {
    return typeof text === 'string' ? Temporal.Instant.from(text).toString({ smallestUnit: 'second' }) : undefined
  } catch {
    return undefined
  }
}
