import { type AgentAtWork, type AgentRow, admitAgent, recallAgent, tokenShown } from '../agents/agent-tokens.ts'
import type { Interval } from '../calendar/interval.ts'
import type { House } from '../house.ts'
import type { KnownBusy } from './availability.ts'

/** What is to be asked about busy times along with the agent itself. */
export type BusyQuestion = { range: Interval; conversationId: string | null; now: Temporal.Instant }

/**
 * Authenticates an agent and asks for busy times in one trip: `questionOf` says which, knowing the agent as it was
 * recalled, if it was. What comes back is true of the agent as it is now; whether it is what is needed shows then.
 * Throws `invalid_agent_token` and `agent_paused`, as `authenticateAgent` does.
 */
export async function authenticateWithBusy(
  house: House,
  agentId: string,
  token: string | undefined,
  questionOf: (recalled: AgentAtWork | undefined) => BusyQuestion | undefined,
): Promise<{ agent: AgentAtWork; known?: KnownBusy }> {
  const shown = tokenShown(token)
  const recalled = recallAgent(house.sql, shown)
  const question = questionOf(recalled)
  const { range, conversationId, now } = question ?? { range: nothing, conversationId: null, now: house.clock.now() }
  // The mark proves that what was recalled still holds; see `listBusy` for the rest.
  const [row] = await house.sql.swift<AgentRow & { busy: [string, number, number][] | null }>`
    select a.id, a.agent_id, a.language, a.paused, a.require_confirmation, a.verification, r.mark,
      case when r.mark = ${recalled?.rosterMark ?? ''} then null else r.roster end as roster,
      (select json_agg(json_build_array(practitioner_id, floor(date_part('epoch', lower(during)) * 1000),
          ceil(date_part('epoch', upper(during)) * 1000)))
        from appointments
        where clinic_id = a.clinic_id
          and start_time > to_timestamp(${range.from / 1000}::float8) - interval '28 hours'
          and start_time < to_timestamp(${range.to / 1000}::float8)
          and status in ('held', 'scheduled', 'confirmed')
          and not (status = 'held' and (
            hold_expires_at <= to_timestamp(${now.epochMilliseconds / 1000}::float8)
            or coalesce(agent_id = a.id and conversation_id = ${conversationId}, false)
          ))) as busy
    from agents a join clinic_rosters r on r.clinic_id = a.clinic_id
    where a.token_hash = ${shown}`
  const agent = admitAgent(house.sql, agentId, shown, recalled, row)
  if (question === undefined) return { agent }
  const rows = (row!.busy ?? []).map(([practitioner_id, from, to]) => ({ practitioner_id, from, to }))
  return { agent, known: { ...range, rows } }
}

const nothing: Interval = { from: 0, to: 0 }
