import type { Client, ClientOptions, Transport } from '@modelcontextprotocol/client'
import type { McpServer } from '@modelcontextprotocol/server'
import type { Config } from '../config.ts'
import type { ServersHere } from '../mcp-servers/servers-here.ts'
import type { ToolServers } from './bridge.ts'
import type { Deadline } from './deadline.ts'
import { type Link, toolServer } from './tool-server.ts'

/**
 * The two MCP servers: in this process, or at CALCOM_MCP_URL and OUTLOOK_MCP_URL. Nothing is loaded before the first
 * call, so that a server is there at once.
 */
export function toolServers(config: Config, here: ServersHere): ToolServers {
  const { CALCOM_MCP_URL, OUTLOOK_MCP_URL } = config
  // each takes the bridge's key too, so that one key does for all three
  const [calcomKey, outlookKey] = [config.CALCOM_MCP_KEY, config.OUTLOOK_MCP_KEY].map(
    (key) => key || config.BRIDGE_API_KEY,
  )
  return {
    calcom: toolServer((deadline) =>
      CALCOM_MCP_URL === '' ? linkWithin(here.calcom) : linkTo(CALCOM_MCP_URL, calcomKey!, deadline),
    ),
    outlook: toolServer((deadline) =>
      OUTLOOK_MCP_URL === '' ? linkWithin(here.outlook) : linkTo(OUTLOOK_MCP_URL, outlookKey!, deadline),
    ),
  }
}

const about = { name: 'vami-bridge', version: '1' }
const connectMs = 5_000

/** A client of a server in this process: the same protocol, without a network. */
async function linkWithin(open: () => Promise<() => McpServer>): Promise<Link> {
  const [{ InMemoryTransport }, factory] = await Promise.all([import('@modelcontextprotocol/client'), open()])
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const server = factory()
  await server.connect(theirs)
  const client = await connect(ours, {}, connectMs)
  return { client, close: () => client.close() }
}

/** A client of a server elsewhere, in whichever revision of the protocol both know. */
async function linkTo(url: string, key: string, deadline: Deadline | undefined): Promise<Link> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const transport = new StreamableHTTPClientTransport(endpointOf(url), {
    ...(key !== '' && { requestInit: { headers: { authorization: `Bearer ${key}` } } }),
    // A dropped answer is not asked for again: what became of the call is found out by looking.
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1,
      maxReconnectionDelay: 1,
      reconnectionDelayGrowFactor: 1,
    },
  })
  const ms = Math.max(1, Math.min(connectMs, deadline?.left() ?? connectMs))
  const client = await connect(transport, { versionNegotiation: { mode: 'auto' } }, ms)
  return { client, close: () => client.close() }
}

async function connect(transport: Transport, options: ClientOptions, timeout: number): Promise<Client> {
  const { Client } = await import('@modelcontextprotocol/client')
  const client = new Client(about, options)
  await client.connect(transport, { timeout: Math.ceil(timeout) })
  return client
}

/** An address without a path means the one where `vami mcp` serves. */
function endpointOf(url: string): URL {
  const endpoint = new URL(url)
  if (endpoint.pathname === '/') endpoint.pathname = '/mcp'
  return endpoint
}
