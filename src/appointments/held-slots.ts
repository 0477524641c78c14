import { randomUUIDv7 } from 'node:crypto'
import type { EpochMs } from '../calendar/interval.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { type Appointment, findAppointment } from './appointment.ts'
import type { Inquiry } from './availability.ts'
import { mintConfirmationCode } from './confirmation-code.ts'
import { findRepeated, forgetOldMarks, type RepeatMarks } from './repeats.ts'
import type { Wish, WishedVisit } from './wish.ts'

/** A time that is kept for one caller and lapses. It becomes the appointment: same row, same id. */
export type Hold = { id: string; practitioner_id: string }

/**
 * The live hold of this very conversation that a visit, or the buffer of either, would run into, if its practitioner is
 * one of these.
 */
export async function findOwnHold(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  practitioners: readonly string[],
  from: EpochMs,
  to: EpochMs,
): Promise<Hold | undefined> {
  if (conversationId === null) return undefined
  const [hold] = await sql<Hold>`
    select id, practitioner_id from appointments
    where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and conversation_id = ${conversationId}
      and status = 'held' and hold_expires_at > ${now} and practitioner_id = any (${[...practitioners]}::uuid[])
      and during && tstzrange(${instant(from)}, ${guarded(agent, to)}, '[)')
    order by start_time limit 1`
  return hold
}

/** Turns the hold into the appointment, moved to fit the visit; undefined (the hold kept) when that is not free. */
export async function useOwnHold(
  sql: Sql,
  inquiry: Inquiry,
  hold: Hold,
  wish: Wish & WishedVisit,
  marks: RepeatMarks,
  from: EpochMs,
  to: EpochMs,
): Promise<Appointment | undefined> {
  try {
    return await sql.transaction(async (within) => {
      // an update has no `on conflict`: one at a time for a practitioner, so that two moves cannot wait for each other
      await within`select pg_advisory_xact_lock(hashtextextended(${hold.practitioner_id}, 0))`
      const { agent, now } = inquiry
      await within`
        delete from appointments
        where clinic_id = ${agent.clinic}::uuid and practitioner_id = ${hold.practitioner_id}::uuid and status = 'held'
          and hold_expires_at <= ${now} and during && tstzrange(${instant(from)}, ${guarded(agent, to)}, '[)')`
      const times = { start_time: instant(from), end_time: instant(to), service_id: wish.visit.service?.id ?? null }
      return fillHold(within, inquiry, hold.id, wish, marks, times)
    })
  } catch (error) {
    if (sqlState(error) === '23P01' || sqlState(error) === '23505') return undefined
    throw error
  }
}

/** Books by a hold's id. A repeat finds the appointment that the hold has become. */
export async function bookHold(
  sql: Sql,
  inquiry: Inquiry,
  wish: Wish,
  holdId: string,
  marksFor: (from: EpochMs, serviceId: string | null) => RepeatMarks,
): Promise<{ appointment: Appointment; replayed: boolean } | { refusal: 'hold_expired' | 'unknown_slot' }> {
  const { agent, conversationId, now } = inquiry
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(holdId)) return { refusal: 'unknown_slot' }
  const [row] = await sql<HeldRow>`
    select id, status, start_time, end_time, service_id, conversation_id, hold_expires_at, repeat_key, idempotency_key
    from appointments where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and id = ${holdId}::uuid`
  if (row === undefined) return { refusal: 'hold_expired' }
  if (row.conversation_id !== null && row.conversation_id !== conversationId) return { refusal: 'unknown_slot' }
  const marks = marksFor(row.start_time.epochMilliseconds, row.service_id)
  if (marks.key !== null) {
    const earlier = await findRepeated(sql, agent.clinic, marks, now)
    if (earlier !== undefined) return { appointment: earlier.appointment, replayed: true }
  }
  if (row.status !== 'held') return replayOf(sql, inquiry, row, marks)
  if (row.hold_expires_at === null || Temporal.Instant.compare(row.hold_expires_at, now) <= 0)
    return { refusal: 'hold_expired' }
  const fill = () => fillHold(sql, inquiry, row.id, wish, marks, row).catch(undefinedWhenMarked)
  let appointment = await fill()
  if (appointment === undefined) {
    // Somebody was faster: most likely this very request, at its first try.
    const earlier = await findRepeated(sql, agent.clinic, marks, now)
    if (earlier !== undefined) return { appointment: earlier.appointment, replayed: true }
    if (await forgetOldMarks(sql, agent.clinic, marks, now)) appointment = await fill()
  }
  return appointment === undefined ? { refusal: 'hold_expired' } : { appointment, replayed: false }
}

function undefinedWhenMarked(error: unknown): undefined {
  if (sqlState(error) !== '23505') throw error
}

type HeldRow = {
  id: string
  status: string
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  service_id: string | null
  conversation_id: string | null
  hold_expires_at: Temporal.Instant | null
  repeat_key: Buffer | null
  idempotency_key: Buffer | null
}

async function replayOf(sql: Sql, { agent }: Inquiry, row: HeldRow, marks: RepeatMarks) {
  const same = [
    [row.repeat_key, marks.repeat],
    [row.idempotency_key, marks.key],
  ].some(([kept, given]) => kept != null && given != null && kept.equals(given))
  const lives = row.status === 'scheduled' || row.status === 'confirmed'
  const appointment = same && lives ? await findAppointment(sql, agent.clinic, row.id) : undefined
  return appointment === undefined ? ({ refusal: 'hold_expired' } as const) : { appointment, replayed: true }
}

async function fillHold(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  holdId: string,
  { customer }: Wish,
  marks: RepeatMarks,
  fit: Pick<HeldRow, 'start_time' | 'end_time' | 'service_id'>,
): Promise<Appointment | undefined> {
  const [row] = await sql<{ id: string }>`
    with booked as (
      update appointments set status = 'scheduled', hold_expires_at = null, start_time = ${fit.start_time}, end_time = ${fit.end_time},
        service_id = ${fit.service_id}, attendee_name = ${customer.name}, attendee_phone = ${customer.phone},
        attendee_email = ${customer.email}, notes = ${customer.notes}, confirmation_code = ${mintConfirmationCode()},
        conversation_id = ${conversationId}, repeat_key = ${marks.repeat}, caller_mark = ${marks.caller}, idempotency_key = ${marks.key},
        idempotency_body = ${marks.body}, created_at = ${now}, updated_at = ${now}
      where clinic_id = ${agent.clinic}::uuid and id = ${holdId}::uuid and status = 'held' and hold_expires_at > ${now}
      returning id
    )
    insert into audit (id, clinic_id, at, action, outcome, agent_id, subject_id, conversation_id)
    select ${randomUUIDv7()}::uuid, ${agent.clinic}::uuid, ${now}::timestamptz, 'book_appointment', 'done', ${agent.id}::uuid,
      id, ${conversationId}::text
    from booked
    returning subject_id as id`
  return row === undefined ? undefined : findAppointment(sql, agent.clinic, row.id)
}

const instant = (at: EpochMs): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)

const guarded = ({ roster }: Inquiry['agent'], to: EpochMs): Temporal.Instant =>
  instant(to).add({ minutes: roster.buffer_minutes })

/** Removes the holds whose time is over. */
export async function lapseHolds(sql: Sql, now: Temporal.Instant): Promise<void> {
  await sql`delete from appointments where status = 'held' and hold_expires_at <= ${now}`
}
