import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'
import type { Appointment } from './appointment.ts'

/** What lies in [from, to), wholly or in part, but cancelled ones, by start. */
export async function listOverlapping(
  sql: Sql,
  clinic: ClinicId,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Appointment[]> {
  // no appointment lasts longer than 24 hours, so that the index by start serves
  return sql<Appointment>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status not in ('held', 'cancelled')
      and a.start_time >= ${from}::timestamptz - interval '24 hours' and a.start_time < ${to}::timestamptz
      and a.end_time > ${from}::timestamptz
    order by a.start_time, a.id`
}

/**
 * What has been booked after `since`, by whomever, and what an agent has moved or cancelled since: what changed last
 * comes first, and at most `most` of them.
 */
export async function listNewsSince(
  sql: Sql,
  clinic: ClinicId,
  since: Temporal.Instant,
  most: number,
): Promise<Appointment[]> {
  return sql<Appointment>`
    with touched as materialized (
      select subject_id from audit
      where clinic_id = ${clinic}::uuid and at > ${since} and agent_id is not null and outcome = 'done'
        and action in ('reschedule_appointment', 'cancel_appointment')
    )
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status <> 'held'
      and (a.created_at > ${since} or a.id::text in (select subject_id from touched))
    order by a.updated_at desc, a.id desc
    limit ${most}`
}
