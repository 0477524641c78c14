import { createHash } from 'node:crypto'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'

const windowMinutes = 15
// One address may be a whole clinic behind a router, so it gets more than one e-mail does.
const addressFactor = 10

/** An attempt under way, which counts as a failure until it is taken back. */
export type Attempt = { takeBack(): Promise<void> }

/**
 * Counts an attempt before the password is looked at, so that a hundred guesses at once are not a hundred guesses.
 * Refuses (429) an e-mail with 10 failures in the last 15 minutes, or an address with 100, right password or not: who
 * may go on guessing would find it. Kept in the database, so it holds across instances; known and unknown e-mails
 * alike. Failures dated after now (the clock was set back) do not count.
 */
export async function beginAttempt(house: House, email: string, address: string): Promise<Attempt> {
  const now = house.clock.now()
  const limit = house.config.LIMIT_FAILED_LOGINS
  const subjects = [
    { subject: subjectOf('email', email), limit },
    { subject: subjectOf('address', address), limit: limit * addressFactor },
  ]
  await house.sql.transaction(async (sql) => {
    for (const { subject, limit } of subjects) await refuseWhenFull(sql, subject, limit, now)
    await sql`delete from login_failures where failed_at < ${now.subtract({ minutes: windowMinutes })}`
    for (const { subject } of subjects) {
      await sql`insert into login_failures (subject, failed_at) values (${subject}, ${now})`
    }
  })
  // A right password clears the e-mail's record, and of the address's only this attempt.
  const [ofEmail, ofAddress] = subjects.map(({ subject }) => subject)
  const takeBack = async () => {
    await house.sql`
      delete from login_failures where subject = ${ofEmail} or (subject = ${ofAddress} and failed_at = ${now})`
  }
  return { takeBack }
}

/** Lets a user whose password has just been reset log in at once. */
export async function forgetFailures(house: House, email: string): Promise<void> {
  await house.sql`delete from login_failures where subject = ${subjectOf('email', email)}`
}

async function refuseWhenFull(sql: Sql, subject: Buffer, limit: number, now: Temporal.Instant): Promise<void> {
  await sql`select pg_advisory_xact_lock(${subject.readInt32BE(0)}, ${subject.readInt32BE(4)})`
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
