import type { McpServer } from '@modelcontextprotocol/server'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Report } from './tool.ts'

/** The two MCP servers of this process, loaded when they are first asked for. */
export type ServersHere = { calcom(): Promise<() => McpServer>; outlook(): Promise<() => McpServer> }

/**
 * Each is made once, whoever asks, the bridge or a client from outside: so that a token is fetched once, and no more than
 * four requests at a time go to a mailbox. `report` hears of our own errors.
 */
export function serversHere(config: Config, clock: Clock, report: Report): ServersHere {
  let calcom: Promise<() => McpServer> | undefined
  let outlook: Promise<() => McpServer> | undefined
  return {
    calcom: () => {
      calcom ??= import('./calcom/calcom-server.ts').then(({ calcomServer, calcomSettings }) =>
        calcomServer(calcomSettings(config), clock, report),
      )
      return calcom
    },
    outlook: () => {
      outlook ??= import('./outlook/outlook-server.ts').then(({ outlookServer, outlookSettings }) =>
        outlookServer(outlookSettings(config), clock, report),
      )
      return outlook
    },
  }
}
