import fc from 'fast-check'
import { type BridgeStage, consultation, letter } from './bridge-stage.ts'

/** What no sound caller sends, and sooner or later one does. Everything personal in it has this word. */
const word = 'zebra'

const nasty = [
  `${word}@example.com\r\nBcc: thief@${word}.example`,
  `${word}@example.com,thief@${word}.example`,
  `<script>${word}</script>`,
  `${word}\u0000`,
  `\u202e${word}`,
  '\ud800',
  `${word}${'x'.repeat(3_000)}`,
  '2027-05-05T10:00:00Z',
  'America/New_York',
  '__proto__',
  `{{${word}}}`,
  `'; drop table webhook_attempts; -- ${word}`,
  '',
  ' ',
]
const nastyText = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary' }),
  fc.string().map((text) => word + text),
)
const nastyValue = fc.oneof(
  { weight: 3, arbitrary: nastyText },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 1e308, 2 ** 53, 1837761, true, null) },
)
const person = fc.integer({ min: 1, max: 50 }).map((i) => `${word}${i}@example.com`)
const often = <T>(sound: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: sound }, { weight: 1, arbitrary: nastyValue })
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const start = fc.integer({ min: 0, max: 300 * 48 }).map((half) =>
  Temporal.Instant.from('2027-01-04T00:00:00Z')
    .add({ minutes: half * 30 })
    .toString(),
)

const booking = fc.record(
  {
    start_time_utc: often(start),
    attendee_timezone: often(fc.constantFrom('America/New_York', 'Europe/Berlin', 'UTC')),
    attendee_name: often(fc.constant(`Maria ${word}`)),
    attendee_email: often(person),
    event_type_id: seldom(nastyValue),
    language: seldom(nastyValue),
    guests: seldom(fc.oneof(fc.array(often(person), { maxLength: 12 }), nastyValue)),
    metadata: seldom(fc.oneof(fc.dictionary(fc.string(), nastyValue), nastyValue)),
  },
  { requiredKeys: ['start_time_utc', 'attendee_timezone', 'attendee_name'] },
)
const mail = fc.record(
  {
    recipient_email: often(person),
    email_subject: often(fc.string().map((text) => `About ${word} ${text.replace(/\p{C}/gu, '')}`)),
    email_body_html: often(nastyText.map((text) => `<p>${text}</p><script>${word}</script>`)),
    save_to_sent_items: seldom(fc.oneof(fc.boolean(), nastyValue)),
  },
  { requiredKeys: ['recipient_email', 'email_subject'] },
)

type Sent = { path: string; raw: string | Uint8Array<ArrayBuffer> }
const schedulePath = '/webhook/cal/schedule_consultation'
const mailPath = '/webhook/outlook/send_email'
const anyBody: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 5, arbitrary: booking.map((body) => ({ path: schedulePath, raw: JSON.stringify(body) })) },
  { weight: 5, arbitrary: mail.map((body) => ({ path: mailPath, raw: JSON.stringify(body) })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(schedulePath, mailPath), fc.uint8Array({ maxLength: 400 }))
      .map(([path, bytes]) => ({ path, raw: Uint8Array.from(bytes) })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { path: schedulePath, raw: `{"metadata":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
      { path: mailPath, raw: JSON.stringify({ ...letter, email_body_html: '<div>'.repeat(20_000) + word }) },
      { path: mailPath, raw: `${JSON.stringify(letter)}${word}` },
      { path: schedulePath, raw: JSON.stringify({ ...consultation, __proto__: { attendee_name: word } }) },
    ),
  },
)

export type BodyFindings = {
  sent: number
  statuses: Record<string, number>
  booked: number
  mailed: number
  faults: string[]
}

/** Sends so many bodies, eight at a time, and says which rules of the bridge were broken. */
export async function sendRandomBodies(stage: BridgeStage, count: number, seed: number): Promise<BodyFindings> {
  const faults: string[] = []
  const statuses: Record<string, number> = {}
  const wanted = new Set<string>()
  const bodies = fc.sample(anyBody, { numRuns: count, seed }).values()
  const send = async () => {
    for (const { path, raw } of bodies) {
      const { status, body } = await stage.post(path, raw)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status >= 500) faults.push(`${status} ${body.code} for ${String(raw).slice(0, 300)}`)
      if (
        status >= 400 &&
        (body.status !== 'error' || typeof body.code !== 'string' || typeof body.message !== 'string')
      )
        faults.push(`${status} in another form: ${JSON.stringify(body)}`)
      if (path === mailPath && status === 200) wanted.add(JSON.parse(String(raw)).recipient_email.trim().toLowerCase())
    }
  }
  await Promise.all(Array.from({ length: 8 }, send))
  const [mails, bookings] = [await stage.mails(), await stage.bookings()]
  for (const { recipients, subject, headers } of mails) {
    if (recipients.length !== 1 || !wanted.has(recipients[0]!)) faults.push(`a mail went to ${recipients.join()}`)
    if (headers.length > 0 || /[\r\n]/.test(subject)) faults.push('a mail has headers of its sender’s making')
  }
  faults.push(...mails.filter(({ html }) => /<script/i.test(html)).map(() => 'a mail has a script'))
  faults.push(...(await personalIn(stage)))
  return { sent: count, statuses, booked: bookings.length, mailed: mails.length, faults }
}

const allowed = new Set([
  ...[
    'level',
    'time',
    'msg',
    'request_id',
    'method',
    'route',
    'status',
    'ms',
    'stages',
    'outcome',
    'replayed',
    'error',
  ],
  ...['kind', 'code', 'at'],
])

/** What the log has that is neither id, code, count nor time. */
async function personalIn({ log }: BridgeStage): Promise<string[]> {
  return log.flatMap((line) => [
    ...Object.keys(line)
      .filter((name) => !allowed.has(name))
      .map((name) => `the log has ${name}`),
    ...(new RegExp(`${word}|thief|maria|example`, 'i').test(JSON.stringify(line))
      ? [`the log quotes: ${JSON.stringify(line)}`]
      : []),
  ])
}
