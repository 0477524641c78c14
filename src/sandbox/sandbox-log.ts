import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { FaultOrder, Target } from './fault-orders.ts'
import { kept } from './kept.ts'
import { readJson } from './vendor-answer.ts'

/** A request as the sandbox tells of it. Whoever runs the sandbox has sent it, so that nothing but secrets is left out. */
export type LoggedRequest = {
  id: number
  target: Target | null
  method: string
  path: string
  query: string
  /** when it came, by the sandbox's clock */
  time: string
  /** null while it is not answered, and for good where it never was */
  status: number | null
  /** what became of it; `client_gone`: nobody waited for the answer; `failed`: the sandbox's own mistake */
  outcome: 'pending' | 'answered' | 'reset' | 'hung' | 'client_gone' | 'failed'
  /** from its head to the end of the exchange */
  duration_ms: number | null
  fault: Omit<FaultOrder, 'target' | 'times'> | null
  /** requests to the same target that were under way when it came, itself included */
  under_way: number
  /** how it proved who it is, never with what */
  authorized_with: string | null
  headers: Record<string, string>
  body: unknown
  request_bytes: number
  response_bytes: number
}

export type SandboxLog = ReturnType<typeof openSandboxLog>

const shownHeaders = [
  ...['cal-api-version', 'content-type', 'user-agent', 'idempotency-key', 'client-request-id', 'x-request-id'],
  ...['prefer', 'accept'],
]

/** What came in, in the order of coming; forgets the oldest beyond 20,000 requests or 64 MB of bodies. */
export function openSandboxLog(clock: Clock) {
  let lastId = 0
  const log = kept<LoggedRequest>({ entries: 20_000, bytes: 64 << 20 }, ({ request_bytes }) => 1_000 + request_bytes)
  const underWay = new Map<Target | null, number>()
  const count = (target: Target | null, change: number) => {
    const sum = (underWay.get(target) ?? 0) + change
    underWay.set(target, sum)
    return sum
  }

  /** Notes a request when its head has come; it is listed once its body has. */
  function open(request: IncomingMessage, response: ServerResponse, url: URL, target: Target | null): LoggedRequest {
    const begun = performance.now()
    const entry: LoggedRequest = {
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
      under_way: count(target, 1),
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
    }
    response.once('close', () => {
      count(target, -1)
      entry.duration_ms = Math.round((performance.now() - begun) * 10) / 10
      if (entry.outcome === 'pending') entry.outcome = 'client_gone'
    })
    return entry
  }

  return {
    open,
    read: (entry: LoggedRequest, bytes: number, body: unknown) => {
      Object.assign(entry, { request_bytes: bytes, body })
      log.add(entry)
    },
    all: () => log.all().toSorted((a, b) => a.id - b.id),
    clear: log.clear,
  }
}

/** The body as people read it: JSON as JSON, a form as its fields (secrets covered), else text. */
export function shownBody(body: Buffer, contentType: string): unknown {
  if (body.length === 0) return null
  const text = body.toString('utf8')
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return readJson(body) ?? text
  const fields = [...new URLSearchParams(text)]
  return Object.fromEntries(fields.map(([name, value]) => [name, /secret|assertion/i.test(name) ? '…' : value]))
}
