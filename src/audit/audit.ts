import { randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import type { Sql } from '../store/sql.ts'

/** Who did what to which thing, by ids only. */
export type Deed = {
  action: string
  outcome: string
  userId?: string
  /** the agent's row, not its public id */
  agentId?: string
  subjectId?: string
  conversationId?: string
  /** which of a caller's claims were true: "caller_id+name" */
  assurance?: string
}

/** Appends to the clinic's record, which nothing in the program changes afterwards. */
export async function recordDeed(house: Pick<House, 'sql' | 'clock'>, clinic: ClinicId, deed: Deed): Promise<void> {
  await house.sql`
    insert into audit (id, clinic_id, at, action, outcome, user_id, agent_id, subject_id, conversation_id, assurance)
    values (${randomUUIDv7()}, ${clinic}, ${house.clock.now()}, ${deed.action}, ${deed.outcome}, ${deed.userId ?? null},
      ${deed.agentId ?? null}, ${deed.subjectId ?? null}, ${deed.conversationId ?? null}, ${deed.assurance ?? null})`
}

/** A line of the record. `agent_id` is the public id. */
export type RecordedDeed = {
  id: string
  at: Temporal.Instant
  action: string
  outcome: string
  assurance: string | null
  user_id: string | null
  agent_id: string | null
  subject_id: string | null
  conversation_id: string | null
}

const deedsPerPage = 100

/** A page of the record, the newest first, 100 a page from page 1. */
export async function listDeeds(
  sql: Sql,
  clinic: ClinicId,
  page: number,
): Promise<{ deeds: RecordedDeed[]; nextPage: number | null }> {
  const rows = await sql<RecordedDeed>`
    select d.id, d.at, d.action, d.outcome, d.assurance, d.user_id, g.agent_id, d.subject_id, d.conversation_id
    from audit d left join agents g on g.id = d.agent_id
    where d.clinic_id = ${clinic}::uuid
    order by d.at desc, d.id desc
    limit ${deedsPerPage + 1} offset ${(page - 1) * deedsPerPage}`
  return { deeds: rows.slice(0, deedsPerPage), nextPage: rows.length > deedsPerPage ? page + 1 : null }
}
