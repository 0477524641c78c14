import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { isSameKey, wasForwarded } from '../mcp-servers/mcp-guard.ts'
import { problem } from '../problems.ts'
import { bearerOf } from './owner-door.ts'

/** What the process counts, for Prometheus. Labels are routes, statuses and outcome codes: never a clinic or a person. */
export type Metrics = {
  observe(request: Observed): void
  eventReaders: { inc(): void; dec(): void }
  registry(): Promise<Registry>
}

type Observed = { method: string; route: string; status: number; outcome: string | undefined; seconds: number }

/** How busy the pool of database connections is. */
export type PoolState = () => { total: number; idle: number; waiting: number }

/** Loads what counts with the first request: it took 24 ms of each start. What comes until then is counted then. */
export function makeMetrics(poolState: PoolState): Metrics {
  let readers = 0
  let counters: Counters | undefined
  let opening: Promise<Counters> | undefined
  const waiting: Observed[] = []
  const open = () => {
    opening ??= openCounters(poolState, () => readers).then((opened) => {
      counters = opened
      for (const request of waiting.splice(0)) opened.observe(request)
      return opened
    })
    return opening
  }
  return {
    observe: (request) => {
      if (counters !== undefined) return counters.observe(request)
      waiting.push(request)
      void open()
    },
    eventReaders: {
      inc: () => {
        readers += 1
      },
      dec: () => {
        readers -= 1
      },
    },
    registry: async () => (await open()).registry,
  }
}

type Counters = { registry: Registry; observe(request: Observed): void }

async function openCounters(poolState: PoolState, readersNow: () => number): Promise<Counters> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client')
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
  new Gauge({
    name: 'vami_event_readers',
    help: 'Open streams of /api/events',
    registers,
    collect() {
      this.set(readersNow())
    },
  })
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
    registry,
    observe: ({ method, route, status, outcome, seconds }) => {
      requests.observe({ route, method, status }, seconds)
      if (outcome !== undefined) outcomes.inc({ route, outcome })
    },
  }
}

/** `/metrics` for who has the key, or without a key for who asks on this very machine. */
export function metricsRoute(server: FastifyInstance, metrics: Metrics, key: string): void {
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, key)) throw problem(key === '' ? 'not_found' : 'unauthorized')
    const registry = await metrics.registry()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function mayRead(request: FastifyRequest, key: string): boolean {
  if (key !== '') {
    const given = bearerOf(request)
    return given !== undefined && isSameKey(given, key)
  }
  // A proxy on this machine stands for the whole world.
  return !wasForwarded(request.headers) && /^(::ffff:)?127\.|^::1$/.test(request.raw.socket.remoteAddress ?? '')
}
