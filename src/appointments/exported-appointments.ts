import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'
import type { Appointment, Status } from './appointment.ts'

export type ExportFilter = { from: Temporal.Instant | null; to: Temporal.Instant | null; status: Status | null }

const rowsAtOnce = 1_000

/** A part of an export: the appointments that begin in [from, to), by start, after the last one of the part before. */
export async function listExportPart(
  sql: Sql,
  clinic: ClinicId,
  filter: ExportFilter,
  last: Appointment | null,
): Promise<Appointment[]> {
  return sql<Appointment>`
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
      and (${last?.id ?? null}::uuid is null
        or (a.start_time, a.id) > (${last?.start_time ?? null}::timestamptz, ${last?.id ?? null}::uuid))
    order by a.start_time, a.id
    limit ${rowsAtOnce}`
}

/** What follows `first`, part by part, so that no clinic is too large for the memory. */
export async function* exportAfter(
  sql: Sql,
  clinic: ClinicId,
  filter: ExportFilter,
  first: readonly Appointment[],
): AsyncGenerator<Appointment> {
  for (let part = first; part.length > 0; ) {
    yield* part
    part = part.length < rowsAtOnce ? [] : await listExportPart(sql, clinic, filter, part.at(-1)!)
  }
}
