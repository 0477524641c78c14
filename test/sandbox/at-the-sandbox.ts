import { after } from 'node:test'
import type { Clock } from '../../src/clock.ts'
import { openSandbox, type SandboxOptions, sandboxSettings } from '../../src/sandbox/sandbox.ts'

/** A sandbox of a test's own, at a chosen hour, and its clients as the vendors' manuals describe them. */

export type Said = { status: number; headers: Headers; body: any }
export type Client = Awaited<ReturnType<typeof sandboxAt>>

/** Monday, 14 December 2026, 9:00 in New York. */
export const monday = '2026-12-14T14:00:00Z'

export async function sandboxAt(start: string = monday, options: Partial<SandboxOptions> = {}) {
  let now = Temporal.Instant.from(start)
  const clock: Clock = { now: () => now }
  const sandbox = await openSandbox({ port: 0, clock, ...options })
  after(() => sandbox.close())
  const { address } = sandbox
  const settings = sandboxSettings(address)

  async function ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Said> {
    const response = await fetch(address + path, {
      method,
      headers: { ...(isJson(body) && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isJson(body) ? JSON.stringify(body) : (body as any) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }

  const key = { authorization: `Bearer ${settings.CALCOM_API_KEY}` }
  const calcom = (version: string) => ({ ...key, 'cal-api-version': version })

  const token = async (changes: Record<string, string | undefined> = {}, tenant = settings.OUTLOOK_TENANT_ID) => {
    const fields = {
      grant_type: 'client_credentials',
      client_id: settings.OUTLOOK_CLIENT_ID,
      client_secret: settings.OUTLOOK_CLIENT_SECRET,
      scope: 'https://graph.microsoft.com/.default',
      ...changes,
    }
    const given = Object.entries(fields).filter(([, value]) => value !== undefined) as [string, string][]
    return ask('POST', `/${tenant}/oauth2/v2.0/token`, {}, new URLSearchParams(given))
  }

  return {
    address,
    settings,
    ask,
    key,
    passes: (seconds: number) => {
      now = now.add({ seconds })
    },
    /** POST /v2/bookings */
    book: (body: unknown, headers: Record<string, string> = calcom('2024-08-13')) =>
      ask('POST', '/v2/bookings', headers, body),
    /** any other request of Cal.com's bookings */
    bookings: (method: string, path: string, body?: unknown) =>
      ask(method, `/v2/bookings${path}`, calcom('2024-08-13'), body),
    slots: (query: string) => ask('GET', `/v2/slots?${query}`, calcom('2024-09-04')),
    token,
    /** sendMail with a fresh token */
    mail: async (body: unknown, headers: Record<string, string> = {}, user = settings.OUTLOOK_SENDER) => {
      const { access_token } = (await token()).body
      return ask('POST', `/v1.0/users/${user}/sendMail`, { authorization: `Bearer ${access_token}`, ...headers }, body)
    },
    fault: (order: object) => ask('POST', '/_sandbox/faults', {}, order),
    tells: async (what: 'requests' | 'bookings' | 'emails' | 'messages' | 'faults') =>
      (await ask('GET', `/_sandbox/${what}`)).body as any[],
  }
}

const isJson = (body: unknown): boolean =>
  body !== undefined && !(body instanceof URLSearchParams) && !(body instanceof Uint8Array) && typeof body !== 'string'

/** A consultation on Tuesday at 10:00 in New York. */
export const consultation = (changes: object = {}) => ({
  start: '2026-12-15T15:00:00Z',
  eventTypeId: 1837761,
  attendee: { name: 'Ann Caller', email: 'ann@example.com', timeZone: 'America/New_York', language: 'en' },
  ...changes,
})

export const letter = (changes: object = {}) => ({
  subject: 'Your consultation',
  body: { contentType: 'HTML', content: '<p>See you on Tuesday.</p>' },
  toRecipients: [{ emailAddress: { address: 'ann@example.com' } }],
  ...changes,
})
