import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { percentile } from './load-generator.ts'
import { type Finding, interleaved } from './rounds.ts'
import type { Child, Workshop } from './workshop.ts'

const cli = join(import.meta.dirname, '../src/cli.ts')
const limits = { LIMIT_BRIDGE_PER_MINUTE: '1000000', LIMIT_MAILS_PER_RECIPIENT_HOUR: '1000000', NODE_ENV: '' }

type Reply = { status: number; body: string }
type Post = (url: string, headers: Record<string, string>, body: unknown) => Promise<Reply>

/**
 * What the bridge adds to a call of the vendor's stand-in: alone in its process, with the database of `vami serve` as its
 * memory, and as three services. One request after another, each another start or subject, on connections that are kept.
 */
export async function compareBridge(workshop: Workshop, rounds: number, requests: number): Promise<Finding[]> {
  const sandbox = await start(workshop, ['sandbox'], {})
  const { settings } = sandbox.said
  const vendors = { ...settings, ...limits }
  const calcom = await start(workshop, ['mcp', 'calcom'], vendors)
  const outlook = await start(workshop, ['mcp', 'outlook'], vendors)
  const bridges = {
    alone: await start(workshop, ['bridge'], vendors),
    'in serve': await start(workshop, ['serve'], { ...vendors, VAMI_DATA: workshop.folder('bridge') }),
    'three services': await start(workshop, ['bridge'], {
      ...limits,
      CALCOM_EVENT_TYPE_ID: settings.CALCOM_EVENT_TYPE_ID!,
      CALCOM_MCP_URL: calcom.said.address,
      OUTLOOK_MCP_URL: outlook.said.address,
    }),
  }
  const ways = {
    direct: directly(settings),
    ...Object.fromEntries(Object.entries(bridges).map(([name, { said }]) => [name, through(said.address)])),
  }
  const works = Object.entries(ways).flatMap(([name, way]) => [
    [`book ${name}`, () => median(requests, way.book)] as const,
    [`mail ${name}`, () => median(requests, way.mail)] as const,
  ])
  // what is loaded by the first call is not to be measured
  for (const [, work] of works) await work()
  const times = await interleaved(rounds, Object.fromEntries(works))
  for (const { child } of [...Object.values(bridges), calcom, outlook, sandbox]) await child.stop()
  return (['book', 'mail'] as const).flatMap((what) => findingsOf(what, Object.keys(bridges), times))
}

function findingsOf(what: 'book' | 'mail', bridges: string[], times: Record<string, number>[]): Finding[] {
  const words = { book: 'a booking', mail: 'a mail' }[what]
  const direct = times.map((round) => round[`${what} direct`]!)
  return [
    { figure: `${words} straight at the sandbox, p50`, values: direct, unit: 'ms' },
    ...bridges.flatMap((name): Finding[] => {
      const values = times.map((round) => round[`${what} ${name}`]!)
      return [
        { figure: `${words} through the bridge, ${name} / straight`, values: values.map((ms, i) => ms / direct[i]!) },
        { figure: '  what the bridge adds', values: values.map((ms, i) => ms - direct[i]!), unit: 'ms' },
      ]
    }),
  ]
}

async function start(
  workshop: Workshop,
  words: string[],
  environment: Record<string, string>,
): Promise<{ child: Child; said: Said }> {
  const child = workshop.start([cli, ...words, '--port', '0', '--json'], environment)
  return { child, said: JSON.parse(await child.line()) }
}

/** What a command prints with --json. */
type Said = { address: string; settings: Record<string, string> }

/** A start and a subject that nobody has had. */
let given = 0
const anotherStart = () => {
  given += 1
  return Temporal.Instant.from('2031-01-01T00:00:00Z')
    .add({ minutes: 30 * given })
    .toString()
}
const attendee = { name: 'Maria Lopez', email: 'maria@example.com', timeZone: 'America/New_York', language: 'en' }
const html = '<p>See you soon.</p>'

function directly(settings: Record<string, string>) {
  const post = poster()
  let token: string | undefined
  return {
    book: () =>
      post(
        `${settings.CALCOM_API_URL}/v2/bookings`,
        { authorization: `Bearer ${settings.CALCOM_API_KEY}`, 'cal-api-version': '2024-08-13' },
        { start: anotherStart(), eventTypeId: Number(settings.CALCOM_EVENT_TYPE_ID), attendee },
      ),
    mail: async () => {
      token ??= await fetchToken(settings)
      return post(
        `${settings.GRAPH_API_URL}/v1.0/users/${settings.OUTLOOK_SENDER}/sendMail`,
        { authorization: `Bearer ${token}` },
        {
          message: {
            subject: `Letter ${given++}`,
            body: { contentType: 'HTML', content: html },
            toRecipients: [{ emailAddress: { address: attendee.email } }],
          },
          saveToSentItems: true,
        },
      )
    },
  }
}

async function fetchToken(settings: Record<string, string>): Promise<string> {
  const answer = await fetch(`${settings.MICROSOFT_LOGIN_URL}/${settings.OUTLOOK_TENANT_ID}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: settings.OUTLOOK_CLIENT_ID!,
      client_secret: settings.OUTLOOK_CLIENT_SECRET!,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token } = (await answer.json()) as { access_token?: string }
  if (access_token === undefined) throw new Error(`no token from the sandbox: ${answer.status}`)
  return access_token
}

function through(address: string) {
  const post = poster()
  return {
    book: () =>
      post(
        `${address}/webhook/cal/schedule_consultation`,
        {},
        {
          start_time_utc: anotherStart(),
          attendee_timezone: attendee.timeZone,
          attendee_name: attendee.name,
          attendee_email: attendee.email,
        },
      ),
    mail: () =>
      post(
        `${address}/webhook/outlook/send_email`,
        {},
        { recipient_email: attendee.email, email_subject: `Letter ${given++}`, email_body_html: html },
      ),
  }
}

/** Posts JSON on one connection that stays open. */
function poster(): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return (url, headers, body) =>
    new Promise((resolve, reject) => {
      const raw = JSON.stringify(body)
      const sent = request(
        url,
        {
          agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(raw), ...headers },
        },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (part) => {
            text += part
          })
          answer.on('end', () => resolve({ status: answer.statusCode!, body: text }))
        },
      )
      sent.on('error', reject)
      sent.end(raw)
    })
}

/** The median of so many requests, in milliseconds. Throws at the first that is refused. */
async function median(requests: number, ask: () => Promise<Reply>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const begun = performance.now()
    const { status, body } = await ask()
    times.push(performance.now() - begun)
    if (status >= 300) throw new Error(`${status}: ${body}`)
  }
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  )
}
