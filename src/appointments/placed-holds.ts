import { randomUUIDv7 } from 'node:crypto'
import { recordDeed } from '../audit/audit.ts'
import type { EpochMs } from '../calendar/interval.ts'
import type { House } from '../house.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { type Inquiry, listNearestSlots, type Slot, type Visit } from './availability.ts'
import { endOf, isOpenAt, judge, type Refusal } from './judgement.ts'
import type { WishedVisit } from './wish.ts'

export const holdMinutes = 5

/** A slot that is kept for one caller until `hold_expires_at`. */
export type PlacedHold = {
  id: string
  practitioner_id: string
  service_id: string | null
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  hold_expires_at: Temporal.Instant
}

export type HoldRefused = {
  outcome: Refusal | 'too_many_holds'
  alternatives: Slot[]
  wished: EpochMs
  endsAfterClosing: boolean
}

/**
 * Keeps a slot for five minutes. A conversation has one live hold: a new one takes the place of the old, which stays
 * when the new one is refused; to hold the same visit again begins its five minutes anew. Who gets the slot is decided
 * by the insert. `callerId` is the platform's, and counts against that caller's live holds.
 */
export async function holdSlot(
  house: House,
  inquiry: Inquiry,
  { visit, starts, skipped }: WishedVisit,
  callerId: string | null,
): Promise<{ outcome: 'held'; hold: PlacedHold } | HoldRefused> {
  const candidates: Candidate[] = []
  let refusal: Refusal | undefined
  for (const from of starts) {
    const judged = judge(inquiry, visit, from)
    if (typeof judged === 'string') refusal ??= judged
    else if (skipped) refusal ??= 'not_a_slot'
    else candidates.push(...judged.map((practitionerId) => ({ practitionerId, from, to: endOf(visit, from) })))
  }
  const placed = candidates.length === 0 ? refusal! : await place(house, inquiry, visit, candidates, callerId)
  if (typeof placed !== 'string') return { outcome: 'held', hold: placed }
  const wished = starts[0]!
  return {
    outcome: placed,
    alternatives: placed === 'too_many_holds' ? [] : await listNearestSlots(house.sql, inquiry, visit, wished, 3),
    wished,
    endsAfterClosing: placed === 'outside_hours' && isOpenAt(inquiry, visit, wished),
  }
}

type Candidate = { practitionerId: string; from: EpochMs; to: EpochMs }

/** Thrown within the transaction, so that the old hold is there again. */
const takenBack = new Error('no candidate was free')

async function place(
  house: House,
  inquiry: Inquiry,
  visit: Visit,
  candidates: readonly Candidate[],
  callerId: string | null,
): Promise<PlacedHold | 'slot_taken' | 'too_many_holds'> {
  const { agent, conversationId, now } = inquiry
  const expires = now.add({ minutes: holdMinutes })
  const holder = callerId === null ? null : house.secrets.mark('caller', `hold ${agent.clinic} ${callerId}`)
  try {
    return await house.sql.transaction(async (sql) => {
      // One at a time in a clinic: else two at once count themselves below a limit, and two that change places wait for
      // each other.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`holds ${agent.clinic}`}, 0))`
      const renewed = await renewOwn(sql, inquiry, visit, candidates, expires)
      if (renewed !== undefined) return renewed
      if (await isFull(house, sql, inquiry, holder)) return 'too_many_holds'
      if (conversationId !== null) await dropOwn(sql, inquiry)
      for (const candidate of candidates) {
        const hold = await insertHold(sql, inquiry, visit, candidate, { expires, holder })
        if (hold === undefined) continue
        const deed = { action: 'hold_slot' as const, outcome: 'done', agentId: agent.id, subjectId: hold.id }
        await recordDeed({ sql, clock: house.clock }, agent.clinic, {
          ...deed,
          ...(conversationId && { conversationId }),
        })
        return hold
      }
      throw takenBack
    })
  } catch (error) {
    // 23503: its practitioner was deleted since this request began
    if (error === takenBack || sqlState(error) === '23503') return 'slot_taken'
    throw error
  }
}

async function renewOwn(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  visit: Visit,
  candidates: readonly Candidate[],
  expires: Temporal.Instant,
): Promise<PlacedHold | undefined> {
  if (conversationId === null) return undefined
  const [hold] = await sql<PlacedHold>`
    update appointments set hold_expires_at = ${expires}, updated_at = ${now}
    where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and conversation_id = ${conversationId}
      and status = 'held' and hold_expires_at > ${now} and service_id is not distinct from ${visit.service?.id ?? null}::uuid
      and (practitioner_id, start_time, end_time) in (
        select * from unnest(${candidates.map(({ practitionerId }) => practitionerId)}::uuid[],
          ${candidates.map(({ from }) => instant(from).toString())}::timestamptz[],
          ${candidates.map(({ to }) => instant(to).toString())}::timestamptz[])
      )
    returning id, practitioner_id, service_id, start_time, end_time, hold_expires_at`
  return hold
}

/** Whether one more, beside the one it would replace, is too many for the caller or for the agent. */
async function isFull(
  { config }: House,
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  holder: Buffer | null,
): Promise<boolean> {
  const [live] = await sql<{ of_caller: number; of_agent: number }>`
    select count(*) filter (where caller_mark = ${holder}) as of_caller, count(*) as of_agent
    from appointments
    where status = 'held' and hold_expires_at > ${now} and clinic_id = ${agent.clinic}::uuid
      and agent_id = ${agent.id}::uuid and coalesce(conversation_id <> ${conversationId}, true)`
  return live!.of_caller >= config.LIMIT_HOLDS_PER_CALLER || live!.of_agent >= config.LIMIT_HOLDS_PER_AGENT
}

async function dropOwn(sql: Sql, { agent, conversationId }: Inquiry): Promise<void> {
  await sql`
    delete from appointments
    where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and conversation_id = ${conversationId}
      and status = 'held'`
}

/** Reads from `gone`, and has no conflict target, for the reasons given in the appointment book. */
async function insertHold(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  visit: Visit,
  { practitionerId, from, to }: Candidate,
  { expires, holder }: { expires: Temporal.Instant; holder: Buffer | null },
): Promise<PlacedHold | undefined> {
  const { roster } = agent
  const [startTime, endTime] = [instant(from), instant(to)]
  const guardedTo = endTime.add({ minutes: roster.buffer_minutes })
  const [hold] = await sql<PlacedHold>`
    with gone as (
      delete from appointments
      where clinic_id = ${agent.clinic}::uuid and practitioner_id = ${practitionerId}::uuid and status = 'held'
        and hold_expires_at <= ${now} and during && tstzrange(${startTime}, ${guardedTo}, '[)')
      returning 1
    )
    insert into appointments (id, clinic_id, practitioner_id, service_id, user_id, agent_id, start_time, end_time,
      buffer_minutes, status, hold_expires_at, conversation_id, caller_mark, metadata, created_at, updated_at)
    select ${randomUUIDv7()}::uuid, ${agent.clinic}::uuid, ${practitionerId}::uuid, ${visit.service?.id ?? null}::uuid,
      ${roster.owner_id}::uuid, ${agent.id}::uuid, ${startTime}::timestamptz, ${endTime}::timestamptz,
      ${roster.buffer_minutes}::int, 'held', ${expires}::timestamptz, ${conversationId}::text, ${holder}::bytea,
      '{}'::jsonb, ${now}::timestamptz, ${now}::timestamptz
    from (select count(*) from gone) g
    on conflict do nothing
    returning id, practitioner_id, service_id, start_time, end_time, hold_expires_at`
  return hold
}

const instant = (at: EpochMs): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)
