import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'

export const statuses = ['scheduled', 'confirmed', 'cancelled', 'completed', 'no_show'] as const
export type Status = (typeof statuses)[number]

/** An appointment as it is kept. Times are instants; a hold is not one (and is never among these). */
export type Appointment = {
  id: string
  practitioner_id: string
  practitioner_name: string
  service_id: string | null
  service_name: string | null
  /** the agent's public id; null when a person made it */
  agent_id: string | null
  title: string | null
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  status: Status
  attendee_name: string | null
  attendee_phone: string | null
  attendee_email: string | null
  notes: string | null
  confirmation_code: string | null
  conversation_id: string | null
  metadata: Record<string, unknown>
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

/** undefined for a stranger's, and for a hold. */
export async function findAppointment(sql: Sql, clinic: ClinicId, id: string): Promise<Appointment | undefined> {
  const [appointment] = await sql<Appointment>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.id = ${id}::uuid and a.status <> 'held'`
  return appointment
}

export const appointmentsPerPage = 100

/**
 * A page of appointments that begin in [from, to), oldest first, 100 a page from page 1; null means no bound.
 * `status` and `phone` (as kept) narrow it.
 */
export async function listAppointments(
  sql: Sql,
  clinic: ClinicId,
  filter: {
    from: Temporal.Instant | null
    to: Temporal.Instant | null
    status: Status | null
    phone: string | null
    page: number
  },
): Promise<{ appointments: Appointment[]; nextPage: number | null }> {
  const rows = await sql<Appointment>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.service_id, s.name as service_name, g.agent_id, a.title,
      a.start_time, a.end_time, a.status, a.attendee_name, a.attendee_phone, a.attendee_email, a.notes,
      a.confirmation_code, a.conversation_id, a.metadata, a.created_at, a.updated_at
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
      left join agents g on g.id = a.agent_id
    where a.clinic_id = ${clinic}::uuid and a.status <> 'held'
      and (${filter.from}::timestamptz is null or a.start_time >= ${filter.from}::timestamptz)
      and (${filter.to}::timestamptz is null or a.start_time < ${filter.to}::timestamptz)
      and (${filter.status}::text is null or a.status = ${filter.status}::text)
      and (${filter.phone}::text is null or a.attendee_phone = ${filter.phone}::text)
    order by a.start_time, a.id
    limit ${appointmentsPerPage + 1} offset ${(filter.page - 1) * appointmentsPerPage}`
  const more = rows.length > appointmentsPerPage
  return { appointments: rows.slice(0, appointmentsPerPage), nextPage: more ? filter.page + 1 : null }
}

export type AppointmentOfDay = {
  start_time: Temporal.Instant
  attendee_name: string | null
  status: Status
}

/** Everything that begins in [from, to) but cancelled ones and holds, by time. */
export async function listAppointmentsBetween(
  sql: Sql,
  clinic: ClinicId,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<AppointmentOfDay[]> {
  return sql<AppointmentOfDay>`
    select start_time, attendee_name, status from appointments
    where clinic_id = ${clinic}::uuid and start_time >= ${from} and start_time < ${to}
      and status not in ('cancelled', 'held')
    order by start_time, id`
}
