import { after } from 'node:test'
import { pino } from 'pino'
import { type Clock, clockFrom } from '../../src/clock.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { buildBridgeServer } from '../../src/http/bridge-server.ts'
import { openSandbox, sandboxSettings } from '../../src/sandbox/sandbox.ts'

/** `vami bridge` on a free port with the vendors' stand-ins behind it: real HTTP on both sides. */
export type BridgeStage = {
  url: string
  sandbox: string
  /** the settings that lead another server to the same vendors */
  vendors: Partial<Config>
  /** what it has logged, a parsed line each */
  log: Record<string, unknown>[]
  schedule(body: unknown, headers?: Record<string, string>): Promise<BridgeReply>
  mail(body: unknown, headers?: Record<string, string>): Promise<BridgeReply>
  post(path: string, raw: string | Uint8Array<ArrayBuffer>, headers?: Record<string, string>): Promise<BridgeReply>
  bookings(): Promise<Booking[]>
  mails(): Promise<Mail[]>
  order(fault: Fault): Promise<void>
  /** no vendor errs any more */
  mend(): Promise<void>
  close(): Promise<void>
}

export type BridgeReply = { status: number; headers: Headers; body: any; ms: number }
type Booking = { uid: string; start: string; metadata: Record<string, string>; attendee: { email: string } }
type Mail = { recipients: string[]; subject: string; html: string; headers: unknown[] }
export type Fault = {
  target: 'calcom' | 'graph' | 'token'
  kind: string
  status?: number
  delay_ms?: number
  retry_after?: number
  committed?: boolean
  times?: number
}

export type BridgeStageOptions = { environment?: Record<string, string>; config?: Partial<Config>; clock?: Clock }

/** Opens both; the caller closes them. */
export async function startBridgeStage(options: BridgeStageOptions = {}): Promise<BridgeStage> {
  const clock = options.clock ?? clockFrom(Temporal.Instant.from('2026-12-07T12:00:00Z'))
  const sandbox = await openSandbox({ port: 0, clock })
  const given = sandboxSettings(sandbox.address)
  const config: Config = {
    ...readConfig({ ...given, LIMIT_BRIDGE_PER_MINUTE: '100000', ...options.environment }),
    ...options.config,
  }
  const log: Record<string, unknown>[] = []
  const sink = { write: (line: string) => log.push(JSON.parse(line)) }
  const server = await buildBridgeServer(config, clock, pino({ level: 'info', base: null }, sink))
  const url = await server.http.listen({ host: '127.0.0.1', port: 0 })
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const inside = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.address}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`the sandbox refuses ${method} ${path}: ${await answer.text()}`)
    return answer
  }
  return {
    url,
    sandbox: sandbox.address,
    vendors: Object.fromEntries(Object.entries(config).filter(([name]) => name in given)),
    log,
    post,
    schedule: (body, headers) => post('/webhook/cal/schedule_consultation', JSON.stringify(body), headers),
    mail: (body, headers) => post('/webhook/outlook/send_email', JSON.stringify(body), headers),
    bookings: async () => (await inside('GET', 'bookings')).json() as Promise<Booking[]>,
    mails: async () => (await inside('GET', 'emails')).json() as Promise<Mail[]>,
    order: async (fault) => void (await inside('POST', 'faults', fault)),
    mend: async () => void (await inside('DELETE', 'faults')),
    close: async () => {
      await server.close()
      await sandbox.close()
    },
  }
}

/** Opens both, and closes them when the file's tests are over. */
export async function openBridgeStage(options: BridgeStageOptions = {}): Promise<BridgeStage> {
  const stage = await startBridgeStage(options)
  after(stage.close)
  return stage
}

export async function ask(url: string, init: RequestInit): Promise<BridgeReply> {
  const begun = performance.now()
  const answer = await fetch(url, init)
  const text = await answer.text()
  const ms = performance.now() - begun
  const isJson = answer.headers.get('content-type')?.includes('json') === true
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text, ms }
}

export const consultation = {
  start_time_utc: '2027-01-15T14:00:00Z',
  attendee_timezone: 'America/New_York',
  attendee_name: 'Maria Lopez',
  attendee_email: 'maria@example.com',
  metadata: { conversation_id: 'conv_1' },
}

export const letter = {
  recipient_email: 'maria@example.com',
  email_subject: 'Your consultation',
  email_body_html: '<p>See you on <b>Monday</b>.</p>',
}
