import { setTimeout as pause } from 'node:timers/promises'
import type { DeskParts, Job } from './bridge.ts'
import type { ConsultationWish } from './consultation-wish.ts'
import { type Did, markOf, onceOnly } from './once-only.ts'
import { failureOf } from './tool-failures.ts'
import { keyHours } from './webhook-ledger-port.ts'
import type { Booked, Outcome } from './webhook-outcome.ts'

// Cal.com may take this long to finish what it no longer answers for
const settlingSeconds = 30
const secondLookAfterMs = 1_000

/** Books a consultation through the Cal.com server's `create_booking`, once. */
export async function bookConsultation(parts: DeskParts, said: ConsultationWish, job: Job): Promise<Did> {
  const { settings } = parts
  const wish = { ...said, eventTypeId: said.eventTypeId ?? settings.CALCOM_EVENT_TYPE_ID }
  // a server elsewhere has settings of its own
  if (wish.eventTypeId === undefined && settings.CALCOM_MCP_URL === '')
    return { outcome: { code: 'not_configured', setting: 'CALCOM_EVENT_TYPE_ID' }, replayed: false }
  const { idempotencyKey: key } = job
  const marks = {
    ...(key !== undefined && { key: { mark: markOf(['booking by key', key]), body: markOf(wish) } }),
    content: contentOf(wish),
    unclear: 'looked_up' as const,
  }
  return onceOnly(parts, marks, job.deadline, (unclearSince) => book(parts, wish, job, unclearSince), job.onAsking)
}

/**
 * The same conversation and start is the same wish. Without a conversation only requests at the same time are: whether
 * an earlier booking still stands is known to Cal.com alone, and the server asks there.
 */
function contentOf({ metadata, email, start, eventTypeId }: ConsultationWish) {
  const conversation = metadata.conversation_id
  return conversation === undefined || conversation === ''
    ? { mark: markOf(['booking', email, start, eventTypeId]), minutes: 0 }
    : { mark: markOf(['booking in a conversation', conversation, start, eventTypeId]), minutes: keyHours * 60 }
}

const tooManyInvitations = {
  message:
    'Nothing was booked: enough invitations have gone to one of the guests for now. Book without that guest, or later.',
  details: [{ path: 'guests', message: 'One of these addresses has had enough mail for now.' }],
}

async function book(
  parts: DeskParts,
  wish: ConsultationWish,
  job: Job,
  unclearSince: Temporal.Instant | undefined,
): Promise<Outcome> {
  if (unclearSince !== undefined) {
    job.onAsking()
    const found = await lookUp(parts, wish, job)
    if (typeof found === 'object') return found
    const quiet = parts.clock.now().since(unclearSince).total('seconds') >= settlingSeconds
    if (found === 'unknown' || !quiet) return { code: 'outcome_unknown' }
  }
  const counted = parts.recipients.count(wish.guests)
  if ('failure' in counted) return { ...counted.failure, ...tooManyInvitations }
  job.onAsking()
  const outcome = await create(parts, wish, job)
  if (outcome.code === 'booked') await parts.recipients.remember(wish.email).catch(parts.onLostNote)
  else if (outcome.code !== 'outcome_unknown') counted.takeBack()
  return outcome
}

async function create(parts: DeskParts, wish: ConsultationWish, job: Job): Promise<Outcome> {
  const { guests, metadata } = wish
  const reply = await parts.servers.calcom.call(
    'create_booking',
    {
      start: wish.start,
      attendee_name: wish.name,
      attendee_email: wish.email,
      attendee_timezone: wish.timezone,
      language: wish.language,
      ...(wish.eventTypeId !== undefined && { event_type_id: wish.eventTypeId }),
      ...(guests.length > 0 && { guests }),
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
    job.deadline,
  )
  if (reply.kind === 'done') return { code: 'booked', booking: bookedOf(reply.content) }
  if (reply.kind !== 'lost') return failureOf(reply, 'CALCOM_MCP_KEY')
  // The server is gone or silent, and may have booked before that.
  for (const delay of [0, secondLookAfterMs]) {
    if (job.deadline.left() <= delay) break
    await pause(delay)
    const found = await lookUp(parts, wish, job)
    if (typeof found === 'object') return found
  }
  return { code: 'outcome_unknown' }
}

/** Asks Cal.com whether it has this booking. */
async function lookUp(
  { servers }: DeskParts,
  { email, start, eventTypeId, metadata }: ConsultationWish,
  { deadline }: Job,
): Promise<Outcome | 'nothing' | 'unknown'> {
  const conversation = metadata.conversation_id
  const reply = await servers.calcom.call(
    'get_booking',
    {
      attendee_email: email,
      start,
      ...(eventTypeId !== undefined && { event_type_id: eventTypeId }),
      ...(conversation && { conversation_id: conversation }),
    },
    deadline,
  )
  if (reply.kind === 'done') return { code: 'booked', booking: bookedOf(reply.content) }
  return reply.kind === 'fault' && reply.fault.code === 'not_found' ? 'nothing' : 'unknown'
}

/** Throws for an answer that is no booking. */
function bookedOf({ id, uid, status, start, end }: Record<string, unknown>): Booked {
  if (typeof uid !== 'string' || typeof status !== 'string')
    throw new Error('The server’s booking has no id or status.')
  return {
    id: typeof id === 'number' || typeof id === 'string' ? id : uid,
    uid,
    status,
    start: Temporal.Instant.from(String(start)).toString(),
    end: Temporal.Instant.from(String(end)).toString(),
  }
}
