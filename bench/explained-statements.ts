import type pg from 'pg'
import { authenticateWithBusy } from '../src/appointments/agent-with-busy.ts'
import { availabilityOn, type Inquiry, rangeToAsk, widestRange } from '../src/appointments/availability.ts'
import { systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import type { House } from '../src/house.ts'
import { secretsFrom } from '../src/secrets.ts'
import { openDatabase, type Sql } from '../src/store/sql.ts'
import { agentOf, datesAhead } from './crowded-database.ts'
import { percentile } from './load-generator.ts'

/**
 * What PostgreSQL does for a check-availability: each statement that the server's own functions ask is explained, and
 * timed on one connection, where its plan is known by then.
 */
export async function explainAvailability(databaseUrl: string): Promise<string> {
  const database = openDatabase({ connectionString: databaseUrl }, 1, () => {})
  const asked = new Map<TemplateStringsArray, { values: unknown[]; ms: number[] }>()
  const watched = watch(database.sql, asked)
  const house: House = { ...unused, sql: watched }
  try {
    const visit = { durationMinutes: 30 }
    const now = systemClock.now()
    // twice: the first time each agent is new to the server
    for (let n = 0; n < 1_000; n++) {
      const { agentId, token } = agentOf(n % 500)
      const on = datesAhead()[n % 60]!
      const { agent, known } = await authenticateWithBusy(house, agentId, token, (recalled) => {
        const range = recalled ? rangeToAsk({ agent: recalled, conversationId: null, now }, visit, on) : widestRange(on)
        return range && { range, now, conversationId: null }
      })
      const inquiry: Inquiry = { agent, conversationId: null, now, ...(known && { known }) }
      await availabilityOn(watched, inquiry, visit, on)
    }
    const plans: string[] = []
    for (const [strings, { values, ms }] of asked) {
      const ascending = ms.toSorted((a, b) => a - b)
      const times = `p50 ${percentile(ascending, 0.5).toFixed(3)} ms, p99 ${percentile(ascending, 0.99).toFixed(3)} ms`
      plans.push(
        `${ms.length} times, a trip: ${times}`,
        strings.join('?').trim(),
        '',
        ...(await explain(database.pool, strings, values)),
        '',
      )
    }
    const { rows } = await database.pool.query(
      'select left(statement, 60) as statement, generic_plans, custom_plans from pg_prepared_statements',
    )
    return [...plans, ...rows.map((row) => JSON.stringify(row))].join('\n')
  } finally {
    await database.close()
  }
}

const unused = {
  clock: systemClock,
  config: readConfig({}),
  secrets: secretsFrom('only for the bench, and thirty-two characters'),
  publicUrl: () => '',
}

function watch(sql: Sql, asked: Map<TemplateStringsArray, { values: unknown[]; ms: number[] }>): Sql {
  const run = async (strings: TemplateStringsArray, ...values: unknown[]) => {
    const begun = performance.now()
    const rows = await sql(strings, ...values)
    const ms = performance.now() - begun
    const known = asked.get(strings)
    asked.set(strings, { values, ms: [...(known?.ms ?? []), ms] })
    return rows
  }
  return Object.assign(run as Sql, { transaction: sql.transaction, swift: run as Sql['swift'] })
}

async function explain(pool: pg.Pool, strings: TemplateStringsArray, values: unknown[]): Promise<string[]> {
  const text = strings.reduce((before, part, i) => `${before}$${i}${part}`)
  const parameters = values.map((value) => (value instanceof Temporal.Instant ? value.toString() : value))
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${text}`, parameters)
  return rows.map((row) => row['QUERY PLAN'])
}
