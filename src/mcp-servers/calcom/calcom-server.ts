import { McpServer } from '@modelcontextprotocol/server'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'

/** How to reach Cal.com, and what is booked when a call names no event type. An empty `apiKey`: not configured. */
export type CalcomSettings = { apiKey: string; apiUrl: string; apiVersion: string; eventTypeId?: number }

export const calcomSettings = (config: Config): CalcomSettings => ({
  apiKey: config.CALCOM_API_KEY,
  apiUrl: config.CALCOM_API_URL,
  apiVersion: config.CALCOM_API_VERSION,
  ...(config.CALCOM_EVENT_TYPE_ID === undefined ? {} : { eventTypeId: config.CALCOM_EVENT_TYPE_ID }),
})

/** A factory of MCP servers with the calendar tools, for `createMcpHandler`: one server a request. */
export function calcomServer(_settings: CalcomSettings, _clock: Clock): () => McpServer {
  return () => new McpServer({ name: 'vami-calcom', version: '0.1.0' })
}
