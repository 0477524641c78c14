import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { ServersHere } from '../mcp-servers/servers-here.ts'
import type { Bridge } from './bridge.ts'
import { toolServers } from './tool-servers.ts'
import type { WebhookLedger } from './webhook-ledger-port.ts'

/** A bridge that is loaded when it is first asked for. */
export type LazyBridge = { bridge(): Promise<Bridge>; close(): Promise<void> }

export function openLazily(
  config: Config,
  clock: Clock,
  here: ServersHere,
  ledger: WebhookLedger,
  onLostNote: (error: unknown) => void,
): LazyBridge {
  let opened: Promise<Bridge> | undefined
  return {
    bridge: () => {
      opened ??= import('./bridge.ts').then(({ openBridge }) =>
        openBridge(config, ledger, clock, toolServers(config, here), onLostNote),
      )
      return opened
    },
    close: async () => (await opened)?.close(),
  }
}
