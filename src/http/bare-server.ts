import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import helmet from 'helmet'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { problem } from '../problems.ts'
import { logRequests, type Observer } from './request-log.ts'

const bodyLimit = 64 * 1024

export type BareParts = {
  log: Logger
  metrics: Observer
  answerUnreadableAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void
  answerUnreadableRequest(error: { code?: string }, socket: Socket): void
}

// Each server sets its own. Fastify's would take a quarter of the start to load, for nothing.
const noCompilers = {
  buildValidator: () => () => () => true,
  buildSerializer: () => () => JSON.stringify,
} as unknown as NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

/** What every server of ours does with a request before it knows what is asked: limits, headers, a line in the log. */
export function openBareServer(config: Config, parts: BareParts): FastifyInstance {
  const arrivalMs = config.LIMIT_SECONDS_TO_ARRIVE * 1_000
  const server = fastify({
    bodyLimit,
    // one proxy: what stands further left in X-Forwarded-For was written by whoever asked
    trustProxy: config.TRUST_PROXY ? (_address: string, hop: number) => hop === 0 : false,
    genReqId: () => randomUUIDv7(),
    // Ours says less: the route's pattern and not its URL, ids and not bodies.
    logger: false,
    // no address within the 16 KiB of a request's head is too long to be looked up and not found
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: parts.answerUnreadableAddress,
    clientErrorHandler: parts.answerUnreadableRequest,
    schemaController: { compilersFactory: noCompilers },
    // A server that is told to stop answers what is under way and closes idle connections.
    forceCloseConnections: 'idle',
    // Node looks every so often, and takes the longer of these two for the body's.
    requestTimeout: arrivalMs,
    http: {
      headersTimeout: arrivalMs,
      requestTimeout: arrivalMs,
      connectionsCheckingInterval: Math.min(2_000, arrivalMs),
    },
  })
  logRequests(server, parts.log, parts.metrics)
  const fixed = safeHeaders()
  // tokens and patients: nothing of it is for a cache. Files of the documentation say otherwise for themselves.
  fixed['cache-control'] = 'no-store'
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(fixed)
    done()
  })
  refuseOverload(server, config.LIMIT_REQUESTS_AT_ONCE)
  acceptJson(server)
  return server
}

/** What helmet says is the same for every answer; asked once, it costs nothing later. */
function safeHeaders(): Record<string, string> {
  const headers: Record<string, string> = {}
  const setHeader = (name: string, value: string) => {
    headers[name.toLowerCase()] = value
  }
  const answer = { setHeader, removeHeader: () => {} }
  const tell = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })
  tell({} as never, answer as never, () => {})
  return headers
}

/**
 * 429 before the queue is so long that answers come too late for a call. Two hundred at once are far below it. While a
 * request waits for its own body it is not counted: else who sends slowly would keep the others out.
 */
function refuseOverload(server: FastifyInstance, most: number): void {
  let underWay = 0
  // whoever watches the process is to hear that it lives, and a stream of events waits more than it works
  const uncounted = new Set<string | undefined>(['/live', '/health', '/api/events'])
  const counted = new WeakSet<FastifyRequest>()
  const leave = (request: FastifyRequest) => {
    if (counted.delete(request)) underWay -= 1
  }
  const enter = (request: FastifyRequest): Error | undefined => {
    if (uncounted.has(request.routeOptions.url)) return undefined
    counted.add(request)
    underWay += 1
    return underWay > most ? problem('overloaded', { retryAfter: 1 }) : undefined
  }
  server.addHook('onRequest', (request, reply, done) => {
    // not onResponse: a request that its caller gives up half-way never gets one
    reply.raw.once('close', () => leave(request))
    done(enter(request))
  })
  server.addHook('preParsing', (request, _reply, payload, done) => {
    leave(request)
    done(null, payload)
  })
  server.addHook('preValidation', (request, _reply, done) => done(enter(request)))
}

/** JSON and nothing else; an empty body is `{}`, and a body that is no object is refused. */
function acceptJson(server: FastifyInstance): void {
  // a stray `__proto__` is dropped: it is a field like any other that nobody asked for
  const parse = server.getDefaultJsonParser('remove', 'remove')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.toString().trim() === '') done(null, {})
    else parse(request, body.toString(), done)
  })
  server.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE') return done()
    if (request.body === undefined) request.body = {}
    const sound = request.body !== null && typeof request.body === 'object' && !Array.isArray(request.body)
    done(sound ? undefined : problem('invalid_body'))
  })
}
