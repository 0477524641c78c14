import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { MigrationRefused, migrate, schemaVersion } from '../../src/store/migrate.ts'
import { onEachEngine, openPool, refusalOf } from './engines.ts'

const shipped = join(import.meta.dirname, '../../migrations')
const allVersions = Array.from({ length: schemaVersion() }, (_, i) => i + 1)

test('an empty database gets the whole schema, and the next migrator finds nothing to do', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newBareDatabase())
    assert.deepEqual(await migrate(pool), allVersions)
    assert.deepEqual(await migrate(pool), [])
    const { rows } = await pool.query('select version, name from vami_migrations order by version')
    assert.deepEqual(
      rows.map(({ version }) => version),
      allVersions,
    )
    assert.match(rows[0].name, /^0001-.+\.sql$/)
    assert.equal((await pool.query('select * from appointments')).rowCount, 0)
  }))

test('of several migrators at once one applies each version, and the others wait for it', (t) =>
  onEachEngine(t, async (engine) => {
    const url = await engine.newBareDatabase()
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(openPool(url, 1))))
    assert.deepEqual(
      applied.map((versions) => versions.length).sort((a, b) => b - a),
      [allVersions.length, 0, 0, 0],
    )
  }))

test('two processes that migrate at once both succeed, and one of them did the work', (t) =>
  onEachEngine(t, async (engine) => {
    const DATABASE_URL = await engine.newBareDatabase()
    const cli = join(import.meta.dirname, '../../src/cli.ts')
    const run = () =>
      promisify(execFile)(process.execPath, [cli, 'migrate', '--json'], { env: { ...process.env, DATABASE_URL } })
    const answers = (await Promise.all([run(), run()])).map(({ stdout }) => JSON.parse(stdout))
    const applied = answers.map((answer) => answer.applied).sort((a, b) => b.length - a.length)
    assert.deepEqual(applied, [allVersions, []])
  }))

test('a database of a newer program is refused with a sentence', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    await pool.query(`insert into vami_migrations (version, name, checksum) values (9001, '9001-later.sql', 'x')`)
    await assert.rejects(migrate(pool), (error: Error) => {
      assert.ok(error instanceof MigrationRefused)
      assert.match(error.message, /is at schema version 9001, this program knows \d+\. Start a newer Vami\./)
      return true
    })
  }))

test('a database that was migrated from other files is refused with a sentence', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    await pool.query(`update vami_migrations set checksum = 'another' where version = 1`)
    await assert.rejects(migrate(pool), (error: Error) => {
      assert.ok(error instanceof MigrationRefused)
      assert.match(error.message, /^Migration 1 of the database is not the one in 0001-.+\.sql\. .+\.$/)
      return true
    })
  }))

test('a database with a version between ours that we never had is refused', (t) =>
  onEachEngine(t, async (engine) => {
    const folder = folderOfMigrations({ '8003-ours.sql': 'create table ours ()' })
    const pool = openPool(await engine.newDatabase())
    await pool.query(`insert into vami_migrations (version, name, checksum) values (8002, '8002-theirs.sql', 'x')`)
    await assert.rejects(migrate(pool, folder), MigrationRefused)
    assert.equal((await pool.query(`select to_regclass('ours') as ours`)).rows[0].ours, null)
  }))

test('a migration that fails leaves nothing of itself or of those before it in the same run', (t) =>
  onEachEngine(t, async (engine) => {
    const folder = folderOfMigrations({
      '9001-good.sql': 'create table good (); create table fine ()',
      '9002-broken.sql': 'create table half (); select 1 / 0; create table never ()',
    })
    const pool = openPool(await engine.newBareDatabase())
    assert.equal((await refusalOf(migrate(pool, folder))).code, '22012')
    const { rows } = await pool.query(`select relname from pg_class where relnamespace = 'public'::regnamespace`)
    assert.deepEqual(rows, [])
    rmSync(join(folder, '9002-broken.sql'))
    assert.deepEqual(await migrate(pool, folder), [...allVersions, 9001])
  }))

test('a migrator whose run failed keeps nobody waiting', (t) =>
  onEachEngine(t, async (engine) => {
    const url = await engine.newBareDatabase()
    const broken = openPool(url, 1)
    await refusalOf(migrate(broken, folderOfMigrations({ '9001-broken.sql': 'select 1 / 0' })))
    assert.deepEqual(await migrate(openPool(url, 1)), allVersions)
  }))

/** The shipped migrations and more. */
function folderOfMigrations(more: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vami-migrations-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(shipped, folder, { recursive: true })
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text)
  return folder
}
