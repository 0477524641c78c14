import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type BackupHeader, type BackupTrailer, encodeBackup, type TableRows, type TableSum } from './backup-format.ts'
import { readMigrations, shippedMigrations } from './migrate.ts'

/** A table that our migrations made. */
export type OurTable = {
  name: string
  /** with its schema, quoted for a statement */
  address: string
  /** those that hold something of their own: a generated column is worked out anew */
  columns: string[]
  /** lost in a crash anyway, so not worth keeping */
  unlogged: boolean
  /** columns that number their rows */
  numbered: { column: string; sequence: string }[]
}

/** All of our tables at one moment, whatever is written meanwhile. */
export type Snapshot = {
  client: pg.PoolClient
  tables: OurTable[]
  schema: BackupHeader['schema']
  postgres: string
}

/**
 * Runs `work` on a snapshot: reads in it wait for nobody, and nobody waits for them but who would change a table.
 * Throws a sentence when the database holds nothing of ours, or what a newer Vami made: its tables are not known here.
 */
export async function withSnapshot<T>(
  pool: pg.Pool,
  work: (snapshot: Snapshot) => Promise<T>,
  folder = shippedMigrations,
): Promise<T> {
  const client = await pool.connect()
  let broken = true
  try {
    const schema = await findSchema(client, folder)
    const before = await listOurTables(client, folder)
    await client.query('begin isolation level repeatable read, read only')
    await client.query(transferSettings)
    // Before the first read, which is what takes the snapshot: what is emptied by then is so, and later nobody can.
    await client.query(`set local lock_timeout = '60s'`)
    await client.query(`lock table ${before.map(({ address }) => address).join(', ')} in access share mode`)
    const tables = await listOurTables(client, folder)
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const result = await work({ client, tables, schema, postgres: rows[0]!.server_version })
    await client.query('commit')
    broken = false
    return result
  } catch (error) {
    throw withoutValues(error)
  } finally {
    // One that stopped in the middle of a table still has rows on the way: closed, not used again.
    client.release(broken)
  }
}

export type About = { vami: string; takenAt: Temporal.Instant; onTable: (sum: TableSum) => void }

/** The backup of a snapshot, as the bytes of its file. */
export function backUp(snapshot: Snapshot, { vami, takenAt, onTable }: About): AsyncGenerator<Buffer> {
  const kept = snapshot.tables.filter(({ unlogged }) => !unlogged)
  const header: BackupHeader = {
    vami,
    postgres: snapshot.postgres,
    taken_at: takenAt.toString(),
    schema: snapshot.schema,
    tables: kept.map(({ name, columns }) => ({ name, columns })),
    left_out: leftOut(snapshot),
  }
  const numbers = () => findNumbers(snapshot.client, kept)
  return encodeBackup({ header, tables: rowsOfEach(snapshot.client, kept), numbers, onTable })
}

/** Names of the tables that a backup does not hold. */
export const leftOut = ({ tables }: Snapshot): string[] =>
  tables.filter(({ unlogged }) => unlogged).map(({ name }) => name)

async function* rowsOfEach(client: pg.PoolClient, tables: OurTable[]): AsyncGenerator<TableRows> {
  for (const { name, address, columns } of tables) {
    yield { name, rows: client.query(copyTo(`copy ${address} (${columnList(columns)}) to stdout`)) }
  }
}

export const columnList = (columns: readonly string[]): string => columns.map(pg.escapeIdentifier).join(', ')

/** Read last, since numbers are given out past every snapshot: so none of the snapshot's is above them. */
async function findNumbers(client: pg.PoolClient, tables: OurTable[]): Promise<BackupTrailer['numbers']> {
  const found = tables.flatMap(({ name, numbered }) => numbered.map((one) => ({ table: name, ...one })))
  const numbers: BackupTrailer['numbers'] = []
  for (const { table, column, sequence } of found) {
    const { rows } = await client.query<{ last: number | null }>(
      'select pg_sequence_last_value($1::regclass)::float8 as last',
      [sequence],
    )
    if (rows[0]!.last !== null) numbers.push({ table, column, last: rows[0]!.last })
  }
  return numbers
}

/**
 * How text is written and read, the same on both sides; no limit on the time it takes; and an error, not fewer rows,
 * where row-level security would hide some.
 */
export const transferSettings = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local row_security = off;
  set local client_encoding = 'UTF8'; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 3`

/** The versions that were applied to the database, the oldest first; none when Vami has never been there. */
export async function listApplied(client: pg.PoolClient): Promise<BackupHeader['schema']['migrations']> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('vami_migrations') is not null as there`)
  if (!rows[0]!.there) return []
  return (await client.query('select version, name, checksum from vami_migrations order by version')).rows
}

async function findSchema(client: pg.PoolClient, folder: string): Promise<BackupHeader['schema']> {
  const migrations = await listApplied(client)
  const version = migrations.at(-1)?.version
  if (version === undefined) throw new Error('There is nothing to back up: Vami has never used this database.')
  const known = readMigrations(folder)
  const stranger = migrations.find(
    (one) => !known.some(({ version: v, checksum }) => v === one.version && checksum === one.checksum),
  )
  if (stranger !== undefined) {
    throw new Error(
      `Migration ${stranger.version} of the database is not one of this program's, so there may be tables it does not know. Back it up with the Vami that uses it.`,
    )
  }
  return { version, migrations }
}

/**
 * What the catalogue holds of the tables that the migrations make, in an order in which rows can be loaded: what is
 * referred to comes first. Other people's tables in the same schema (on Supabase it is `public`) are not among them.
 */
export async function listOurTables(client: pg.PoolClient, folder: string): Promise<OurTable[]> {
  const made = readMigrations(folder).flatMap(({ text }) =>
    [...text.matchAll(/^\s*create (?:unlogged )?table (?:if not exists )?(\w+)/gim)].map((match) => match[1]!),
  )
  const { rows } = await client.query<OurTable & { needs: string[] }>(
    `select c.relname::text as name, format('%I.%I', n.nspname, c.relname) as address, c.relpersistence = 'u' as unlogged,
       array(
         select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
       ) as columns,
       array(
         select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid
       ) as needs,
       coalesce((
         select jsonb_agg(jsonb_build_object('column', a.attname, 'sequence', s.name) order by a.attnum)
         from pg_attribute a, pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) s (name)
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and s.name is not null
       ), '[]') as numbered
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relkind = 'r' and c.relname = any($1)
     order by c.relname`,
    [made],
  )
  return inOrderOfNeed(rows)
}

function inOrderOfNeed(tables: (OurTable & { needs: string[] })[]): OurTable[] {
  const waiting = new Map(tables.map(({ needs, ...table }) => [table.name, { table, needs }]))
  const ordered: OurTable[] = []
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => !needs.some((name) => waiting.has(name)))
    if (ready.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}.`)
    for (const { table } of ready) {
      ordered.push(table)
      waiting.delete(table.name)
    }
  }
  return ordered
}

const remedies: Record<string, string> = {
  '55P03': 'Somebody else holds the tables, such as another restore or a migration. Try again when it is through.',
  '42501': 'The database user must own the tables: use the one that the server uses.',
  '53100': 'The disk of the database is full.',
}

/** What PostgreSQL refused, by code, table and constraint: its message may quote a row. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  const remedy = remedies[error.code ?? '']
  if (remedy !== undefined) return new Error(remedy)
  const where = [error.code, error.table, error.constraint].filter((name) => name !== undefined).join(', ')
  return new Error(`PostgreSQL refused it (${where}).`)
}
