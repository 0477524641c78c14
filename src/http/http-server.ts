import { randomUUIDv7 } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { agentActions } from './agent-actions.ts'
import { agentsApi } from './agents-api.ts'
import { appointmentsApi } from './appointments-api.ts'
import { authApi } from './auth-api.ts'
import { clinicApi } from './clinic-api.ts'
import { answerFaults } from './fault-answers.ts'
import { frontPage, health } from './health.ts'
import { apiDocument } from './openapi-document.ts'
import { practitionersApi } from './practitioners-api.ts'
import { logRequests } from './request-log.ts'
import { servicesApi } from './services-api.ts'
import { staffApi } from './staff-api.ts'

export type HttpServer = FastifyInstance

/** A group of routes. */
export type Routes = (server: ReturnType<typeof typed>, house: House) => void | Promise<void>

const bodyLimit = 64 * 1024

/** All doors of the house. It listens on nothing yet. */
export async function buildHttpServer(
  house: House,
  log: Logger,
  checkDatabase: () => Promise<void>,
): Promise<HttpServer> {
  const server = fastify({
    bodyLimit,
    trustProxy: house.config.TRUST_PROXY,
    genReqId: () => randomUUIDv7(),
    // Ours says less: the route's pattern and not its URL, ids and not bodies.
    logger: false,
    routerOptions: { maxParamLength: 200 },
    // A server that is told to stop answers what is under way and closes idle connections.
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
  })
  server.setValidatorCompiler(validatorCompiler)
  // The schemas document an answer and type it; to parse each one again would double the cost of a slot list. That
  // answers agree with the document is what every test checks.
  server.setSerializerCompiler(() => JSON.stringify)
  logRequests(server, log)
  answerFaults(server, log)
  refuseOverload(server, house.config.LIMIT_REQUESTS_AT_ONCE)
  acceptJson(server)
  await server.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })
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
  await server.register(async (scope) => health(typed(scope), house, checkDatabase))
  await server.ready()
  return server
}

const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

/** 429 before the queue is so long that answers come too late for a call. Two hundred at once are far below it. */
function refuseOverload(server: FastifyInstance, most: number): void {
  let underWay = 0
  server.addHook('onRequest', async () => {
    underWay += 1
    if (underWay > most) throw problem('overloaded', { retryAfter: 1 })
  })
  server.addHook('onResponse', async () => {
    underWay -= 1
  })
}

/** JSON and nothing else; an empty body is `{}`, and a body that is no object is refused. */
function acceptJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.toString().trim() === '') done(null, {})
    else parse(request, body.toString(), done)
  })
  server.addHook('preValidation', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE') return
    if (request.body === undefined) request.body = {}
    if (request.body === null || typeof request.body !== 'object' || Array.isArray(request.body))
      throw problem('invalid_body')
  })
}
