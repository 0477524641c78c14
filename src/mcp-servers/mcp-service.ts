import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { version } from '../version.ts'
import type { McpDoor } from './mcp-door.ts'

export type McpServicePlan = {
  /** vami-calcom */
  name: string
  port: number
  host: string
  /** the settings that are still to be set; none: it is configured */
  missing: readonly string[]
  /** Loads the MCP packages. Begun once the port is open, so that a host that waits for /health need not. */
  loadDoor(): Promise<McpDoor>
}

/** Loading keeps the process busy for some 80 ms: the first to ask for /health come before it. */
const quietMs = 30

export type McpService = { port: number; close(): Promise<void> }

/** One MCP server as a service of its own: /mcp, and without a key /health and /live. Throws when it cannot listen. */
export async function openMcpService(plan: McpServicePlan): Promise<McpService> {
  let door: Promise<McpDoor> | undefined
  const load = () => {
    door ??= plan.loadDoor()
    return door
  }
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, (request, response) => {
    // else a kept connection would hold a stop up until it times out
    response.once('close', () => server.listening || server.closeIdleConnections())
    answer(plan, load, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(plan.port, plan.host, () => resolve())
  })
  const loading = setTimeout(() => void load().catch(() => {}), quietMs)
  return { port: (server.address() as AddressInfo).port, close: () => close(server, loading, door) }
}

async function answer(
  { name, missing }: McpServicePlan,
  load: () => Promise<McpDoor>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]
  if (path === '/mcp') return (await load()).handle(request, response)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && path === '/live') return say(request, response, 200, { status: 'ok' })
  if (reads && (path === '/health' || path === '/')) {
    // The vendor is not asked: whoever asks every few seconds would use its limits up.
    const checks = { configured: missing.length === 0, missing }
    return say(request, response, 200, { status: 'ok', service: name, version, mcp: '/mcp', checks })
  }
  say(request, response, 404, {
    status: 'error',
    code: 'not_found',
    message: 'There are /mcp, /health and /live here.',
  })
}

function say(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/** Answers what is under way first. */
async function close(server: Server, loading: NodeJS.Timeout, door: Promise<McpDoor> | undefined): Promise<void> {
  clearTimeout(loading)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await (await door)?.close()
}
