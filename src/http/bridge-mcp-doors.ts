import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { McpDoor } from '../mcp-servers/mcp-door.ts'
import { isLoopbackName, type McpGuard } from '../mcp-servers/mcp-guard.ts'
import type { ServersHere } from '../mcp-servers/servers-here.ts'

/** The two MCP servers, opened by the first request. */
export type McpDoors = { calcom(): Promise<McpDoor>; outlook(): Promise<McpDoor>; close(): Promise<void> }

/** They take their own key and the bridge's, whichever are set. */
export function openMcpDoors(config: Config, here: ServersHere): McpDoors {
  const guardWith = (...keys: string[]): McpGuard => ({
    keys: keys.filter((key) => key !== ''),
    hosts: publicHosts(config),
    listensOnLoopback: isLoopbackName(config.HOST),
  })
  const open = {
    calcom: async () => {
      const [{ openMcpDoor }, factory] = await Promise.all([import('../mcp-servers/mcp-door.ts'), here.calcom()])
      return openMcpDoor(factory, guardWith(config.CALCOM_MCP_KEY, config.BRIDGE_API_KEY))
    },
    outlook: async () => {
      const [{ openMcpDoor }, factory] = await Promise.all([import('../mcp-servers/mcp-door.ts'), here.outlook()])
      // The webhooks keep to OUTLOOK_RECIPIENTS, and this door cannot: whoever may only use them is not let in by it.
      const shared = config.OUTLOOK_RECIPIENTS === 'any' ? config.BRIDGE_API_KEY : randomUUID()
      return openMcpDoor(factory, guardWith(config.OUTLOOK_MCP_KEY, shared))
    },
  }
  const doors: { calcom?: Promise<McpDoor>; outlook?: Promise<McpDoor> } = {}
  const opened = (name: 'calcom' | 'outlook') => {
    const door = doors[name] ?? open[name]()
    doors[name] = door
    return door
  }
  return {
    calcom: () => opened('calcom'),
    outlook: () => opened('outlook'),
    close: async () => {
      await Promise.all(Object.values(doors).map(async (door) => (await door).close()))
    },
  }
}

const publicHosts = ({ PUBLIC_URL, RENDER_EXTERNAL_HOSTNAME }: Config): string[] =>
  [PUBLIC_URL === '' ? '' : new URL(PUBLIC_URL).hostname, RENDER_EXTERNAL_HOSTNAME].filter((name) => name !== '')

const messageWire = z.looseObject({ jsonrpc: z.literal('2.0') }).meta({ id: 'McpMessage' })

const schemaOf = (summary: string): FastifySchema => ({
  tags: ['MCP'],
  security: [{ bridgeBearer: [] }, {}],
  summary,
  description:
    'Model Context Protocol over Streamable HTTP: revision 2026-07-28 and those of 2025. Bearer key; on loopback none is needed unless one is set.',
  body: messageWire,
  response: {
    200: z.unknown(),
    202: z.null(),
    400: z.unknown(),
    401: z.unknown(),
    403: z.unknown(),
    405: z.unknown(),
    406: z.unknown(),
    413: z.unknown(),
    415: z.unknown(),
    500: z.unknown(),
  },
})

/** `/mcp/calcom` and `/mcp/outlook`: the same that `vami mcp` serves. They read and guard requests themselves. */
export function mcpDoors(scope: FastifyInstance, doors: McpDoors): void {
  scope.setValidatorCompiler(() => () => true)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const name of ['calcom', 'outlook'] as const) {
    const summary = name === 'calcom' ? 'Tools for Cal.com’s calendar' : 'A tool that sends mail through Outlook'
    for (const method of ['POST', 'GET', 'DELETE'] as const)
      scope.route({
        method,
        url: `/mcp/${name}`,
        exposeHeadRoute: false,
        schema: method === 'POST' ? schemaOf(summary) : { hide: true },
        handler: async (request, reply) => {
          const door = await doors[name]()
          reply.hijack()
          await door.handle(request.raw, reply.raw)
        },
      })
  }
}
