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

/**
 * Keeps one connection: opened by the first call, and again by the next one after it has broken. One that has broken for
 * one call is closed when the others that are under way on it have come to their own ends.
 */
export function toolServer(connect: (deadline: Deadline | undefined) => Promise<Link>): ToolServer {
  let kept: Promise<Link> | undefined
  const underWay = new Map<Link, number>()
  const open = (deadline?: Deadline) => {
    if (kept !== undefined) return kept
    const link = connect(deadline)
    kept = link
    // who waits for it hears of it too
    link.catch(() => {
      if (kept === link) kept = undefined
    })
    return link
  }
  const enter = (link: Link) => underWay.set(link, (underWay.get(link) ?? 0) + 1)
  const leave = async (link: Link) => {
    const others = underWay.get(link)! - 1
    underWay.set(link, others)
    if (others > 0 || (await isKept(link))) return
    underWay.delete(link)
    await link.close().catch(() => {})
  }
  const isKept = async (link: Link) => (await kept?.catch(() => undefined)) === link
  const callOver = async (link: Link, { name, args }: ToolCall, deadline: Deadline): Promise<ToolReply> => {
    const left = deadline.left()
    const forServer = Math.floor(left - Math.max(leastForTheWayBackMs, left * shareForTheWayBack))
    if (forServer < 1) return { kind: 'unreachable' }
    try {
      const params = { name, arguments: args, _meta: { [deadlineKey]: forServer } }
      return replyOf(await link.client.callTool(params, { timeout: Math.ceil(left) }))
    } catch (error) {
      // silence is no sign of a broken connection; after anything else the next call finds out anew
      if (!isTimeout(error) && (await isKept(link))) kept = undefined
      return { kind: howItFailed(error) }
    }
  }
  return {
    call: async (name, args, deadline) => {
      let link: Link
      try {
        link = await open(deadline)
      } catch (error) {
        return { kind: isRefusal(error) ? 'refused' : 'unreachable' }
      }
      enter(link)
      try {
        return await callOver(link, { name, args }, deadline)
      } finally {
        void leave(link)
      }
    },
    warmUp: async () => {
      await open()
    },
    close: async () => {
      const old = kept
      kept = undefined
      await old?.then(({ close }) => close()).catch(() => {})
    },
  }
}

type ToolCall = { name: string; args: Record<string, unknown> }

const isTimeout = (error: unknown): boolean => causesOf(error).some(({ code }) => code === 'REQUEST_TIMEOUT')

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

// the last one is of a connection that another call has just given up
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'NOT_CONNECTED'])

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
