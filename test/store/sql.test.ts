import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Problem } from '../../src/problems.ts'
import {
  type Connection,
  isTransactionPooler,
  openDatabase,
  type Sql,
  sqlState,
  violatedConstraint,
} from '../../src/store/sql.ts'
import { newBareDatabase } from '../cast.ts'
import { onEachEngine, openPool } from './engines.ts'
import { until } from './until.ts'

function open(connection: Connection, size = 4) {
  const lost: string[] = []
  const database = openDatabase(connection, size, (error) => lost.push(sqlState(error) ?? error.message))
  after(() => database.close())
  return { ...database, lost }
}

const openBare = async (size?: number) => open({ connectionString: await newBareDatabase() }, size)

test('a value only ever becomes a parameter', async () => {
  const { sql } = await openBare()
  for (const value of [`'; drop table users; --`, '$1', '{}', '\\', 'Ä”’', ''])
    assert.deepEqual(await sql`select ${value}::text as said, ${value}::text = ${value}::text as same`, [
      { said: value, same: true },
    ])
  assert.deepEqual(await sql`select ${['a', "b'"]}::text[] as list, ${null}::int as nothing, ${true}::bool as yes`, [
    { list: ['a', "b'"], nothing: null, yes: true },
  ])
  assert.deepEqual(await sql`select ${Buffer.from([0, 255])}::bytea as bytes`, [{ bytes: Buffer.from([0, 255]) }])
})

test('times go in and come out as Temporal, whatever the session’s zone', (t) =>
  onEachEngine(t, async (engine) => {
    const { sql } = open({ connectionString: await engine.newBareDatabase() }, 1)
    const instant = Temporal.Instant.from('2026-12-15T14:00:00.123456-05:00')
    const date = Temporal.PlainDate.from('2028-02-29')
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      await sql`select set_config('timezone', ${zone}, false)`
      const [row] = await sql<{ at: Temporal.Instant; on: Temporal.PlainDate; count: number; none: null }>`
        select ${instant}::timestamptz as at, ${date}::date as on, 9007199254740991::bigint as count, null::timestamptz as none`
      assert.ok(row!.at instanceof Temporal.Instant && row!.at.equals(instant), zone)
      assert.ok(row!.on instanceof Temporal.PlainDate && row!.on.equals(date), zone)
      assert.deepEqual([row!.count, row!.none], [Number.MAX_SAFE_INTEGER, null])
    }
  }))

test('a statement is prepared once a connection, whatever its values', async () => {
  const { sql } = await openBare(1)
  for (const n of [1, 2, 3]) await sql`select ${n}::int as n`
  const [row] = await sql`select count(*) from pg_prepared_statements where statement like 'select $1::int as n'`
  assert.deepEqual(row, { count: 1 })
})

test('a transaction that throws leaves nothing, and one that returns keeps all; one inside another joins it', async () => {
  const { sql } = await openBare()
  await sql`create table notes (note text)`
  const fault = new Error('stop')
  const failing = sql.transaction(async (within) => {
    await within`insert into notes values ('one')`
    await within.transaction((inner) => inner`insert into notes values ('two')`)
    assert.deepEqual(await sql`select count(*) from notes`, [{ count: 0 }])
    throw fault
  })
  await assert.rejects(failing, fault)
  assert.deepEqual(await sql`select note from notes`, [])
  const kept = await sql.transaction(async (within) => {
    await within`insert into notes values ('three')`
    return 'kept'
  })
  assert.equal(kept, 'kept')
  assert.deepEqual(await sql`select note from notes`, [{ note: 'three' }])
})

test('a statement that fails in a transaction keeps PostgreSQL’s code and constraint, and the connection serves on', async () => {
  const { sql } = await openBare(1)
  await sql`create table notes (note text constraint one_of_each unique)`
  const twice = sql.transaction(async (within) => {
    for (let i = 0; i < 2; i += 1) await within`insert into notes values ('same')`
  })
  await assert.rejects(twice, (error) => sqlState(error) === '23505' && violatedConstraint(error) === 'one_of_each')
  assert.deepEqual(await sql`select * from notes`, [])
})

test('of two transactions that deadlock one is tried again, and both succeed', (t) =>
  onEachEngine(t, async (engine) => {
    const url = await engine.newBareDatabase()
    const setup = openPool(url)
    await setup.query(`create table counters as select id, 0 as count from generate_series(1, 2) id`)
    await setup.query(
      `do $$ begin execute format('alter database %I set deadlock_timeout = ''50ms''', current_database()); end $$`,
    )
    const { sql } = open({ connectionString: url })
    let holding = 0
    let tries = 0
    const raise = (first: number, second: number) =>
      sql.transaction(async (within) => {
        tries += 1
        await within`update counters set count = count + 1 where id = ${first}`
        holding += 1
        await until('both hold one', () => holding >= 2)
        await within`update counters set count = count + 1 where id = ${second}`
      })
    await Promise.all([raise(1, 2), raise(2, 1)])
    assert.equal(tries, 3)
    assert.deepEqual(await sql`select id, count from counters order by id`, [
      { id: 1, count: 2 },
      { id: 2, count: 2 },
    ])
  }))

test('what deadlocks twice is not tried a third time', async () => {
  const { sql } = await openBare()
  await makeRaise(sql)
  let tries = 0
  const work = sql.transaction(async (within) => {
    tries += 1
    await within`select raise_state('40P01')`
  })
  await assert.rejects(work, (error) => sqlState(error) === '40P01')
  assert.equal(tries, 2)
})

test('waiting too long for a lock is database_unavailable, and two seconds is too long', async () => {
  const { sql } = await openBare()
  assert.deepEqual(
    await sql`select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement, current_setting('timezone') as zone`,
    [{ lock: '2s', statement: '15s', zone: 'UTC' }],
  )
  await sql`create table notes as select 1 as id`
  await sql.transaction(async (holder) => {
    await holder`select * from notes for update`
    const waiting = sql.transaction(async (within) => {
      await within`select set_config('lock_timeout', '20ms', true)`
      await within`select * from notes for update`
    })
    await assert.rejects(waiting, isUnavailable)
  })
})

test('when the database ends its connections, what is under way is database_unavailable and what comes next works', (t) =>
  onEachEngine(t, async (engine) => {
    const url = await engine.newBareDatabase()
    const admin = openPool(url, 1)
    const { sql, lost } = open({ connectionString: url })
    const end = () =>
      admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    const asleep = (count: number) =>
      until(
        'they are under way',
        async () =>
          (
            await admin.query(
              `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
            )
          ).rowCount === count,
      )
    const underWay = [sql`select pg_sleep(60)`, sql.transaction((within) => within`select pg_sleep(60)`)]
    const refused = Promise.all(underWay.map((work) => assert.rejects(work, isUnavailable)))
    await asleep(2)
    await end()
    await refused
    assert.deepEqual(await sql`select 1 as n`, [{ n: 1 }])
    const known = lost.length
    await end()
    await until('the pool has heard of it', () => lost.length > known)
    assert.deepEqual(await sql.transaction((within) => within`select 2 as n`), [{ n: 2 }])
  }))

test('a database that is not there is database_unavailable, and says so at once', async () => {
  for (const connectionString of [
    'postgres://vami@127.0.0.1:1/vami',
    'postgres://vami@%2Fnowhere:5432/vami',
    'postgres://vami@nowhere.invalid/vami',
  ]) {
    const { sql } = open({ connectionString })
    await assert.rejects(sql`select 1`, isUnavailable, connectionString)
    await assert.rejects(
      sql.transaction((within) => within`select 1`),
      isUnavailable,
      connectionString,
    )
  }
})

test('who waits longer than five seconds for a connection gets database_unavailable', async (t) => {
  const { sql } = await openBare(1)
  await sql.transaction(async () => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const waiting = assert.rejects(sql`select 1`, isUnavailable)
    t.mock.timers.tick(5_000)
    t.mock.timers.reset()
    await waiting
  })
})

test('what the operator must mend is database_unavailable, and a fault of the statement keeps its code', async () => {
  const { sql } = await openBare()
  await makeRaise(sql)
  const operators = {
    'disk full': '53100',
    memory: '53200',
    'too many connections': '53300',
    'connection failure': '08006',
    shutdown: '57P01',
    crash: '57P02',
    starting: '57P03',
    'a standby': '25006',
    'a lock': '55P03',
    'a time limit': '57014',
    'a broken disk': '58030',
  }
  for (const [what, state] of Object.entries(operators)) {
    await assert.rejects(sql`select raise_state(${state})`, isUnavailable, what)
    await assert.rejects(
      sql.transaction((within) => within`select raise_state(${state})`),
      isUnavailable,
      what,
    )
  }
  for (const state of ['22012', '23505', '23P01', '42501', 'XX000'])
    await assert.rejects(
      sql`select raise_state(${state})`,
      (error) => !(error instanceof Problem) && sqlState(error) === state,
    )
})

test('a transaction pooler is known by its port or by what its URL says', () => {
  const of = (rest: string) => isTransactionPooler(`postgres://u:p@db.example.com${rest}`)
  assert.deepEqual(
    [of(':6543/postgres'), of('/postgres?pgbouncer=true'), of(':6543/postgres?sslmode=require')],
    [true, true, true],
  )
  assert.deepEqual(
    [
      of(':5432/postgres'),
      of('/postgres'),
      of(':5432/x6543'),
      isTransactionPooler(undefined),
      isTransactionPooler('no url'),
    ],
    [false, false, false, false, false],
  )
})

test('behind a transaction pooler no statement is prepared and no session setting is sent', (t) =>
  onEachEngine(t, async (engine) => {
    const url = new URL(await engine.newBareDatabase())
    const folder = decodeURIComponent(url.hostname)
    // the same PostgreSQL under the pooler’s port
    symlinkSync(join(folder, '.s.PGSQL.5432'), join(folder, `.s.PGSQL.6543`))
    const pooler = new URL(url)
    pooler.port = '6543'
    for (const [connectionString, prepared, lock] of [
      [pooler.href, 0, '0'],
      [url.href, 1, '2s'],
    ] as const) {
      const { sql } = open({ connectionString }, 1)
      const ask = (db: Sql) => db`select ${1}::int as n`
      await ask(sql)
      await sql.transaction(ask)
      const [row] = await sql`
        select count(*) as prepared, current_setting('lock_timeout') as lock
        from pg_prepared_statements where statement = 'select $1::int as n'`
      assert.deepEqual(row, { prepared, lock })
    }
  }))

const isUnavailable = (error: unknown) =>
  error instanceof Problem &&
  error.code === 'database_unavailable' &&
  error.status === 503 &&
  error.retryAfter !== undefined

const makeRaise = (sql: Sql) =>
  sql`create function raise_state(state text) returns void language plpgsql as $$ begin raise exception 'as asked' using errcode = state; end $$`
