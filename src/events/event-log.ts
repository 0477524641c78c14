import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'

/** One change of something of a clinic's. `number` grows in the order in which changes came to be. */
export type ChangeEvent = {
  number: number
  clinic_id: string
  entity: 'appointment' | 'hold' | 'agent' | 'message'
  entity_id: string
  change: 'created' | 'changed' | 'deleted'
  at: Temporal.Instant
}

/** What a look at the end of the log shows. Transaction numbers are PostgreSQL's. */
export type LogEnd = {
  events: ChangeEvent[]
  /** every transaction below this one has ended */
  oldestRunning: bigint
}

export const mostEventsAtOnce = 1_000

/** The events after a number, in order, at most a thousand, and which transactions are under way. */
export async function readLogEnd(sql: Sql, after: number): Promise<LogEnd> {
  // One statement, so that rows and snapshot belong together.
  const rows = await sql<Partial<ChangeEvent> & { xmin: string }>`
    with snapshot as (select pg_snapshot_xmin(pg_current_snapshot())::text as xmin)
    select s.xmin, e.number, e.clinic_id, e.entity, e.entity_id, e.change, e.at
    from snapshot s left join lateral (
      select * from events where number > ${after} order by number limit ${mostEventsAtOnce}
    ) e on true
    order by e.number`
  const events = rows.filter((row) => row.number != null).map(({ xmin: _, ...event }) => event as ChangeEvent)
  return { events, oldestRunning: BigInt(rows[0]!.xmin) }
}

/** The number of the last event that can be seen, 0 when there is none. */
export async function findLastNumber(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>`select coalesce((select max(number) from events), 0) as last`
  return row!.last
}

/**
 * A transaction that begins now: all that have written by now are below it. It has to be a new one, since a snapshot's
 * xmax tells of those that have ended only, and some that have written may be at it or above.
 */
export async function beginTransactionNow(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`
  return BigInt(row!.xid)
}

/** A clinic's events in (after, upTo], in order, at most a thousand. */
export async function listEvents(sql: Sql, clinic: ClinicId, after: number, upTo: number): Promise<ChangeEvent[]> {
  return sql<ChangeEvent>`
    select number, clinic_id, entity, entity_id, change, at from events
    where clinic_id = ${clinic}::uuid and number > ${after} and number <= ${upTo}
    order by number limit ${mostEventsAtOnce}`
}

/** Whether everything after this number is still there, so that a reader can go on from it. */
export async function isStillKept(sql: Sql, clinic: ClinicId, number: number): Promise<boolean> {
  const [row] = await sql<{ kept: boolean }>`
    select ${number} >= coalesce((select forgotten_events from clinics where id = ${clinic}::uuid), 0) as kept`
  return row!.kept
}

const keptDays = 7

/** Forgets events older than a week; each clinic remembers up to which number it did. */
export async function forgetOldEvents(sql: Sql, now: Temporal.Instant): Promise<void> {
  await sql`
    with gone as (
      delete from events where at < ${now.subtract({ hours: 24 * keptDays })} returning clinic_id, number
    )
    update clinics c set forgotten_events = g.number
    from (select clinic_id, max(number) as number from gone group by clinic_id) g
    where c.id = g.clinic_id and c.forgotten_events < g.number`
}
