import { randomUUIDv7 } from 'node:crypto'
import type { EpochMs } from '../calendar/interval.ts'
import type { House } from '../house.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { type Appointment, findAppointment } from './appointment.ts'
import { type Inquiry, listNearestSlots, type Slot } from './availability.ts'
import { mintConfirmationCode } from './confirmation-code.ts'
import { bookHold, findOwnHold, useOwnHold } from './held-slots.ts'
import { endOf, isOpenAt, judge, type Refusal } from './judgement.ts'
import { findRepeated, forgetOldMarks, type RepeatMarks, repeatMarks } from './repeats.ts'
import type { Wish, WishedVisit } from './wish.ts'

export type Booked = { outcome: 'booked'; appointment: Appointment; replayed: boolean; codeShown: boolean }
export type Refused = {
  outcome: Refusal
  alternatives: Slot[]
  wished: EpochMs | null
  /** outside_hours because of its end: it would begin in them */
  endsAfterClosing?: boolean
}

/**
 * Books for an agent. A repeat of a request gives the appointment that the first one made. Who gets a slot is decided
 * by the insert and the exclusion constraint, never by a look before it.
 * Throws `idempotency_key_reused`.
 */
export async function book(house: House, inquiry: Inquiry, wish: Wish): Promise<Booked | Refused> {
  if ('holdId' in wish) return bookHeldSlot(house, inquiry, wish, wish.holdId)
  const { visit, starts } = wish
  const marks = marksOf(inquiry, wish, starts[0] ?? 0, visit.service?.id ?? null)
  // A key may come with another body, and one who has neither key nor conversation may have booked with one.
  if (marks.key !== null || marks.repeatMinutes !== null || inquiry.agent.requireConfirmation) {
    const earlier = await findEarlier(house.sql, inquiry, marks)
    if (earlier !== undefined) return earlier
  }
  if (inquiry.agent.requireConfirmation)
    return { outcome: 'confirmation_required', alternatives: [], wished: starts[0] ?? null }
  const attempt = () => bookFirstFree(house.sql, inquiry, wish, marks)
  let done = await attempt()
  if (typeof done === 'string') {
    // It may be taken by the first try of this very request.
    const earlier = await findEarlier(house.sql, inquiry, marks)
    if (earlier !== undefined) return earlier
    if (done === 'slot_taken' && (await forgetOldMarks(house.sql, inquiry.agent.clinic, marks, inquiry.now)))
      done = await attempt()
  }
  if (typeof done !== 'string') return { outcome: 'booked', appointment: done, replayed: false, codeShown: true }
  const wished = starts[0] ?? inquiry.now.epochMilliseconds
  const alternatives = await listNearestSlots(house.sql, inquiry, visit, wished, 3)
  return {
    outcome: done,
    alternatives,
    wished,
    endsAfterClosing: done === 'outside_hours' && isOpenAt(inquiry, visit, wished),
  }
}

type VisitWish = Wish & WishedVisit

async function bookFirstFree(
  sql: Sql,
  inquiry: Inquiry,
  wish: VisitWish,
  marks: RepeatMarks,
): Promise<Appointment | Refusal> {
  let refusal: Refusal | undefined
  for (const from of wish.starts) {
    const judged = judge(inquiry, wish.visit, from)
    if (typeof judged === 'string') {
      refusal ??= judged
    } else if (wish.skipped) {
      // Clocks jump over the hour that was said: there is such a slot nowhere, whatever stands at the hour after.
      refusal ??= 'not_a_slot'
    } else {
      const appointment = await bookAt(sql, inquiry, wish, marks, from, judged)
      if (appointment !== undefined) return appointment
      refusal ??= 'slot_taken'
    }
  }
  return refusal ?? 'not_a_slot'
}

async function bookAt(
  sql: Sql,
  inquiry: Inquiry,
  wish: VisitWish,
  marks: RepeatMarks,
  from: EpochMs,
  practitioners: readonly string[],
): Promise<Appointment | undefined> {
  const to = endOf(wish.visit, from)
  const hold = await findOwnHold(sql, inquiry, practitioners, from, to)
  const used = hold && (await useOwnHold(sql, inquiry, hold, wish, marks, from, to))
  if (used !== undefined) return used
  // no hold, or one that cannot be moved to fit: whoever else is free
  for (const practitionerId of practitioners) {
    const id = await insertAppointment(sql, inquiry, wish, marks, { from, to, practitionerId }).catch((error) => {
      // deleted since this request began: nobody can be seen there
      if (sqlState(error) === '23503') return undefined
      throw error
    })
    if (id !== undefined) return findAppointment(sql, inquiry.agent.clinic, id)
  }
  return undefined
}

/** One statement, no look before it; undefined when the time is not free or a mark is already there. */
async function insertAppointment(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  { customer, visit }: VisitWish,
  marks: RepeatMarks,
  { from, to, practitionerId }: { from: EpochMs; to: EpochMs; practitionerId: string },
): Promise<string | undefined> {
  const { roster } = agent
  const startTime = Temporal.Instant.fromEpochMilliseconds(from)
  const endTime = Temporal.Instant.fromEpochMilliseconds(to)
  const guardedTo = endTime.add({ minutes: roster.buffer_minutes })
  // The insert reads from `gone`: else PostgreSQL would delete the lapsed holds after it, and a free slot be "taken".
  // `on conflict` without a target takes the constraint and the unique marks alike, and does not deadlock as an insert
  // that catches 23P01 does (3 of 64 rounds of 200 clients, for up to 180 s).
  const [row] = await sql<{ id: string }>`
    with gone as (
      delete from appointments
      where clinic_id = ${agent.clinic}::uuid and practitioner_id = ${practitionerId}::uuid and status = 'held'
        and hold_expires_at <= ${now} and during && tstzrange(${startTime}, ${guardedTo}, '[)')
      returning 1
    ), booked as (
      insert into appointments (id, clinic_id, practitioner_id, service_id, user_id, agent_id, start_time, end_time,
        buffer_minutes, status, attendee_name, attendee_phone, attendee_email, notes, confirmation_code, conversation_id,
        repeat_key, caller_mark, idempotency_key, idempotency_body, metadata, created_at, updated_at)
      select ${randomUUIDv7()}::uuid, ${agent.clinic}::uuid, ${practitionerId}::uuid, ${visit.service?.id ?? null}::uuid,
        ${roster.owner_id}::uuid, ${agent.id}::uuid, ${startTime}::timestamptz, ${endTime}::timestamptz,
        ${roster.buffer_minutes}::int, 'scheduled', ${customer.name}::text, ${customer.phone}::text,
        ${customer.email}::text, ${customer.notes}::text, ${mintConfirmationCode()}::text, ${conversationId}::text,
        ${marks.repeat}::bytea, ${marks.caller}::bytea, ${marks.key}::bytea, ${marks.body}::bytea, '{}'::jsonb, ${now}::timestamptz, ${now}::timestamptz
      from (select count(*) from gone) g
      on conflict do nothing
      returning id
    )
    insert into audit (id, clinic_id, at, action, outcome, agent_id, subject_id, conversation_id)
    select ${randomUUIDv7()}::uuid, ${agent.clinic}::uuid, ${now}::timestamptz, 'book_appointment', 'done', ${agent.id}::uuid,
      id, ${conversationId}::text
    from booked
    returning subject_id as id`
  return row?.id
}

async function bookHeldSlot(house: House, inquiry: Inquiry, wish: Wish, holdId: string): Promise<Booked | Refused> {
  const found = await bookHold(house.sql, inquiry, wish, holdId, (from, serviceId) =>
    marksOf(inquiry, wish, from, serviceId),
  )
  if ('refusal' in found) return { outcome: found.refusal, alternatives: [], wished: null }
  const codeShown = !found.replayed || inquiry.conversationId !== null || wish.idempotencyKey !== null
  return { outcome: 'booked', appointment: found.appointment, replayed: found.replayed, codeShown }
}

async function findEarlier(sql: Sql, { agent, now }: Inquiry, marks: RepeatMarks): Promise<Booked | undefined> {
  const earlier = await findRepeated(sql, agent.clinic, marks, now)
  return earlier && { outcome: 'booked', appointment: earlier.appointment, replayed: true, codeShown: earlier.shown }
}

function marksOf(inquiry: Inquiry, wish: Wish, from: EpochMs, serviceId: string | null): RepeatMarks {
  const { customer, idempotencyKey, body } = wish
  const { agent, conversationId } = inquiry
  return repeatMarks({
    agentId: agent.id,
    conversationId,
    idempotencyKey,
    body,
    from,
    name: customer.name,
    phone: customer.phone,
    serviceId,
  })
}
