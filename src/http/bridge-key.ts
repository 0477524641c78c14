import type { IncomingMessage } from 'node:http'
import { isLoopbackName, isSameKey, wasForwarded } from '../mcp-servers/mcp-guard.ts'

/** Who may use the webhooks. */
export type BridgeGuard = {
  /** BRIDGE_API_KEY; empty: callers on this machine, when the server listens to nobody else */
  key: string
  listensOnLoopback: boolean
}

/** Whether this request may use the bridge. Takes the same time for every wrong key. */
export function mayUseBridge(request: IncomingMessage, { key, listensOnLoopback }: BridgeGuard): boolean {
  if (key === '') return listensOnLoopback && comesFromThisMachine(request)
  return givenKeys(request).filter((given) => isSameKey(given, key)).length > 0
}

function givenKeys({ headers }: IncomingMessage): string[] {
  const named = headers['x-api-key']
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return [named, bearer].filter((given) => typeof given === 'string')
}

/**
 * From here, by a name of here, and not passed on by a proxy, which would stand for the whole world. A web page that
 * has its own name point to this machine gives itself away by that name, and any other page by its origin.
 */
function comesFromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const { host = '', origin } = headers
  const page = origin === undefined ? undefined : URL.parse(origin)?.hostname
  return (
    !wasForwarded(headers) &&
    isLoopbackName(peer) &&
    isLoopbackName(host.toLowerCase().replace(/:\d+$/, '')) &&
    (origin === undefined || isLoopbackName(page ?? ''))
  )
}
