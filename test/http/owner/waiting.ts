import type { PoolClient } from 'pg'
import type { Stage } from '../../cast.ts'
import { until } from '../../store/until.ts'

/** Returns when so many statements of the stage's server wait for somebody else's lock. */
export function waitsForALock({ sql }: Stage, statements = 1): Promise<boolean> {
  return until('a statement that waits', async () => {
    const { rows } = await sql.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    return rows.length >= statements
  })
}

/**
 * Somebody else's transaction does `deed` and stays open while `work` goes on, then commits. `work` gives back what
 * has to wait for that in an object, not as a bare promise.
 */
export async function whileOpen<Begun>(
  stage: Stage,
  deed: (other: PoolClient) => Promise<unknown>,
  work: () => Promise<Begun>,
): Promise<Begun> {
  const other = await stage.sql.connect()
  try {
    await other.query('begin')
    await deed(other)
    return await work()
  } finally {
    await other.query('commit')
    other.release()
  }
}
