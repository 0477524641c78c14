import pg from 'pg'
import { Problem, problem } from '../problems.ts'
import { lanesAtOnce, openSwiftLanes, type SwiftLanes } from './swift-lanes.ts'

/**
 * The database, as everything above the store sees it: a tag that turns a statement into rows. Values only ever
 * become parameters, and each statement is prepared once a connection under a name of its own.
 *
 *     const [clinic] = await sql<Clinic>`select id, name from clinics where id = ${id}`
 *
 * `timestamptz` comes back as `Temporal.Instant`, `date` as `Temporal.PlainDate`, `bigint` as a number.
 * Throws `database_unavailable` when the database cannot be reached; other faults keep PostgreSQL's error.
 */
export interface Sql {
  <Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>
  /** Runs `work` in one transaction: commits what it did, or rolls all of it back when it throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /**
   * The same tag for a read that takes microseconds and waits for no lock: such reads share connections, so that many
   * callers at once cost few writes and few wake-ups.
   */
  swift<Row = Record<string, unknown>>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]>
}

/** A pool with the tag on top. `close` waits for what is under way. */
export type Database = {
  sql: Sql
  pool: pg.Pool
  close(): Promise<void>
}

export type Connection = {
  connectionString?: string
  host?: string
  port?: number
  user?: string
  database?: string
  password?: string
  ssl?: boolean
}

/**
 * Opens a pool of at most `size` connections.
 * Behind a transaction pooler (Supabase's port 6543) statements go unnamed, since the next one may meet another server
 * connection, and session settings are left alone.
 */
export function openDatabase(connection: Connection, size: number, onIdleError: (error: Error) => void): Database {
  const pooled = isTransactionPooler(connection.connectionString)
  const settings = {
    ...connection,
    connectionTimeoutMillis: 5_000,
    // jit costs milliseconds on statements that take microseconds
    ...(pooled ? {} : { options: '-c timezone=UTC -c lock_timeout=2s -c statement_timeout=15s -c jit=off' }),
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  }
  // A pooler spreads the statements of one connection over many, and a command with two connections has none to spare.
  const lanes = pooled || size < 4 * lanesAtOnce ? undefined : openSwiftLanes(settings, patienceMs, onIdleError)
  const pool = new pg.Pool({ ...settings, max: lanes ? size - lanesAtOnce : size, idleTimeoutMillis: 10_000 })
  pool.on('error', onIdleError)
  // A connection that breaks while it is checked out reports to itself as well; without a listener that ends the process.
  pool.on('connect', (client) => client.on('error', onIdleError))
  const close = async () => {
    await lanes?.close()
    await pool.end()
  }
  return { sql: sqlOver(pool, !pooled, lanes), pool, close }
}

/** Supabase's pooler in transaction mode, or a URL that says so: no prepared statements, no LISTEN. */
export function isTransactionPooler(connectionString: string | undefined): boolean {
  if (connectionString === undefined) return false
  try {
    const url = new URL(connectionString)
    return url.port === '6543' || url.searchParams.get('pgbouncer') === 'true'
  } catch {
    return false
  }
}

function sqlOver(pool: pg.Pool, named: boolean, lanes: SwiftLanes | undefined): Sql {
  const run = async (strings: TemplateStringsArray, values: unknown[]) => {
    const statement = statementOf(strings, values, named)
    return (await repeatedOnDeadlock(() => pool.query(statement))).rows
  }
  const transaction = <T>(work: (sql: Sql) => Promise<T>) => repeatedOnDeadlock(() => inTransaction(pool, named, work))
  const swift = async (strings: TemplateStringsArray, ...values: unknown[]) => {
    const { name, text } = nameOf(strings)
    const answer = lanes?.query(name, text, values.map(parameterOf))
    if (answer === undefined) return run(strings, values)
    try {
      return (await answer).rows
    } catch (error) {
      const fault = translated(error)
      // A lane that broke says nothing of the database, and a read can be repeated. One that fell silent has taken all
      // the time there was.
      if (fault instanceof Problem && sqlState(error) === undefined && !isTimeout(error)) return run(strings, values)
      // What was to prepare it was cancelled before it on the same lane: it is not known there, and never began.
      if (sqlState(error) === '26000') return run(strings, values)
      throw fault
    }
  }
  return Object.assign(((strings: TemplateStringsArray, ...values: unknown[]) => run(strings, values)) as Sql, {
    transaction,
    swift: swift as Sql['swift'],
  })
}

async function inTransaction<T>(pool: pg.Pool, named: boolean, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(plain('begin'))
    const result = await work(sqlWithin(client, named))
    await client.query(plain('commit'))
    return result
  } catch (error) {
    // nobody is there to roll back, and the connection is not to be used again
    if (isTimeout(error)) {
      broken = error as Error
      throw error
    }
    // A failed rollback means that the connection is gone, and the server rolls back by itself.
    await client.query(plain('rollback')).catch((fault: Error) => {
      broken = fault
    })
    throw error
  } finally {
    client.release(broken)
  }
}

function sqlWithin(client: pg.PoolClient, named: boolean): Sql {
  const run = async (strings: TemplateStringsArray, ...values: unknown[]) => {
    try {
      return (await client.query(statementOf(strings, values, named))).rows
    } catch (error) {
      throw translated(error)
    }
  }
  const within = run as Sql
  // Already in one: joins it.
  return Object.assign(within, { transaction: <T>(work: (sql: Sql) => Promise<T>) => work(within), swift: within })
}

const plain = (text: string) => ({ text, query_timeout: patienceMs })

/** pg gives up without a code. Inside a transaction it has already become a 503. */
function isTimeout(error: unknown): boolean {
  const cause = error instanceof Problem ? error.cause : error
  return cause instanceof Error && /query read timeout/i.test(cause.message)
}

async function repeatedOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = sqlState(error)
    if (code !== '40P01' && code !== '40001') throw translated(error)
  }
  try {
    return await work()
  } catch (error) {
    throw translated(error)
  }
}

/** The five characters of PostgreSQL's error code, or of node's (`ECONNREFUSED`); undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** The constraint that refused a row, by its name. */
export function violatedConstraint(error: unknown): string | undefined {
  const name = (error as { constraint?: unknown } | null)?.constraint
  return typeof name === 'string' ? name : undefined
}

// 3D000 the database has been dropped, 55000 it lets nobody in just now,
// 08 connection, 53 resources (disk full, too many connections), 57P0x shutting down or starting, 25006 a standby,
// 55P03 waited two seconds for a lock, 57014 ran into the statement's time limit.
const unavailableStates = /^(08...|53...|57P0.|25006|55P03|57014|58030|3D000|55000)$/
const unavailableSystemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'EACCES',
])
const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|query read timeout/i

function translated(error: unknown): unknown {
  const code = sqlState(error)
  const unavailable =
    code === undefined
      ? error instanceof Error && unavailableMessages.test(error.message)
      : unavailableStates.test(code) || unavailableSystemCodes.has(code)
  return unavailable ? problem('database_unavailable', { retryAfter: 2, cause: error }) : error
}

// A database that hangs, behind a network that swallows packets or with its processes stopped, never answers: the caller
// gets a 503 while a voice agent still waits (20 s). The server's own limit on a statement is longer than this on purpose:
// it ends what we have given up.
const patienceMs = 8_000

const names = new WeakMap<TemplateStringsArray, { name: string; text: string }>()
let namesGiven = 0

function statementOf(strings: TemplateStringsArray, values: unknown[], named: boolean): pg.QueryConfig {
  const { name, text } = nameOf(strings)
  const query = { text, values: values.map(parameterOf), query_timeout: patienceMs }
  return named ? { ...query, name } : query
}

function nameOf(strings: TemplateStringsArray): { name: string; text: string } {
  let known = names.get(strings)
  if (known === undefined) {
    namesGiven += 1
    known = { name: `vami_${namesGiven}`, text: strings.reduce((text, part, i) => `${text}$${i}${part}`) }
    names.set(strings, known)
  }
  return known
}

function parameterOf(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString()
  return value
}

const parsers: Record<number, (text: string) => unknown> = {
  20: Number, // int8: our counts and event numbers stay below 2^53
  1082: (text) => Temporal.PlainDate.from(text),
  1184: (text) => Temporal.Instant.from(text),
}

function parserOf(oid: number, format?: string): (value: never) => unknown {
  const own = format === 'binary' ? undefined : parsers[oid]
  return (own ?? pg.types.getTypeParser(oid as never, format as never)) as (value: never) => unknown
}
