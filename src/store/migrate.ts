import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

export const shippedMigrations = join(import.meta.dirname, '../../migrations')
// Any number will do as long as every migrator takes the same one.
const lockNumber = 7_236_441_020

export type Migration = { version: number; name: string; text: string; checksum: string }

/** A database that this program must not touch, with what to do about it. */
export class MigrationRefused extends Error {}

/**
 * Brings the schema up to date and returns the versions it applied, none when there was nothing to do.
 * Two migrators at once are safe: all of it is one transaction behind an advisory lock, so the second finds it done.
 * Throws `MigrationRefused` when the database is newer than this program, too old, or was migrated from other files.
 */
export async function migrate(pool: pg.Pool, folder = shippedMigrations): Promise<number[]> {
  const known = readMigrations(folder)
  const client = await pool.connect()
  try {
    await client.query('begin')
    // a migration may take longer than a statement of the daily work
    await client.query('set local statement_timeout = 0; set local lock_timeout = 0')
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber])
    const applied = await applyMissing(client, known)
    await client.query('commit')
    return applied
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** The highest version among the files. */
export const schemaVersion = (): number => readMigrations(shippedMigrations).at(-1)?.version ?? 0

async function applyMissing(client: pg.PoolClient, known: Migration[]): Promise<number[]> {
  const { rows: server } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  if (server[0]!.version < 150_000) throw new MigrationRefused('Vami needs PostgreSQL 15 or later.')
  await client.query(`create table if not exists vami_migrations (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
  )`)
  const { rows } = await client.query<{ version: number; checksum: string }>(
    'select version, checksum from vami_migrations',
  )
  const done = new Map(rows.map((row) => [row.version, row.checksum]))
  refuseStrangeHistory(done, known)
  const missing = known.filter((migration) => !done.has(migration.version))
  for (const migration of missing) {
    await client.query(migration.text)
    await client.query('insert into vami_migrations (version, name, checksum) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ])
  }
  return missing.map((migration) => migration.version)
}

function refuseStrangeHistory(done: Map<number, string>, known: Migration[]): void {
  const newest = known.at(-1)?.version ?? 0
  const unknown = [...done.keys()].filter((version) => version > newest)
  if (unknown.length > 0) {
    throw new MigrationRefused(
      `The database is at schema version ${Math.max(...unknown)}, this program knows ${newest}. Start a newer Vami.`,
    )
  }
  const versions = new Set(known.map(({ version }) => version))
  const foreign = [...done.keys()].find((version) => !versions.has(version))
  if (foreign !== undefined) {
    throw new MigrationRefused(`Migration ${foreign} of the database is unknown here. It was made by another build.`)
  }
  for (const migration of known) {
    const checksum = done.get(migration.version)
    if (checksum !== undefined && checksum !== migration.checksum) {
      throw new MigrationRefused(
        `Migration ${migration.version} of the database is not the one in ${migration.name}. It was made by another build.`,
      )
    }
  }
}

/** The files of a folder, oldest first, each with the checksum that the database remembers. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return {
        version: Number(name.slice(0, 4)),
        name,
        text,
        checksum: createHash('sha256').update(text).digest('hex'),
      }
    })
}
