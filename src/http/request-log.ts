import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** what the log says of this request beyond its route and status: ids and codes only */
    logged: { agent_id?: string; clinic_id?: string; outcome?: string; replayed?: boolean; error?: string }
    /** when each stage was over, in milliseconds of the process's monotonic clock */
    stages: { begun: number; known: number; read: number; worked: number }
  }
}

/** Counts requests. */
export type Observer = Pick<Metrics, 'observe'>

/**
 * One line a request, by the route's pattern: a URL may hold a phone number, a body a patient. With the time of each
 * stage in milliseconds: `auth` (limits, who asks), `read` (body and its checks), `work`, `send`.
 */
export function logRequests(server: FastifyInstance, log: Logger, metrics: Observer): void {
  server.decorateRequest('logged', null as unknown as FastifyRequest['logged'])
  server.decorateRequest('stages', null as unknown as FastifyRequest['stages'])
  server.addHook('onRequest', (request, reply, done) => {
    const begun = performance.now()
    request.logged = {}
    request.stages = { begun, known: Number.NaN, read: Number.NaN, worked: Number.NaN }
    reply.header('x-request-id', request.id)
    done()
  })
  // This hook stands before those of the routes' own scopes, which is where they ask who it is. So the first hook
  // after all of these marks the end of that stage.
  server.addHook('preParsing', (request, _reply, payload, done) => {
    request.stages.known = performance.now()
    done(null, payload)
  })
  server.addHook('preHandler', (request, _reply, done) => {
    request.stages.read = performance.now()
    done()
  })
  server.addHook('onSend', (request, _reply, payload, done) => {
    request.stages.worked = performance.now()
    done(null, payload)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const ended = performance.now()
    const { begun, known, read, worked } = request.stages
    const route = request.routeOptions.url ?? 'unknown'
    const { statusCode: status } = reply
    metrics.observe({
      method: request.method,
      route,
      status,
      outcome: request.logged.outcome,
      seconds: (ended - begun) / 1000,
    })
    log.info(
      {
        request_id: request.id,
        method: request.method,
        route,
        status,
        ms: rounded(ended - begun),
        // a stage that was not reached has no time, and JSON has no NaN
        stages: stagesOf({ auth: known - begun, read: read - known, work: worked - read, send: ended - worked }),
        ...request.logged,
      },
      'request',
    )
    done()
  })
}

function stagesOf(times: Record<string, number>): Record<string, number> {
  const reached: Record<string, number> = {}
  for (const stage in times) if (!Number.isNaN(times[stage])) reached[stage] = rounded(times[stage]!)
  return reached
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10
