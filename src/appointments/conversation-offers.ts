import type { AgentAtWork } from '../agents/agent-tokens.ts'
import type { Sql } from '../store/sql.ts'

/**
 * Adds what is offered now to what this conversation was offered before, and returns all of it, oldest first.
 * Without a conversation it is what is offered now. None of `slotIds` is there twice.
 */
export async function rememberOffers(
  sql: Sql,
  agent: AgentAtWork,
  conversationId: string | null,
  slotIds: string[],
  now: Temporal.Instant,
): Promise<string[]> {
  if (conversationId === null) return slotIds
  const [row] = await sql<{ slot_ids: string[] }>`
    insert into conversation_offers as o (agent_id, conversation_id, slot_ids, updated_at)
    values (${agent.id}, ${conversationId}, ${slotIds}, ${now})
    on conflict (agent_id, conversation_id) do update set
      updated_at = excluded.updated_at,
      slot_ids = (o.slot_ids || array(select x from unnest(excluded.slot_ids) x where x <> all (o.slot_ids)))
    returning slot_ids`
  return row!.slot_ids
}

/** Forgets conversations that have been silent for a day. */
export async function forgetOldOffers(sql: Sql, now: Temporal.Instant): Promise<void> {
  await sql`delete from conversation_offers where updated_at < ${now.subtract({ hours: 24 })}`
}
