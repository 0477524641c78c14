import type { IncomingHttpHeaders } from 'node:http'

/** A request to one of the vendors, read whole. */
export type VendorRequest = {
  method: string
  /** as it came: nothing is decoded */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** calls back when the exchange has ended, answered or not */
  onEnd(callback: () => void): void
}

/** What a vendor says. `body` is written as JSON, `text` as it is; neither is an empty answer. */
export type VendorAnswer = { status: number; headers?: Record<string, string>; body?: unknown; text?: string }

/** One of the services that the sandbox plays. */
export type Vendor = {
  /** Hears of a request when it has come, before anything may hold it up. */
  arrive?(request: VendorRequest): void
  /** Does what is asked and answers. */
  answer(request: VendorRequest): Promise<VendorAnswer>
  /** How this vendor says a status that somebody ordered as a fault. `retryAfter` in seconds. */
  refusal(request: VendorRequest, status: number, retryAfter?: number): VendorAnswer
  /** bytes of a body that are taken; with more `tooLarge` is the answer */
  bodyLimit: number
  tooLarge(request: VendorRequest): VendorAnswer
}

/** The body as JSON; undefined when it is none. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** A part of a path as it was meant; as it came where its escapes are broken. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
