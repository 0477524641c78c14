import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { addHousehold, addPractitioner, type Household, onEachEngine, openPool, refusalOf } from './engines.ts'

// What the schema holds every writer to, also one that names every column itself.

test('an appointment ends after it starts, and within 24 hours', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    const write = (from: string, to: string) => insertWhole(pool, alice, { from, to })
    const backwards = await refusalOf(write('2026-12-15T10:00:00Z', '2026-12-15T09:00:00Z'))
    // a range that ends before it starts cannot even be made
    assert.match(backwards.code, /^(22000|23514)$/)
    const empty = await refusalOf(write('2026-12-15T10:00:00Z', '2026-12-15T10:00:00Z'))
    assert.deepEqual([empty.code, empty.constraint], ['23514', 'appointments_end_after_they_start'])
    const long = await refusalOf(write('2026-12-15T10:00:00Z', '2026-12-16T10:00:01Z'))
    assert.deepEqual([long.code, long.constraint], ['23514', 'appointments_last_a_day_at_most'])
    await write('2026-12-15T10:00:00Z', '2026-12-16T10:00:00Z')
  }))

test('24 hours are 24 hours in a session of any zone, also when clocks change', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase(), 1)
    const alice = await addHousehold(pool, 'alice')
    await pool.query(`set timezone = 'America/New_York'`)
    // noon to noon over the spring change is 23 hours of clock and over the autumn change 25
    await insertWhole(pool, alice, { from: '2027-03-13T17:00:00Z', to: '2027-03-14T16:00:00Z' })
    const { code } = await refusalOf(
      insertWhole(pool, alice, { from: '2026-10-31T16:00:00Z', to: '2026-11-01T17:00:00Z' }),
    )
    assert.equal(code, '23514')
    // 24 real hours across the spring change stand at 13:00 of the next day
    await insertWhole(pool, alice, { from: '2027-03-13T17:00:00Z', to: '2027-03-14T17:00:00Z', status: 'cancelled' })
  }))

test('the guarded range is the appointment and its buffer in real minutes, across both clock changes and in any zone', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase(), 1)
    const alice = await addHousehold(pool, 'alice')
    const changes = [
      '2027-03-14T06:30:00Z',
      '2026-11-01T05:30:00Z',
      '2027-03-28T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-12-31T23:30:00Z',
    ]
    for (const zone of ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC']) {
      await pool.query(`select set_config('timezone', $1, false)`, [zone])
      for (const from of changes) {
        const to = Temporal.Instant.from(from).add({ minutes: 45 }).toString()
        const { id } = await insertWhole(pool, alice, { from, to, buffer: 240, status: 'completed' })
        const { rows } = await pool.query(
          `select extract(epoch from lower(during) - start_time)::int as early, extract(epoch from upper(during) - end_time)::int as late,
             lower_inc(during) and not upper_inc(during) as half_open from appointments where id = $1`,
          [id],
        )
        assert.deepEqual(rows, [{ early: 0, late: 240 * 60, half_open: true }], `${from} in ${zone}`)
      }
    }
  }))

test('nobody writes the guarded range by hand', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    const { id } = await insertWhole(pool, alice, { from: '2026-12-15T10:00:00Z', to: '2026-12-15T11:00:00Z' })
    assert.equal(
      (await refusalOf(pool.query(`update appointments set during = 'empty' where id = $1`, [id]))).code,
      '428C9',
    )
  }))

test('kept appointments and holds of one practitioner never overlap; ended, cancelled and another’s may', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    const time = { from: '2026-12-15T10:00:00Z', to: '2026-12-15T11:00:00Z' }
    const { id } = await insertWhole(pool, alice, time)
    for (const status of ['held', 'scheduled', 'confirmed'])
      assert.equal(
        (await refusalOf(insertWhole(pool, alice, { ...time, status }))).constraint,
        'appointments_do_not_overlap',
      )
    for (const status of ['cancelled', 'completed', 'no_show']) await insertWhole(pool, alice, { ...time, status })
    const second = await addPractitioner(pool, alice.clinicId, 'Second', 1)
    await insertWhole(pool, { ...alice, practitionerId: second }, time)
    const moved = await insertWhole(pool, alice, { from: '2026-12-15T11:00:00Z', to: '2026-12-15T12:00:00Z' })
    const move = pool.query(`update appointments set start_time = '2026-12-15T10:59:00Z' where id = $1`, [moved.id])
    assert.equal((await refusalOf(move)).code, '23P01')
    const revive = async (status: string) =>
      pool.query('update appointments set status = $1 where status = $2', [status, 'cancelled'])
    assert.equal((await refusalOf(revive('scheduled'))).code, '23P01')
    await pool.query('delete from appointments where id = $1', [id])
    await revive('scheduled')
  }))

test('an appointment’s practitioner and service are of its own clinic', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    const bob = await addHousehold(pool, 'bob')
    const time = { from: '2026-12-15T10:00:00Z', to: '2026-12-15T11:00:00Z' }
    const foreign = await refusalOf(insertWhole(pool, { ...alice, practitionerId: bob.practitionerId }, time))
    assert.equal(foreign.code, '23503')
    const service = await pool.query(
      `insert into services (clinic_id, name, duration_minutes) values ($1, 'X', 30) returning id`,
      [bob.clinicId],
    )
    const { id } = await insertWhole(pool, alice, time)
    const offered = pool.query('update appointments set service_id = $1 where id = $2', [service.rows[0].id, id])
    assert.equal((await refusalOf(offered)).code, '23503')
  }))

test('a practitioner who has ever had an appointment cannot be deleted; a service can, and its appointments stay', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    const { id } = await insertWhole(pool, alice, {
      from: '2026-12-15T10:00:00Z',
      to: '2026-12-15T11:00:00Z',
      status: 'completed',
    })
    const remove = pool.query('delete from practitioners where id = $1', [alice.practitionerId])
    assert.equal((await refusalOf(remove)).code, '23503')
    const service = await pool.query(
      `insert into services (clinic_id, name, duration_minutes) values ($1, 'X', 30) returning id`,
      [alice.clinicId],
    )
    await pool.query('update appointments set service_id = $1 where id = $2', [service.rows[0].id, id])
    await pool.query('delete from services where id = $1', [service.rows[0].id])
    const { rows } = await pool.query('select service_id, clinic_id from appointments where id = $1', [id])
    assert.deepEqual(rows, [{ service_id: null, clinic_id: alice.clinicId }])
  }))

for (const gone of ['clinic', 'user'] as const) {
  test(`deleting a ${gone} leaves nothing of it behind, and nothing of others touched`, (t) =>
    onEachEngine(t, async (engine) => {
      const pool = openPool(await engine.newDatabase())
      const bob = await addHousehold(pool, 'bob')
      await furnish(pool, bob)
      const bobs = await countRows(pool)
      const alice = await addHousehold(pool, 'alice')
      await furnish(pool, alice)
      const both = await countRows(pool)
      for (const [table, count] of Object.entries(bobs))
        if (!withoutOwner.has(table))
          assert.deepEqual([count > 0, both[table]], [true, count * 2], `${table} is not furnished`)
      if (gone === 'clinic') await pool.query('delete from clinics where id = $1', [alice.clinicId])
      await pool.query('delete from users where id = $1', [alice.userId])
      assert.deepEqual(await countRows(pool), bobs)
    }))
}

test('an agent’s appointments outlive it, and what it has offered does not', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const alice = await addHousehold(pool, 'alice')
    await furnish(pool, alice)
    await pool.query('delete from agents')
    const { rows } = await pool.query('select agent_id from appointments')
    assert.deepEqual(rows, [{ agent_id: null }])
    assert.equal((await pool.query('select * from conversation_offers')).rowCount, 0)
  }))

test('functions that run with their owner’s rights look for temporary tables last', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { rows } = await pool.query(
      `select proname, proconfig from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
    )
    assert.ok(rows.length >= 3)
    for (const { proname, proconfig } of rows) assert.deepEqual(proconfig, ['search_path=public, pg_temp'], proname)
  }))

const withoutOwner = new Set([
  'vami_migrations',
  'signing_keys',
  'login_failures',
  'verification_failures',
  'webhook_attempts',
  'webhook_people',
])

type Time = { from: string; to: string; status?: string; buffer?: number }

/** As the server does, naming every column that the trigger would fill. */
async function insertWhole(pool: pg.Pool, to: Household, time: Time): Promise<{ id: string }> {
  const { rows } = await pool.query(
    `insert into appointments (clinic_id, practitioner_id, user_id, buffer_minutes, start_time, end_time, status, hold_expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, '2999-01-01T00:00:00Z') returning id`,
    [to.clinicId, to.practitionerId, to.userId, time.buffer ?? 0, time.from, time.to, time.status ?? 'scheduled'],
  )
  return rows[0]
}

/** One row in every table that a clinic can have rows in. */
async function furnish(pool: pg.Pool, { userId, clinicId, practitionerId }: Household): Promise<void> {
  await pool.query(
    `with session as (
       insert into sessions (id, user_id, token_hash, created_at, expires_at) values (gen_random_uuid(), $1, sha256(convert_to($1::uuid::text, 'UTF8')), now(), now())
     ), plan as (
       insert into subscriptions (clinic_id, plan) values ($2, 'self_hosted')
     ), member as (
       insert into staff (clinic_id, user_id, role) values ($2, $1, 'owner')
     ), service as (
       insert into services (clinic_id, name, duration_minutes) values ($2, 'Check-up', 30) returning id
     ), offers as (
       insert into service_practitioners select $2::uuid, id, $3::uuid from service
     ), closed as (
       insert into closures (clinic_id, practitioner_id, date) values ($2, $3, '2026-12-25')
     ), agent as (
       insert into agents (clinic_id, agent_id, name, token_hash, token_ciphertext, token_preview)
       values ($2, 'agent_' || $2::uuid, 'Receptionist', sha256(convert_to($2::uuid::text, 'UTF8')), '', '') returning id
     ), offered as (
       insert into conversation_offers select id, 'conversation', '{}', now() from agent
     ), feed as (
       insert into calendar_feeds (clinic_id, practitioner_id, token_hash, token_ciphertext, created_by)
       values ($2, $3, sha256(convert_to($2::uuid::text, 'UTF8')), '', $1)
     ), note as (
       insert into messages (clinic_id, agent_id, customer_name, message, done_at, done_by)
       select $2::uuid, id, 'Maria', 'Please call back', now(), $1::uuid from agent
     ), deed as (
       insert into audit (id, clinic_id, at, action, outcome) values (gen_random_uuid(), $2, now(), 'x', 'done')
     )
     insert into appointments (clinic_id, practitioner_id, user_id, agent_id, service_id, buffer_minutes, start_time, end_time)
     select $2::uuid, $3::uuid, $1::uuid, agent.id, service.id, 0, '2026-12-15T10:00:00Z', '2026-12-15T11:00:00Z' from agent, service`,
    [userId, clinicId, practitionerId],
  )
}

async function countRows(pool: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  const counts: Record<string, number> = {}
  for (const { relname } of rows) counts[relname] = (await pool.query(`select from ${relname}`)).rowCount ?? 0
  return counts
}
