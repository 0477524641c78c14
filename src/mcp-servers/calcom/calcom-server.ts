import type { McpServer } from '@modelcontextprotocol/server'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { type Report, serverOf } from '../tool.ts'
import { calcomTools } from './calcom-tools.ts'

/** How to reach Cal.com, and what is booked when a call names no event type. An empty `apiKey`: not configured. */
export type CalcomSettings = { apiKey: string; apiUrl: string; apiVersion: string; eventTypeId?: number }

export const calcomSettings = (config: Config): CalcomSettings => ({
  apiKey: config.CALCOM_API_KEY,
  apiUrl: config.CALCOM_API_URL,
  apiVersion: config.CALCOM_API_VERSION,
  ...(config.CALCOM_EVENT_TYPE_ID === undefined ? {} : { eventTypeId: config.CALCOM_EVENT_TYPE_ID }),
})

const instructions = `Books appointments in a Cal.com calendar. All instants are UTC, such as 2026-12-15T14:00:00Z. Look \
for free times with list_available_slots before create_booking. A failed tool says in its text what to say or do next.`

/** A factory of MCP servers with the calendar tools, for `createMcpHandler`: one server a request. */
export function calcomServer(settings: CalcomSettings, clock: Clock, report: Report = () => {}): () => McpServer {
  return serverOf({ name: 'vami-calcom', title: 'Vami: Cal.com', instructions, report }, calcomTools(settings, clock))
}
