import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { recordDeed } from '../audit/audit.ts'
import { type ClinicId, mintClinicId } from '../clinics/clinic-id.ts'
import type { Roster } from '../clinics/roster.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'

const prefix = 'vami_agent_'

/** An agent that has shown its token, and all that its actions need to know of the clinic. */
export type AgentAtWork = {
  id: string
  agentId: string
  clinic: ClinicId
  language: string
  requireConfirmation: boolean
  verification: 'standard' | 'strict'
  /** keys the slot ids that this agent offers; a regenerated token ends them */
  slotKey: Buffer
  roster: Roster
}

/** 32 random bytes; kept as SHA-256 for comparison and as ciphertext for the owner to see again. */
export function mintToken(house: Pick<House, 'secrets'>) {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOf(token), ciphertext: house.secrets.seal('agent-token', token), preview: previewOf(token) }
}

/** The first 12 characters, three dots, the last 6. */
const previewOf = (token: string): string => `${token.slice(0, 12)}...${token.slice(-6)}`

/**
 * The agent behind a token, if it is the one that the URL names. Throws `invalid_agent_token`, the same whether or not
 * such an agent exists, and `agent_paused`. The look-up goes by hash, so its time says nothing about the token.
 */
export async function authenticateAgent(
  house: House,
  agentId: string,
  token: string | undefined,
): Promise<AgentAtWork> {
  if (token === undefined || token.length > 200) throw problem('invalid_agent_token')
  const hash = hashOf(token)
  const [row] = await house.sql<Row>`
    select a.id, a.agent_id, a.language, a.paused, a.require_confirmation, a.verification, a.token_hash, r.roster
    from agents a join clinic_rosters r on r.clinic_id = a.clinic_id
    where a.token_hash = ${hash}`
  if (row === undefined || !timingSafeEqual(row.token_hash, hash)) throw problem('invalid_agent_token')
  if (!timingSafeEqual(hashOf(row.agent_id), hashOf(agentId))) throw problem('invalid_agent_token')
  if (row.paused) throw problem('agent_paused')
  const clinic = mintClinicId(row.roster.clinic_id)
  return {
    id: row.id,
    agentId: row.agent_id,
    clinic,
    language: row.language,
    requireConfirmation: row.require_confirmation,
    verification: row.verification,
    slotKey: row.token_hash,
    roster: row.roster,
  }
}

type Row = {
  id: string
  agent_id: string
  language: string
  paused: boolean
  require_confirmation: boolean
  verification: 'standard' | 'strict'
  token_hash: Buffer
  roster: Roster
}

export type Revealed = { agentId: string; token: string | null; preview: string }

/** Whose agent this is, for the operator at the command line, who is let in by the machine. */
export async function findClinicOfAgent(house: House, agentId: string): Promise<ClinicId | undefined> {
  const [row] = await house.sql<{ clinic_id: string }>`select clinic_id from agents where agent_id = ${agentId}`
  return row && mintClinicId(row.clinic_id)
}

/**
 * Shows a token to its owner (`userId` null: to the operator), and writes down who saw it. `token` is null when it was encrypted with a secret that this
 * server no longer has: it still works, but only a new one can be shown. Throws `not_found`.
 */
export async function revealToken(
  house: House,
  clinic: ClinicId,
  userId: string | null,
  agentId: string,
): Promise<Revealed> {
  const [row] = await house.sql<{ id: string; token_ciphertext: Buffer; token_preview: string }>`
    select id, token_ciphertext, token_preview from agents where clinic_id = ${clinic}::uuid and agent_id = ${agentId}`
  if (row === undefined) throw problem('not_found')
  const token = house.secrets.open('agent-token', row.token_ciphertext) ?? null
  const outcome = token === null ? 'key_lost' : 'shown'
  await recordDeed(house, clinic, {
    action: 'reveal_agent_token',
    outcome,
    ...(userId && { userId }),
    agentId: row.id,
    subjectId: agentId,
  })
  return { agentId, token, preview: row.token_preview }
}

/** Replaces a token; the old one is refused from this moment on, on every instance. Throws `not_found`. */
export async function regenerateToken(
  house: House,
  clinic: ClinicId,
  userId: string | null,
  agentId: string,
): Promise<Revealed> {
  const { token, hash, ciphertext, preview } = mintToken(house)
  const now = house.clock.now()
  return house.sql.transaction(async (sql) => {
    const [row] = await sql<{ id: string }>`
      update agents set token_hash = ${hash}, token_ciphertext = ${ciphertext}, token_preview = ${preview},
        token_created_at = ${now}, updated_at = ${now}
      where clinic_id = ${clinic}::uuid and agent_id = ${agentId} returning id`
    if (row === undefined) throw problem('not_found')
    const deed = {
      action: 'regenerate_agent_token',
      outcome: 'done',
      ...(userId && { userId }),
      agentId: row.id,
      subjectId: agentId,
    }
    await recordDeed({ sql, clock: house.clock }, clinic, deed)
    return { agentId, token, preview }
  })
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
