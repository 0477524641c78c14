import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Who may come in. */
export type McpGuard = {
  /** Bearer keys, any of which opens. None: callers on this machine only, and only when it listens on loopback. */
  keys: readonly string[]
  /** names, without port, that the Host and Origin headers may show besides those of loopback */
  hosts: readonly string[]
  listensOnLoopback: boolean
}

export type Turned = { status: 401 | 403; error: string; description: string }

type Asking = Pick<IncomingMessage, 'headers' | 'socket'>

/** Judges requests over the network: undefined for those that may come in. */
export function mcpGuard({ keys, hosts, listensOnLoopback }: McpGuard): (request: Asking) => Turned | undefined {
  const digests = keys.filter((key) => key !== '').map(digest)
  const names = new Set(hosts.map((host) => host.toLowerCase()))

  // A page that a browser has open on this machine can make its own name mean 127.0.0.1: the name gives it away.
  const hostIsOurs = (name: string) =>
    isLoopbackName(name) ||
    names.has(name) ||
    // Behind a key the name is a second lock. It lets in what nobody outside can own: addresses, names of a private
    // network; and everything while nobody has said what this server is called.
    (!listensOnLoopback && digests.length > 0 && (names.size === 0 || isPrivateName(name)))

  const knows = (authorization: string | undefined) => {
    const key = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
    if (key === undefined) return false
    const given = digest(key)
    return digests.filter((known) => timingSafeEqual(known, given)).length > 0
  }

  return ({ headers, socket }) => {
    const host = nameIn(`http://${headers.host ?? ''}`)
    if (host === undefined || !hostIsOurs(host)) return forbidden('This server does not go by that Host name.')
    const { origin } = headers
    if (origin !== undefined) {
      const name = /^https?:\/\//i.test(origin) ? nameIn(origin) : undefined
      if (name === undefined || !(isLoopbackName(name) || names.has(name)))
        return forbidden('Pages of that origin may not come in.')
    }
    if (digests.length > 0)
      return knows(headers.authorization) ? undefined : unauthorized('A valid Bearer key is required.')
    const direct = isLoopbackAddress(socket.remoteAddress ?? '') && !wasForwarded(headers)
    return listensOnLoopback && direct
      ? undefined
      : unauthorized('Without a key this server answers callers on its own machine only. Set one.')
  }
}

const forbidden = (description: string): Turned => ({ status: 403, error: 'forbidden', description })
const unauthorized = (description: string): Turned => ({ status: 401, error: 'invalid_token', description })

/** Whether two keys are one. Takes the same time for every wrong one. */
export const isSameKey = (given: string, key: string): boolean => timingSafeEqual(digest(given), digest(key))

const digest = (key: string): Buffer => createHash('sha256').update(key).digest()

/** The host of a URL in lower case and without port; undefined for what is no URL. */
function nameIn(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, username, pathname } = new URL(url)
  return hostname === '' || username !== '' || pathname !== '/' ? undefined : hostname
}

/** Whether a Host or listening address means this machine alone. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)

const isLoopbackAddress = (address: string): boolean => isLoopbackName(address.replace(/^::ffff:/, ''))

/** An address, one word (a service in a compose file, at Render, in a cluster), or a name that no registry gives out. */
const isPrivateName = (name: string): boolean =>
  isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.') || /\.(internal|local|flycast)$/.test(name)

/** Whether a proxy passed a request on, as far as proxies say so: it stands for the whole world, wherever it runs. */
export const wasForwarded = (headers: IncomingMessage['headers']): boolean =>
  Object.keys(headers).some((name) => name.startsWith('x-forwarded-') || proxiesSay.has(name))

const proxiesSay = new Set(
  'forwarded via x-real-ip x-client-ip x-cluster-client-ip cf-connecting-ip true-client-ip fly-client-ip'.split(' '),
)
