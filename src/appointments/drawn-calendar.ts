import type { EpochMs } from '../calendar/interval.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'
import type { Status } from './appointment.ts'

/** As much of an appointment as a calendar draws. `agent_id` is the public id; null when a person made it. */
export type DrawnAppointment = {
  id: string
  starts: EpochMs
  ends: EpochMs
  status: Status
  title: string | null
  attendee_name: string | null
  practitioner_id: string
  service_id: string | null
  agent_id: string | null
  conversation_id: string | null
  created: EpochMs
}

export type LiveHold = {
  id: string
  starts: EpochMs
  ends: EpochMs
  practitioner_id: string
  agent_id: string | null
  conversation_id: string | null
  expires: EpochMs
}

/**
 * Whatever its status, each appointment of which some part lies in [from, to), by start. All of them: a calendar with
 * pages would have holes. Times are numbers because a month may have thousands: an answer with 5,000 takes 45 ms in all.
 */
export async function listDrawn(
  sql: Sql,
  clinic: ClinicId,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<DrawnAppointment[]> {
  // no appointment lasts longer than 24 hours, so that the index by start serves
  return sql<DrawnAppointment>`
    select a.id, extract(epoch from a.start_time)::float8 * 1000 as starts, extract(epoch from a.end_time)::float8 * 1000 as ends,
      a.status, a.title, a.attendee_name, a.practitioner_id, a.service_id, g.agent_id, a.conversation_id,
      extract(epoch from a.created_at)::float8 * 1000 as created
    from appointments a left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status <> 'held'
      and a.start_time >= ${from}::timestamptz - interval '24 hours' and a.start_time < ${to}::timestamptz
      and a.end_time > ${from}::timestamptz
    order by a.start_time, a.id`
}

/** The holds that still keep a part of [from, to) at `now`, by start. */
export async function listLiveHolds(
  sql: Sql,
  clinic: ClinicId,
  from: Temporal.Instant,
  to: Temporal.Instant,
  now: Temporal.Instant,
): Promise<LiveHold[]> {
  return sql<LiveHold>`
    select a.id, extract(epoch from a.start_time)::float8 * 1000 as starts, extract(epoch from a.end_time)::float8 * 1000 as ends,
      a.practitioner_id, g.agent_id, a.conversation_id, extract(epoch from a.hold_expires_at)::float8 * 1000 as expires
    from appointments a left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status = 'held' and a.hold_expires_at > ${now}::timestamptz
      and a.start_time >= ${from}::timestamptz - interval '24 hours' and a.start_time < ${to}::timestamptz
      and a.end_time > ${from}::timestamptz
    order by a.start_time, a.id`
}
