import { isWithinHours } from '../calendar/slots.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import { findRoster, scheduleOf } from '../clinics/roster.ts'
import type { House } from '../house.ts'

export type AffectedAppointment = {
  id: string
  practitioner_id: string
  practitioner_name: string
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  attendee_name: string | null
}

/**
 * Coming appointments on these local dates that lie outside their practitioner's hours as they are now. A closure
 * cancels nothing: somebody has to call these people.
 */
export async function listAffectedByClosures(
  house: House,
  clinic: ClinicId,
  dates: readonly string[],
): Promise<AffectedAppointment[]> {
  const roster = await findRoster(house.sql, clinic)
  const rows = await house.sql<AffectedAppointment>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.start_time, a.end_time, a.attendee_name
    from appointments a join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
    where a.clinic_id = ${clinic}::uuid and a.end_time > ${house.clock.now()} and a.status in ('scheduled', 'confirmed')
      and ((a.start_time at time zone ${roster.timezone})::date = any (${[...dates]}::date[])
        or ((a.end_time - interval '1 second') at time zone ${roster.timezone})::date = any (${[...dates]}::date[]))
    order by a.start_time, a.id`
  return rows.filter((row) => {
    const practitioner = roster.practitioners.find(({ id }) => id === row.practitioner_id)
    if (practitioner === undefined) return true
    return !isWithinHours(
      scheduleOf(roster, practitioner),
      row.start_time.epochMilliseconds,
      row.end_time.epochMilliseconds,
    )
  })
}
