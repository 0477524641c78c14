import { createHash } from 'node:crypto'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'

const windowMinutes = 15
// One address may be a whole clinic behind a router, so it gets more than one e-mail does.
const addressFactor = 10

/** Who tries, and from where. */
export type Attempter = { email: string; address: string }

/**
 * Lets `check` look at a password: what it returns is what comes back, and undefined is a failure.
 * Throws `invalid_credentials`, and `too_many_failures` (429) for an e-mail with 10 failures in the last 15 minutes or
 * an address with 100, right password or not: who may go on guessing would find it. Kept in the database, so it holds
 * across instances; known and unknown e-mails alike. Failures dated after now (the clock was set back) do not count.
 */
export function attemptLogIn<T>(house: House, who: Attempter, check: () => Promise<T | undefined>): Promise<T> {
  return inTurn(house, who.email, async () => {
    const now = house.clock.now()
    await beginAttempt(house, who, now)
    const found = await check()
    if (found === undefined) {
      await house.sql`
        insert into login_failures (subject, failed_at) values (${subjectOf('address', who.address)}, ${now})`
      throw problem('invalid_credentials')
    }
    await forgetFailures(house, who.email)
    return found
  })
}

/**
 * Counts an attempt against its e-mail before the password is looked at, so that a hundred guesses at once, on many
 * instances, are not a hundred guesses. Against its address only a failure counts: two hundred people behind one router
 * may log in in the same second.
 */
async function beginAttempt(
  { sql, config }: House,
  { email, address }: Attempter,
  now: Temporal.Instant,
): Promise<void> {
  const limit = config.LIMIT_FAILED_LOGINS
  const ofEmail = subjectOf('email', email)
  await sql.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(${ofEmail.readInt32BE(0)}, ${ofEmail.readInt32BE(4)})`
    await refuseWhenFull(sql, ofEmail, limit, now)
    await refuseWhenFull(sql, subjectOf('address', address), limit * addressFactor, now)
    await sql`delete from login_failures where failed_at < ${now.subtract({ minutes: windowMinutes })}`
    await sql`insert into login_failures (subject, failed_at) values (${ofEmail}, ${now})`
  })
}

/** The last attempt of each e-mail that this process has under way. */
const underWay = new WeakMap<House['secrets'], Map<string, Promise<unknown>>>()

/** One attempt at a time for an e-mail, else eleven at once with the right password would count as ten failures. */
async function inTurn<T>({ secrets }: House, email: string, work: () => Promise<T>): Promise<T> {
  const turns = underWay.get(secrets) ?? new Map<string, Promise<unknown>>()
  underWay.set(secrets, turns)
  const mine = (turns.get(email) ?? Promise.resolve()).then(work, work)
  turns.set(email, mine)
  try {
    return await mine
  } finally {
    if (turns.get(email) === mine) turns.delete(email)
  }
}

/** A right password clears the record, and so does a reset: its user is to log in at once. */
export async function forgetFailures(house: House, email: string): Promise<void> {
  await house.sql`delete from login_failures where subject = ${subjectOf('email', email)}`
}

async function refuseWhenFull(sql: Sql, subject: Buffer, limit: number, now: Temporal.Instant): Promise<void> {
  // The oldest failure that still fills the window: when it leaves, there is room for one more try.
  const [oldest] = await sql<{ failed_at: Temporal.Instant }>`
    select failed_at from login_failures
    where subject = ${subject} and failed_at > ${now.subtract({ minutes: windowMinutes })}
      and failed_at <= ${now.add({ seconds: 120 })}
    order by failed_at desc offset ${limit - 1} limit 1`
  if (oldest === undefined) return
  const free = oldest.failed_at.add({ minutes: windowMinutes })
  const seconds = Math.max(1, Math.ceil((free.epochMilliseconds - now.epochMilliseconds) / 1000))
  throw problem('too_many_failures', { retryAfter: seconds })
}

const subjectOf = (kind: 'email' | 'address', value: string): Buffer =>
  createHash('sha256').update(`${kind}:${value.toLowerCase()}`).digest()
