import { type Deployment, keyHeader, unwanted } from './asked-deployment.ts'
import { guardedBy } from './check-mcp.ts'
import { type CheckRow, checked, type Finding, failed, note, ok } from './check-row.ts'

export const schedulePath = '/webhook/cal/schedule_consultation'
export const mailPath = '/webhook/outlook/send_email'

// reserved for examples (RFC 2606): nobody reads what is sent there
export const nobody = 'vami-check@example.com'

type Webhook = { part: string; path: string; whole: object; missing: string; bad: BadField }

/** A field that cannot be used, and how the refusal begins. */
type BadField = { check: string; field: object; sentence: RegExp }

const webhooks: readonly Webhook[] = [
  {
    part: 'booking',
    path: schedulePath,
    whole: {
      start_time_utc: '2099-06-15T15:00:00Z',
      attendee_timezone: 'America/New_York',
      attendee_name: 'Vami check',
      attendee_email: nobody,
    },
    missing: 'attendee_email',
    bad: {
      check: 'unknown time zone',
      field: { attendee_timezone: 'Mars/Olympus_Mons' },
      sentence: /^Unknown timezone: Mars\/Olympus_Mons/,
    },
  },
  {
    part: 'mail',
    path: mailPath,
    whole: { recipient_email: nobody, email_subject: 'A check of Vami', email_body_html: '<p>A check of Vami.</p>' },
    missing: 'email_subject',
    bad: { check: 'bad e-mail address', field: { recipient_email: 'nobody at example' }, sentence: /./ },
  },
]

/** Whether both webhooks refuse what they have to refuse. Nothing is booked or sent. */
export async function checkWebhooks(at: Deployment): Promise<CheckRow[]> {
  const rows: CheckRow[] = []
  for (const webhook of webhooks) rows.push(...(await checkRefusals(at, webhook)))
  return rows
}

async function checkRefusals(at: Deployment, { part, path, whole, missing, bad }: Webhook): Promise<CheckRow[]> {
  const { [missing]: _left, ...incomplete } = whole as Record<string, unknown>
  let isShut = false
  const withoutKey = await checked(part, 'without a key', async () => {
    // incomplete, so that nothing can come of it where no key is needed
    const { status } = await at.ask('POST', path, { body: incomplete })
    isShut = status === 401
    return guardedBy(status, at)
  })
  if (isShut && at.key === '') return [withoutKey, { part, check: 'refusals', ...note('not asked: give --key'), ms: 0 }]
  const ask = (body: object, key = keyHeader(at)) => at.ask('POST', path, { headers: key, body })
  const rows = [withoutKey]
  if (isShut)
    rows.push(
      await checked(part, 'wrong key', async () => {
        const reply = await ask(incomplete, { 'x-api-key': 'the-wrong-key-of-vami-check' })
        return reply.status === 401 ? ok('401') : unexpected(reply.status, 401)
      }),
    )
  rows.push(
    await checked(part, 'missing field', async () => {
      const reply = await ask(incomplete)
      return reply.status === 422 ? ok('422') : wrongAnswer(reply, 422)
    }),
    await checked(part, bad.check, async () => {
      const reply = await ask({ ...whole, ...bad.field })
      return reply.status === 400 && bad.sentence.test(String(reply.body.message ?? ''))
        ? ok('400')
        : wrongAnswer(reply, 400)
    }),
  )
  return rows
}

const unexpected = (status: number, wanted: number): Finding => failed(`${status} where ${wanted} was expected`)

function wrongAnswer(reply: Parameters<typeof unwanted>[0], wanted: number): Finding {
  if (reply.status === 401) return failed('401: the key is refused')
  const finding = unwanted(reply)
  return finding.outcome === 'failed' ? failed(`${finding.detail} (${wanted} was expected)`) : finding
}
