import type { Client } from '@modelcontextprotocol/client'
import type { Deployment } from './asked-deployment.ts'

/** An MCP server of a deployment, through the client that the bridge uses too. Connected by the first call. */
export type AskedMcp = {
  path: string
  toolNames(): Promise<string[]>
  /** Throws `ToolRefused` with the server's own words. */
  call(tool: string, args: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** A tool that said no, and why. `setting` is what the operator has to set. */
export class ToolRefused extends Error {
  readonly setting: string | undefined

  constructor(fault: { code?: string; message?: string; setting?: string }) {
    super([fault.code, fault.message].filter((word) => word !== undefined).join(': ') || 'the tool failed')
    this.setting = fault.code === 'not_configured' ? fault.setting : undefined
  }
}

const patience = { timeout: 20_000 }

/** The MCP server below this path of the deployment. */
export function mcpOf({ url, key }: Deployment, path: string): AskedMcp {
  let connected: Promise<Client> | undefined
  const client = () => {
    connected ??= connect(new URL(url + path), key)
    return connected
  }
  return {
    path,
    toolNames: async () => (await (await client()).listTools(undefined, patience)).tools.map(({ name }) => name),
    call: async (tool, args) => {
      const { isError, structuredContent, _meta } = await (await client()).callTool(
        { name: tool, arguments: args },
        patience,
      )
      if (isError) throw new ToolRefused((_meta?.['vami/fault'] as object | undefined) ?? {})
      return (structuredContent ?? {}) as Record<string, unknown>
    },
    close: async () => {
      await (await connected?.catch(() => undefined))?.close().catch(() => {})
    },
  }
}

async function connect(endpoint: URL, key: string): Promise<Client> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const client = new Client({ name: 'vami-check', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const headers = key === '' ? undefined : { authorization: `Bearer ${key}` }
  await client.connect(new StreamableHTTPClientTransport(endpoint, { requestInit: { ...(headers && { headers }) } }), {
    timeout: 10_000,
  })
  return client
}
