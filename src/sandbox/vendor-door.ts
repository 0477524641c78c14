import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultOrder, FaultOrders, Target } from './fault-orders.ts'
import { type LoggedRequest, type SandboxLog, shownBody } from './sandbox-log.ts'
import type { Vendor, VendorAnswer, VendorRequest } from './vendor-answer.ts'

type Options = {
  log: SandboxLog
  faults: FaultOrders
  vendors: Record<Target, Vendor>
}

/** A body beyond this is not even read to its end. */
const mostBytes = 32 << 20

/** Reads a request to one of the vendors, lets go wrong what was ordered, and answers as that vendor would. */
export function vendorDoor({ log, faults, vendors }: Options) {
  let lateRequests = new AbortController()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = readUrl(request.url ?? '/')
    const target = targetOf(url.pathname.toLowerCase())
    const entry = log.open(request, response, url, target)
    const fault = target === null ? undefined : faults.take(target)
    if (fault !== undefined) entry.fault = shownFault(fault)
    const { signal } = lateRequests
    const body = await readBody(request, target === null ? mostBytes : vendors[target].bodyLimit)
    if (body === undefined) return
    log.read(entry, body.bytes, shownBody(body.read, request.headers['content-type'] ?? ''))
    const asked: VendorRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: body.read,
      onEnd: (callback) => response.once('close', callback),
    }
    if (target === null) return say(response, entry, nobodyHere(asked))
    const vendor = vendors[target]
    vendor.arrive?.(asked)
    try {
      if (fault?.delay_ms !== undefined) await pause(fault.delay_ms, undefined, { signal })
      const answer = async () => (body.bytes > body.read.length ? vendor.tooLarge(asked) : vendor.answer(asked))
      await goOn({ request, response, entry, asked, fault, answer, vendor })
    } catch (error) {
      // the sandbox was told to forget, while this request waited for its turn
      if (signal.aborted) return reset(request, entry)
      fail(response, entry, error)
    }
  }

  return {
    serve,
    /** Drops the requests that a fault still delays, undone. */
    forget: () => {
      lateRequests.abort()
      lateRequests = new AbortController()
    },
  }
}

type Turn = {
  request: IncomingMessage
  response: ServerResponse
  entry: LoggedRequest
  asked: VendorRequest
  fault: FaultOrder | undefined
  /** carries the request out */
  answer: () => Promise<VendorAnswer>
  vendor: Vendor
}

async function goOn({ request, response, entry, asked, fault, answer, vendor }: Turn): Promise<void> {
  switch (fault?.kind) {
    case 'reset':
      return reset(request, entry)
    case 'reset_after_commit':
      await answer()
      return reset(request, entry)
    case 'hang_after_commit':
      await answer()
      entry.outcome = 'hung'
      return
    case 'garbage': {
      const said = fault.committed ? await answer() : undefined
      return say(response, entry, { ...garbage, status: fault.status ?? said?.status ?? successOf(asked) })
    }
    case 'status': {
      if (fault.committed) await answer()
      const said = vendor.refusal(asked, fault.status!, fault.retry_after)
      const wait: Record<string, string> =
        fault.retry_after === undefined ? {} : { 'Retry-After': String(fault.retry_after) }
      return say(response, entry, { ...said, headers: { ...said.headers, ...wait } })
    }
    default:
      return say(response, entry, await answer())
  }
}

/** What a proxy in front of a vendor says on a bad day: cut off in the middle, and announced as JSON. */
const garbage = { headers: { 'Content-Type': 'application/json' }, text: '{"status":"succ<html><body>upstream' }

/** The status that the vendor would have answered a success with. */
function successOf({ method, path }: VendorRequest): number {
  if (method !== 'POST' || path.endsWith('/token') || path.endsWith('/cancel')) return 200
  return path.toLowerCase().endsWith('/sendmail') ? 202 : 201
}

function say(response: ServerResponse, entry: LoggedRequest, { status, headers, body, text }: VendorAnswer): void {
  const written = text ?? (body === undefined ? '' : JSON.stringify(body))
  entry.status = status
  if (response.destroyed || response.socket?.destroyed !== false) return
  entry.outcome = 'answered'
  entry.response_bytes = Buffer.byteLength(written)
  response.writeHead(status, {
    ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
    'Content-Length': entry.response_bytes,
    ...headers,
  })
  response.end(written)
}

function reset(request: IncomingMessage, entry: LoggedRequest): void {
  entry.outcome = 'reset'
  request.socket.resetAndDestroy()
}

/** A mistake of the sandbox, told apart from everything that a vendor says. */
function fail(response: ServerResponse, entry: LoggedRequest, error: unknown): void {
  const message = `The sandbox itself has failed: ${error instanceof Error ? error.message : 'no reason known'}`
  say(response, entry, { status: 500, body: { error: 'sandbox_failed', message } })
  entry.outcome = 'failed'
}

function nobodyHere({ method, path }: VendorRequest): VendorAnswer {
  const message = `The sandbox plays no vendor at ${method} ${path}. GET /_sandbox lists what it does.`
  return { status: 404, body: { error: 'not_found', message } }
}

function targetOf(path: string): Target | null {
  if (path.startsWith('/v2/')) return 'calcom'
  if (/^\/[^/]+\/oauth2\/v2\.0\/token$/.test(path)) return 'token'
  if (/^\/(v1\.0|beta)\//.test(path)) return 'graph'
  return path.startsWith('/2010-04-01/') ? 'twilio' : null
}

/** Never throws: a path that is no URL is a path where nobody is. */
function readUrl(url: string): URL {
  const text = `http://sandbox${url.startsWith('/') ? url : `/${url}`}`
  return URL.canParse(text) ? new URL(text) : new URL('http://sandbox/')
}

/** The body up to a limit, and how long it was; undefined when its sender has gone. */
function readBody(request: IncomingMessage, limit: number): Promise<{ read: Buffer; bytes: number } | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= limit) parts.push(part)
      if (bytes > mostBytes) request.destroy()
    })
    request.once('end', () => resolve({ read: Buffer.concat(parts), bytes }))
    request.once('close', () => resolve(undefined))
    request.once('error', () => resolve(undefined))
  })
}

function shownFault({ target: _target, times: _times, ...fault }: FaultOrder): LoggedRequest['fault'] {
  return fault
}
