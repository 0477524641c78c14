import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'
import { mintToken } from './agent-tokens.ts'

/** A voice agent of a clinic. `agent_id` is the public id that stands in URLs. */
export type Agent = {
  id: string
  agent_id: string
  name: string
  language: string
  paused: boolean
  require_confirmation: boolean
  verification: 'standard' | 'strict'
  today_tool: boolean
  token_preview: string
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

export type AgentChange = Partial<
  Pick<Agent, 'name' | 'language' | 'paused' | 'require_confirmation' | 'verification' | 'today_tool'>
>

export async function listAgents(sql: Sql, clinic: ClinicId): Promise<Agent[]> {
  return sql<Agent>`
    select id, agent_id, name, language, paused, require_confirmation, verification, today_tool, token_preview, created_at, updated_at
    from agents where clinic_id = ${clinic}::uuid order by created_at, id`
}

/** Throws `not_found` for a stranger's. */
export async function findAgent(sql: Sql, clinic: ClinicId, agentId: string): Promise<Agent> {
  const [agent] = await sql<Agent>`
    select id, agent_id, name, language, paused, require_confirmation, verification, today_tool, token_preview, created_at, updated_at
    from agents where clinic_id = ${clinic}::uuid and agent_id = ${agentId}`
  if (agent === undefined) throw problem('not_found')
  return agent
}

/** A new agent with a token of its own. Its public id comes from its name, with a tail when that is taken. */
export async function addAgent(house: House, clinic: ClinicId, wish: AgentChange & { name: string }): Promise<Agent> {
  const now = house.clock.now()
  const base = publicIdFrom(wish.name)
  for (const agentId of [base, `${base}_${tail(2)}`, `${base}_${tail(8)}`]) {
    const token = mintToken(house)
    const [agent] = await house.sql<Agent>`
      insert into agents (id, clinic_id, agent_id, name, language, paused, require_confirmation, verification, today_tool,
        token_hash, token_ciphertext, token_preview, token_created_at, created_at, updated_at)
      select ${randomUUIDv7()}::uuid, c.id, ${agentId}, ${wish.name},
        coalesce(${wish.language ?? null}, split_part(c.locale, '-', 1)), ${wish.paused ?? false},
        ${wish.require_confirmation ?? false}, ${wish.verification ?? 'standard'}, ${wish.today_tool ?? false},
        ${token.hash}, ${token.ciphertext}, ${token.preview}, ${now}, ${now}, ${now}
      from clinics c where c.id = ${clinic}::uuid
      on conflict (agent_id) do nothing
      returning id, agent_id, name, language, paused, require_confirmation, verification, today_tool, token_preview, created_at, updated_at`
    if (agent !== undefined) return agent
  }
  throw new Error('no free public id for an agent, though 64 random bits were tried')
}

/** Changes what is named. Throws `not_found`. */
export async function changeAgent(
  house: House,
  clinic: ClinicId,
  agentId: string,
  change: AgentChange,
): Promise<Agent> {
  const [agent] = await house.sql<Agent>`
    update agents set name = coalesce(${change.name ?? null}, name), language = coalesce(${change.language ?? null}, language),
      paused = coalesce(${change.paused ?? null}, paused),
      require_confirmation = coalesce(${change.require_confirmation ?? null}, require_confirmation),
      verification = coalesce(${change.verification ?? null}, verification),
      today_tool = coalesce(${change.today_tool ?? null}, today_tool), updated_at = ${house.clock.now()}
    where clinic_id = ${clinic}::uuid and agent_id = ${agentId}
    returning id, agent_id, name, language, paused, require_confirmation, verification, today_tool, token_preview, created_at, updated_at`
  if (agent === undefined) throw problem('not_found')
  return agent
}

/** Its appointments stay. Throws `not_found`. */
export async function removeAgent(sql: Sql, clinic: ClinicId, agentId: string): Promise<void> {
  const rows = await sql`delete from agents where clinic_id = ${clinic}::uuid and agent_id = ${agentId} returning id`
  if (rows.length === 0) throw problem('not_found')
}

/** "Clinic Receptionist" → agent_clinic_receptionist */
function publicIdFrom(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
    .replace(/^_+|_+$/g, '')
  return `agent_${words === '' ? tail(4) : words}`
}

const tail = (bytes: number): string => randomBytes(bytes).toString('hex')
