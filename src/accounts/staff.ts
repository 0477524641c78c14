import { randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { addUser, findUserByEmail } from './accounts.ts'
import type { Role } from './membership.ts'
import { hashPassword } from './passwords.ts'

/** A person who works in a clinic. `id` is that of the post, not of the user. */
export type StaffMember = {
  id: string
  user_id: string
  email: string
  name: string | null
  role: Role
  created_at: Temporal.Instant
}

export async function listStaff(sql: Sql, clinic: ClinicId): Promise<StaffMember[]> {
  return sql<StaffMember>`
    select s.id, s.user_id, u.email, u.name, s.role, s.created_at
    from staff s join users u on u.id = s.user_id
    where s.clinic_id = ${clinic}::uuid order by s.created_at, s.id`
}

/**
 * Gives a person a post. Somebody who has an account keeps their own password: the one given here is not looked at.
 * Throws `already_staff`.
 */
export async function addStaff(
  house: House,
  clinic: ClinicId,
  wish: { email: string; password: string; name: string | null; role: Role },
): Promise<StaffMember> {
  const passwordHash = await hashPassword(wish.password)
  const id = randomUUIDv7()
  await house.sql.transaction(async (sql) => {
    const known = await findUserByEmail({ ...house, sql }, wish.email)
    const user = known ?? { id: randomUUIDv7(), email: wish.email, name: wish.name }
    if (known === undefined) await addUser({ ...house, sql }, user, passwordHash)
    try {
      await sql`
        insert into staff (id, clinic_id, user_id, role, created_at)
        values (${id}, ${clinic}, ${user.id}, ${wish.role}, ${house.clock.now()})`
    } catch (error) {
      throw sqlState(error) === '23505' ? problem('already_staff') : error
    }
  })
  return (await listStaff(house.sql, clinic)).find((member) => member.id === id)!
}

/** Throws `not_found`, and `last_owner` for the owner's own post. */
export async function changeRole(house: House, clinic: ClinicId, id: string, role: Role): Promise<StaffMember> {
  const rows = await house.sql`
    update staff set role = ${role} where clinic_id = ${clinic}::uuid and id = ${id}::uuid and role <> 'owner' returning id`
  if (rows.length === 0) throw problem((await isStaff(house.sql, clinic, id)) ? 'last_owner' : 'not_found')
  return (await listStaff(house.sql, clinic)).find((member) => member.id === id)!
}

/**
 * Ends a post at once: the next request of that person finds it gone. Returns whose it was. Throws `not_found`,
 * `last_owner`.
 */
export async function removeStaff(house: House, clinic: ClinicId, id: string): Promise<{ user_id: string }> {
  const [removed] = await house.sql<{ user_id: string }>`
    delete from staff where clinic_id = ${clinic}::uuid and id = ${id}::uuid and role <> 'owner' returning user_id`
  if (removed === undefined) throw problem((await isStaff(house.sql, clinic, id)) ? 'last_owner' : 'not_found')
  return removed
}

async function isStaff(sql: Sql, clinic: ClinicId, id: string): Promise<boolean> {
  const rows = await sql`select 1 from staff where clinic_id = ${clinic}::uuid and id = ${id}::uuid`
  return rows.length > 0
}

/** Whether this is the post of the one who asks: nobody is kept in a clinic that they did not choose. */
export async function isOwnPost(sql: Sql, member: { clinic: ClinicId; userId: string }, id: string): Promise<boolean> {
  const rows = await sql`
    select 1 from staff
    where clinic_id = ${member.clinic}::uuid and id = ${id}::uuid and user_id = ${member.userId}::uuid`
  return rows.length > 0
}
