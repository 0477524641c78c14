import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { McpServer } from '@modelcontextprotocol/server'
import type { Clock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { calcomServer, calcomSettings } from '../../src/mcp-servers/calcom/calcom-server.ts'
import { type McpGuard, openMcpDoor } from '../../src/mcp-servers/mcp-door.ts'
import { outlookServer, outlookSettings } from '../../src/mcp-servers/outlook/outlook-server.ts'
import { deadlineKey, faultKey, type ToolFault } from '../../src/mcp-servers/tool-fault.ts'
import { openSandbox, sandboxSettings } from '../../src/sandbox/sandbox.ts'

/** Both MCP servers in front of a sandbox of their own, and a real MCP client at each. */

/** Monday, 14 December 2026, 9:00 in New York. */
const monday = '2026-12-14T14:00:00Z'

export type Told = { done: any; fault: ToolFault | undefined; text: string; ms: number }
export type Order = {
  target: 'calcom' | 'graph' | 'token'
  kind: string
  status?: number
  delay_ms?: number
  retry_after?: number
  committed?: boolean
  times?: number
}
type CallOptions = { ms?: number; signal?: AbortSignal }
export type McpStage = Awaited<ReturnType<typeof startMcpStage>>

/** Opens it, and closes it when the test or the file that asked is over. */
export async function openMcpStage(environment: Record<string, string> = {}): Promise<McpStage> {
  const stage = await startMcpStage(environment)
  after(stage.close)
  return stage
}

/** Opens it; the caller closes it. */
export async function startMcpStage(environment: Record<string, string> = {}) {
  let now = Temporal.Instant.from(monday)
  const clock: Clock = { now: () => now }
  const sandbox = await openSandbox({ port: 0, clock })
  const config = readConfig({ ...sandboxSettings(sandbox.address), ...environment })
  const factories = {
    calcom: calcomServer(calcomSettings(config), clock),
    outlook: outlookServer(outlookSettings(config), clock),
  }
  const calcom = await clientInMemory(factories.calcom)
  const outlook = await clientInMemory(factories.outlook)
  const inside = async (method: string, path: string, body?: object): Promise<any> => {
    const answer = await fetch(`${sandbox.address}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`the sandbox refuses ${method} ${path}: ${await answer.text()}`)
    return answer.status === 204 ? undefined : answer.json()
  }
  return {
    address: sandbox.address,
    factories,
    calcom: (tool: string, args: object, options?: CallOptions) => callTool(calcom, tool, args, options),
    mail: (args: object, options?: CallOptions) => callTool(outlook, 'send_email', args, options),
    passes: (duration: Temporal.DurationLike) => {
      now = now.add(duration)
    },
    order: (order: Order) => inside('POST', 'faults', order),
    mend: () => inside('DELETE', 'faults'),
    bookings: (): Promise<any[]> => inside('GET', 'bookings'),
    emails: (): Promise<any[]> => inside('GET', 'emails'),
    requests: (): Promise<any[]> => inside('GET', 'requests'),
    clear: () => inside('DELETE', 'state'),
    close: async () => {
      await calcom.close()
      await outlook.close()
      await sandbox.close()
    },
  }
}

async function clientInMemory(factory: () => McpServer): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await factory().connect(theirs)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(ours)
  return client
}

/** What a tool said: its content, or why not. */
export async function callTool(client: Client, name: string, args: object, options: CallOptions = {}): Promise<Told> {
  const { ms, signal } = options
  const begun = performance.now()
  const result = await client.callTool(
    {
      name,
      arguments: args as Record<string, unknown>,
      ...(ms !== undefined && { _meta: { [deadlineKey]: ms } }),
    },
    { ...(signal && { signal }) },
  )
  return {
    done: result.isError ? undefined : result.structuredContent,
    fault: result._meta?.[faultKey] as ToolFault | undefined,
    text: (result.content as { text?: string }[])[0]?.text ?? '',
    ms: performance.now() - begun,
  }
}

/** The answer came by its deadline, give or take what a busy machine adds. */
export function inTime({ ms }: Pick<Told, 'ms'>, deadline: number): void {
  assert.ok(ms < deadline + 1_000, `answered after ${Math.round(ms)} ms, and ${deadline} were given`)
}

/** A vendor that says what a test wants: status and JSON body. */
export async function wireFake(answer: (request: IncomingMessage) => [number, object]) {
  const server = createServer((request, response) => {
    const [status, body] = answer(request)
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** An MCP server behind its door on a port of its own, as `vami mcp` has it. */
export async function openDoor(factory: () => McpServer, guard: Partial<McpGuard> = {}) {
  const door = openMcpDoor(factory, { keys: [], hosts: [], listensOnLoopback: true, ...guard })
  const server = createServer((request, response) => void door.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(async () => {
    await door.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo
  return { door, port, url: `http://127.0.0.1:${port}/mcp` }
}

export type Era = 'modern' | 'legacy'

/** A client over Streamable HTTP that speaks 2026-07-28, or the last revision of 2025. */
export async function clientOver(url: string, era: Era, key?: string): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    era === 'modern' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {},
  )
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  after(() => client.close())
  return client
}

export const wish = {
  start: '2026-12-15T14:00:00Z',
  attendee_name: 'Maria López',
  attendee_email: 'maria@example.com',
  attendee_timezone: 'America/New_York',
  metadata: { conversation_id: 'conv_1' },
}

export const letter = {
  recipient: 'maria@example.com',
  subject: 'Your consultation',
  body_html: '<p>See you on <b>Monday</b>.</p>',
}
