import { createHash } from 'node:crypto'
import type { EpochMs } from '../calendar/interval.ts'
import { suitablePractitioners } from '../clinics/roster.ts'
import type { House } from '../house.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { type Appointment, findAppointment, type Status } from './appointment.ts'
import { type Inquiry, listNearestSlots, type Slot, type Visit } from './availability.ts'
import { endOf, isOpenAt, judge, type Refusal } from './judgement.ts'
import type { WishedVisit } from './wish.ts'

/** What a caller wants for an appointment instead: a held slot, or what the request says; the rest stays as it is. */
export type MoveWish = { holdId: string } | (WishedVisit & { isAnybodySaid: boolean; isLengthSaid: boolean })

export type Moved = {
  outcome: 'moved'
  appointment: Appointment
  previous: { start_time: Temporal.Instant; practitioner_name: string }
  replayed: boolean
}

/** It has begun, or its status says that it is over: an agent does not change it. */
export type Unchangeable = { outcome: 'not_changeable'; status: Status }

export type MoveRefused = {
  outcome: Refusal
  /** what it was to become */
  visit: Visit
  alternatives: Slot[]
  wished: EpochMs | null
  endsAfterClosing: boolean
}

/**
 * Moves an appointment of a verified caller. It keeps its service, length and practitioner unless the wish names
 * another, its code always, and its old time when the new one is refused. A repeat finds it moved and moves nothing.
 */
export async function moveVisit(
  house: House,
  inquiry: Inquiry,
  appointment: Appointment,
  wish: MoveWish,
): Promise<Moved | MoveRefused | Unchangeable> {
  if (!isChangeable(appointment, inquiry.now)) return { outcome: 'not_changeable', status: appointment.status }
  const move =
    'holdId' in wish ? await planByHold(house.sql, inquiry, appointment, wish.holdId) : plan(inquiry, appointment, wish)
  const { visit, wished } = move
  let refusal: Refusal = move.refusal ?? 'slot_taken'
  for (const target of move.targets) {
    const done = await attempt(house, inquiry, appointment, target)
    if (typeof done !== 'string') return done
    if (done === 'not_changeable') return { outcome: done, status: appointment.status }
    refusal = move.refusal ?? done
  }
  const isAboutTime = wished !== null && refusal !== 'hold_expired' && refusal !== 'unknown_slot'
  return {
    outcome: refusal,
    visit,
    wished,
    alternatives: isAboutTime ? await listNearestSlots(house.sql, inquiry, visit, wished, 3) : [],
    endsAfterClosing: refusal === 'outside_hours' && wished !== null && isOpenAt(inquiry, visit, wished),
  }
}

const isChangeable = ({ status, start_time }: Appointment, now: Temporal.Instant): boolean =>
  (status === 'scheduled' || status === 'confirmed') && Temporal.Instant.compare(start_time, now) > 0

/** A time and a practitioner to try. `holdId`: the hold that gives way. */
type Target = {
  from: EpochMs
  to: EpochMs
  practitionerId: string
  serviceId: string | null
  holdId: string | null
}

type Plan = { visit: Visit; targets: Target[]; refusal?: Refusal; wished: EpochMs | null }

function plan(
  inquiry: Inquiry,
  appointment: Appointment,
  {
    visit: said,
    starts,
    skipped,
    isAnybodySaid,
    isLengthSaid,
  }: WishedVisit & {
    isAnybodySaid: boolean
    isLengthSaid: boolean
  },
): Plan {
  const visit = mergedVisit(inquiry, appointment, said, { isAnybodySaid, isLengthSaid })
  const serviceId = visit.service?.id ?? appointment.service_id
  const wished = starts[0]!
  const targets: Target[] = []
  let refusal: Refusal | undefined
  for (const from of starts) {
    const target = { from, to: endOf(visit, from), serviceId, holdId: null }
    // A repeat of the request that moved it there. Such a place needs no judging.
    if (isAlready(appointment, target, visit))
      return { visit, wished, targets: [{ ...target, practitionerId: appointment.practitioner_id }] }
    const judged = judge(inquiry, visit, from)
    if (typeof judged === 'string') refusal ??= judged
    else if (skipped) refusal ??= 'not_a_slot'
    else targets.push(...judged.map((practitionerId) => ({ ...target, practitionerId })))
  }
  return { visit, targets, wished, ...(targets.length === 0 && refusal && { refusal }) }
}

const isAlready = (
  { start_time, end_time, service_id, practitioner_id }: Appointment,
  { from, to, serviceId }: Omit<Target, 'practitionerId'>,
  { practitioner }: Visit,
): boolean =>
  start_time.epochMilliseconds === from &&
  end_time.epochMilliseconds === to &&
  service_id === serviceId &&
  (practitioner === undefined || practitioner.id === practitioner_id)

/** What is wished for, with what the appointment has where the wish names nothing. */
function mergedVisit(
  { agent: { roster } }: Inquiry,
  appointment: Appointment,
  said: Visit,
  { isAnybodySaid, isLengthSaid }: { isAnybodySaid: boolean; isLengthSaid: boolean },
): Visit {
  const service = said.service ?? roster.services.find(({ id }) => id === appointment.service_id)
  const isOtherService = said.service !== undefined && said.service.id !== appointment.service_id
  const own = suitablePractitioners(roster, service).find(({ id }) => id === appointment.practitioner_id)
  const practitioner = said.practitioner ?? (isAnybodySaid ? undefined : own)
  const ownMinutes = Math.round(appointment.start_time.until(appointment.end_time).total('minutes'))
  return {
    durationMinutes: isLengthSaid || isOtherService ? said.durationMinutes : ownMinutes,
    ...(service && { service }),
    ...(practitioner && { practitioner }),
  }
}

async function planByHold(sql: Sql, inquiry: Inquiry, appointment: Appointment, holdId: string): Promise<Plan> {
  const { agent, conversationId, now } = inquiry
  const { roster } = agent
  const own = mergedVisit(inquiry, appointment, { durationMinutes: 0 }, { isAnybodySaid: true, isLengthSaid: false })
  const refused = (refusal: Refusal): Plan => ({ visit: own, targets: [], refusal, wished: null })
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(holdId)) return refused('unknown_slot')
  const [row] = await sql<HoldRow>`
    select status, practitioner_id, service_id, start_time, end_time, conversation_id, hold_expires_at
    from appointments where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and id = ${holdId}::uuid`
  const isAnothers = row !== undefined && row.conversation_id !== null && row.conversation_id !== conversationId
  if (isAnothers) return refused('unknown_slot')
  if (row?.status !== 'held') {
    // It gave way to this very appointment, perhaps: `attempt` knows its mark.
    const { practitioner_id, service_id, start_time, end_time } = appointment
    const target = { practitionerId: practitioner_id, serviceId: service_id, holdId }
    const times = { from: start_time.epochMilliseconds, to: end_time.epochMilliseconds }
    return { visit: own, targets: [{ ...target, ...times }], refusal: 'hold_expired', wished: null }
  }
  if (Temporal.Instant.compare(row.hold_expires_at, now) <= 0) return refused('hold_expired')
  const from = row.start_time.epochMilliseconds
  const minutes = Math.round(row.start_time.until(row.end_time).total('minutes'))
  const service = roster.services.find(({ id }) => id === row.service_id)
  const held: Visit = { durationMinutes: minutes, ...(service && { service }) }
  // a hold of the standard length, for nothing in particular, is a time and no length
  const isLengthSaid = service === undefined ? minutes !== 30 : minutes !== service.duration_minutes
  const practitioner = roster.practitioners.find(({ id }) => id === row.practitioner_id)
  const visit = {
    ...mergedVisit(inquiry, appointment, held, { isAnybodySaid: true, isLengthSaid }),
    ...(practitioner && { practitioner }),
  }
  const judged = visit.durationMinutes === minutes ? [row.practitioner_id] : judge(inquiry, visit, from)
  if (from < now.epochMilliseconds) return { ...refused('in_the_past'), visit, wished: from }
  if (typeof judged === 'string') return { ...refused(judged), visit, wished: from }
  const serviceId = visit.service?.id ?? appointment.service_id
  const target = { from, to: endOf(visit, from), practitionerId: row.practitioner_id, serviceId, holdId }
  return { visit, targets: [target], wished: from }
}

type HoldRow = {
  status: string
  practitioner_id: string
  service_id: string | null
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  conversation_id: string | null
  hold_expires_at: Temporal.Instant
}

type MovableRow = {
  practitioner_id: string
  service_id: string | null
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  changeable: boolean
  moved_from: Temporal.Instant | null
  moved_to: Temporal.Instant | null
  move_mark: Buffer | null
}

/** Tries one target. A refusal leaves everything as it was, the hold too. */
async function attempt(
  house: House,
  inquiry: Inquiry,
  { id, practitioner_id, practitioner_name }: Appointment,
  target: Target,
): Promise<Moved | 'slot_taken' | 'hold_expired' | 'not_changeable'> {
  const { agent, now } = inquiry
  const mark = target.holdId === null ? null : createHash('sha256').update(`move ${agent.id} ${target.holdId}`).digest()
  try {
    const moved = await house.sql.transaction(async (sql) => {
      // An update has no `on conflict`: one at a time for a practitioner, always in the same order.
      for (const key of [...new Set([practitioner_id, target.practitionerId])].sort())
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
      const [row] = await sql<MovableRow>`
        select practitioner_id, service_id, start_time, end_time, moved_from, moved_to, move_mark,
          status in ('scheduled', 'confirmed') and start_time > ${now} as changeable
        from appointments where clinic_id = ${agent.clinic}::uuid and id = ${id}::uuid for update`
      if (row?.changeable !== true) return 'not_changeable'
      if (isThere(row, target, mark)) {
        const from = row.moved_from !== null && isSame(row.moved_to, row.start_time) ? row.moved_from : row.start_time
        return { from, replayed: true }
      }
      if (!(await makeRoom(sql, inquiry, target))) return 'hold_expired'
      await sql`
        update appointments set start_time = ${instant(target.from)}, end_time = ${instant(target.to)},
          practitioner_id = ${target.practitionerId}, service_id = ${target.serviceId},
          buffer_minutes = ${agent.roster.buffer_minutes}, moved_from = start_time, moved_to = ${instant(target.from)},
          move_mark = ${mark}, updated_at = ${now}
        where clinic_id = ${agent.clinic}::uuid and id = ${id}::uuid`
      return { from: row.start_time, replayed: false }
    })
    if (typeof moved === 'string') return moved
    const appointment = await findAppointment(house.sql, agent.clinic, id)
    if (appointment === undefined) return 'not_changeable'
    const previous = { start_time: moved.from, practitioner_name }
    return { outcome: 'moved', appointment, previous, replayed: moved.replayed }
  } catch (error) {
    // 23503: the practitioner was deleted since this request began
    if (sqlState(error) === '23P01' || sqlState(error) === '23503') return 'slot_taken'
    throw error
  }
}

/** Whether it stands where it is to go: brought there by this hold, or alike in all that was wished. */
function isThere(row: MovableRow, target: Target, mark: Buffer | null): boolean {
  if (mark !== null) return row.move_mark?.equals(mark) === true && isSame(row.moved_to, row.start_time)
  return (
    row.start_time.epochMilliseconds === target.from &&
    row.end_time.epochMilliseconds === target.to &&
    row.practitioner_id === target.practitionerId &&
    row.service_id === target.serviceId
  )
}

/** Takes lapsed holds, and those of this very conversation, out of the way; false when the hold that is to give way has gone. */
async function makeRoom(sql: Sql, { agent, conversationId, now }: Inquiry, target: Target): Promise<boolean> {
  if (target.holdId !== null) {
    const held = await sql`
      delete from appointments
      where clinic_id = ${agent.clinic}::uuid and agent_id = ${agent.id}::uuid and id = ${target.holdId}::uuid
        and status = 'held' and hold_expires_at > ${now}
      returning id`
    if (held.length === 0) return false
  }
  const guardedTo = instant(target.to).add({ minutes: agent.roster.buffer_minutes })
  await sql`
    delete from appointments
    where clinic_id = ${agent.clinic}::uuid and practitioner_id = ${target.practitionerId}::uuid and status = 'held'
      and during && tstzrange(${instant(target.from)}, ${guardedTo}, '[)')
      and (hold_expires_at <= ${now} or (agent_id = ${agent.id}::uuid and conversation_id = ${conversationId}))`
  return true
}

const isSame = (one: Temporal.Instant | null, other: Temporal.Instant): boolean => one?.equals(other) === true

const instant = (at: EpochMs): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at)
