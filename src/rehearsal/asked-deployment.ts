import { type Finding, failed, notConfigured } from './check-row.ts'

/** A deployment that is asked from outside, as its callers ask it. */
export type Deployment = {
  /** without a slash at the end */
  url: string
  /** of the bridge; empty: none */
  key: string
  /** the address is one of this machine, where no key may be needed */
  isHere: boolean
  ask(method: 'GET' | 'POST', path: string, question?: Question): Promise<Reply>
}

export type Question = { headers?: Record<string, string>; body?: object; patienceMs?: number }

/** `body` is empty when what came back is not a JSON object. */
export type Reply = { status: number; body: Record<string, unknown>; location: string | null }

// what ElevenLabs waits for a tool, unless told otherwise
const patienceOfACall = 20_000

/** The deployment at an http or https address. Redirects are not followed: a caller's POST would arrive as a GET. */
export function deploymentAt(address: string, key: string): Deployment {
  const url = address.replace(/\/+$/, '')
  const { hostname } = new URL(url)
  return {
    url,
    key,
    isHere: /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname),
    ask: async (method, path, { headers = {}, body, patienceMs = patienceOfACall } = {}) => {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
        signal: AbortSignal.timeout(patienceMs),
        ...(body && { body: JSON.stringify(body) }),
      })
      return {
        status: response.status,
        body: objectIn(await response.text()),
        location: response.headers.get('location'),
      }
    },
  }
}

/** The header that the bridge's key goes in; none without a key. */
export const keyHeader = ({ key }: Deployment): Record<string, string> => (key === '' ? {} : { 'x-api-key': key })

/** An answer that was not wanted: what is not set up is shown as that, all else is a failure. */
export function unwanted({ status, body, location }: Reply): Finding {
  if (location !== null) return failed(`${status}, it sends callers on to ${location}: check that address`)
  const words = [status, body.code ?? body.error, body.message].filter((word) => word !== undefined && word !== '')
  const sentence = words.join(' ')
  return status === 503 && body.code === 'not_configured' ? notConfigured(sentence) : failed(sentence)
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}
