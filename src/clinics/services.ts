import { randomUUIDv7 } from 'node:crypto'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'
import type { ClinicId } from './clinic-id.ts'

/** `practitioners`: the ids of those who offer it; empty means everybody. Prices are whole cents of `currency`. */
export type Service = {
  id: string
  name: string
  duration_minutes: number
  price_cents: number | null
  currency: string | null
  practitioners: string[]
  active: boolean
}

export type ServiceChange = Partial<Omit<Service, 'id'>>

export async function listServices(sql: Sql, clinic: ClinicId): Promise<Service[]> {
  return sql<Service>`
    select s.id, s.name, s.duration_minutes, s.price_cents, s.currency, s.active, coalesce((
      select jsonb_agg(x.practitioner_id order by x.practitioner_id) from service_practitioners x
      where x.clinic_id = s.clinic_id and x.service_id = s.id
    ), '[]') as practitioners
    from services s where s.clinic_id = ${clinic}::uuid order by s.name, s.id`
}

export async function findService(sql: Sql, clinic: ClinicId, id: string): Promise<Service | undefined> {
  return (await listServices(sql, clinic)).find((service) => service.id === id)
}

/** Returns the new service's id. Throws `invalid_fields` for a practitioner who is not the clinic's. */
export async function addService(
  house: House,
  clinic: ClinicId,
  wish: ServiceChange & { name: string; duration_minutes: number },
): Promise<string> {
  const id = randomUUIDv7()
  const now = house.clock.now()
  await house.sql.transaction(async (sql) => {
    await sql`
      insert into services (id, clinic_id, name, duration_minutes, price_cents, currency, active, created_at, updated_at)
      values (${id}, ${clinic}, ${wish.name}, ${wish.duration_minutes}, ${wish.price_cents ?? null},
        ${wish.currency ?? null}, ${wish.active ?? true}, ${now}, ${now})`
    await replaceOfferers(sql, clinic, id, wish.practitioners ?? [])
  })
  return id
}

/** Changes what is named. Throws `not_found` for a stranger's. */
export async function changeService(house: House, clinic: ClinicId, id: string, change: ServiceChange): Promise<void> {
  await house.sql.transaction(async (sql) => {
    await sql`select 1 from services where clinic_id = ${clinic}::uuid and id = ${id}::uuid for update`
    const current = await findService(sql, clinic, id)
    if (current === undefined) throw problem('not_found')
    const next = { ...current, ...change }
    await sql`
      update services set name = ${next.name}, duration_minutes = ${next.duration_minutes},
        price_cents = ${next.price_cents}, currency = ${next.currency}, active = ${next.active},
        updated_at = ${house.clock.now()}
      where clinic_id = ${clinic}::uuid and id = ${id}::uuid`
    if (change.practitioners !== undefined) await replaceOfferers(sql, clinic, id, change.practitioners)
  })
}

/** Appointments that were for it keep their time and lose the mention. Throws `not_found`. */
export async function removeService(house: House, clinic: ClinicId, id: string): Promise<void> {
  const [row] =
    await house.sql`delete from services where clinic_id = ${clinic}::uuid and id = ${id}::uuid returning id`
  if (row === undefined) throw problem('not_found')
}

async function replaceOfferers(
  sql: Sql,
  clinic: ClinicId,
  id: string,
  practitioners: readonly string[],
): Promise<void> {
  const wanted = [...new Set(practitioners)]
  await sql`delete from service_practitioners where clinic_id = ${clinic}::uuid and service_id = ${id}::uuid`
  const added = await sql`
    insert into service_practitioners (clinic_id, service_id, practitioner_id)
    select p.clinic_id, ${id}::uuid, p.id from practitioners p
    where p.clinic_id = ${clinic}::uuid and p.id = any (${wanted}::uuid[])
    returning practitioner_id`
  if (added.length === wanted.length) return
  throw problem('invalid_fields', {
    details: [{ path: 'practitioners', message: 'Not all of these work in this clinic.' }],
  })
}
