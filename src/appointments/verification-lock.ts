import type { House } from '../house.ts'
import type { Sql } from '../store/sql.ts'
import type { Inquiry } from './availability.ts'

const windowMinutes = 15
const lockMinutes = 15
const mostOfCaller = 3
const mostOfAgent = 30

/** Who can be locked: marks of the conversation, the number and the agent, and how many failures each may have. */
export type Suspects = { marks: Buffer[]; most: number[] }

export function suspectsOf(house: House, { agent, conversationId }: Inquiry, callerId: string | null): Suspects {
  const mark = (...parts: string[]) => house.secrets.mark('caller', JSON.stringify(parts))
  const suspects: [Buffer, number][] = [
    ...(conversationId === null ? [] : [[mark('conversation', agent.id, conversationId), mostOfCaller] as const]),
    // a number is locked in this clinic only, else one clinic could lock another's callers out
    ...(callerId === null ? [] : [[mark('number', agent.clinic, callerId), mostOfCaller] as const]),
    [mark('agent', agent.id), mostOfAgent] as const,
  ].map(([subject, most]) => [subject, most])
  return { marks: suspects.map(([subject]) => subject), most: suspects.map(([, most]) => most) }
}

/**
 * Whether one of them had three (an agent: thirty) failures within 15 minutes, the last of them less than 15 minutes
 * ago. Failures dated after now (the clock was set back) do not count.
 */
export async function isLocked(sql: Sql, { marks, most }: Suspects, now: Temporal.Instant): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }>`
    select exists (
      select 1 from unnest(${marks}::bytea[], ${most}::int[]) s (mark, most),
      lateral (
        select failed_at, lag(failed_at, s.most - 1) over (order by failed_at) as first_at
        from verification_failures
        where subject = s.mark and failed_at > ${now.subtract({ minutes: windowMinutes + lockMinutes })}
          and failed_at <= ${now.add({ seconds: 120 })}
      ) f
      where f.failed_at > ${now.subtract({ minutes: lockMinutes })}
        and f.first_at >= f.failed_at - make_interval(mins => ${windowMinutes})
    ) as locked`
  return row!.locked
}

export async function countFailure(sql: Sql, { marks }: Suspects, now: Temporal.Instant): Promise<void> {
  await sql`insert into verification_failures (subject, failed_at) select unnest(${marks}::bytea[]), ${now}`
}

/** Forgets failures that can lock nobody any more. */
export async function forgetOldFailures(sql: Sql, now: Temporal.Instant): Promise<void> {
  await sql`
    delete from verification_failures where failed_at < ${now.subtract({ minutes: windowMinutes + lockMinutes })}`
}
