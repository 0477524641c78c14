import { randomUUIDv7 } from 'node:crypto'
import type { Closure, OpeningHours } from '../calendar/opening-hours.ts'
import type { House } from '../house.ts'
import { regionOfTimeZone } from '../language/phone.ts'
import type { Sql } from '../store/sql.ts'
import type { ClinicId } from './clinic-id.ts'

/** A clinic's settings, as the table and the owner's API name them. Times of day are the clinic's wall clock. */
export type Clinic = {
  id: string
  name: string
  timezone: string
  opening_hours: OpeningHours
  slot_minutes: number
  buffer_minutes: number
  minimum_notice_minutes: number
  horizon_days: number
  locale: string
  region: string | null
  address: string | null
  phone: string | null
  notes: string | null
  /** what a caller in an emergency is told; null: the sentence of the agent's language */
  emergency: string | null
}

export type ClinicChange = Partial<Omit<Clinic, 'id' | 'opening_hours'>> & {
  /** days that are not named keep theirs */
  opening_hours?: Partial<OpeningHours>
  closures?: Closure[]
}

const nineToFive: OpeningHours = {
  monday: [['09:00', '17:00']],
  tuesday: [['09:00', '17:00']],
  wednesday: [['09:00', '17:00']],
  thursday: [['09:00', '17:00']],
  friday: [['09:00', '17:00']],
  saturday: [],
  sunday: [],
}

/**
 * A new clinic: Monday to Friday nine to five, one practitioner, its owner on the staff, in the country of its time zone.
 * Returns its id.
 */
export async function openClinic(
  house: House,
  wish: { ownerId: string; name: string; timeZone: string },
): Promise<string> {
  const id = randomUUIDv7()
  const now = house.clock.now()
  await house.sql`
    with clinic as (
      insert into clinics (id, owner_id, name, timezone, region, opening_hours, created_at, updated_at)
      values (${id}, ${wish.ownerId}, ${wish.name}, ${wish.timeZone}, ${regionOfTimeZone(wish.timeZone)},
        ${JSON.stringify(nineToFive)}, ${now}, ${now})
      returning id, owner_id, created_at
    ), owner as (
      insert into staff (id, clinic_id, user_id, role, created_at)
      select ${randomUUIDv7()}::uuid, id, owner_id, 'owner', created_at from clinic
    )
    insert into practitioners (id, clinic_id, name, created_at, updated_at)
    select ${randomUUIDv7()}::uuid, id, 'Practitioner', created_at, created_at from clinic`
  return id
}

export type ClinicOfUser = { id: string; name: string; timezone: string; role: string }

/** The clinics where a user works: their own first, then by how long they have worked there. */
export async function listClinicsOfUser(sql: Sql, userId: string): Promise<ClinicOfUser[]> {
  return sql<ClinicOfUser>`
    select c.id, c.name, c.timezone, s.role
    from staff s join clinics c on c.id = s.clinic_id
    where s.user_id = ${userId}::uuid order by s.role = 'owner' desc, s.created_at, s.id`
}

export async function findClinic(sql: Sql, clinic: ClinicId): Promise<Clinic & { closures: Closure[] }> {
  const [row] = await sql<Clinic & { closures: Closure[] }>`
    select c.id, c.name, c.timezone, c.opening_hours, c.slot_minutes, c.buffer_minutes, c.minimum_notice_minutes,
      c.horizon_days, c.locale, c.region, c.address, c.phone, c.notes, c.emergency, r.closures
    from clinics c join rosters r on r.clinic_id = c.id
    where c.id = ${clinic}::uuid`
  return row!
}

/**
 * Changes what is named and leaves the rest. `closures` replaces the whole list. A clinic whose country is none, or came
 * from its time zone, gets that of its new one.
 */
export async function changeClinic(house: House, clinic: ClinicId, change: ClinicChange): Promise<void> {
  await house.sql.transaction(async (sql) => {
    // the row's lock keeps two changes at once from losing one
    await sql`select 1 from clinics where id = ${clinic}::uuid for update`
    const current = await findClinic(sql, clinic)
    const next = { ...current, ...change, opening_hours: { ...current.opening_hours, ...change.opening_hours } }
    if (change.timezone !== undefined && change.region === undefined) {
      const isNamed = current.region !== null && current.region !== regionOfTimeZone(current.timezone)
      if (!isNamed) next.region = regionOfTimeZone(next.timezone) ?? current.region
    }
    await sql`
      update clinics set name = ${next.name}, timezone = ${next.timezone},
        opening_hours = ${JSON.stringify(next.opening_hours)}, slot_minutes = ${next.slot_minutes},
        buffer_minutes = ${next.buffer_minutes}, minimum_notice_minutes = ${next.minimum_notice_minutes},
        horizon_days = ${next.horizon_days}, locale = ${next.locale}, region = ${next.region},
        address = ${next.address}, phone = ${next.phone}, notes = ${next.notes}, emergency = ${next.emergency},
        updated_at = ${house.clock.now()}
      where id = ${clinic}::uuid`
    if (change.closures !== undefined) await replaceClosures(sql, clinic, null, change.closures)
  })
}

/** Replaces the closures of the clinic (`practitionerId` null) or of one practitioner. */
export async function replaceClosures(
  sql: Sql,
  clinic: ClinicId,
  practitionerId: string | null,
  closures: readonly Closure[],
): Promise<void> {
  await sql`
    delete from closures where clinic_id = ${clinic}::uuid and practitioner_id is not distinct from ${practitionerId}::uuid`
  await sql`
    insert into closures (clinic_id, practitioner_id, date, hours)
    select ${clinic}::uuid, ${practitionerId}::uuid, c.date, coalesce(c.hours, '[]')
    from jsonb_to_recordset(${JSON.stringify(closures)}::jsonb) as c (date date, hours jsonb)`
}
