import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { openLazily } from '../bridge/bridge-opening.ts'
import { memoryLedger } from '../bridge/memory-ledger.ts'
import { serverChecks } from '../bridge/server-checks.ts'
import { answerOf } from '../bridge/webhook-outcome.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { serversHere } from '../mcp-servers/servers-here.ts'
import { version } from '../version.ts'
import { openBareServer } from './bare-server.ts'
import { answerBridgeFaults, sendBridgeFault } from './bridge-faults.ts'
import { type BridgeParts, bridgeWebhooks } from './bridge-webhooks.ts'
import { healthOf } from './health-body.ts'
import { answerOnSocket } from './thrown-problems.ts'

export type BridgeServer = {
  http: FastifyInstance
  /** loads what the first caller would else wait for */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/**
 * The bridge alone, without a database: the two webhooks, their health and their document. It is to answer as soon as
 * its process runs, so whatever a health check does not need is loaded after that. It listens on nothing yet.
 */
export async function buildBridgeServer(config: Config, clock: Clock, log: Logger): Promise<BridgeServer> {
  const http = openBareServer(config, {
    log,
    metrics: { observe: () => {} },
    answerUnreadableAddress: (_error, request, reply) => {
      request.logged = {}
      reply.header('x-request-id', request.id)
      sendBridgeFault(request, reply, { code: 'not_found' })
    },
    answerUnreadableRequest: (error, socket) =>
      answerOnSocket(error, socket, () => answerOf({ code: 'invalid_request' }).body),
  })
  const lost = (error: unknown) => log.warn({ kind: (error as Error).name }, 'a webhook broke after its answer')
  const here = serversHere(config, clock, lost)
  const lazy = openLazily(config, clock, here, memoryLedger(), lost)
  const parts: BridgeParts = { bridge: lazy.bridge, checks: serverChecks(config), config, clock, log }
  answerBridgeFaults(http, log)
  await http.register(async (scope) => bridgeWebhooks(scope, parts), { prefix: '/webhook' })
  http.get('/live', async () => ({ status: 'ok' }))
  http.get('/health', async (_request, reply) => {
    const { status, body } = healthOf(await parts.checks())
    return reply.status(status).send(body)
  })
  http.get('/', async () => ({ service: 'vami', status: 'ok', version, part: 'bridge' }))
  let document: Promise<object> | undefined
  http.get('/openapi.json', async () => {
    document ??= import('./bridge-document.ts').then(({ describeBridge }) => describeBridge(parts))
    return document
  })
  await http.ready()
  const close = async () => {
    await http.close()
    await lazy.close()
  }
  return { http, warmUp: async () => (await lazy.bridge()).warmUp(), close }
}
