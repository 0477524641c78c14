import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultOrder, FaultOrders, Target } from './fault-orders.ts'
import { type LoggedRequest, type openRequestLog, shownBody } from './request-log.ts'
import type { Vendor, VendorAnswer, VendorRequest } from './vendor-answer.ts'

type Options = {
  log: ReturnType<typeof openRequestLog>
  faults: FaultOrders
  vendors: (underWay: (request: VendorRequest) => number) => Record<Target, Vendor>
}

/** A body beyond this is not even read to its end. */
const mostBytes = 32 << 20

/** Reads a request to one of the vendors, lets go wrong what was ordered, and answers as that vendor would. */
export function vendorDoor({ log, faults, vendors }: Options) {
  const underWay = new Map<string, number>()
  const vendor = vendors(({ path }) => underWay.get(path.toLowerCase()) ?? 0)

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const begun = performance.now()
    const url = readUrl(request.url ?? '/')
    const place = url.pathname.toLowerCase()
    const target = targetOf(place)
    underWay.set(place, (underWay.get(place) ?? 0) + 1)
    const entry = log.open(request, url, target, underWay.get(place)!)
    response.once('close', () => {
      const left = underWay.get(place)! - 1
      if (left > 0) underWay.set(place, left)
      else underWay.delete(place)
      entry.duration_ms = Math.round((performance.now() - begun) * 10) / 10
      if (entry.outcome === 'pending') entry.outcome = 'client_gone'
    })
    const fault = target === null ? undefined : faults.take(target)
    entry.fault = fault === undefined ? null : shownFault(fault)
    const body = await readBody(request, target === null ? mostBytes : vendor[target].bodyLimit)
    if (body !== undefined) {
      entry.request_bytes = body.bytes
      entry.body = shownBody(body.read, request.headers['content-type'] ?? '')
    }
    log.keep(entry)
    if (body === undefined) return
    const asked: VendorRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: body.read,
    }
    if (target === null) return say(response, entry, nobodyHere(asked))
    if (fault?.delay_ms !== undefined) await pause(fault.delay_ms)
    const answer = () => (body.bytes > body.read.length ? vendor[target].tooLarge(asked) : vendor[target].answer(asked))
    return goOn({ request, response, entry, asked, fault, answer, vendor: vendor[target] })
  }
}

type Turn = {
  request: IncomingMessage
  response: ServerResponse
  entry: LoggedRequest
  asked: VendorRequest
  fault: FaultOrder | undefined
  answer: () => VendorAnswer | Promise<VendorAnswer>
  vendor: Vendor
}

async function goOn({ request, response, entry, asked, fault, answer, vendor }: Turn): Promise<void> {
  if (fault?.kind === 'reset') return reset(request, entry)
  if (fault?.kind === 'reset_after_commit') {
    await answer()
    return reset(request, entry)
  }
  if (fault?.kind === 'hang_after_commit') {
    await answer()
    entry.outcome = 'hung'
    return
  }
  if (fault?.kind === 'garbage') {
    const said = fault.committed ? await answer() : undefined
    return say(response, entry, { ...garbage, status: fault.status ?? said?.status ?? successOf(asked) })
  }
  if (fault?.kind === 'status') {
    if (fault.committed) await answer()
    const said = vendor.refusal(asked, fault.status!, fault.retry_after)
    const retry: Record<string, string> =
      fault.retry_after === undefined ? {} : { 'Retry-After': String(fault.retry_after) }
    return say(response, entry, { ...said, status: fault.status!, headers: { ...said.headers, ...retry } })
  }
  return say(response, entry, await answer())
}

/** What a proxy in front of a vendor says on a bad day: cut off in the middle, and announced as JSON. */
const garbage = { headers: { 'Content-Type': 'application/json' }, text: '{"status":"succ<html><body>upstream' }

/** The status that the vendor would have answered a success with. */
const successOf = ({ method, path }: VendorRequest): number => {
  if (method !== 'POST' || path.endsWith('/token') || path.endsWith('/cancel')) return 200
  return path.toLowerCase().endsWith('/sendmail') ? 202 : 201
}

function say(response: ServerResponse, entry: LoggedRequest, { status, headers, body, text }: VendorAnswer): void {
  const written = text ?? (body === undefined ? '' : JSON.stringify(body))
  entry.status = status
  if (response.destroyed || response.socket?.destroyed) return
  entry.outcome = 'answered'
  entry.response_bytes = Buffer.byteLength(written)
  response.writeHead(status, {
    ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
    'Content-Length': Buffer.byteLength(written),
    ...headers,
  })
  response.end(written)
}

function reset(request: IncomingMessage, entry: LoggedRequest): void {
  entry.outcome = 'reset'
  request.socket.resetAndDestroy()
}

function nobodyHere({ method, path }: VendorRequest): VendorAnswer {
  const message = `The sandbox plays no vendor at ${method} ${path}. GET /_sandbox lists what it does.`
  return { status: 404, body: { error: 'not_found', message } }
}

const targetOf = (path: string): Target | null => {
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
