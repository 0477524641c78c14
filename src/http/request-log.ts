import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

declare module 'fastify' {
  interface FastifyRequest {
    /** what the log says of this request beyond its route and status: ids and codes only */
    logged: { agent_id?: string; clinic_id?: string; outcome?: string; error?: string }
  }
}

/** One line a request, by the route's pattern: a URL may hold a phone number, a body a patient. */
export function logRequests(server: FastifyInstance, log: Logger): void {
  server.decorateRequest('logged', null as unknown as FastifyRequest['logged'])
  server.addHook('onRequest', async (request, reply) => {
    request.logged = {}
    reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        request_id: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...request.logged,
      },
      'request',
    )
  })
}
