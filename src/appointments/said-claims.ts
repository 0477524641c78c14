import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { readName } from '../language/names.ts'
import { isAbsent, readText } from '../language/said.ts'
import { readCode } from '../language/spoken-code.ts'
import { readCall, type Said } from './said-visit.ts'

/** What a caller, or the platform about a caller, claims: not yet believed. */
export type Claims = {
  /** the platform's, as E.164: a number that is only said proves nothing */
  callerId: string | null
  name: string | null
  /** a code was said; null where it cannot be one */
  code: { read: string | null } | null
  /** which appointment is meant; empty for what is no id */
  appointmentId: string | null
}

export function readClaims(agent: AgentAtWork, said: Said): Claims {
  const id = readText(said.appointment_id)?.toLowerCase() ?? ''
  return {
    callerId: readCall(agent, said).callerId,
    name: readName(said.customer_name)?.slice(0, 255) ?? null,
    code: isAbsent(said.confirmation_code) ? null : { read: readCode(said.confirmation_code, agent.language) ?? null },
    appointmentId: isAbsent(said.appointment_id) ? null : uuid.test(id) ? id : '',
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
