import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Deed, recordDeed } from '../audit/audit.ts'
import { type ClinicId, mintClinicId } from '../clinics/clinic-id.ts'
import type { Roster } from '../clinics/roster.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'

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
  /** tells this roster from every other */
  rosterMark: string
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
  const shown = tokenShown(token)
  const known = recallAgent(house.sql, shown)
  const [row] = await house.sql.swift<AgentRow>`
    select a.id, a.agent_id, a.language, a.paused, a.require_confirmation, a.verification, r.mark,
      case when r.mark = ${known?.rosterMark ?? ''} then null else r.roster end as roster
    from agents a join clinic_rosters r on r.clinic_id = a.clinic_id
    where a.token_hash = ${shown}`
  return admitAgent(house.sql, agentId, shown, known, row)
}

/** The hash of a token as it came with a request. Throws `invalid_agent_token` for none, and for what is none. */
export function tokenShown(token: string | undefined): Buffer {
  if (token === undefined || token.length > 200) throw problem('invalid_agent_token')
  return hashOf(token)
}

/** What the database says of the agent with a token; `roster` is null when its mark is that of the known one. */
export type AgentRow = {
  id: string
  agent_id: string
  language: string
  paused: boolean
  require_confirmation: boolean
  verification: 'standard' | 'strict'
  mark: string
  roster: Roster | null
}

// In entries of their rosters, of which each takes some 400 bytes: ten thousand small clinics, or some 80 MB. Whoever
// came first goes first.
const mostEntries = 200_000
type Memory = { agents: Map<string, { agent: AgentAtWork; entries: number }>; entries: number }
const memories = new WeakMap<Sql, Memory>()

/**
 * The agent as it was when this token was last shown. Never let in by this alone: the statement that lets it in names
 * the roster's mark, and so proves that what is known still holds.
 */
export function recallAgent(sql: Sql, shown: Buffer): AgentAtWork | undefined {
  return memories.get(sql)?.agents.get(keyOf(shown))?.agent
}

/**
 * Lets in whom the database knows by the token, under the name that the URL says. `known` is what was recalled before
 * it was asked, and comes back when nothing about the agent or its clinic has changed since. Throws as
 * `authenticateAgent` does.
 */
export function admitAgent(
  sql: Sql,
  agentId: string,
  shown: Buffer,
  known: AgentAtWork | undefined,
  row: AgentRow | undefined,
): AgentAtWork {
  if (row === undefined) throw problem('invalid_agent_token')
  if (!isSame(row.agent_id, agentId)) throw problem('invalid_agent_token')
  if (row.paused) throw problem('agent_paused')
  if (known !== undefined && isUnchanged(known, row)) return known
  const roster = row.roster ?? known!.roster
  const agent: AgentAtWork = {
    id: row.id,
    agentId: row.agent_id,
    clinic: mintClinicId(roster.clinic_id),
    language: row.language,
    requireConfirmation: row.require_confirmation,
    verification: row.verification,
    slotKey: shown,
    roster,
    rosterMark: row.mark,
  }
  remember(sql, shown, agent)
  return agent
}

const isUnchanged = (before: AgentAtWork, row: AgentRow): boolean =>
  before.rosterMark === row.mark &&
  before.id === row.id &&
  before.agentId === row.agent_id &&
  before.language === row.language &&
  before.requireConfirmation === row.require_confirmation &&
  before.verification === row.verification

function remember(sql: Sql, shown: Buffer, agent: AgentAtWork): void {
  const memory: Memory = memories.get(sql) ?? { agents: new Map(), entries: 0 }
  memories.set(sql, memory)
  const key = keyOf(shown)
  const kept = memory.agents.get(key)
  const entries = kept?.agent === agent ? kept.entries : entriesOf(agent)
  forget(memory, key)
  memory.agents.set(key, { agent, entries })
  memory.entries += entries
  while (memory.entries > mostEntries) forget(memory, memory.agents.keys().next().value!)
}

function forget(memory: Memory, key: string): void {
  memory.entries -= memory.agents.get(key)?.entries ?? 0
  memory.agents.delete(key)
}

const entriesOf = ({ roster }: AgentAtWork): number =>
  roster.practitioners.reduce((sum, { closures }) => sum + 2 + closures.length, 10) +
  roster.services.length +
  roster.closures.length

const keyOf = (shown: Buffer): string => shown.toString('latin1')

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
    const deed: Deed = {
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

const hashOf = (text: string): Buffer => hash('sha256', text, 'buffer')

/** In a time that tells nothing but the length, which every agent's id shows. */
const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
