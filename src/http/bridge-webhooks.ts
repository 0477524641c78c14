import type { FastifyInstance, FastifySchema } from 'fastify'
import type { Logger } from 'pino'
import type { Bridge, WebhookRequest } from '../bridge/bridge.ts'
import type { CheckedServer } from '../bridge/server-checks.ts'
import type { BridgeAnswer } from '../bridge/webhook-outcome.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { isLoopbackName } from '../mcp-servers/mcp-guard.ts'
import { answerBridgeFaults, sendBridgeAnswer, sendBridgeFault } from './bridge-faults.ts'
import { mayUseBridge } from './bridge-key.ts'
import { rateLimit } from './rate-limit.ts'

export type BridgeParts = {
  /** opened by the first request, where a server is to be there at once */
  bridge(): Promise<Bridge>
  checks(): Promise<Record<string, CheckedServer>>
  config: Config
  clock: Clock
  log: Logger
}

/** How the document describes the two webhooks. What they validate, the bridge does. */
export type BridgeDocument = { schedule: FastifySchema; mail: FastifySchema }

const webhooks = [
  {
    path: '/cal/schedule_consultation',
    kibibytes: 64,
    named: 'schedule',
    work: (bridge: Bridge, body: unknown, request: WebhookRequest) => bridge.scheduleConsultation(body, request),
  },
  {
    path: '/outlook/send_email',
    kibibytes: 1_024,
    named: 'mail',
    work: (bridge: Bridge, body: unknown, request: WebhookRequest) => bridge.sendEmail(body, request),
  },
] as const satisfies readonly {
  path: string
  kibibytes: number
  named: keyof BridgeDocument
  work(bridge: Bridge, body: unknown, request: WebhookRequest): Promise<BridgeAnswer>
}[]

/** The two webhooks, below `/webhook`. Without a document they need no schemas, which take a while to load. */
export function bridgeWebhooks(scope: FastifyInstance, parts: BridgeParts, document?: BridgeDocument): void {
  const { config, clock } = parts
  const guard = { key: config.BRIDGE_API_KEY, listensOnLoopback: isLoopbackName(config.HOST) }
  const limit = rateLimit(clock, config.LIMIT_BRIDGE_PER_MINUTE, config.LIMIT_BRIDGE_PER_MINUTE)
  // the bridge reads its bodies itself, the same in every server
  scope.setValidatorCompiler(() => () => true)
  answerBridgeFaults(scope, parts.log)
  for (const { path, kibibytes, named, work } of webhooks) {
    scope.post(
      path,
      {
        bodyLimit: kibibytes * 1_024,
        ...(document && { schema: document[named] }),
        onRequest: async (request, reply) => {
          if (!mayUseBridge(request.raw, guard)) return sendBridgeFault(request, reply, { code: 'unauthorized' })
          // there is one key, and without one there is one machine
          limit.take('bridge')
        },
      },
      async (request, reply) => {
        const answer = await work(await parts.bridge(), request.body, {
          idempotencyKey: keyIn(request.headers['idempotency-key']),
          begun: request.stages.begun,
        })
        return sendBridgeAnswer(request, reply, answer)
      },
    )
    scope.route({
      method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: path,
      ...(document && { schema: { hide: true } }),
      onRequest: async (request, reply) => {
        reply.header('allow', 'POST')
        return sendBridgeFault(request, reply, { code: 'method_not_allowed' })
      },
      handler: async () => {},
    })
  }
}

const keyIn = (header: string | string[] | undefined): string | undefined => {
  const key = String(header ?? '').trim()
  return key === '' ? undefined : key
}
