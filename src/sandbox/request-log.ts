import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { FaultOrder, Target } from './fault-orders.ts'
import { kept } from './kept.ts'

/** A request as the sandbox tells of it. Whoever runs the sandbox has sent it, so that nothing but the key is left out. */
export type LoggedRequest = {
  id: number
  target: Target | null
  method: string
  path: string
  query: string
  /** when it came, by the sandbox's clock */
  time: string
  /** null while it is not answered, and for good where the answer was a dropped connection */
  status: number | null
  /** what became of it: `answered`, `reset`, `hung`, or `client_gone` where nobody waited for the answer */
  outcome: 'pending' | 'answered' | 'reset' | 'hung' | 'client_gone'
  /** from the first byte to the answer */
  duration_ms: number | null
  fault: Omit<FaultOrder, 'target' | 'times'> | null
  /** requests to the same path under way when it came, itself included */
  under_way: number
  authorized_with: string | null
  headers: Record<string, string>
  body: unknown
  request_bytes: number
  response_bytes: number
}

const shownHeaders = [
  ...['cal-api-version', 'content-type', 'user-agent', 'idempotency-key', 'client-request-id', 'x-request-id'],
  ...['prefer', 'accept'],
]

/** What came in, oldest first; forgets the oldest beyond 20,000 requests or 64 MB of bodies. */
export function openRequestLog(clock: Clock) {
  let lastId = 0
  const log = kept<LoggedRequest>({ entries: 20_000, bytes: 64 << 20 }, ({ request_bytes }) => 1_000 + request_bytes)

  const open = (request: IncomingMessage, url: URL, target: Target | null, underWay: number): LoggedRequest => ({
    id: ++lastId,
    target,
    method: request.method ?? '',
    path: url.pathname,
    query: url.search,
    time: clock.now().toString({ fractionalSecondDigits: 3 }),
    status: null,
    outcome: 'pending',
    duration_ms: null,
    fault: null,
    under_way: underWay,
    authorized_with: request.headers.authorization?.split(' ')[0] ?? null,
    headers: Object.fromEntries(
      shownHeaders.flatMap((name) => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value]] : []
      }),
    ),
    body: null,
    request_bytes: 0,
    response_bytes: 0,
  })

  return { open, keep: log.add, all: log.all, clear: log.clear }
}

/** The body as people read it: JSON as JSON, a form as its fields (secrets covered), else text. */
export function shownBody(body: Buffer, contentType: string): unknown {
  if (body.length === 0) return null
  const text = body.toString('utf8')
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const fields = [...new URLSearchParams(text)]
    return Object.fromEntries(fields.map(([name, value]) => [name, /secret|assertion/.test(name) ? '…' : value]))
  }
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
