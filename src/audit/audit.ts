import { randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import type { Sql } from '../store/sql.ts'

/** Everything that is written down. Codes are public and never renamed. */
export const actions = [
  // by agents; booking and cancelling also by people
  'book_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'find_appointments',
  'hold_slot',
  'take_message',
  // by people
  'change_appointment',
  'export_appointments',
  'mark_message',
  'change_clinic',
  'choose_plan',
  'add_practitioner',
  'change_practitioner',
  'remove_practitioner',
  'add_service',
  'change_service',
  'remove_service',
  'add_agent',
  'change_agent',
  'remove_agent',
  'reveal_agent_token',
  'regenerate_agent_token',
  'add_staff',
  'change_staff',
  'remove_staff',
  'change_password',
  'add_calendar_feed',
  'reveal_calendar_feeds',
  'remove_calendar_feed',
] as const
export type Action = (typeof actions)[number]

/** Who did what to which thing, by ids only. */
export type Deed = {
  action: Action
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

/** Appends that somebody has looked at something; once an hour, since screens look again and again. */
export async function recordHourly(
  house: Pick<House, 'sql' | 'clock'>,
  clinic: ClinicId,
  { action, userId }: { action: Action; userId: string },
): Promise<void> {
  const now = house.clock.now()
  await house.sql`
    insert into audit (id, clinic_id, at, action, outcome, user_id)
    select ${randomUUIDv7()}::uuid, ${clinic}::uuid, ${now}::timestamptz, ${action}::text, 'shown', ${userId}::uuid
    where not exists (
      select 1 from audit
      where clinic_id = ${clinic}::uuid and at > ${now}::timestamptz - interval '1 hour' and action = ${action}::text
        and user_id = ${userId}::uuid
    )`
}

/** Appends what concerns a person and no clinic to the record of each clinic where they work. */
export async function recordWhereverAtWork(
  house: Pick<House, 'sql' | 'clock'>,
  subjectId: string,
  { action, outcome, userId }: Pick<Deed, 'action' | 'outcome' | 'userId'>,
): Promise<void> {
  await house.sql`
    insert into audit (id, clinic_id, at, action, outcome, user_id, subject_id)
    select gen_random_uuid(), clinic_id, ${house.clock.now()}::timestamptz, ${action}::text, ${outcome}::text,
      ${userId ?? null}::uuid, ${subjectId}::text
    from staff where user_id = ${subjectId}::uuid`
}

/** A line of the record. `agent_id` is the public id. Names are today's, and null for who is no more. */
export type RecordedDeed = {
  id: string
  at: Temporal.Instant
  action: Action
  outcome: string
  assurance: string | null
  user_id: string | null
  user_email: string | null
  user_name: string | null
  agent_id: string | null
  agent_name: string | null
  subject_id: string | null
  conversation_id: string | null
}

/** Which lines are meant; null means any. `from` is included, `to` is not. */
export type DeedFilter = Record<
  'action' | 'outcome' | 'agentId' | 'userId' | 'conversationId' | 'subjectId',
  string | null
> &
  Record<'from' | 'to', Temporal.Instant | null>

const deedsPerPage = 100

/** A page of the record, the newest first, 100 a page from page 1. */
export async function listDeeds(
  sql: Sql,
  clinic: ClinicId,
  filter: DeedFilter,
  page: number,
): Promise<{ deeds: RecordedDeed[]; nextPage: number | null }> {
  const rows = await sql<RecordedDeed>`
    select d.id, d.at, d.action, d.outcome, d.assurance, d.user_id, u.email as user_email, u.name as user_name,
      g.agent_id, g.name as agent_name, d.subject_id, d.conversation_id
    from audit d
      left join agents g on g.clinic_id = d.clinic_id and g.id = d.agent_id
      left join users u on u.id = d.user_id
    where d.clinic_id = ${clinic}::uuid
      and (${filter.from}::timestamptz is null or d.at >= ${filter.from}::timestamptz)
      and (${filter.to}::timestamptz is null or d.at < ${filter.to}::timestamptz)
      and (${filter.action}::text is null or d.action = ${filter.action}::text)
      and (${filter.outcome}::text is null or d.outcome = ${filter.outcome}::text)
      and (${filter.agentId}::text is null or g.agent_id = ${filter.agentId}::text)
      and (${filter.userId}::uuid is null or d.user_id = ${filter.userId}::uuid)
      and (${filter.conversationId}::text is null or d.conversation_id = ${filter.conversationId}::text)
      and (${filter.subjectId}::text is null or d.subject_id = ${filter.subjectId}::text)
    order by d.at desc, d.id desc
    limit ${deedsPerPage + 1} offset ${(page - 1) * deedsPerPage}`
  return { deeds: rows.slice(0, deedsPerPage), nextPage: rows.length > deedsPerPage ? page + 1 : null }
}
