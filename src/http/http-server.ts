import { randomUUIDv7 } from 'node:crypto'
import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import helmet from 'helmet'
import type { Logger } from 'pino'
import type { EventTail } from '../events/event-tail.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { agentActions } from './agent-actions.ts'
import { agentsApi } from './agents-api.ts'
import { appointmentsApi } from './appointments-api.ts'
import { authApi } from './auth-api.ts'
import { clinicApi } from './clinic-api.ts'
import { eventsApi } from './events-api.ts'
import { answerFaults, answerUnreadableAddress, answerUnreadableRequest } from './fault-answers.ts'
import { frontPage, health } from './health.ts'
import { type Metrics, metricsRoute } from './metrics.ts'
import { apiDocument } from './openapi-document.ts'
import { practitionersApi } from './practitioners-api.ts'
import { logRequests } from './request-log.ts'
import { servicesApi } from './services-api.ts'
import { staffApi } from './staff-api.ts'

export type HttpServer = FastifyInstance

/** A group of routes. */
export type Routes = (server: ReturnType<typeof typed>, house: House) => void | Promise<void>

const bodyLimit = 64 * 1024

/** What the doors need beside the house. */
export type Parts = { log: Logger; metrics: Metrics; tail: EventTail; checkDatabase: () => Promise<void> }

/** All doors of the house. It listens on nothing yet. */
export async function buildHttpServer(house: House, parts: Parts): Promise<HttpServer> {
  const { log, metrics, tail, checkDatabase } = parts
  const arrivalMs = house.config.LIMIT_SECONDS_TO_ARRIVE * 1_000
  const server = fastify({
    bodyLimit,
    // one proxy: what stands further left in X-Forwarded-For was written by whoever asked
    trustProxy: house.config.TRUST_PROXY ? (_address: string, hop: number) => hop === 0 : false,
    genReqId: () => randomUUIDv7(),
    // Ours says less: the route's pattern and not its URL, ids and not bodies.
    logger: false,
    // no address within the 16 KiB of a request's head is too long to be looked up and not found
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: answerUnreadableAddress,
    clientErrorHandler: answerUnreadableRequest,
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
  server.setValidatorCompiler(validatorCompiler)
  // The schemas document an answer and type it; to parse each one again would double the cost of a slot list. That
  // answers agree with the document is what every test checks.
  server.setSerializerCompiler(() => JSON.stringify)
  logRequests(server, log, metrics)
  answerFaults(server, log)
  const fixed = safeHeaders()
  // tokens and patients: nothing of it is for a cache. Files of the documentation say otherwise for themselves.
  fixed['cache-control'] = 'no-store'
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(fixed)
    done()
  })
  refuseOverload(server, house.config.LIMIT_REQUESTS_AT_ONCE)
  acceptJson(server)
  await server.register(cookie)
  await server.register(apiDocument, { house })
  const routes: Routes[] = [
    agentActions,
    authApi,
    clinicApi,
    practitionersApi,
    servicesApi,
    staffApi,
    agentsApi,
    appointmentsApi,
    frontPage,
  ]
  for (const each of routes) await server.register(async (scope) => each(typed(scope), house))
  await server.register(async (scope) => eventsApi(typed(scope), house, tail, metrics))
  await server.register(async (scope) => metricsRoute(scope, metrics, house.config.METRICS_KEY))
  await server.register(async (scope) => health(typed(scope), house, checkDatabase))
  await server.ready()
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

const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

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
