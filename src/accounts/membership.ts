import { type ClinicId, mintClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { readAccessToken } from './access-tokens.ts'

export const roles = ['owner', 'manager', 'receptionist'] as const
export type Role = (typeof roles)[number]

/** A user at work in a clinic: who asks, for which clinic, and what they may. */
export type Member = {
  userId: string
  email: string
  sessionId: string
  clinic: ClinicId
  role: Role
  /** when the access token ends */
  expiresAt: Temporal.Instant
}

/** A user, whichever clinic they mean. */
export type KnownUser = Pick<Member, 'userId' | 'email' | 'sessionId' | 'expiresAt'> & { name: string | null }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The user behind a Bearer token. Throws `unauthorized` also when its session has been closed. */
export async function authenticateUser(house: House, bearer: string | undefined): Promise<KnownUser> {
  const claims = bearer === undefined ? undefined : await readAccessToken(house, bearer)
  if (claims === undefined) throw problem('unauthorized')
  const [user] = await house.sql<{ email: string; name: string | null }>`
    select u.email, u.name from sessions s join users u on u.id = s.user_id
    where s.id = ${claims.sessionId}::uuid and s.user_id = ${claims.userId}::uuid`
  if (user === undefined) throw problem('unauthorized')
  return { ...claims, ...user }
}

/**
 * The user behind a Bearer token, in the clinic named by `X-Clinic-Id`, else in their own, else in the one where they
 * work longest: being given a post elsewhere does not change which clinic an owner means.
 * Throws `unauthorized`; `not_found` for a clinic where they do not work.
 */
export async function authenticateMember(
  house: House,
  bearer: string | undefined,
  wanted: string | undefined,
): Promise<Member> {
  const claims = bearer === undefined ? undefined : await readAccessToken(house, bearer)
  if (claims === undefined) throw problem('unauthorized')
  const clinicId = wanted !== undefined && uuid.test(wanted) ? wanted : null
  const [row] = await house.sql<{ email: string; clinic_id: string | null; role: Role | null }>`
    select u.email, t.clinic_id, t.role
    from sessions s
      join users u on u.id = s.user_id
      left join staff t on t.user_id = u.id and (${clinicId}::uuid is null or t.clinic_id = ${clinicId}::uuid)
    where s.id = ${claims.sessionId}::uuid and s.user_id = ${claims.userId}::uuid
    order by t.role = 'owner' desc, t.created_at, t.id limit 1`
  if (row === undefined) throw problem('unauthorized')
  if (row.clinic_id === null || row.role === null || (wanted !== undefined && clinicId === null))
    throw problem('not_found')
  const { userId, sessionId, expiresAt } = claims
  return { userId, sessionId, expiresAt, email: row.email, clinic: mintClinicId(row.clinic_id), role: row.role }
}

/** Throws `forbidden` unless the member's role is one of these. */
export function allowRoles(member: Member, ...allowed: readonly Role[]): void {
  if (!allowed.includes(member.role)) throw problem('forbidden')
}
