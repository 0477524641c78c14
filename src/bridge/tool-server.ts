import type { Client } from '@modelcontextprotocol/client'
import { deadlineKey, type ToolFault } from '../mcp-servers/tool-fault.ts'
import type { Deadline } from './deadline.ts'

/** What an MCP server's tool came to. */
export type ToolReply =
  | { kind: 'done'; content: Record<string, unknown> }
  | { kind: 'fault'; fault: ToolFault }
  /** the server does not take our key */
  | { kind: 'refused' }
  /** the call has not reached it: nothing was done */
  | { kind: 'unreachable' }
  /** sent, and no answer came back */
  | { kind: 'lost' }

/** An MCP server as the bridge sees it. */
export type ToolServer = {
  call(tool: string, args: Record<string, unknown>, deadline: Deadline): Promise<ToolReply>
  /** Loads and connects what the first call needs. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** A client that is connected, and what it takes to let go of it. */
export type Link = { client: Client; close(): Promise<void> }

// for the answer's way back, and for the work that is still to do with it
const shareForTheWayBack = 0.03
const leastForTheWayBackMs = 30

/** Keeps one connection: opened by the first call, and again by the next one after it has broken. */
export function toolServer(connect: (deadline: Deadline | undefined) => Promise<Link>): ToolServer {
  let kept: Promise<Link> | undefined
  const link = (deadline?: Deadline) => {
    kept ??= connect(deadline).catch((error) => {
      kept = undefined
      throw error
    })
    return kept
  }
  const letGo = async () => {
    const old = kept
    kept = undefined
    await old?.then(({ close }) => close()).catch(() => {})
  }
  return {
    call: async (tool, args, deadline) => {
      let client: Client
      try {
        client = (await link(deadline)).client
      } catch (error) {
        return { kind: isRefusal(error) ? 'refused' : 'unreachable' }
      }
      const left = deadline.left()
      const forServer = Math.floor(left - Math.max(leastForTheWayBackMs, left * shareForTheWayBack))
      if (forServer < 1) return { kind: 'unreachable' }
      try {
        const params = { name: tool, arguments: args, _meta: { [deadlineKey]: forServer } }
        return replyOf(await client.callTool(params, { timeout: Math.ceil(left) }))
      } catch (error) {
        // the next call finds out anew what the other side speaks
        await letGo()
        return { kind: howItFailed(error) }
      }
    },
    warmUp: async () => {
      await link()
    },
    close: letGo,
  }
}

type CallResult = Awaited<ReturnType<Client['callTool']>>

/** Throws for a result without a fault of ours: the server did not understand the call, which is nobody's fault but ours. */
function replyOf({ isError, structuredContent, _meta }: CallResult): ToolReply {
  if (!isError && typeof structuredContent === 'object' && structuredContent !== null)
    return { kind: 'done', content: structuredContent as Record<string, unknown> }
  const fault = _meta?.['vami/fault'] as ToolFault | undefined
  if (fault === undefined || typeof fault.code !== 'string') throw new MisunderstoodCall()
  return { kind: 'fault', fault }
}

/** An MCP server and the bridge do not fit together. */
export class MisunderstoodCall extends Error {
  constructor() {
    super('The MCP server did not understand the call.')
  }
}

function howItFailed(error: unknown): 'refused' | 'unreachable' | 'lost' {
  if (error instanceof MisunderstoodCall) throw error
  if (isRefusal(error)) return 'refused'
  return wasNeverSent(error) ? 'unreachable' : 'lost'
}

const isRefusal = (error: unknown): boolean => [401, 403].includes(statusOf(error) ?? 0)

const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** Nobody was there to hear it, or whoever answered would not have it. */
function wasNeverSent(error: unknown): boolean {
  const status = statusOf(error)
  if (status !== undefined) return status >= 400 && status < 500
  return causesOf(error).some(({ code }) => neverSent.has(String(code)) || code === 'UND_ERR_CONNECT_TIMEOUT')
}

function statusOf(error: unknown): number | undefined {
  for (const { status, name, data } of causesOf(error)) {
    const said = status ?? data?.status
    if (typeof said === 'number') return said
    if (name === 'UnauthorizedError') return 401
  }
  return undefined
}

type Cause = { code?: unknown; name?: unknown; status?: unknown; data?: { status?: unknown }; cause?: unknown }

function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = []
  for (let at = error; at !== null && typeof at === 'object' && causes.length < 5; at = (at as Cause).cause)
    causes.push(at as Cause)
  return causes
}
