import cookie from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { EventTail } from '../events/event-tail.ts'
import type { House } from '../house.ts'
import { agentActions } from './agent-actions.ts'
import { agentsApi } from './agents-api.ts'
import { appointmentsApi } from './appointments-api.ts'
import { appointmentsCsv } from './appointments-csv.ts'
import { auditApi } from './audit-api.ts'
import { authApi } from './auth-api.ts'
import { openBareServer } from './bare-server.ts'
import { type McpDoors, mcpDoors } from './bridge-mcp-doors.ts'
import { type BridgeParts, bridgeWebhooks } from './bridge-webhooks.ts'
import { bridgeDocument } from './bridge-wire.ts'
import { calendarApi } from './calendar-api.ts'
import { calendarFeed } from './calendar-feed.ts'
import { calendarFeedsApi } from './calendar-feeds-api.ts'
import { clinicApi } from './clinic-api.ts'
import { elevenLabsApi } from './elevenlabs-api.ts'
import { eventsApi } from './events-api.ts'
import { answerFaults, answerUnreadableAddress, answerUnreadableRequest } from './fault-answers.ts'
import { health } from './health.ts'
import { messagesApi } from './messages-api.ts'
import { type Metrics, metricsRoute } from './metrics.ts'
import { apiDocument } from './openapi-document.ts'
import { practitionersApi } from './practitioners-api.ts'
import { screen } from './screen.ts'
import { servicesApi } from './services-api.ts'
import { staffApi } from './staff-api.ts'
import { todayApi } from './today-api.ts'
import { whenApi } from './when-api.ts'

export type HttpServer = FastifyInstance

/** A group of routes. */
export type Routes = (server: ReturnType<typeof typed>, house: House) => void | Promise<void>

/** What the doors need beside the house. */
export type Parts = {
  log: Logger
  metrics: Metrics
  tail: EventTail
  checkDatabase: () => Promise<void>
  bridge: BridgeParts
  mcp: McpDoors
  /** where the dashboard has been built, when not where `npm run build` puts it */
  screen?: string | undefined
}

/** All doors of the house. It listens on nothing yet. */
export async function buildHttpServer(house: House, parts: Parts): Promise<HttpServer> {
  const { log, metrics, tail, checkDatabase, bridge, mcp, screen: built } = parts
  const server = openBareServer(house.config, {
    log,
    metrics,
    answerUnreadableAddress,
    answerUnreadableRequest,
  })
  server.setValidatorCompiler(validatorCompiler)
  // The schemas document an answer and type it; to parse each one again would double the cost of a slot list. That
  // answers agree with the document is what every test checks.
  server.setSerializerCompiler(() => JSON.stringify)
  answerFaults(server, log)
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
    elevenLabsApi,
    appointmentsApi,
    appointmentsCsv,
    calendarApi,
    todayApi,
    whenApi,
    calendarFeedsApi,
    calendarFeed,
    messagesApi,
    auditApi,
  ]
  for (const each of routes) await server.register(async (scope) => each(typed(scope), house))
  await server.register(async (scope) => screen(scope, built))
  await server.register(async (scope) => eventsApi(typed(scope), house, tail, metrics))
  await server.register(async (scope) => bridgeWebhooks(scope, bridge, bridgeDocument), { prefix: '/webhook' })
  await server.register(async (scope) => mcpDoors(scope, mcp))
  await server.register(async (scope) => metricsRoute(scope, metrics, house.config.METRICS_KEY))
  await server.register(async (scope) => health(typed(scope), { database: checkDatabase }, bridge.checks))
  await server.ready()
  return server
}

const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
