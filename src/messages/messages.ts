import { createHash, randomUUIDv7 } from 'node:crypto'
import { recordDeed } from '../audit/audit.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'

export const urgencies = ['low', 'normal', 'urgent'] as const

/** What a caller leaves for the clinic. `customer_phone` is E.164 where it could be made. */
export type Message = {
  id: string
  customer_name: string
  customer_phone: string | null
  message: string
  urgency: (typeof urgencies)[number]
  /** the agent's public id */
  agent_id: string | null
  conversation_id: string | null
  /** null: still to be seen to */
  done_at: Temporal.Instant | null
  done_by: string | null
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export type MessageTaken = Pick<
  Message,
  'customer_name' | 'customer_phone' | 'message' | 'urgency' | 'conversation_id'
> & {
  /** the agent's row, not its public id */
  agentId: string
  idempotencyKey: string | null
}

// with neither key nor conversation
const repeatMinutes = 10

/**
 * Keeps a message and returns its id. The same key; or the same conversation, name, phone and words; or, with neither,
 * the same agent, name, phone and words within 10 minutes: the message is the one that is there.
 * Throws `idempotency_key_reused` for other words under a key.
 */
export async function takeMessage(
  house: House,
  clinic: ClinicId,
  taken: MessageTaken,
): Promise<{ id: string; replayed: boolean }> {
  const mark = markOf(taken)
  const id = await insertMessage(house, clinic, taken, mark)
  if (id !== undefined) return { id, replayed: false }
  const limit = taken.conversation_id === null && taken.idempotencyKey === null ? repeatMinutes : null
  const [earlier] = await house.sql<{ id: string; recent: boolean; customer_name: string; message: string }>`
    select id, customer_name, message, ${limit}::int is null or created_at > ${house.clock.now()}::timestamptz - make_interval(mins => ${limit}::int) as recent
    from messages where clinic_id = ${clinic}::uuid and repeat_key = ${mark}`
  const isOther = earlier?.message !== taken.message || earlier.customer_name !== taken.customer_name
  if (earlier !== undefined && taken.idempotencyKey !== null && isOther) throw problem('idempotency_key_reused')
  if (earlier?.recent === true) return { id: earlier.id, replayed: true }
  // its time is over, so it is no longer in the way
  await house.sql`update messages set repeat_key = null where clinic_id = ${clinic}::uuid and id = ${earlier?.id ?? null}::uuid`
  const again = await insertMessage(house, clinic, taken, mark)
  if (again !== undefined) return { id: again, replayed: false }
  const [other] = await house.sql<{ id: string }>`
    select id from messages where clinic_id = ${clinic}::uuid and repeat_key = ${mark}`
  return { id: other!.id, replayed: true }
}

async function insertMessage(
  { sql, clock }: House,
  clinic: ClinicId,
  taken: MessageTaken,
  mark: Buffer,
): Promise<string | undefined> {
  const now = clock.now()
  const [row] = await sql<{ id: string }>`
    with taken as (
      insert into messages (id, clinic_id, agent_id, customer_name, customer_phone, message, urgency, conversation_id,
        repeat_key, created_at, updated_at)
      values (${randomUUIDv7()}, ${clinic}, ${taken.agentId}, ${taken.customer_name}, ${taken.customer_phone},
        ${taken.message}, ${taken.urgency}, ${taken.conversation_id}, ${mark}, ${now}, ${now})
      on conflict do nothing
      returning id
    )
    insert into audit (id, clinic_id, at, action, outcome, agent_id, subject_id, conversation_id)
    select ${randomUUIDv7()}::uuid, ${clinic}::uuid, ${now}::timestamptz, 'take_message', 'done', ${taken.agentId}::uuid, id,
      ${taken.conversation_id}::text
    from taken
    returning subject_id as id`
  return row?.id
}

function markOf({
  agentId,
  idempotencyKey,
  conversation_id,
  customer_name,
  customer_phone,
  message,
}: MessageTaken): Buffer {
  const what =
    idempotencyKey !== null
      ? ['key', agentId, idempotencyKey]
      : ['words', agentId, conversation_id, customer_name.toLowerCase(), customer_phone, message.toLowerCase()]
  return createHash('sha256').update(JSON.stringify(what)).digest()
}

export const messagesPerPage = 100

/** A page of messages, the newest first, 100 a page from page 1. `done` null: all of them. */
export async function listMessages(
  sql: Sql,
  clinic: ClinicId,
  { done, page }: { done: boolean | null; page: number },
): Promise<{ messages: Message[]; nextPage: number | null }> {
  const rows = await sql<Message>`
    select m.id, m.customer_name, m.customer_phone, m.message, m.urgency, g.agent_id, m.conversation_id, m.done_at, m.done_by,
      m.created_at, m.updated_at
    from messages m left join agents g on g.id = m.agent_id
    where m.clinic_id = ${clinic}::uuid and (${done}::boolean is null or (m.done_at is not null) = ${done}::boolean)
    order by m.created_at desc, m.id desc
    limit ${messagesPerPage + 1} offset ${(page - 1) * messagesPerPage}`
  const more = rows.length > messagesPerPage
  return { messages: rows.slice(0, messagesPerPage), nextPage: more ? page + 1 : null }
}

export async function countOpenMessages(sql: Sql, clinic: ClinicId): Promise<number> {
  const [row] = await sql<{ count: number }>`
    select count(*) from messages where clinic_id = ${clinic}::uuid and done_at is null`
  return row!.count
}

/** Throws `not_found` for a stranger's. */
export async function findMessage(sql: Sql, clinic: ClinicId, id: string): Promise<Message> {
  const [message] = await sql<Message>`
    select m.id, m.customer_name, m.customer_phone, m.message, m.urgency, g.agent_id, m.conversation_id, m.done_at, m.done_by,
      m.created_at, m.updated_at
    from messages m left join agents g on g.id = m.agent_id
    where m.clinic_id = ${clinic}::uuid and m.id = ${id}::uuid`
  if (message === undefined) throw problem('not_found')
  return message
}

/** Marks a message as seen to, or as not; twice is harmless. Throws `not_found`. */
export async function markMessage(
  house: House,
  clinic: ClinicId,
  userId: string,
  id: string,
  done: boolean,
): Promise<Message> {
  const now = house.clock.now()
  const outcome = done ? 'done' : 'reopened'
  await house.sql.transaction(async (sql) => {
    const changed = await sql`
      update messages set updated_at = ${now},
        done_at = case when ${done}::boolean then ${now}::timestamptz end,
        done_by = case when ${done}::boolean then ${userId}::uuid end
      where clinic_id = ${clinic}::uuid and id = ${id}::uuid and (done_at is null) = ${done}::boolean
      returning id`
    const deed = { action: 'mark_message' as const, outcome, userId, subjectId: id }
    if (changed.length > 0) await recordDeed({ ...house, sql }, clinic, deed)
  })
  return findMessage(house.sql, clinic, id)
}
