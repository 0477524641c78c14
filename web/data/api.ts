import type { EndpointName, Endpoints } from './endpoints.ts'
import { cannotReach, currentSession, enter, leave, whose } from './session.ts'

type Needs<Name extends EndpointName> = Omit<Endpoints[Name], 'answer'> & {
  signal?: AbortSignal
  /** the same for the same request when it is sent again, so that it does once what it does */
  once?: string
}
export type AnswerOf<Name extends EndpointName> = Endpoints[Name]['answer']

/** A refusal of the server's, or `offline` when it cannot be reached. `code` is one of the contract's. */
export class ApiFault extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly { path: string; message: string }[]
  readonly requestId: string | undefined

  constructor(
    status: number,
    body: { error?: string; message?: string; details?: { path: string; message: string }[]; request_id?: string },
  ) {
    super(body.message ?? '')
    this.status = status
    this.code = body.error ?? (status === 0 ? 'offline' : `http_${status}`)
    this.details = body.details ?? []
    this.requestId = body.request_id
  }
}

/**
 * Asks the server: `ask('GET /api/appointments/{id}', { params: { id } })`. A token that has run out is renewed once,
 * behind the scenes. Throws `ApiFault`.
 */
export async function ask<Name extends EndpointName>(name: Name, needs: Needs<Name>): Promise<AnswerOf<Name>> {
  const [method, pattern] = name.split(' ') as [string, string]
  const { params, query, body, signal, once } = needs as {
    params?: Record<string, string>
    query?: Record<string, unknown>
    body?: unknown
    signal?: AbortSignal
    once?: string
  }
  const path = addressOf(pattern, params, query)
  const init: RequestInit = {
    method,
    ...(signal && { signal }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(once !== undefined && { 'idempotency-key': once }),
    },
  }
  const response = await send(path, init)
  return (response.status === 204 ? null : await response.json()) as AnswerOf<Name>
}

/** A file of the server's, such as the export. Throws `ApiFault`. */
export async function fetchFile(path: string): Promise<Blob> {
  return (await send(path, { method: 'GET' })).blob()
}

/**
 * An answer that has been read as sound; with the session's token, renewed when it has run out. What was meant for one
 * clinic is never sent to another.
 */
export async function send(path: string, init: RequestInit): Promise<Response> {
  const meant = whose(currentSession())
  const first = await tryOnce(path, init)
  if (first.status !== 401 || path.startsWith('/api/auth/') || currentSession().state !== 'in')
    return soundOrThrow(first)
  await renew()
  if (whose(currentSession()) !== meant) return soundOrThrow(first)
  return soundOrThrow(await tryOnce(path, init))
}

let renewing: Promise<void> | undefined

/** A new access token for the cookie; several who ask at once share one. Throws `ApiFault`; a 401 logs out. */
export function renew(): Promise<void> {
  renewing ??= renewNow().finally(() => {
    renewing = undefined
  })
  return renewing
}

async function renewNow(): Promise<void> {
  const before = currentSession()
  try {
    const response = await soundOrThrow(await tryOnce('/api/auth/refresh', { method: 'POST' }))
    enter(await response.json())
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 401) leave(before.state === 'in' ? 'ended' : undefined)
    else cannotReach()
    throw fault
  }
}

async function tryOnce(path: string, init: RequestInit): Promise<Response> {
  const session = currentSession()
  const headers = new Headers(init.headers)
  if (session.state === 'in') {
    headers.set('authorization', `Bearer ${session.token}`)
    headers.set('x-clinic-id', session.clinicId)
  }
  try {
    return await fetch(path, { ...init, headers })
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new ApiFault(0, {})
  }
}

async function soundOrThrow(response: Response): Promise<Response> {
  if (response.ok) return response
  const body = await response.json().catch(() => ({}))
  throw new ApiFault(response.status, body)
}

function addressOf(pattern: string, params: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const path = pattern.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(params[key]!))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  return search.size === 0 ? path : `${path}?${search}`
}
