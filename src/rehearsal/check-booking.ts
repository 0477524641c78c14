import { type Deployment, keyHeader, type Reply, unwanted } from './asked-deployment.ts'
import type { AskedMcp } from './asked-mcp.ts'
import { refusedBy } from './check-mcp.ts'
import { type CheckRow, checked, type Finding, failed, note, ok } from './check-row.ts'
import { mailPath, nobody, schedulePath } from './check-webhooks.ts'

export type RealWork = {
  now: Temporal.Instant
  /** who is invited and written to; undefined: nobody is */
  email: string | undefined
  /** of the calendar, where the deployment has it */
  calendar: AskedMcp | undefined
  /** names this run, as a conversation names its own */
  run: string
}

/** Books a time that is far off, asks for it again, and cancels it, whatever came of it. */
export async function checkBooking(at: Deployment, work: RealWork): Promise<CheckRow[]> {
  const part = 'booking'
  const uids = new Set<string>()
  let body = wishAt(await farStart(work), work)
  let isClear = false
  const book = async () => {
    isClear = false
    const reply = await at.ask('POST', schedulePath, { headers: keyHeader(at), body })
    isClear = reply.status < 500 || nothingDone.has(String(reply.body.code))
    return reply
  }
  const first = await checked(part, 'book', async () => {
    let reply = await book()
    const other = offeredStart(reply)
    if (other !== undefined) {
      body = wishAt(other, work)
      reply = await book()
    }
    return bookedOr(reply, uids)
  })
  if (first.outcome === 'not_configured') return [first]
  const rows = [first]
  if (first.outcome === 'ok')
    rows.push(
      await checked(part, 'the same again', async () => {
        const finding = bookedOr(await book(), uids)
        if (finding.outcome !== 'ok') return finding
        return uids.size === 1 ? ok('the same booking') : failed('it was booked twice')
      }),
    )
  rows.push(await checked(part, 'cancel', () => cancelAll({ uids, isClear, wish: body }, work.calendar)))
  return rows
}

/** Sends one mail to the address that was given. */
export async function checkMail(at: Deployment, { email, run }: RealWork): Promise<CheckRow[]> {
  if (email === undefined) return []
  const row = await checked('mail', 'send', async () => {
    const reply = await at.ask('POST', mailPath, {
      headers: keyHeader(at),
      body: {
        recipient_email: email,
        // else a second check within ten minutes would be a repeat
        email_subject: `A check of Vami (${run.slice(-8)})`,
        email_body_html: '<p>Mail from this Vami arrives. Nobody needs to answer.</p>',
      },
    })
    return reply.status === 200 ? ok('handed over; see whether it arrives') : unwanted(reply)
  })
  return [row]
}

const wishAt = (start: string, { email, run }: RealWork) => ({
  start_time_utc: start,
  attendee_timezone: 'America/New_York',
  attendee_name: 'Vami check',
  attendee_email: email ?? nobody,
  metadata: { conversation_id: run },
})

type Wish = ReturnType<typeof wishAt>

/** What was booked, and whether that is all that may have been. */
type Booked = { uids: Set<string>; isClear: boolean; wish: Wish }

const nothingDone = new Set([
  'not_configured',
  'database_unavailable',
  'vendor_refused',
  'vendor_error',
  'vendor_timeout',
])

// weeks ahead: what calendars let people book differs
const weeksAhead = [8, 4, 1]

/** The last free time of a week that is far off; where the calendar does not tell, a Wednesday afternoon. */
async function farStart({ now, calendar }: RealWork): Promise<string> {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate()
  for (const weeks of calendar === undefined ? [] : weeksAhead) {
    const from = today.add({ weeks })
    const range = { from: from.toString(), to: from.add({ days: 6 }).toString(), timezone: 'UTC' }
    const { slots } = await calendar!.call('list_available_slots', range).catch(() => ({ slots: [] }))
    const last = (slots as { start: string }[]).at(-1)
    if (last !== undefined) return last.start
  }
  const inThatWeek = today.add({ weeks: weeksAhead[0]! })
  const wednesday = inThatWeek.add({ days: 3 - inThatWeek.dayOfWeek })
  return `${wednesday}T15:00:00Z`
}

/** Another time that a refusal names. */
function offeredStart({ status, body }: Reply): string | undefined {
  const [other] = (Array.isArray(body.alternatives) ? body.alternatives : []) as { start_time?: string }[]
  return status === 409 ? other?.start_time : undefined
}

function bookedOr(reply: Reply, uids: Set<string>): Finding {
  const { uid, status, start_time } = (reply.body.details ?? {}) as Record<string, unknown>
  if (reply.status !== 200 || typeof uid !== 'string') return unwanted(reply)
  uids.add(uid)
  return ok(`${status}, ${start_time}`)
}

/** Also what may have been booked behind an answer that did not come. */
async function cancelAll({ uids, isClear, wish }: Booked, calendar: AskedMcp | undefined): Promise<Finding> {
  if (uids.size === 0 && isClear) return note('nothing to cancel')
  if (calendar === undefined)
    return note(
      uids.size === 0
        ? `see whether Cal.com has a booking at ${wish.start_time_utc}, and cancel it`
        : `it stays: cancel ${[...uids].join(', ')} at Cal.com`,
    )
  try {
    if (uids.size === 0) {
      const uid = await lookUp(wish, calendar)
      if (uid === undefined) return note('nothing to cancel')
      uids.add(uid)
    }
    for (const uid of uids)
      await calendar.call('cancel_booking', { booking_uid: uid, reason: 'It was a check of the booking system.' })
    return ok('cancelled')
  } catch (error) {
    const finding = refusedBy(error)
    return uids.size === 0 ? finding : failed(`${finding.detail}; cancel ${[...uids].join(', ')} at Cal.com`)
  }
}

async function lookUp(wish: Wish, calendar: AskedMcp): Promise<string | undefined> {
  const { attendee_email, start_time_utc: start } = wish
  const found = await calendar
    .call('get_booking', { attendee_email, start, conversation_id: wish.metadata.conversation_id })
    .catch(() => undefined)
  return typeof found?.uid === 'string' && found.status !== 'cancelled' ? found.uid : undefined
}
