import type { IncomingHttpHeaders } from 'node:http'

/** A request to one of the vendors, read whole. */
export type VendorRequest = {
  method: string
  /** decoded nowhere: as it came */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** What a vendor says. `body` is written as JSON, `text` as it is; neither is an empty answer. */
export type VendorAnswer = { status: number; headers?: Record<string, string>; body?: unknown; text?: string }

/** One of the services that the sandbox plays. */
export type Vendor = {
  /** Does what is asked and answers. Nothing is committed before the last `await`. */
  answer(request: VendorRequest): Promise<VendorAnswer>
  /** How this vendor says a status that somebody ordered as a fault. `retryAfter` in seconds. */
  refusal(request: VendorRequest, status: number, retryAfter?: number): VendorAnswer
  /** bytes of a body that are read at most; what is beyond makes the body too large */
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

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
