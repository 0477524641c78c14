import { Readable } from 'node:stream'
import { z } from 'zod'
import { authenticateMember, type Member } from '../accounts/membership.ts'
import { type ChangeEvent, findLastNumber, isStillKept } from '../events/event-log.ts'
import { type EventTail, eventsAfter } from '../events/event-tail.ts'
import type { House } from '../house.ts'
import type { Routes } from './http-server.ts'
import type { Metrics } from './metrics.ts'
import { bearerOf, ownerSecurity, requireMember } from './owner-door.ts'
import { faults } from './wire.ts'

// Proxies close what is silent for a minute; half of that is the usual floor.
const heartbeatMs = 15_000
// How long who has been logged out or dismissed may still be told of changes; to ask before each would cost a query each.
const trustMs = 1_000

/** Changes as they happen: a stream that a reader resumes where it left off. */
export function eventsApi(server: Parameters<Routes>[0], house: House, tail: EventTail, metrics: Metrics): void {
  requireMember(server, house)
  const ending = new AbortController()
  server.addHook('preClose', async () => ending.abort())

  server.get(
    '/api/events',
    {
      schema: {
        tags: ['Events'],
        security: ownerSecurity,
        summary: 'Server-sent events, one per change of appointments, holds, agents or messages',
        description:
          'Each event is `change` with `{entity, id, change, at}`; its id is the number to send as Last-Event-ID. ' +
          '`reset` means that the log no longer goes back that far: load everything anew. Ends when the token expires.',
        headers: z.object({ 'last-event-id': z.string().optional() }),
        response: { ...faults(401, 404, 422, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      const { member } = request
      const clock = AbortSignal.timeout(
        Math.max(0, member.expiresAt.epochMilliseconds - house.clock.now().epochMilliseconds),
      )
      const gone = new AbortController()
      metrics.eventReaders.inc()
      reply.raw.once('close', () => {
        metrics.eventReaders.dec()
        gone.abort()
      })
      const over = AbortSignal.any([clock, gone.signal, ending.signal])
      const bearer = bearerOf(request)
      const stillMember = () => authenticateMember(house, bearer, member.clinic).then(Boolean, () => false)
      const stream = Readable.from(
        eventStream(house, tail, member, lastNumber(request.headers['last-event-id']), over, stillMember),
      )
      // a proxy that gathers answers would keep a change back
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      return reply.type('text/event-stream').send(stream as never)
    },
  )
}

async function* eventStream(
  house: House,
  tail: EventTail,
  member: Member,
  after: number | undefined,
  over: AbortSignal,
  stillMember: () => Promise<boolean>,
): AsyncGenerator<string> {
  await tail.ready
  // Says at once that the stream is open, and from where: all after the number that it says will come.
  let from = after ?? tail.settled()
  yield `retry: 1000\nid: ${from}\n: open\n\n`
  if (after !== undefined && !(await isResumable(house, member, after))) {
    from = tail.settled()
    yield `event: reset\nid: ${from}\ndata: {}\n\n`
  }
  const stop = new AbortController()
  const changes = eventsAfter(house.sql, tail, member.clinic, from, AbortSignal.any([over, stop.signal]))
  let next = changes.next()
  let trustedAt = performance.now()
  try {
    for (;;) {
      const heartbeat = Promise.withResolvers<'heartbeat'>()
      const timer = setTimeout(() => heartbeat.resolve('heartbeat'), heartbeatMs)
      const came = await Promise.race([next, heartbeat.promise])
      clearTimeout(timer)
      if (came === 'heartbeat' || performance.now() - trustedAt > trustMs) {
        if (!(await stillMember())) return
        trustedAt = performance.now()
      }
      if (came === 'heartbeat') {
        yield ': still here\n\n'
      } else if (came.done) {
        return
      } else {
        yield came.value.map(onWire).join('')
        next = changes.next()
      }
    }
  } finally {
    stop.abort()
  }
}

/** Whether the log still has, and ever had, what came after this number. */
async function isResumable(house: House, member: Member, after: number): Promise<boolean> {
  return after <= (await findLastNumber(house.sql)) && (await isStillKept(house.sql, member.clinic, after))
}

const onWire = ({ number, entity, entity_id, change, at }: ChangeEvent): string =>
  `event: change\nid: ${number}\ndata: ${JSON.stringify({ entity, id: entity_id, change, at: at.toString() })}\n\n`

function lastNumber(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
