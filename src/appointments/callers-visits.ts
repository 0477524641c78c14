import { type Action, recordDeed } from '../audit/audit.ts'
import type { House } from '../house.ts'
import { type Appointment, findAppointment } from './appointment.ts'
import type { Inquiry } from './availability.ts'
import { type Unverified, type VerifiedCaller, verifyCaller } from './caller-verification.ts'
import { type Moved, type MoveRefused, type MoveWish, moveVisit, type Unchangeable } from './moved-visits.ts'
import type { Claims } from './said-claims.ts'

/** Which appointment a verified caller means: it has to be asked where several are left. */
export type Unclear = { outcome: 'unclear_appointment'; choices: Appointment[] }

/** The coming appointments of a caller who proves who they are. */
export async function findVisits(
  house: House,
  inquiry: Inquiry,
  claims: Claims,
): Promise<{ outcome: 'found'; appointments: Appointment[] } | Unverified> {
  const caller = await verifyCaller(house, inquiry, { ...claims, appointmentId: null }, 'find_appointments')
  if (caller.outcome !== 'verified') return caller
  await recordVisitDeed(house, inquiry, caller, { action: 'find_appointments', outcome: 'done' })
  return { outcome: 'found', appointments: caller.coming }
}

/**
 * Cancels for a caller who proves who they are. `again`: it had been cancelled before, and stays so. What is past,
 * completed or missed is not changed.
 */
export async function cancelVisit(
  house: House,
  inquiry: Inquiry,
  claims: Claims,
  reason: string | null,
): Promise<{ outcome: 'cancelled'; appointment: Appointment; again: boolean } | Unverified | Unclear | Unchangeable> {
  const action = 'cancel_appointment'
  const caller = await verifyCaller(house, inquiry, claims, action)
  if (caller.outcome !== 'verified') return caller
  const meant = await chooseVisit(house, inquiry, caller, claims, action)
  if ('outcome' in meant) return meant
  const { agent, now } = inquiry
  const rows = await house.sql`
    update appointments set status = 'cancelled', updated_at = ${now},
      metadata = metadata || case when ${reason}::text is null then '{}' else jsonb_build_object('cancellation_reason', ${reason}::text) end
    where clinic_id = ${agent.clinic}::uuid and id = ${meant.id}::uuid and status in ('scheduled', 'confirmed')
      and start_time > ${now}
    returning id`
  const appointment = (await findAppointment(house.sql, agent.clinic, meant.id)) ?? meant
  const done = rows.length > 0 || appointment.status === 'cancelled'
  const outcome = rows.length > 0 ? 'done' : done ? 'cancelled_before' : 'not_changeable'
  await recordVisitDeed(house, inquiry, caller, { action, outcome, subjectId: meant.id })
  return done
    ? { outcome: 'cancelled', appointment, again: rows.length === 0 }
    : { outcome: 'not_changeable', status: appointment.status }
}

/** Moves for a caller who proves who they are; see `moveVisit`. */
export async function rescheduleVisit(
  house: House,
  inquiry: Inquiry,
  claims: Claims,
  wish: MoveWish,
): Promise<Moved | MoveRefused | Unchangeable | Unverified | Unclear> {
  const action = 'reschedule_appointment'
  const caller = await verifyCaller(house, inquiry, claims, action)
  if (caller.outcome !== 'verified') return caller
  const meant = await chooseVisit(house, inquiry, caller, claims, action)
  if ('outcome' in meant) return meant
  const done = await moveVisit(house, inquiry, meant, wish)
  const outcome = done.outcome !== 'moved' ? done.outcome : done.replayed ? 'moved_before' : 'done'
  await recordVisitDeed(house, inquiry, caller, { action, outcome, subjectId: meant.id })
  return done
}

/** The one that its id or its code names, else the only one to come; when all are cancelled, the one cancelled last. */
async function chooseVisit(
  house: House,
  inquiry: Inquiry,
  caller: VerifiedCaller,
  { appointmentId, code }: Claims,
  action: Action,
): Promise<Appointment | Unclear> {
  const { proven, coming } = caller
  if (appointmentId !== null) return [...coming, ...proven].find(({ id }) => id === appointmentId)!
  if (code !== null) return proven[0]!
  const left = coming.length > 0 ? coming : lastCancelled(proven)
  if (left.length === 1) return left[0]!
  await recordVisitDeed(house, inquiry, caller, { action, outcome: 'unclear_appointment' })
  return { outcome: 'unclear_appointment', choices: left }
}

function lastCancelled(proven: readonly Appointment[]): Appointment[] {
  const latest = proven.toSorted((a, b) => Temporal.Instant.compare(b.updated_at, a.updated_at))
  return proven.every(({ status }) => status === 'cancelled') ? latest.slice(0, 1) : latest
}

async function recordVisitDeed(
  house: House,
  { agent, conversationId }: Inquiry,
  { assurance }: VerifiedCaller,
  deed: { action: Action; outcome: string; subjectId?: string },
): Promise<void> {
  const who = { agentId: agent.id, assurance, ...(conversationId && { conversationId }) }
  await recordDeed(house, agent.clinic, { ...deed, ...who })
}
