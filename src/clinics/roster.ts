import type { Closure, OpeningHours, Schedule } from '../calendar/opening-hours.ts'
import type { Sql } from '../store/sql.ts'
import type { ClinicId } from './clinic-id.ts'

export type RosteredPractitioner = { id: string; name: string; opening_hours: OpeningHours | null; closures: Closure[] }

/** `practitioner_ids` empty: everybody offers it. */
export type RosteredService = { id: string; name: string; duration_minutes: number; practitioner_ids: string[] }

/** All that availability needs to know of a clinic but its busy times. Active practitioners and services only. */
export type Roster = {
  clinic_id: ClinicId
  owner_id: string
  name: string
  timezone: string
  opening_hours: OpeningHours
  closures: Closure[]
  slot_minutes: number
  buffer_minutes: number
  minimum_notice_minutes: number
  horizon_days: number
  locale: string
  region: string | null
  practitioners: RosteredPractitioner[]
  services: RosteredService[]
}

export async function findRoster(sql: Sql, clinic: ClinicId): Promise<Roster> {
  const [row] = await sql<{ roster: Roster }>`select roster from clinic_rosters where clinic_id = ${clinic}::uuid`
  return row!.roster
}

/** When one practitioner works. The same object for the same roster, as what is worked out from it is kept by it. */
export function scheduleOf(roster: Roster, practitioner: RosteredPractitioner): Schedule {
  const hasOwn = practitioner.opening_hours !== null || practitioner.closures.length > 0
  const owner = hasOwn ? practitioner : roster
  const known = schedules.get(owner)
  if (known !== undefined) return known
  const schedule: Schedule = {
    timeZone: roster.timezone,
    openingHours: roster.opening_hours,
    closures: roster.closures,
    ...(hasOwn && { own: { openingHours: practitioner.opening_hours, closures: practitioner.closures } }),
  }
  schedules.set(owner, schedule)
  return schedule
}

const schedules = new WeakMap<Roster | RosteredPractitioner, Schedule>()

/** Who offers a service; everybody when none is asked for. */
export function suitablePractitioners(roster: Roster, service: RosteredService | undefined): RosteredPractitioner[] {
  if (service === undefined || service.practitioner_ids.length === 0) return roster.practitioners
  return roster.practitioners.filter(({ id }) => service.practitioner_ids.includes(id))
}

/** By id or by name, forgiving of case, accents and stray spaces; undefined when none or more than one fits. */
export function findByIdOrName<Named extends { id: string; name: string }>(
  among: readonly Named[],
  said: string,
): Named | undefined {
  const byId = among.find(({ id }) => id === said.trim().toLowerCase())
  if (byId !== undefined) return byId
  const wanted = plain(said)
  const same = among.filter(({ name }) => plain(name) === wanted)
  if (same.length > 0) return same.length === 1 ? same[0] : undefined
  // "Dr. Ruiz" for "Dr. Elena Ruiz": every word said is one of the name's
  const words = wanted.split(' ')
  const close = among.filter(({ name }) => words.every((word) => plain(name).split(' ').includes(word)))
  return close.length === 1 ? close[0] : undefined
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
