import type { Appointment, Calendar, Today } from './endpoints.ts'
import { queryClient } from './queries.ts'

/** What the screen knew of an appointment before it was told of a change. */
export type Known = Pick<Appointment, 'start_time' | 'end_time' | 'status'> & { practitionerId: string }

/** Looks where appointments are kept; call it as soon as the change is told, before anything is asked for anew. */
export function knownAppointment(id: string): Known | undefined {
  const single = queryClient.getQueryData<Appointment>(['appointment', id])
  if (single !== undefined) return knownOf(single)
  for (const [, today] of queryClient.getQueriesData<Today>({ queryKey: ['today'] })) {
    const found = [...(today?.appointments ?? []), ...(today?.new_appointments ?? [])].find((each) => each.id === id)
    if (found !== undefined) return knownOf(found)
  }
  for (const [, calendar] of queryClient.getQueriesData<Calendar>({ queryKey: ['calendar'] })) {
    const found = calendar?.appointments.find((each) => each.id === id)
    if (found !== undefined) return { ...found, practitionerId: found.practitioner_id }
  }
  return undefined
}

const knownOf = ({ start_time, end_time, status, practitioner }: Appointment): Known => ({
  start_time,
  end_time,
  status,
  practitionerId: practitioner.id,
})

export type ToldChange = 'booked' | 'moved' | 'cancelled' | 'changed'

/** What has become of it. Who was not known and has not been changed since is new: a hold that was booked is, too. */
export function toldChange(after: Appointment, before: Known | undefined): ToldChange {
  if (after.status === 'cancelled') return before?.status === 'cancelled' ? 'changed' : 'cancelled'
  if (before === undefined) return after.created_at === after.updated_at ? 'booked' : 'changed'
  const stays = isSameTime(before.start_time, after.start_time) && before.practitionerId === after.practitioner.id
  return stays ? 'changed' : 'moved'
}

const isSameTime = (one: string, other: string): boolean =>
  Temporal.Instant.from(one).equals(Temporal.Instant.from(other))
