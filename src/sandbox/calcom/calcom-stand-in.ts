import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { sandboxCredentials } from '../sandbox-credentials.ts'
import { readJson, type Vendor, type VendorAnswer, type VendorRequest } from '../vendor-answer.ts'
import { oldShapeRefusal, shapeOf } from './api-versions.ts'
import { type BookingInput, readBookingInput, readCancelInput, readRescheduleInput } from './booking-input.ts'
import { listBookings } from './booking-list.ts'
import { badRequest, CalcomRefusal, notFound, refused, success } from './calcom-answers.ts'
import { type CalcomBooking, type CalcomCalendar, showBooking } from './calcom-calendar.ts'
import { eventTypes, type SandboxEventType } from './event-type-catalogue.ts'
import { showEventType } from './event-type-form.ts'
import { listSlots } from './offered-slots.ts'

type Options = { calendar: CalcomCalendar; clock: Clock; perMinute: number }

/** Cal.com's API v2: bookings, slots, event types and the owner of the key, as strict as the public code is. */
export function calcomStandIn({ calendar, clock, perMinute }: Options): Vendor {
  const now = () => clock.now().epochMilliseconds
  const limit = rateLimit(perMinute, now)

  async function answer(request: VendorRequest): Promise<VendorAnswer> {
    const { headers, spent } = limit(callerOf(request))
    const withHeaders = (said: VendorAnswer) => ({
      ...said,
      headers: { ...headers, 'X-Request-Id': requestId(request), ...said.headers },
    })
    try {
      authenticate(request)
      if (spent) throw tooMany()
      return withHeaders(await route(request))
    } catch (error) {
      if (!(error instanceof CalcomRefusal)) throw error
      return withHeaders(refused(request, error, clock.now()))
    }
  }

  async function route(request: VendorRequest): Promise<VendorAnswer> {
    const { method, path } = request
    const [resource = '', id, action, ...more] = path.slice('/v2/'.length).split('/')
    const shape = shapeOf(resource, request)
    if (shape === 'none') throw noRoute(request)
    if (more.length === 0) {
      if (resource === 'bookings') {
        if (shape === 'old') throw oldShapeRefusal(request)
        if (id === undefined && method === 'POST') return book(request)
        if (id === undefined && method === 'GET') return list(request)
        if (id !== undefined && action === undefined && method === 'GET')
          return success(200, showBooking(bookingOf(id)))
        if (id !== undefined && action === 'cancel' && method === 'POST') return cancel(id, request)
        if (id !== undefined && action === 'reschedule' && method === 'POST') return reschedule(id, request)
      }
      if (resource === 'slots' && id === undefined && method === 'GET') {
        if (shape === 'old') throw oldShapeRefusal(request)
        return { status: 200, body: { data: listSlots(request.query, calendar, now()), status: 'success' } }
      }
      if (resource === 'event-types' && action === undefined && method === 'GET') {
        requireKey(request)
        if (shape === 'old') throw oldShapeRefusal(request)
        if (id === undefined) return success(200, eventTypes.map(showEventType))
        const found = eventTypes.find((type) => String(type.id) === id)
        if (found === undefined) throw notFound(`Event type with id ${id} not found`)
        return success(200, showEventType(found))
      }
      if (resource === 'me' && id === undefined && method === 'GET') {
        requireKey(request)
        return success(200, owner)
      }
    }
    throw noRoute(request)
  }

  async function book(request: VendorRequest): Promise<VendorAnswer> {
    const input = readBookingInput(readBody(request))
    const eventType = eventTypeOf(input)
    const minutes = lengthOf(input, eventType)
    if (input.attendee.email === undefined) throw badRequest('responses - {email}error_required_field')
    refuseLocation(input, eventType)
    const { email, ...attendee } = input.attendee
    const booking = await calendar.book(
      {
        eventType,
        start: input.start,
        end: input.start + minutes * 60_000,
        attendee: { ...attendee, email },
        guests: input.guests,
        metadata: input.metadata,
        responses: input.responses,
      },
      now,
    )
    return success(201, showBooking(booking))
  }

  function list(request: VendorRequest): VendorAnswer {
    requireKey(request)
    const { found, pagination } = listBookings(calendar.all(), request.query, now())
    return success(200, found.map(showBooking), { pagination })
  }

  function cancel(uid: string, request: VendorRequest): VendorAnswer {
    const { reason } = readCancelInput(readBody(request))
    const booking = bookingOf(uid)
    if (booking.status === 'cancelled')
      throw badRequest(
        `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`,
      )
    booking.status = 'cancelled'
    booking.updatedAt = now()
    if (reason !== undefined) booking.cancellationReason = reason
    return success(200, showBooking(booking))
  }

  async function reschedule(uid: string, request: VendorRequest): Promise<VendorAnswer> {
    const { start, reason, by } = readRescheduleInput(readBody(request))
    const old = bookingOf(uid)
    if (old.rescheduledToUid !== undefined)
      throw badRequest(
        `Can't reschedule booking with uid=${uid} because it has been cancelled and rescheduled already to booking with uid=${old.rescheduledToUid}. You probably want to reschedule ${old.rescheduledToUid} instead by passing it within the request URL.`,
      )
    if (old.status === 'cancelled')
      throw badRequest(
        `Can't reschedule booking with uid=${uid} because it has been cancelled. Please provide uid of a booking that is not cancelled.`,
      )
    const { eventType, attendee, guests, metadata, responses, icsUid } = old
    const moved = await calendar.book(
      {
        ...{ eventType, attendee, guests, metadata, responses, icsUid, start, end: start + (old.end - old.start) },
        rescheduledFromUid: uid,
        ...(reason === undefined ? {} : { reschedulingReason: reason }),
        ...(by === undefined ? {} : { rescheduledByEmail: by }),
      },
      now,
    )
    Object.assign(old, { status: 'cancelled', rescheduledToUid: moved.uid, updatedAt: now() })
    return success(201, showBooking(moved))
  }

  function bookingOf(uid: string): CalcomBooking {
    const found = calendar.find(uid)
    if (found === undefined) throw notFound(`Booking with uid=${uid} not found`)
    return found
  }

  return {
    answer,
    refusal: (request, status, retryAfter) => {
      const said = refused(
        request,
        status === 429 ? tooMany() : new CalcomRefusal(status, faultMessage(status)),
        clock.now(),
      )
      const blocked = { 'X-RateLimit-Limit-Default': `${perMinute}`, 'X-RateLimit-Remaining-Default': '0' }
      return {
        ...said,
        headers: {
          'X-Request-Id': requestId(request),
          ...(status === 429 && { ...blocked, 'X-RateLimit-Reset-Default': `${retryAfter ?? 60}` }),
        },
      }
    },
    bodyLimit: 10 << 20,
    tooLarge: (request) => refused(request, new CalcomRefusal(413, 'request entity too large'), clock.now()),
  }
}

const faultMessage = (status: number): string =>
  status >= 500 ? 'Internal server error' : 'The sandbox was asked to refuse this request.'

/** An empty body is none; one that is no JSON is refused by the parser in front of every controller. */
function readBody(request: VendorRequest): unknown {
  if (request.body.length === 0 || !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return {}
  const body = readJson(request.body)
  if (body === undefined) throw badRequest('Unexpected token in JSON')
  return body
}

function eventTypeOf(input: BookingInput): SandboxEventType {
  const { eventTypeId, eventTypeSlug, username } = input
  if (eventTypeId !== undefined) {
    const found = eventTypes.find((type) => type.id === eventTypeId)
    if (found === undefined) throw notFound(`Event type with id ${eventTypeId} not found.`)
    return found
  }
  const found = eventTypes.find((type) => type.slug === eventTypeSlug && type.host.username === username)
  if (found === undefined) throw notFound(`Event type with slug ${eventTypeSlug} not found.`)
  return found
}

function lengthOf({ lengthInMinutes }: BookingInput, { length, lengths }: SandboxEventType): number {
  if (lengthInMinutes === undefined) return length
  if (lengths.length === 0)
    throw badRequest(
      "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
    )
  if (!lengths.includes(lengthInMinutes))
    throw badRequest(
      `Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: ${lengths.join(', ')}`,
    )
  return lengthInMinutes
}

/** Every event type here meets in Cal Video alone. */
function refuseLocation({ location }: BookingInput, { id }: SandboxEventType): void {
  const type = (location as { type?: unknown } | undefined)?.type
  if (typeof type === 'string' && type !== 'integration')
    throw badRequest(
      `Booking location with type ${type} not valid for event type with id=${id}. The event type has following location types: integration, and only these types are allowed for booking location.`,
    )
}

const bearerOf = (request: VendorRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]

const callerOf = (request: VendorRequest): string => bearerOf(request) ?? ''

/** Nobody needs a key here but for the protected routes; a wrong one is refused everywhere. */
function authenticate(request: VendorRequest): void {
  const bearer = bearerOf(request)
  if (bearer === undefined || bearer === sandboxCredentials.calcom.apiKey) return
  throw new CalcomRefusal(
    401,
    bearer.startsWith('cal_')
      ? 'CustomThrottlerGuard - Invalid API Key'
      : 'ApiAuthStrategy - access token - Invalid Access Token.',
  )
}

function requireKey(request: VendorRequest): void {
  if (bearerOf(request) !== undefined) return
  throw new CalcomRefusal(
    403,
    "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client id in 'x-cal-client-id' header.",
  )
}

const noRoute = ({ method, path, query }: VendorRequest): CalcomRefusal => {
  const search = query.toString()
  return notFound(`Cannot ${method} ${path}${search === '' ? '' : `?${search}`}`)
}

const tooMany = () =>
  new CalcomRefusal(429, 'CustomThrottlerGuard - Too many requests. Please try again later.', {
    details: 'CustomThrottlerGuard - Too many requests. Please try again later.',
  })

const requestId = (request: VendorRequest): string => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : randomUUID()
}

/** Counts a caller's requests in windows of a minute, and says so in the headers of every answer. */
function rateLimit(perMinute: number, now: () => number) {
  const windows = new Map<string, { ends: number; count: number }>()
  return (caller: string) => {
    const at = now()
    let window = windows.get(caller)
    if (window === undefined || at >= window.ends || window.ends - at > 60_000) {
      if (windows.size > 1_000) windows.clear()
      window = { ends: at + 60_000, count: 0 }
      windows.set(caller, window)
    }
    window.count++
    return {
      spent: window.count > perMinute,
      headers: {
        'X-RateLimit-Limit-Default': `${perMinute}`,
        'X-RateLimit-Remaining-Default': `${Math.max(0, perMinute - window.count)}`,
        'X-RateLimit-Reset-Default': `${Math.ceil((window.ends - at) / 1_000)}`,
      },
    }
  }
}

const owner = {
  id: 501,
  username: 'alice',
  email: 'alice@clinic.sandbox.example',
  name: 'Alice Sandbox',
  avatarUrl: null,
  bio: null,
  timeFormat: 12,
  defaultScheduleId: 77,
  weekStart: 'Sunday',
  timeZone: 'America/New_York',
  organizationId: null,
}
