import type { Appointment } from '../../data/endpoints.ts'

/** What Today says of appointments; without a screen, so that it can be read at once. */

export const isVisit = ({ attendee_name }: Appointment): boolean => attendee_name !== null
/** Neither done with nor given up. */
export const isOpen = ({ status }: Appointment): boolean => status === 'scheduled' || status === 'confirmed'

export const startOf = ({ start_time }: Appointment): Temporal.Instant => Temporal.Instant.from(start_time)
export const endOf = ({ end_time }: Appointment): Temporal.Instant => Temporal.Instant.from(end_time)

export type Phase = 'over' | 'now' | 'coming'
export function phaseOf(appointment: Appointment, now: Temporal.Instant): Phase {
  if (Temporal.Instant.compare(startOf(appointment), now) > 0) return 'coming'
  return Temporal.Instant.compare(endOf(appointment), now) > 0 ? 'now' : 'over'
}

/** A practitioner's: the one under way, else the next, and what comes then. */
export type UpNext = { practitioner: Appointment['practitioner']; first: Appointment; after: Appointment | undefined }

/** For each practitioner who still has something today, whoever is busy or will be first, first. */
export function upNext(appointments: readonly Appointment[], now: Temporal.Instant): UpNext[] {
  const left = appointments.filter((each) => isOpen(each) && phaseOf(each, now) !== 'over')
  const byPractitioner = Map.groupBy(left, ({ practitioner }) => practitioner.id)
  return [...byPractitioner.values()].map((theirs) => ({
    practitioner: theirs[0]!.practitioner,
    first: theirs[0]!,
    after: theirs[1],
  }))
}
