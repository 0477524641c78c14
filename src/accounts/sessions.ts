import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import type { House } from '../house.ts'

/** Days a refresh cookie lives after its last use. */
export const sessionDays = 30

/**
 * The cookie's value is shown once and kept only as its SHA-256. undefined when the user's password is another by now
 * (`passwordHash` null: any):
 * the lock makes a change of it wait for this session, which it then ends, or this session see the change.
 */
export async function openSession(
  house: House,
  userId: string,
  passwordHash: string | null,
): Promise<{ sessionId: string; cookie: string } | undefined> {
  const sessionId = randomUUIDv7()
  const cookie = randomBytes(32).toString('base64url')
  const now = house.clock.now()
  const rows = await house.sql`
    with expired as (delete from sessions where user_id = ${userId}::uuid and expires_at < ${now}),
      owner as (select id from users where id = ${userId}::uuid and password_hash = coalesce(${passwordHash}, password_hash) for share)
    insert into sessions (id, user_id, token_hash, created_at, expires_at)
    select ${sessionId}::uuid, id, ${hashOf(cookie)}::bytea, ${now}::timestamptz, ${endOf(now)}::timestamptz from owner
    returning id`
  return rows.length === 0 ? undefined : { sessionId, cookie }
}

/** The session of a cookie, prolonged; undefined when it is over. */
export async function renewSession(
  house: House,
  cookie: string,
): Promise<{ sessionId: string; userId: string } | undefined> {
  const now = house.clock.now()
  const [row] = await house.sql<{ id: string; user_id: string }>`
    update sessions set expires_at = ${endOf(now)}
    where token_hash = ${hashOf(cookie)} and expires_at > ${now}
    returning id, user_id`
  return row === undefined ? undefined : { sessionId: row.id, userId: row.user_id }
}

/** Ends one session, and with it every access token that came from it. */
export async function closeSession(house: House, sessionId: string): Promise<void> {
  await house.sql`delete from sessions where id = ${sessionId}::uuid`
}

/** Ends all sessions of a user but one. */
export async function closeOtherSessions(house: House, userId: string, kept: string | null): Promise<void> {
  await house.sql`
    delete from sessions where user_id = ${userId}::uuid and (${kept}::uuid is null or id <> ${kept}::uuid)`
}

const hashOf = (cookie: string): Buffer => createHash('sha256').update(cookie).digest()
// 24-hour days: an instant knows no other
const endOf = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: 24 * sessionDays })
