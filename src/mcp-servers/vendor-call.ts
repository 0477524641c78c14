import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { type Deadline, deadlineIn, pause } from './time-left.ts'

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type VendorRequest = {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  json?: JsonObject
  form?: URLSearchParams
}

/**
 * What became of a request. `unsent`: nothing of it left this machine, so that it may be repeated. `lost`: it went out,
 * and no readable answer came back.
 */
export type VendorOutcome =
  | { kind: 'answered'; status: number; headers: Headers; body: unknown; empty: boolean }
  | { kind: 'unsent'; timedOut: boolean }
  | { kind: 'lost'; timedOut: boolean }

export type VendorAnswer = Extract<VendorOutcome, { kind: 'answered' }>

/**
 * Asks once, within the deadline. Throws only when `signal` gives the request up. Redirects are not followed: they
 * would carry the credentials somewhere else. A success whose body cannot be read as JSON is `lost`.
 */
export async function askOnce(
  request: VendorRequest,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<VendorOutcome> {
  signal?.throwIfAborted()
  const left = Math.floor(deadline.left())
  if (left < 1) return { kind: 'unsent', timedOut: true }
  const clock = AbortSignal.timeout(left)
  const wire: Wire = { created: false, sent: false }
  const { url, method, headers, json, form } = request
  const body = json === undefined ? form : JSON.stringify(json)
  try {
    const response = await onWire.run(wire, () =>
      fetch(url, {
        method,
        headers: { ...headers, ...(json !== undefined && { 'Content-Type': 'application/json' }) },
        redirect: 'manual',
        signal: signal === undefined ? clock : AbortSignal.any([clock, signal]),
        ...(body !== undefined && { body }),
      }),
    )
    const text = await textOf(response)
    if (text === undefined) return { kind: 'lost', timedOut: false }
    const read = readJson(text)
    const empty = text.trim() === ''
    if (response.ok && read === undefined && !empty) return { kind: 'lost', timedOut: false }
    return { kind: 'answered', status: response.status, headers: response.headers, body: read, empty }
  } catch {
    signal?.throwIfAborted()
    return { kind: wire.created && !wire.sent ? 'unsent' : 'lost', timedOut: clock.aborted }
  }
}

// Cal.com's longest answers, a year of slots, are below a tenth of it.
const longestAnswer = 8 * 1024 * 1024

/** undefined when there is no end to it: whoever sends it would fill our memory. */
async function textOf(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > longestAnswer) return undefined
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Wire = { created: boolean; sent: boolean }

/**
 * Whether a request that failed had left this machine. fetch does not say: a time-out while connecting and one while
 * waiting for the answer look the same. Its diagnostics channels do, and if ever they should fall silent every request
 * counts as sent, which is the safe side.
 */
const onWire = new AsyncLocalStorage<Wire>()
const wires = new WeakMap<object, Wire>()

subscribe('undici:request:create', (message) => {
  const wire = onWire.getStore()
  if (wire === undefined) return
  wire.created = true
  wires.set((message as { request: object }).request, wire)
})
subscribe('undici:client:sendHeaders', (message) => {
  const wire = wires.get((message as { request: object }).request)
  if (wire !== undefined) wire.sent = true
})

/**
 * What may be asked again: `unsent` is for what must not happen twice, `any` for what may, and `hasty` for what may and
 * is answered at once as a rule: it gives a try only half of the time that is left, so that one that hangs costs no more.
 */
type Repeatable = 'unsent' | 'any' | 'hasty'

/** milliseconds before the first repetition; doubled for each that follows, up to a second */
const firstPause = 100

/**
 * Asks, and asks again within the deadline where that is safe: after failures before anything was sent and after 429,
 * and unless it must not happen twice after every failure and 5xx. The last outcome comes back.
 */
export async function ask(
  request: VendorRequest,
  repeatable: Repeatable,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<VendorOutcome> {
  let telling: VendorOutcome | undefined
  for (let wait = firstPause; ; wait = Math.min(wait * 2, 1_000)) {
    const patience = repeatable === 'hasty' ? deadlineIn(deadline.left() / 2) : deadline
    const outcome = await askOnce(request, patience, signal)
    if (!mayRepeat(outcome, repeatable)) return outcome
    // A last try that had hardly any time says less than those before it, where it cannot have done anything.
    if (!isSilence(outcome) || repeatable === 'unsent') telling = outcome
    // whoever has been silent has been given time enough
    const asked = waitAsked(outcome)
    const ms = asked === undefined ? (isSilence(outcome) ? 0 : wait) : asked * 1_000
    if (ms + leastForAnAnswer > deadline.left()) return telling ?? outcome
    await pause(ms, signal)
  }
}

/** milliseconds without which a repetition is not worth while */
const leastForAnAnswer = 100

const isSilence = (outcome: VendorOutcome): boolean => outcome.kind !== 'answered' && outcome.timedOut

function mayRepeat(outcome: VendorOutcome, repeatable: Repeatable): boolean {
  if (outcome.kind === 'unsent') return true
  if (outcome.kind === 'answered' && outcome.status === 429) return true
  if (repeatable === 'unsent') return false
  return outcome.kind === 'lost' || outcome.status >= 500
}

/**
 * Seconds that an answer asks us to wait: Retry-After, or what Cal.com has instead, X-RateLimit-Reset with the name of
 * the limit behind it. A date in Retry-After counts as nothing said.
 */
export function waitAsked(outcome: VendorOutcome): number | undefined {
  if (outcome.kind !== 'answered' || (outcome.status !== 429 && outcome.status !== 503)) return undefined
  const reset = [...outcome.headers].filter(([name]) => name.startsWith('x-ratelimit-reset')).map(([, value]) => value)
  const said = [outcome.headers.get('retry-after') ?? '', ...(outcome.status === 429 ? reset : [])]
    .filter((value) => /^\d{1,9}$/.test(value.trim()))
    .map(Number)
  return said.length === 0 ? undefined : Math.min(Math.max(...said), longestWait)
}

/** seconds: whoever says more means an instant or a mistake */
const longestWait = 3_600
