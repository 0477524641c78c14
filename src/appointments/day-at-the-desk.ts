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

/** What somebody did to an appointment, and who: an agent (its public id), a person, or neither when it came by SQL. */
export type News = Appointment & {
  happening: 'booked' | 'moved' | 'cancelled'
  happened_at: Temporal.Instant
  by_agent: string | null
  /** name, else e-mail */
  by_person: string | null
}

/**
 * What others have booked, moved or cancelled after `since`: agents, colleagues, and whoever writes into the table. What
 * this person did is no news to them. The last of each appointment's, the newest first, at most `most` of them. What came
 * by SQL is known for as long as events are kept, a week.
 */
export async function listNewsSince(
  sql: Sql,
  clinic: ClinicId,
  reader: string,
  since: Temporal.Instant,
  most: number,
): Promise<News[]> {
  // Both lists are of this clinic and of late, and found by their indexes; the appointments may be a hundred thousand.
  return sql<News>`
    with deeds as materialized (
      select distinct on (subject_id) subject_id::uuid as id, at, user_id, agent_id, case action
          when 'book_appointment' then 'booked' when 'reschedule_appointment' then 'moved' else 'cancelled'
        end as happening
      from audit
      where clinic_id = ${clinic}::uuid and at > ${since} and outcome = 'done'
        and action in ('book_appointment', 'reschedule_appointment', 'cancel_appointment')
      order by subject_id, at desc, audit.id desc
    ), written as materialized (
      select distinct entity_id as id from events
      where clinic_id = ${clinic}::uuid and entity = 'appointment' and change = 'created' and at > ${since}
    ), touched as materialized (
      select id from deeds union select id from written
    )
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at,
      coalesce(d.happening, 'booked') as happening, coalesce(d.at, a.created_at) as happened_at,
      doer.agent_id as by_agent, coalesce(u.name, u.email) as by_person
    from touched
      join appointments a on a.id = touched.id
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
      left join deeds d on d.id = a.id
      left join agents doer on doer.id = d.agent_id
      left join users u on u.id = d.user_id
    where a.clinic_id = ${clinic}::uuid and a.status <> 'held'
      and d.user_id is distinct from ${reader}::uuid
      -- taken back since
      and (d.happening is distinct from 'cancelled' or a.status = 'cancelled')
    order by happened_at desc, a.id desc
    limit ${most}`
}
