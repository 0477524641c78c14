import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { columnList, listApplied, listOurTables, type OurTable, transferSettings, withoutValues } from './backup.ts'
import {
  type BackupHeader,
  BackupRefused,
  type BackupTrailer,
  type OpenBackup,
  type TableRows,
  type TableSum,
} from './backup-format.ts'
import { migrate, readMigrations, shippedMigrations } from './migrate.ts'
import { sqlState } from './sql.ts'

export type RestoreOptions = {
  /** delete what is there first, in the same transaction */
  replace: boolean
  onTable: (name: string, rows: number) => void
  /** how long to wait for those who are at work in the tables; 30 s */
  patienceMs?: number
  folder?: string
}

export type Restored = { tables: TableSum[]; replacedRows: number; schemaVersion: number }

/**
 * Loads a backup into a database that is empty, or whose rows may go: all of it or nothing, in one transaction that
 * keeps everybody else out of our tables. The schema is first brought to the backup's version and afterwards on to this
 * program's. Constraints hold; triggers that complete rows or report changes do not fire.
 * Throws `BackupRefused` with a sentence for the operator.
 */
export async function restore(pool: pg.Pool, backup: OpenBackup, options: RestoreOptions): Promise<Restored> {
  const folder = options.folder ?? shippedMigrations
  const { version } = backup.header.schema
  refuseUnknownSchema(backup.header, folder)
  await withClient(pool, (client) => refuseTarget(client, version, folder, options.replace))
  await migrateTo(pool, version, folder)
  const loaded = await withClient(pool, (client) => load(client, backup, folder, options))
  await migrate(pool, folder)
  return { ...loaded, schemaVersion: readMigrations(folder).at(-1)!.version }
}

function refuseUnknownSchema({ vami, schema }: BackupHeader, folder: string): void {
  const known = new Map(readMigrations(folder).map(({ version, checksum }) => [version, checksum]))
  const newest = Math.max(...known.keys())
  if (schema.version > newest) {
    throw new BackupRefused(
      `The backup was made by Vami ${vami} at schema version ${schema.version}, and this one knows ${newest}. Use Vami ${vami} or later.`,
    )
  }
  const stranger = schema.migrations.find(({ version, checksum }) => known.get(version) !== checksum)
  const missing = [...known.keys()].some(
    (version) => version <= schema.version && !schema.migrations.some((one) => one.version === version),
  )
  if (stranger === undefined && !missing) return
  throw new BackupRefused(
    `The backup was made by another build of Vami ${vami}, whose schema is not known here. Use that one.`,
  )
}

/** What can be seen without a lock, so that a database is not even migrated when it is refused. */
async function refuseTarget(client: pg.PoolClient, version: number, folder: string, replace: boolean): Promise<void> {
  const applied = (await listApplied(client)).at(-1)?.version ?? 0
  if (applied > version) refuseLaterSchema(applied, version)
  if (applied > 0 && !replace) await refuseRows(client, await listOurTables(client, folder))
}

function refuseLaterSchema(applied: number, version: number): never {
  throw new BackupRefused(
    `The backup is at schema version ${version} and the database already at ${applied}. Restore it into a new, empty database: it is brought up to date there.`,
  )
}

async function refuseRows(client: pg.PoolClient, tables: OurTable[]): Promise<void> {
  const filled: string[] = []
  for (const { name, address, unlogged } of tables) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${address}) as filled`)
    if (rows[0]!.filled && !unlogged) filled.push(name)
  }
  if (filled.length === 0) return
  throw new BackupRefused(
    `The database is not empty: there are rows in ${filled.join(', ')}. Choose another, or delete all of them with --replace.`,
  )
}

/** As a program would have done that knows no later version. */
async function migrateTo(pool: pg.Pool, version: number, folder: string): Promise<void> {
  const known = readMigrations(folder)
  if (known.at(-1)!.version === version) return void (await migrate(pool, folder))
  const part = mkdtempSync(join(tmpdir(), 'vami-migrations-'))
  try {
    for (const one of known) if (one.version <= version) cpSync(join(folder, one.name), join(part, one.name))
    await migrate(pool, part)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

async function load(client: pg.PoolClient, backup: OpenBackup, folder: string, options: RestoreOptions) {
  const { header } = backup
  const tables = await listOurTables(client, folder)
  await beginAlone(client, tables, options.patienceMs ?? 30_000)
  const applied = (await listApplied(client)).at(-1)?.version ?? 0
  if (applied !== header.schema.version) refuseLaterSchema(applied, header.schema.version)
  if (!options.replace) await refuseRows(client, tables)
  const triggers = await silenceTriggers(client, tables)
  const replacedRows = await removeRows(client, tables)
  const counts: [name: string, rows: number][] = []
  for await (const rows of backup.tables()) {
    counts.push([rows.name, await loadTable(client, rows, header, tables)])
    options.onTable(...counts.at(-1)!)
  }
  const trailer = backup.trailer()
  refuseOtherCounts(counts, trailer)
  await goOnNumbering(client, tables, trailer.numbers, replacedRows > 0)
  for (const { restored } of triggers) await client.query(restored)
  await client.query(`analyze ${addresses(tables)}`)
  await client.query('commit')
  return { tables: trailer.tables, replacedRows }
}

/** A trigger or rule that only PostgreSQL knows of could have kept rows out. */
function refuseOtherCounts(counts: [name: string, rows: number][], { tables }: BackupTrailer): void {
  const other = counts.find(([name, rows]) => tables.find((sum) => sum.name === name)?.rows !== rows)
  if (other !== undefined) throw new BackupRefused(`The database did not take every row of ${other[0]}.`)
}

const addresses = (tables: OurTable[]): string => tables.map(({ address }) => address).join(', ')

// Mostly shorter than the second after which PostgreSQL looks for deadlocks: where we and a writer wait for each other,
// it is we who give way, and come again. Now and then longer, since only then does autovacuum give way to us.
const lockWaitsMs = [400, 400, 1_500]

/**
 * Opens the transaction and keeps everybody out, readers too: nobody is to see an empty calendar. Who comes meanwhile
 * waits, and is told `database_unavailable` after the two seconds of their own patience.
 */
async function beginAlone(client: pg.PoolClient, tables: OurTable[], patienceMs: number): Promise<void> {
  // Writers begin with the tables that refer to others, and get to those by their foreign keys.
  const inWritersOrder = addresses(tables.toReversed())
  const deadline = performance.now() + patienceMs
  for (let attempt = 0; ; attempt += 1) {
    await client.query('begin')
    await client.query(transferSettings)
    try {
      await client.query(`set local lock_timeout = ${lockWaitsMs[attempt % lockWaitsMs.length]}`)
      await client.query(`lock table ${inWritersOrder}, vami_migrations in access exclusive mode`)
      await client.query('set local lock_timeout = 0')
      return
    } catch (error) {
      await client.query('rollback')
      const state = sqlState(error)
      if ((state !== '55P03' && state !== '40P01') || performance.now() > deadline) throw error
    }
    await pause(50)
  }
}

/**
 * Triggers of ours and of the operator's, as they were found: one that was off stays off. For a table's owner, who need
 * not be a superuser; PostgreSQL's own, which check foreign keys, go on.
 */
async function silenceTriggers(
  client: pg.PoolClient,
  tables: OurTable[],
): Promise<{ silenced: string; restored: string }[]> {
  const { rows } = await client.query<{ silenced: string; restored: string }>(
    `select format('alter table %s disable trigger %I', t.address, g.tgname) as silenced,
       format('alter table %s enable %s trigger %I', t.address,
         case g.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, g.tgname) as restored
     from unnest($1::text[]) t (address) join pg_trigger g on g.tgrelid = t.address::regclass
     where not g.tgisinternal and g.tgenabled <> 'D'`,
    [tables.map(({ address }) => address)],
  )
  for (const { silenced } of rows) await client.query(silenced)
  return rows
}

/**
 * Truncated: to delete row by row would look for each one's dependents, which no index helps with once they are dead.
 * A backup of this database that is under way holds its tables, so it does not see them empty.
 */
async function removeRows(client: pg.PoolClient, tables: OurTable[]): Promise<number> {
  const counts = tables.filter(({ unlogged }) => !unlogged).map(({ address }) => `(select count(*) from ${address})`)
  const { rows } = await client.query<{ count: number }>(`select (${counts.join(' + ')})::float8 as count`)
  try {
    await client.query(`truncate ${addresses(tables)}`)
  } catch (error) {
    if (sqlState(error) !== '0A000') throw error
    throw new BackupRefused(
      'A table that Vami did not make refers to its tables. Take that foreign key away and try again.',
    )
  }
  return rows[0]!.count
}

async function loadTable(
  client: pg.PoolClient,
  { name, rows }: TableRows,
  header: BackupHeader,
  tables: OurTable[],
): Promise<number> {
  const table = tables.find((one) => one.name === name)
  const columns = header.tables.find((one) => one.name === name)?.columns
  const stranger = columns?.find((column) => table?.columns.includes(column) === false)
  if (table === undefined || columns === undefined || stranger !== undefined) {
    throw new BackupRefused(
      `The backup has ${[name, stranger].filter(Boolean).join('.')}, which Vami did not make and this database lacks. Add it and try again.`,
    )
  }
  const copy = client.query(copyFrom(`copy ${table.address} (${columnList(columns)}) from stdin`))
  await pipeline(Readable.from(rows, { objectMode: false }), copy)
  return copy.rowCount
}

/**
 * Numbers go on after the highest that was ever given out, here or there: whoever has read up to a number must find
 * everything later above it. `restart` and not setval(), which would outlive a rollback.
 */
async function goOnNumbering(
  client: pg.PoolClient,
  tables: OurTable[],
  numbers: BackupTrailer['numbers'],
  replaced: boolean,
): Promise<void> {
  const found = tables.flatMap(({ name, address, numbered }) => numbered.map((one) => ({ name, address, ...one })))
  for (const { name, address, column, sequence } of found) {
    const there = numbers.find((one) => one.table === name && one.column === column)?.last ?? 0
    const { rows } = await client.query<{ last: number }>(
      `select greatest($1, (select max(${pg.escapeIdentifier(column)}) from ${address}), pg_sequence_last_value($2::regclass))::float8 as last`,
      [there, sequence],
    )
    if (rows[0]!.last === 0) continue
    await client.query(`alter sequence ${sequence} restart with ${rows[0]!.last + (replaced ? 2 : 1)}`)
    // Where rows were replaced, what readers know may never have been: the number left out counts as forgotten, so
    // whoever reads on from any number given so far is told to load everything anew.
    if (name === 'events' && replaced)
      await client.query('update clinics set forgotten_events = $1', [rows[0]!.last + 1])
  }
}

/** A client whose transaction, if it is still open at an error, goes with it. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = true
  try {
    const result = await work(client)
    broken = false
    return result
  } catch (error) {
    throw withoutValues(error)
  } finally {
    client.release(broken)
  }
}
