import { randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'

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
