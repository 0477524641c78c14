import type { Schedule } from '../calendar/opening-hours.ts'
import { isWithinHours, startOfDate, wallTimeOf } from '../calendar/slots.ts'
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
 * Coming appointments that lie outside their practitioner's hours as they are now, and stand on one of these local dates
 * or in hours that ran from one of them over midnight. A closure cancels nothing: somebody has to call these people.
 */
export async function listAffectedByClosures(
  house: House,
  clinic: ClinicId,
  dates: readonly string[],
): Promise<AffectedAppointment[]> {
  const roster = await findRoster(house.sql, clinic)
  const days = dates.map((date) => Temporal.PlainDate.from(date))
  const rows = await house.sql<AffectedAppointment>`
    select a.id, a.practitioner_id, p.name as practitioner_name, a.start_time, a.end_time, a.attendee_name
    from appointments a join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
    where a.clinic_id = ${clinic}::uuid and a.end_time > ${house.clock.now()} and a.status in ('scheduled', 'confirmed')
      and exists (
        select 1 from unnest(${days.map((day) => midnightOf(roster.timezone, day))}::timestamptz[],
          ${days.map((day) => midnightOf(roster.timezone, day.add({ days: 2 })))}::timestamptz[]) d (dawn, dusk)
        where a.start_time < d.dusk and a.end_time > d.dawn
      )
    order by a.start_time, a.id`
  return rows.filter((row) => {
    const practitioner = roster.practitioners.find(({ id }) => id === row.practitioner_id)
    const schedule = practitioner && scheduleOf(roster, practitioner)
    if (schedule !== undefined && lies(row, schedule)) return false
    if (datesOf(row, roster.timezone).some((date) => dates.includes(date))) return true
    // on the day after: hit only if these dates' closures are what took its hours away
    const others = roster.closures.filter(({ date }) => !dates.includes(date))
    return schedule !== undefined && lies(row, { ...schedule, closures: others })
  })
}

const lies = ({ start_time, end_time }: AffectedAppointment, within: Schedule): boolean =>
  isWithinHours(within, start_time.epochMilliseconds, end_time.epochMilliseconds)

/** First and last date of an appointment; one that ends at midnight has nothing of the new day. */
const datesOf = ({ start_time, end_time }: AffectedAppointment, timeZone: string): string[] =>
  [start_time.epochMilliseconds, end_time.epochMilliseconds - 1].map((at) => wallTimeOf(timeZone, at).date)

const midnightOf = (timeZone: string, day: Temporal.PlainDate): string =>
  Temporal.Instant.fromEpochMilliseconds(startOfDate(timeZone, day)).toString()
