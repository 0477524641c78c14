import { recordDeed } from '../audit/audit.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { sameName } from '../language/names.ts'
import type { Sql } from '../store/sql.ts'
import type { Appointment } from './appointment.ts'
import type { Inquiry } from './availability.ts'
import type { Claims } from './said-claims.ts'
import { countFailure, isLocked, suspectsOf } from './verification-lock.ts'

/** Somebody whose claims were true of an appointment, and what is theirs. */
export type VerifiedCaller = {
  outcome: 'verified'
  /** what the claims are true of, whatever became of it: the one of the code, else those still to come */
  proven: Appointment[]
  /** all appointments of this person that are still to come, by time; without their number only what is proven */
  coming: Appointment[]
  /** "caller_id+name" */
  assurance: string
}

export type Unverified = { outcome: 'not_verified' | 'locked' }

type VisitAction = 'find_appointments' | 'reschedule_appointment' | 'cancel_appointment'

/**
 * Believes a caller of whom two are true (an agent with strict verification: all three): the confirmation code, the
 * platform's caller id, the name. A code that was said has to be right. What is not true is counted, in the same
 * statements and comparisons whether or not there is such an appointment; so is every code that proves nothing, and not
 * what names too little to be a guess.
 *
 * One at a time in a clinic, from the look at the lock to the count: else thirty guesses at once are thirty guesses.
 */
export function verifyCaller(
  house: House,
  inquiry: Inquiry,
  claims: Claims,
  action: VisitAction,
): Promise<VerifiedCaller | Unverified> {
  const { agent, conversationId, now } = inquiry
  const suspects = suspectsOf(house, inquiry, claims.callerId)
  const needed = agent.verification === 'strict' ? 3 : 2
  const claimed = [claims.callerId, claims.name, claims.code].filter((claim) => claim !== null).length
  return house.sql.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`verification ${agent.clinic}`}, 0))`
    if (await isLocked(sql, suspects, now)) return { outcome: 'locked' as const }
    const candidates = await listCandidates(sql, agent.clinic, claims, now)
    const judged = judgeAll(candidates, claims).filter(({ factors }) => factors.length >= needed)
    if (judged.length > 0) {
      const theirs = await listTheirs(
        sql,
        agent.clinic,
        judged.map(({ candidate }) => candidate),
        judged[0]!.factors.includes('caller_id'),
        now,
      )
      if (isAmong(theirs, claims.appointmentId))
        return { outcome: 'verified' as const, ...theirs, assurance: judged[0]!.factors.join('+') }
    }
    if (claims.code !== null || claimed >= needed) await countFailure(sql, suspects, now)
    const deed = { action, outcome: 'not_verified', agentId: agent.id, ...(conversationId && { conversationId }) }
    await recordDeed({ sql, clock: house.clock }, agent.clinic, deed)
    return { outcome: 'not_verified' as const }
  })
}

const isAmong = ({ proven, coming }: Theirs, meant: string | null): boolean =>
  meant === null || [...proven, ...coming].some(({ id }) => id === meant)

type Candidate = Pick<Appointment, 'id' | 'attendee_name' | 'attendee_phone' | 'confirmation_code'>

/**
 * By the code where one was said, else by the platform's number: those to come, and the one that is meant. No more of
 * them than what is compared, since a row takes time to fetch that no row does not.
 */
async function listCandidates(
  sql: Sql,
  clinic: ClinicId,
  { callerId, code, appointmentId }: Claims,
  now: Temporal.Instant,
): Promise<Candidate[]> {
  const meant = appointmentId === '' ? null : appointmentId
  return sql<Candidate>`
    select id, attendee_name, attendee_phone, confirmation_code from appointments
    where clinic_id = ${clinic}::uuid and status <> 'held' and (
      confirmation_code = ${code === null ? null : (code.read ?? '')}
      or (attendee_phone = ${code === null ? callerId : null} and (start_time > ${now} or id = ${meant}::uuid))
    )
    order by status in ('scheduled', 'confirmed') desc, start_time, id limit 50`
}

// As many names are compared whether a number has no appointment or some.
const leastCompared = 8
const nobody = 'Nobody In Particular'

function judgeAll(
  candidates: readonly Candidate[],
  { callerId, name, code }: Claims,
): { candidate: Candidate; factors: string[] }[] {
  const judged: { candidate: Candidate; factors: string[] }[] = []
  for (let at = 0; at < Math.max(candidates.length, leastCompared); at += 1) {
    const candidate = candidates[at]
    const named = sameName(name ?? nobody, candidate?.attendee_name ?? nobody)
    if (candidate === undefined) continue
    const factors = [
      ...(code !== null && code.read !== null && code.read === candidate.confirmation_code ? ['code'] : []),
      ...(callerId !== null && callerId === candidate.attendee_phone ? ['caller_id'] : []),
      ...(name !== null && candidate.attendee_name !== null && named ? ['name'] : []),
    ]
    judged.push({ candidate, factors })
  }
  return judged
}

type Theirs = Pick<VerifiedCaller, 'proven' | 'coming'>

/**
 * What is proven, and what else this person has to come: the same phone and name, as a family may share the first. Only
 * for who calls from that phone: a number that was said at a booking, and a name, are anybody's to say.
 */
async function listTheirs(
  sql: Sql,
  clinic: ClinicId,
  proven: readonly Candidate[],
  callsFromIt: boolean,
  now: Temporal.Instant,
): Promise<Theirs> {
  const { id: first, attendee_name, attendee_phone } = proven[0]!
  const ids = proven.map(({ id }) => id)
  // a number that could not be made E.164 is nobody's
  const phone = callsFromIt && /^\+\d{7,15}$/.test(attendee_phone ?? '') ? attendee_phone : null
  const rows = await sql<Appointment & { is_coming: boolean }>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at,
      a.status in ('scheduled', 'confirmed') and a.start_time > ${now} as is_coming
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status <> 'held'
      and (a.id = any (${ids}::uuid[]) or (a.attendee_phone = ${phone} and a.start_time > ${now}))
    order by a.status in ('scheduled', 'confirmed') desc, a.start_time, a.id limit 100`
  const isTheirs = (row: Appointment) => row.id === first || sameName(row.attendee_name ?? '', attendee_name ?? '')
  return {
    proven: rows.filter(({ id }) => ids.includes(id)),
    coming: rows.filter((row) => row.is_coming && isTheirs(row)),
  }
}
