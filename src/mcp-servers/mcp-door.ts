import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server'
import { type McpGuard, mcpGuard } from './mcp-guard.ts'

export type { McpGuard }

export type McpDoor = {
  /** Answers a request over the network, guarded. `body`: parsed already, when somebody has read it. */
  handle(req: IncomingMessage, res: ServerResponse, body?: unknown): Promise<void>
  /** For a client in this process: no guard, no network. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** bytes; a mail of 1 MiB, and its JSON around it */
export const largestRequest = 2 << 20

/** MCP over Streamable HTTP, the revision of 2026-07-28 and those of 2025 on one endpoint. */
export function openMcpDoor(factory: McpServerFactory, guard: McpGuard): McpDoor {
  const turnedBack = mcpGuard(guard)
  const handler = createMcpHandler(factory, { maxRequestBodySize: largestRequest })
  const answer = toNodeHandler(handler, { maxRequestBodySize: largestRequest })
  return {
    handle: async (req, res, body) => {
      const turned = turnedBack(req)
      if (turned === undefined) return answer(req, res, body)
      const { status, error, description } = turned
      const text = JSON.stringify({ error, error_description: description })
      res.writeHead(status, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
        ...(status === 401 && { 'WWW-Authenticate': 'Bearer error="invalid_token"' }),
        // what is left of the body is not read
        Connection: 'close',
      })
      res.end(text)
    },
    fetch: (request) => handler.fetch(request),
    close: () => handler.close(),
  }
}
