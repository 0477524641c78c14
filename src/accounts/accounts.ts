import { randomUUIDv7 } from 'node:crypto'
import { recordWhereverAtWork } from '../audit/audit.ts'
import { openClinic } from '../clinics/clinics.ts'
import { isProduction } from '../config.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { type Sql, sqlState, violatedConstraint } from '../store/sql.ts'
import { issueAccessToken } from './access-tokens.ts'
import { attemptLogIn } from './login-throttle.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { closeOtherSessions, openSession, renewSession } from './sessions.ts'

export type User = { id: string; email: string; name: string | null }

/** A user who has just proved who they are: a token to work with and a cookie to get the next one. */
export type LoggedIn = { user: User; accessToken: string; expiresIn: number; cookie: string; sessionId: string }

export type Registration = { email: string; password: string; clinicName: string; timeZone: string }

/**
 * A new user with a clinic of their own. Throws `registration_closed` by VAMI_REGISTRATION (`first`: only while there
 * is no user) and `email_taken`.
 */
export async function register(house: House, wish: Registration): Promise<LoggedIn> {
  const mode = house.config.VAMI_REGISTRATION ?? (isProduction(house.config) ? 'first' : 'open')
  if (mode === 'closed') throw problem('registration_closed')
  const user = await openAccount(house, wish, async (sql) => {
    if (mode !== 'first') return
    // two first registrations at once: the second waits here and then sees the first
    await sql`select pg_advisory_xact_lock(7236441021)`
    if ((await countUsers(sql)) > 0) throw problem('registration_closed')
  })
  // nobody knows the user yet, so nobody has changed the password
  return (await logIn(house, user, null))!
}

/** A user with a clinic, whoever may register. `before` runs first, in the same transaction. Throws `email_taken`. */
export async function openAccount(
  house: House,
  wish: Registration,
  before?: (sql: Sql) => Promise<void>,
): Promise<User> {
  // before the transaction: nobody should wait 50 ms for somebody else's hash
  const passwordHash = await hashPassword(wish.password)
  const user = { id: randomUUIDv7(), email: wish.email, name: null }
  await house.sql.transaction(async (sql) => {
    await before?.(sql)
    await addUser({ ...house, sql }, user, passwordHash)
    await openClinic({ ...house, sql }, { ownerId: user.id, name: wish.clinicName, timeZone: wish.timeZone })
  })
  return user
}

/** Throws `email_taken`. */
export async function addUser(house: House, user: User, passwordHash: string): Promise<void> {
  const now = house.clock.now()
  try {
    await house.sql`
      insert into users (id, email, name, password_hash, created_at, updated_at)
      values (${user.id}, ${user.email}, ${user.name}, ${passwordHash}, ${now}, ${now})`
  } catch (error) {
    if (sqlState(error) === '23505' && violatedConstraint(error) === 'one_account_per_email')
      throw problem('email_taken')
    throw error
  }
}

/** Throws `invalid_credentials`, alike and as slow for an unknown e-mail, and `too_many_failures`. */
export async function logInWithPassword(
  house: House,
  email: string,
  password: string,
  address: string,
): Promise<LoggedIn> {
  return attemptLogIn(house, { email, address }, async () => {
    const [row] = await house.sql<User & { password_hash: string }>`
      select id, email, name, password_hash from users where lower(email) = lower(${email})`
    const matches = await passwordMatches(password, row?.password_hash)
    return matches && row !== undefined ? logIn(house, row, row.password_hash) : undefined
  })
}

/** A new access token for a live refresh cookie. Throws `unauthorized`. */
export async function refresh(house: House, cookie: string | undefined): Promise<LoggedIn> {
  const session = cookie === undefined ? undefined : await renewSession(house, cookie)
  if (cookie === undefined || session === undefined)
    throw problem('unauthorized', { message: 'The session is over. Log in again.' })
  const [user] = await house.sql<User>`select id, email, name from users where id = ${session.userId}::uuid`
  const { token, expiresIn } = await issueAccessToken(house, session.userId, session.sessionId)
  return { user: user!, accessToken: token, expiresIn, cookie, sessionId: session.sessionId }
}

/** Changes a password and ends every other session. Throws `invalid_credentials`, and 429 after too many wrong ones. */
export async function changePassword(
  house: House,
  who: { userId: string; email: string; sessionId: string; address: string },
  passwords: { current: string; next: string },
): Promise<void> {
  await attemptLogIn(house, who, async () => {
    const [row] = await house.sql<{ password_hash: string }>`
      select password_hash from users where id = ${who.userId}::uuid`
    return (await passwordMatches(passwords.current, row?.password_hash)) || undefined
  })
  await setPassword(house, who.userId, passwords.next, who.sessionId)
}

/**
 * Sets a password and ends every session but `keptSession`: the user's own, or null where the operator does it for them.
 */
export async function setPassword(
  house: House,
  userId: string,
  password: string,
  keptSession: string | null,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await house.sql.transaction(async (sql) => {
    await sql`
      update users set password_hash = ${passwordHash}, updated_at = ${house.clock.now()} where id = ${userId}::uuid`
    await closeOtherSessions({ ...house, sql }, userId, keptSession)
    const action = 'change_password'
    const deed = keptSession === null ? { outcome: 'by_operator' } : { outcome: 'done', userId }
    await recordWhereverAtWork({ ...house, sql }, userId, { action, ...deed })
  })
}

/** By e-mail, whatever its case. */
export async function findUserByEmail(house: House, email: string): Promise<User | undefined> {
  const [user] = await house.sql<User>`select id, email, name from users where lower(email) = lower(${email})`
  return user
}

export async function countUsers(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }>`select count(*) from users`
  return row!.count
}

/** undefined when the password is no longer the one that was looked at (`null`: any). */
async function logIn(
  house: House,
  { id, email, name }: User,
  passwordHash: string | null,
): Promise<LoggedIn | undefined> {
  const session = await openSession(house, id, passwordHash)
  if (session === undefined) return undefined
  const { token, expiresIn } = await issueAccessToken(house, id, session.sessionId)
  return { user: { id, email, name }, accessToken: token, expiresIn, ...session }
}
