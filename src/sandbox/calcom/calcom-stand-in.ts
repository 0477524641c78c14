import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { sandboxCredentials } from '../sandbox-credentials.ts'
import { decodeSegment, readJson, type Vendor, type VendorAnswer, type VendorRequest } from '../vendor-answer.ts'
import { refuseOldShape, shapeOf } from './api-versions.ts'
import { badRequest, CalcomRefusal, notFound, refused, success } from './calcom-answers.ts'
import { calcomBookings } from './calcom-bookings.ts'
import type { CalcomCalendar } from './calcom-calendar.ts'
import { openRateLimit } from './calcom-rate-limit.ts'
import { eventTypes } from './event-type-catalogue.ts'
import { keyOwner, showEventType } from './event-type-form.ts'
import { listSlots } from './offered-slots.ts'

type Options = { calendar: CalcomCalendar; clock: Clock; perMinute: number }

/** What a path does, and whether it wants a key. */
type Route = { protected: boolean; run: () => VendorAnswer | Promise<VendorAnswer> }

/** Cal.com's API v2: bookings, slots, event types and the owner of the key, as strict as its public code. */
export function calcomStandIn({ calendar, clock, perMinute }: Options): Vendor {
  const now = () => clock.now().epochMilliseconds
  const limit = openRateLimit(perMinute, now)
  const bookings = calcomBookings(calendar, now)

  /** In the order of Cal.com's framework: the path and its version, the key, the limit, the body. */
  async function answer(request: VendorRequest): Promise<VendorAnswer> {
    const { headers, spent } = limit(bearerOf(request) ?? '')
    const withHeaders = (said: VendorAnswer): VendorAnswer => ({
      ...said,
      headers: { ...headers, 'X-Request-Id': requestId(request), ...said.headers },
    })
    try {
      const route = findRoute(request)
      authenticate(request, route)
      if (spent) throw tooMany()
      return withHeaders(await route.run())
    } catch (error) {
      if (!(error instanceof CalcomRefusal)) throw error
      return withHeaders(refused(request, error, clock.now()))
    }
  }

  function findRoute(request: VendorRequest): Route {
    const [resource = '', ...segments] = request.path.slice('/v2/'.length).split('/').map(decodeSegment)
    const shape = shapeOf(resource, request)
    const found = shape === 'none' ? undefined : routes[resource]?.(request, segments)
    if (found === undefined) throw noRoute(request)
    if (shape === 'current') return found
    // it had no way to move a booking
    if (segments[1] === 'reschedule') throw noRoute(request)
    return { ...found, run: () => refuseOldShape(request) }
  }

  const open = (run: Route['run']): Route => ({ protected: false, run })
  const forOwner = (run: Route['run']): Route => ({ protected: true, run })

  const routes: Record<string, (request: VendorRequest, segments: string[]) => Route | undefined> = {
    bookings: (request, [uid, action, ...more]) => {
      const { method } = request
      if (more.length > 0) return undefined
      if (uid === undefined && method === 'POST') return open(() => bookings.book(readBody(request)))
      if (uid === undefined && method === 'GET') return forOwner(() => bookings.list(request.query))
      if (uid === undefined || uid === '') return undefined
      if (action === undefined && method === 'GET') return open(() => bookings.show(uid))
      if (action === 'cancel' && method === 'POST') return open(() => bookings.cancel(uid, readBody(request)))
      if (action === 'reschedule' && method === 'POST') return open(() => bookings.reschedule(uid, readBody(request)))
      return undefined
    },
    slots: ({ method, query }, segments) => {
      if (method !== 'GET' || segments.length > 0) return undefined
      return open(() => ({ status: 200, body: { data: listSlots(query, calendar, now()), status: 'success' } }))
    },
    'event-types': ({ method }, [id, ...more]) => {
      if (method !== 'GET' || more.length > 0) return undefined
      if (id === undefined) return forOwner(() => success(200, eventTypes.map(showEventType)))
      return forOwner(() => {
        const found = eventTypes.find((type) => String(type.id) === id)
        if (found === undefined) throw notFound(`Event type with id ${id} not found`)
        return success(200, showEventType(found))
      })
    },
    me: ({ method }, segments) =>
      method === 'GET' && segments.length === 0 ? forOwner(() => success(200, keyOwner)) : undefined,
  }

  return {
    answer,
    refusal: (request, status, retryAfter) => {
      const refusal = status === 429 ? tooMany() : new CalcomRefusal(status, orderedMessage(status))
      const blocked = {
        'X-RateLimit-Limit-Default': `${perMinute}`,
        'X-RateLimit-Remaining-Default': '0',
        'X-RateLimit-Reset-Default': `${retryAfter ?? 60}`,
      }
      return {
        ...refused(request, refusal, clock.now()),
        headers: { 'X-Request-Id': requestId(request), ...(status === 429 && blocked) },
      }
    },
    bodyLimit: 10 << 20,
    tooLarge: (request) => refused(request, new CalcomRefusal(413, 'request entity too large'), clock.now()),
  }
}

const orderedMessage = (status: number): string =>
  status >= 500 ? 'Internal server error' : 'The sandbox was ordered to refuse this request.'

/** What is not announced as JSON is not read; what is announced and is none never gets to a controller. */
function readBody(request: VendorRequest): unknown {
  if (request.body.length === 0 || !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return {}
  const body = readJson(request.body)
  if (body === undefined) throw badRequest('Unexpected token in JSON')
  return body
}

const bearerOf = (request: VendorRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

/** A wrong key is refused everywhere, none only where one is needed. */
function authenticate(request: VendorRequest, route: Route): void {
  const bearer = bearerOf(request)
  if (bearer === sandboxCredentials.calcom.apiKey) return
  if (bearer !== undefined)
    throw new CalcomRefusal(
      401,
      bearer.startsWith('cal_')
        ? 'CustomThrottlerGuard - Invalid API Key'
        : 'ApiAuthStrategy - access token - Invalid Access Token.',
    )
  if (route.protected)
    throw new CalcomRefusal(
      403,
      "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client id in 'x-cal-client-id' header.",
    )
}

function noRoute({ method, path, query }: VendorRequest): CalcomRefusal {
  const search = query.toString()
  return notFound(`Cannot ${method} ${path}${search === '' ? '' : `?${search}`}`)
}

function tooMany(): CalcomRefusal {
  const says = 'CustomThrottlerGuard - Too many requests. Please try again later.'
  return new CalcomRefusal(429, says, { details: says })
}

function requestId(request: VendorRequest): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : randomUUID()
}
