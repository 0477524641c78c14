import { randomUUIDv7 } from 'node:crypto'
import type { Closure, OpeningHours } from '../calendar/opening-hours.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'
import type { ClinicId } from './clinic-id.ts'
import { replaceClosures } from './clinics.ts'

/** `opening_hours` null: the clinic's. */
export type Practitioner = {
  id: string
  name: string
  opening_hours: OpeningHours | null
  closures: Closure[]
  active: boolean
  position: number
}

export type PractitionerChange = Partial<Omit<Practitioner, 'id' | 'opening_hours'>> & {
  /** days that are not named keep theirs, or are closed for somebody who had the clinic's */
  opening_hours?: Partial<OpeningHours> | null
}

const closed: OpeningHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

/** In the order in which the desk fills them. */
export async function listPractitioners(sql: Sql, clinic: ClinicId): Promise<Practitioner[]> {
  return sql<Practitioner>`
    select p.id, p.name, p.opening_hours, p.active, p.position, coalesce((
      select jsonb_agg(jsonb_build_object('date', o.date, 'hours', o.hours) order by o.date)
      from closures o where o.clinic_id = p.clinic_id and o.practitioner_id = p.id
    ), '[]') as closures
    from practitioners p where p.clinic_id = ${clinic}::uuid order by p.position, p.id`
}

export async function findPractitioner(sql: Sql, clinic: ClinicId, id: string): Promise<Practitioner | undefined> {
  return (await listPractitioners(sql, clinic)).find((practitioner) => practitioner.id === id)
}

/** Returns the new practitioner's id. */
export async function addPractitioner(
  house: House,
  clinic: ClinicId,
  wish: PractitionerChange & { name: string },
): Promise<string> {
  const id = randomUUIDv7()
  const now = house.clock.now()
  await house.sql.transaction(async (sql) => {
    await sql`
      insert into practitioners (id, clinic_id, name, opening_hours, active, position, created_at, updated_at)
      select ${id}::uuid, ${clinic}::uuid, ${wish.name}, ${jsonOrNull(changedWeek(null, wish.opening_hours))}, ${wish.active ?? true},
        coalesce(${wish.position ?? null}::int, (select coalesce(max(position), -1) + 1 from practitioners where clinic_id = ${clinic}::uuid)),
        ${now}, ${now}`
    if (wish.closures !== undefined) await replaceClosures(sql, clinic, id, wish.closures)
  })
  return id
}

/** Changes what is named. Throws `not_found` for a stranger's, `last_practitioner` when nobody would be left. */
export async function changePractitioner(
  house: House,
  clinic: ClinicId,
  id: string,
  change: PractitionerChange,
): Promise<void> {
  await house.sql.transaction(async (sql) => {
    await lockPractitioners(sql, clinic)
    const current = await findPractitioner(sql, clinic, id)
    if (current === undefined) throw problem('not_found')
    const next = { ...current, ...change, opening_hours: changedWeek(current.opening_hours, change.opening_hours) }
    if (current.active && !next.active) await refuseToLeaveNobody(sql, clinic)
    await sql`
      update practitioners set name = ${next.name}, opening_hours = ${jsonOrNull(next.opening_hours)},
        active = ${next.active}, position = ${next.position}, updated_at = ${house.clock.now()}
      where clinic_id = ${clinic}::uuid and id = ${id}::uuid`
    if (change.closures !== undefined) await replaceClosures(sql, clinic, id, change.closures)
  })
}

/**
 * Deletes a practitioner who never had an appointment, makes one inactive who had, or who alone offers a service: with
 * nobody named it would be offered by everybody. Throws `not_found`, `practitioner_in_use` while there are coming appointments, `last_practitioner`.
 */
export async function removePractitioner(house: House, clinic: ClinicId, id: string): Promise<void> {
  const now = house.clock.now()
  await house.sql.transaction(async (sql) => {
    await lockPractitioners(sql, clinic)
    const current = await findPractitioner(sql, clinic, id)
    if (current === undefined) throw problem('not_found')
    if (current.active) await refuseToLeaveNobody(sql, clinic)
    const [use] = await sql<{ needed: boolean; coming: boolean }>`
      select exists (select 1 from appointments where clinic_id = ${clinic}::uuid and practitioner_id = ${id}::uuid)
        or exists (select 1 from service_practitioners s where clinic_id = ${clinic}::uuid and practitioner_id = ${id}::uuid
          and not exists (select 1 from service_practitioners o where o.clinic_id = s.clinic_id
            and o.service_id = s.service_id and o.practitioner_id <> s.practitioner_id)) as needed,
        exists (select 1 from appointments where clinic_id = ${clinic}::uuid and practitioner_id = ${id}::uuid
          and end_time > ${now} and status in ('held', 'scheduled', 'confirmed')) as coming`
    if (use!.coming) throw problem('practitioner_in_use')
    if (use!.needed) {
      await sql`
        update practitioners set active = false, updated_at = ${now} where clinic_id = ${clinic}::uuid and id = ${id}::uuid`
    } else {
      await sql`delete from practitioners where clinic_id = ${clinic}::uuid and id = ${id}::uuid`
    }
  })
}

/** Waits for bookings under way as well, which lock the clinic for their foreign key, and then sees them. */
async function lockPractitioners(sql: Sql, clinic: ClinicId): Promise<void> {
  await sql`select 1 from clinics where id = ${clinic}::uuid for update`
}

async function refuseToLeaveNobody(sql: Sql, clinic: ClinicId): Promise<void> {
  const [row] = await sql<{ active: number }>`
    select count(*) as active from practitioners where clinic_id = ${clinic}::uuid and active`
  if (row!.active <= 1) throw problem('last_practitioner')
}

function changedWeek(current: OpeningHours | null, change: PractitionerChange['opening_hours']): OpeningHours | null {
  if (change === undefined) return current
  return change === null ? null : { ...(current ?? closed), ...change }
}

const jsonOrNull = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))
