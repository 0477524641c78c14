import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { problem } from '../problems.ts'

/** What the process counts, for Prometheus. Labels are routes, statuses and outcome codes: never a clinic or a person. */
export type Metrics = {
  observe(request: {
    method: string
    route: string
    status: number
    outcome: string | undefined
    seconds: number
  }): void
  eventReaders: { inc(): void; dec(): void }
  registry: Registry
}

/** How busy the pool of database connections is. */
export type PoolState = () => { total: number; idle: number; waiting: number }

export function makeMetrics(poolState: PoolState): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'vami_http_request_duration_seconds',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    // a voice agent waits: what matters lies between 1 ms and 2 s
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  })
  const outcomes = new Counter({
    name: 'vami_agent_outcomes_total',
    help: 'Answers to voice agents by outcome code; done is a success',
    labelNames: ['route', 'outcome'],
    registers,
  })
  const readers = new Gauge({ name: 'vami_event_readers', help: 'Open streams of /api/events', registers })
  new Gauge({
    name: 'vami_database_connections',
    help: 'Connections of the pool, and requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(poolState())) this.set({ state }, count)
    },
  })
  return {
    observe: ({ method, route, status, outcome, seconds }) => {
      requests.observe({ route, method, status }, seconds)
      if (outcome !== undefined) outcomes.inc({ route, outcome })
    },
    eventReaders: { inc: () => readers.inc(), dec: () => readers.dec() },
    registry,
  }
}

/** `/metrics` for who has the key, or without a key for who asks on this very machine. */
export function metricsRoute(server: FastifyInstance, { registry }: Metrics, key: string): void {
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, key)) throw problem(key === '' ? 'not_found' : 'unauthorized')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function mayRead(request: FastifyRequest, key: string): boolean {
  if (key !== '') {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    return given !== undefined && timingSafeEqual(hashOf(given), hashOf(key))
  }
  // A proxy on this machine stands for the whole world.
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  return forwarded === undefined && /^(::ffff:)?127\.|^::1$/.test(request.raw.socket.remoteAddress ?? '')
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
