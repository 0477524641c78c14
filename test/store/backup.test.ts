import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type pg from 'pg'
import { sumsOf } from '../../prove/table-sums.ts'
import { backUp, withSnapshot } from '../../src/store/backup.ts'
import { BackupRefused, encodeBackup, openBackup, type WriteParts } from '../../src/store/backup-format.ts'
import { migrate, schemaVersion, shippedMigrations } from '../../src/store/migrate.ts'
import { type RestoreOptions, restore } from '../../src/store/restore.ts'
import {
  alicesClinic,
  aMondayMorning,
  bobsClinic,
  newBareDatabase,
  newDatabase,
  type Owner,
  openStage,
} from '../cast.ts'
import { startSystemPostgres } from '../system-postgres.ts'
import { addHousehold, type Engine, openPool, refusalOf } from './engines.ts'
import { until } from './until.ts'

// While this module loads: a cluster that a test starts would be stopped at the end of that very test.
await newBareDatabase()
const system = await startSystemPostgres()
after(() => system?.stop())

const eighteen: Engine = { name: 'the private PostgreSQL 18', newDatabase, newBareDatabase }
const other: Engine = system === undefined ? eighteen : { ...system, name: `the system’s PostgreSQL ${system.major}` }

/** There and back between the two engines. */
async function bothWays(t: TestContext, rule: (from: Engine, to: Engine) => Promise<void>): Promise<void> {
  if (system === undefined) t.diagnostic('this machine has no PostgreSQL 15 or later of its own: from 18 to 18 only')
  await t.test(`from ${eighteen.name} to ${other.name}`, () => rule(eighteen, other))
  if (system !== undefined) await t.test(`from ${other.name} to ${eighteen.name}`, () => rule(other, eighteen))
}

test('a backup taken while bookings go on is one moment, and another PostgreSQL serves it on', (t) =>
  bothWays(t, async (from, to) => {
    const stage = await openStage({ databaseUrl: await from.newDatabase() })
    const alice = await alicesClinic(stage)
    const bob = await bobsClinic(stage)
    await alice.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 45 })
    const { body: feed } = await alice.as('POST', '/api/calendar-feeds', { details: true })
    await alice.as('PATCH', '/api/clinic', { closures: [{ date: '2026-12-24', hours: [] }], buffer_minutes: 10 })
    const load = keepBooking([alice, alice, bob, bob])
    await until('some have booked', () => load.booked() >= 10)
    const { bytes, seen } = await withSnapshot(stage.sql, async (snapshot) => {
      const sums = await sumsOf(snapshot.client)
      const before = load.booked()
      await until('others have booked since', () => load.booked() >= before + 5)
      return { bytes: await collected(backUp(snapshot, about)), seen: sums }
    })
    await load.stop()
    assert.notEqual((await sumsOf(stage.sql)).appointments, seen.appointments)
    await stage.close()

    const url = await to.newBareDatabase()
    await restoreFrom(openPool(url, 2), bytes)
    assert.deepEqual(await sumsOf(openPool(url, 2)), seen)
    await assertServes(url, alice, new URL(feed.address).pathname)
  }))

/** Callers who go on booking one after another, each for themselves. */
function keepBooking(owners: Owner[]) {
  let [booked, stopped, day] = [0, false, 0]
  const callOnce = async (owner: Owner) => {
    day = (day + 1) % 250
    const date = Temporal.PlainDate.from('2026-12-08').add({ days: day }).toString()
    const [slot] = (await owner.agent('check-availability', { date })).body.slots
    const wish = { slot_id: slot?.slot_id, customer_name: `Caller ${day}`, customer_phone: '+12125550123' }
    if (slot !== undefined && (await owner.agent('book-appointment', wish)).body.success === true) booked += 1
  }
  const working = owners.map(async (owner) => {
    while (!stopped) await callOnce(owner)
  })
  const stop = async () => {
    stopped = true
    await Promise.all(working)
  }
  return { booked: () => booked, stop }
}

/** Log-in, token, availability, booking, its event, a feed and the last word of the database, all as before. */
async function assertServes(
  databaseUrl: string,
  { email, password, agentId, token }: Owner,
  feed: string,
): Promise<void> {
  const stage = await openStage({ databaseUrl })
  const { rows } = await stage.sql.query('select max(number)::int as last from events')
  assert.equal((await stage.call('POST', '/api/auth/login', { body: { email, password } })).status, 200)
  const free = await stage.call('POST', `/api/agent-actions/check-availability/${agentId}`, {
    token,
    body: { date: '2027-08-03' },
  })
  const wish = { slot_id: free.body.slots[0].slot_id, customer_name: 'Maria Lopez', customer_phone: '+12125550199' }
  const { body } = await stage.call('POST', `/api/agent-actions/book-appointment/${agentId}`, { token, body: wish })
  assert.equal(body.success, true)
  assert.match((await stage.call('GET', feed)).body, /Maria Lopez/)
  const numberOf = 'select number::int from events where entity_id = $1'
  const { rows: events } = await stage.sql.query(numberOf, [body.appointment_id])
  assert.ok(events[0].number > rows[0].last)
  const again = `insert into appointments (clinic_id, practitioner_id, user_id, start_time, end_time, buffer_minutes)
    select clinic_id, practitioner_id, user_id, start_time, end_time, 0 from appointments where id = $1`
  const { constraint } = await refusalOf(stage.sql.query(again, [body.appointment_id]))
  assert.equal(constraint, 'appointments_do_not_overlap')
  await stage.close()
}

test('every table and column that the migrations make is in a backup, or said to be left out', async () => {
  const pool = openPool(await newDatabase(), 2)
  const { header } = await openBackup(Readable.from([await backupOf(pool)]))
  const { rows } = await pool.query(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind not in ('i', 'I', 'v', 'S') and a.attnum > 0
       and not a.attisdropped and a.attgenerated = '' and c.relname not in ('vami_migrations', 'conversation_offers')
     group by c.relname order by c.relname`,
  )
  assert.deepEqual(header.left_out, ['conversation_offers'])
  const sorted = header.tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  assert.deepEqual(sorted, rows)
  assert.equal(header.schema.version, schemaVersion())
})

test('texts come back as they were, whatever is in them', (t) =>
  bothWays(t, async (from, to) => {
    const source = await clinicOf('alice', from)
    const strange = [
      ...['tab\there', 'line\nbreak\r\n', 'back\\slash', '\\.', '\\N', 'a\n\\.\nb', '', ' ', '\u{1}\u{7f}', '"\'`$$'],
      ...['שלום עולם', '👩🏽‍⚕️', 'e\u0301', '\u{10FFFF}', 'ﷺ', '\u2028', 'x'.repeat(3_000_000)],
    ]
    const add = 'insert into practitioners (clinic_id, name) select id, unnest($1::text[]) from clinics'
    await source.query(add, [strange])
    const hours = JSON.stringify({ note: strange.slice(0, -1) })
    await source.query('update clinics set opening_hours = $1, notes = null', [hours])
    const target = openPool(await to.newBareDatabase(), 2)
    await restoreFrom(target, await backupOf(source))
    assert.deepEqual(await sumsOf(target), await sumsOf(source))
    const { rows } = await target.query('select name from practitioners')
    assert.deepEqual(new Set(rows.map(({ name }) => name)), new Set(['Dr alice', ...strange]))
  }))

test('a file that is cut off, altered, continued or no backup at all changes nothing', async () => {
  const source = await clinicOf('alice')
  const good = await backupOf(source)
  const pool = await clinicOf('bob')
  const before = await sumsOf(pool)
  const headerEnd = good.indexOf(10) + 1
  const ends = [0, 1, 20, headerEnd - 1, headerEnd, headerEnd + 3, good.length - 37, good.length - 1]
  const cut = ends.map((end) => good.subarray(0, end))
  const body = Array.from({ length: 30 }, (_, i) => headerEnd + Math.floor((i / 30) * (good.length - headerEnd)))
  const flipped = [0, 12, 40, headerEnd - 3, headerEnd - 1, ...body, good.length - 1].map((place) => flip(good, place))
  const foreign = [gzipSync('x'), Buffer.from('{"format":"other"}\n'), Buffer.alloc(5_000_000)]
  const strange = [Buffer.concat([good, Buffer.from('more')]), Buffer.concat([good, good]), ...foreign]
  for (const bytes of [...cut, ...flipped, ...strange]) {
    await assert.rejects(restoreFrom(pool, bytes, { replace: true }), BackupRefused)
  }
  assert.deepEqual(await sumsOf(pool), before)
  await restoreFrom(pool, good, { replace: true })
  assert.deepEqual(await sumsOf(pool), await sumsOf(source))
})

test('a backup of a newer Vami, another build or a later format is refused with a sentence, the database not even migrated', async () => {
  const good = await backupOf(openPool(await newDatabase(), 2))
  const pool = openPool(await newBareDatabase(), 2)
  const refuses = async (sentence: RegExp, change: (header: WriteParts['header']) => void) =>
    assert.rejects(restoreFrom(pool, await rewritten(good, change)), sentence)
  await refuses(/schema version 9001, and this one knows \d+\. Use Vami 1\.2\.3 or later/, ({ schema }) => {
    schema.version = 9001
    schema.migrations.push({ version: 9001, name: '9001-later.sql', checksum: 'x' })
  })
  await refuses(/another build of Vami 1\.2\.3/, ({ schema }) => {
    schema.migrations[0]!.checksum = 'x'
  })
  await refuses(/another build of Vami 1\.2\.3/, ({ schema }) => schema.migrations.pop())
  const later = good.toString('latin1').replace('"format_version":1,', '"format_version":2,')
  await assert.rejects(restoreFrom(pool, Buffer.from(later, 'latin1')), /written by a later Vami, 1\.2\.3/)
  assert.equal((await pool.query(`select to_regclass('users') as users`)).rows[0].users, null)
  await refuses(/users\.fax, which Vami did not make/, ({ tables }) =>
    tables.find(({ name }) => name === 'users')!.columns.push('fax'),
  )
})

test('a backup of an older schema is loaded as it was and then brought up to date, but only where nothing is newer', async () => {
  const folder = newFolder()
  cpSync(shippedMigrations, folder, { recursive: true })
  writeFileSync(
    join(folder, '9002-titles.sql'),
    `create table titles (name text); alter table clinics add column fax text not null default 'none'`,
  )
  const source = await clinicOf('alice')
  const bytes = await backupOf(source)
  const pool = openPool(await newBareDatabase(), 2)
  const { schemaVersion: reached } = await restoreFrom(pool, bytes, { folder })
  assert.equal(reached, 9002)
  assert.deepEqual((await pool.query('select name, fax from clinics')).rows, [{ name: 'alice', fax: 'none' }])
  await pool.query(`insert into titles values ('Dr')`)
  const backwards = restoreFrom(pool, bytes, { folder, replace: true })
  await assert.rejects(backwards, /already at 9002\. Restore it into a new, empty database/)
  const next = openPool(await newBareDatabase(), 2)
  await restoreFrom(next, await backupOf(pool, folder), { folder })
  assert.deepEqual((await next.query('select name from titles')).rows, [{ name: 'Dr' }])
  await assert.rejects(backupOf(next), /Back it up with the Vami that uses it/)
})

test('a database with rows in it is refused, even before it is migrated, and with replace holds the backup and nothing else', (t) =>
  bothWays(t, async (from, to) => {
    const source = await clinicOf('alice', from)
    const bytes = await backupOf(source)
    const pool = await clinicOf('bob', to)
    await pool.query(`insert into conversation_offers values (gen_random_uuid(), 'c', '{}', now())`)
    const before = await sumsOf(pool)
    const sentence = /not empty: there are rows in users, clinics, clinic_rosters, practitioners\. .+ --replace/
    await assert.rejects(restoreFrom(pool, bytes), sentence)
    assert.deepEqual(await sumsOf(pool), before)
    const { replacedRows, tables } = await restoreFrom(pool, bytes, { replace: true })
    assert.equal(replacedRows, 4)
    assert.equal(tables.find(({ name }) => name === 'clinics')?.rows, 1)
    assert.deepEqual(await sumsOf(pool), await sumsOf(source))
    assert.equal((await pool.query('select from conversation_offers')).rowCount, 0)
  }))

test('event numbers go on after the highest that was ever given, here or there', async () => {
  const [source, pool] = [openPool(await newDatabase(), 2), openPool(await newDatabase(), 2)]
  const emit = (on: pg.Pool) =>
    on.query(`insert into events (clinic_id, entity, entity_id, change, at)
      select id, 'agent', id, 'changed', now() from clinics returning number::int`)
  for (const each of [source, pool]) await addHousehold(each, 'alice')
  for (let i = 0; i < 5; i += 1) await emit(source)
  await source.query('delete from events where number > 2')
  await restoreFrom(pool, await backupOf(source), { replace: true })
  // 6 belongs to nobody: a reader who knows up to 5 is behind what is forgotten, and has to load everything anew
  const forgotten = async () => (await pool.query('select forgotten_events::int as number from clinics')).rows[0].number
  assert.equal(await forgotten(), 6)
  assert.equal((await emit(pool)).rows[0].number, 7)
  for (let i = 0; i < 10; i += 1) await emit(pool)
  await restoreFrom(pool, await backupOf(source), { replace: true })
  assert.equal(await forgotten(), 18)
  assert.equal((await emit(pool)).rows[0].number, 19)
})

test('triggers say nothing while a backup is loaded, and are afterwards as they were', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)
  await alice.as('POST', '/api/appointments', { start_time: '2026-12-09T15:00:00Z', end_time: '2026-12-09T15:30:00Z' })
  const bytes = await backupOf(stage.sql)
  const pool = openPool(await newDatabase(), 2)
  await pool.query(`
    alter table appointments disable trigger emit_event;
    alter table agents enable always trigger forget_offers;
    create function shout() returns trigger language plpgsql as $$ begin raise 'shouted'; end $$;
    create trigger shout before insert on users for each statement execute function shout();
    create trigger shout_too before truncate on users for each statement execute function shout()`)
  const asked = 'select tgname, tgrelid::regclass::text, tgenabled from pg_trigger where not tgisinternal order by 2, 1'
  const triggers = async () => (await pool.query(asked)).rows
  const before = await triggers()
  await restoreFrom(pool, bytes)
  assert.deepEqual(await triggers(), before)
  assert.deepEqual(await sumsOf(pool), await sumsOf(stage.sql))
})

test('constraints hold: rows that break one are refused, without being quoted', async () => {
  const [source, pool] = [openPool(await newDatabase(), 1), openPool(await newBareDatabase(), 2)]
  await addHousehold(source, 'alice')
  await source.query('set session_replication_role = replica')
  await source.query(`insert into practitioners (clinic_id, name) values (gen_random_uuid(), 'Dr Nobody')`)
  await assert.rejects(restoreFrom(pool, await backupOf(source)), {
    message: 'PostgreSQL refused it (23503, practitioners, practitioners_clinic_id_fkey).',
  })
  await source.query(
    'alter table clinics drop constraint clinics_slot_minutes_check; update clinics set slot_minutes = 1',
  )
  await assert.rejects(restoreFrom(pool, await backupOf(source)), {
    message: 'PostgreSQL refused it (23514, clinics, clinics_slot_minutes_check).',
  })
  assert.equal((await pool.query('select from users')).rowCount, 0)
})

test('the owner of the tables needs no other right, and other people’s tables beside ours are left alone', (t) =>
  bothWays(t, async (from, to) => {
    const source = await asOwner(await from.newBareDatabase())
    await migrate(source)
    await addHousehold(source, 'alice')
    await source.query(`create table holidays (name text); insert into holidays values ('Monday')`)
    const pool = await asOwner(await to.newBareDatabase())
    await pool.query(`create table holidays (name text); insert into holidays values ('Friday')`)
    const { tables } = await restoreFrom(pool, await backupOf(source))
    await restoreFrom(pool, await backupOf(source), { replace: true })
    assert.ok(!tables.some(({ name }) => name === 'holidays'))
    assert.deepEqual((await pool.query('select name from holidays')).rows, [{ name: 'Friday' }])
    await pool.query('create table invoices (appointment_id uuid references appointments)')
    const again = restoreFrom(pool, await backupOf(source), { replace: true })
    await assert.rejects(again, /did not make refers to its tables/)
  }))

test('while a backup is loaded callers hear that the database is busy, and afterwards the loaded clinic answers', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)
  const bytes = await backupOf(stage.sql)
  const gate = Promise.withResolvers<void>()
  const half = Math.floor(bytes.length / 2)
  const slowly = async function* () {
    yield bytes.subarray(0, half)
    await gate.promise
    yield bytes.subarray(half)
  }
  const pool = openPool(String(stage.sql.options.connectionString), 2)
  const load = restore(pool, await openBackup(slowly()), { replace: true, onTable: () => {} })
  await until('the tables are held', async () => {
    const { rowCount } = await stage.sql.query(
      `select from pg_locks where mode = 'AccessExclusiveLock' and relation = 'users'::regclass and granted`,
    )
    return rowCount === 1
  })
  const caller = { customer_name: 'Maria Lopez', customer_phone: '+12125550123' }
  const asked = { date: '2026-12-09', start_time: '10:00', ...caller }
  const refused = await alice.agent('book-appointment', asked)
  assert.deepEqual([refused.status, refused.body.error], [503, 'database_unavailable'])
  gate.resolve()
  await load
  assert.equal((await alice.agent('book-appointment', asked)).body.success, true)
})

test('a restore that cannot have the tables for itself gives up and leaves them to those at work', async () => {
  const pool = await clinicOf('bob')
  const bytes = await backupOf(pool)
  const busy = await pool.connect()
  await busy.query('begin; update clinics set name = name')
  await assert.rejects(restoreFrom(pool, bytes, { replace: true, patienceMs: 100 }), /Somebody else holds the tables/)
  const patient = restoreFrom(pool, bytes, { replace: true })
  await busy.query('commit')
  busy.release()
  assert.equal((await patient).replacedRows, 4)
})

/** Somebody's clinic in a database of its own. */
async function clinicOf(name: string, engine = eighteen): Promise<pg.Pool> {
  const pool = openPool(await engine.newDatabase(), 2)
  await addHousehold(pool, name)
  return pool
}

const about = { vami: '1.2.3', takenAt: Temporal.Instant.from(aMondayMorning), onTable: () => {} }

const collected = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(bytes))

const backupOf = (pool: pg.Pool, folder = shippedMigrations): Promise<Buffer> =>
  withSnapshot(pool, (snapshot) => collected(backUp(snapshot, about)), folder)

/** From a source that cuts where it likes. */
async function restoreFrom(pool: pg.Pool, bytes: Buffer, options: Partial<RestoreOptions> = {}) {
  const source = async function* () {
    for (let at = 0; at < bytes.length; at += 999) yield bytes.subarray(at, at + 999)
  }
  return restore(pool, await openBackup(source()), { replace: false, onTable: () => {}, ...options })
}

/** The same backup, sealed anew with another header. */
async function rewritten(bytes: Buffer, change: (header: WriteParts['header']) => void): Promise<Buffer> {
  const backup = await openBackup(Readable.from([bytes]))
  const header = structuredClone(backup.header)
  change(header)
  const numbers = async () => backup.trailer().numbers
  return collected(encodeBackup({ header, tables: backup.tables(), numbers, onTable: () => {} }))
}

function flip(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[place]! ^= 1 << (place % 8)
  return copy
}

/** Connections as somebody who owns the database and is nothing else. */
async function asOwner(url: string): Promise<pg.Pool> {
  const admin = openPool(url, 1)
  const name = `owner_${randomUUID().slice(0, 8)}`
  const { rows } = await admin.query('select current_database() as database')
  await admin.query(`create role ${name} login; alter database ${rows[0].database} owner to ${name}`)
  return openPool(url.replace(/\/\/[^@]+@/, `//${name}@`), 2)
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vami-migrations-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
