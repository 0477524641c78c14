import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type pg from 'pg'
import { alicesClinic, openStage } from '../cast.ts'
import { addHousehold, addPractitioner, onEachEngine, openPool, refusalOf } from './engines.ts'
import { until } from './until.ts'

// What somebody else's SQL writes, such as a Supabase client's: a row that names the seed columns only.

const at = (hour: string) => `2026-12-15T${hour}:00-05:00`

/** Inserts a row that names these columns, and gives the whole of it back. */
async function insert(pool: pg.Pool | pg.PoolClient, row: Record<string, unknown>) {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  const text = `insert into appointments (${columns.join(', ')}) values (${places.join(', ')}) returning *`
  return (await pool.query(text, Object.values(row))).rows[0]
}

test('a row of the seed columns lands in its owner’s clinic, as it was given', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    await addHousehold(pool, 'bob')
    const alice = await addHousehold(pool, 'alice')
    const given = {
      id: randomUUID(),
      user_id: alice.userId,
      title: 'Check-up',
      start_time: new globalThis.Date(at('10:00')),
      end_time: new globalThis.Date(at('10:30')),
      status: 'confirmed',
      attendee_name: 'Maria Lopez',
      attendee_phone: '+12125550123',
      attendee_email: 'maria@example.com',
      metadata: { source: 'elsewhere' },
      created_at: new globalThis.Date('2026-11-01T08:00:00Z'),
    }
    const { clinic_id, practitioner_id, buffer_minutes, agent_id, ...row } = await insert(pool, given)
    assert.deepEqual(
      { clinic_id, practitioner_id, buffer_minutes, agent_id },
      { clinic_id: alice.clinicId, practitioner_id: alice.practitionerId, buffer_minutes: 0, agent_id: null },
    )
    for (const [column, value] of Object.entries(given)) assert.deepEqual(row[column], value, column)
  }))

test('whose it is and when is enough, and a column named with null counts as not named', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId } = await addHousehold(pool, 'alice')
    const least = await insert(pool, { user_id: userId, start_time: at('09:00'), end_time: at('09:30') })
    assert.deepEqual([least.clinic_id, least.status, least.metadata, least.title], [clinicId, 'scheduled', {}, null])
    const nulls = {
      title: null,
      status: null,
      attendee_name: null,
      attendee_phone: null,
      attendee_email: null,
      metadata: null,
      created_at: null,
    }
    const row = await insert(pool, { user_id: userId, start_time: at('10:00'), end_time: at('10:30'), ...nulls })
    assert.deepEqual([row.clinic_id, row.status, row.metadata, row.title], [clinicId, 'scheduled', {}, null])
    assert.ok(row.created_at instanceof globalThis.Date)
    const cancelled = await insert(pool, {
      user_id: userId,
      start_time: at('10:00'),
      end_time: at('10:30'),
      status: 'cancelled',
    })
    assert.equal(cancelled.status, 'cancelled')
  }))

test('an owner of several clinics gets it into the first', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId } = await addHousehold(pool, 'alice')
    await pool.query(
      `insert into clinics (owner_id, name, timezone, opening_hours, created_at) values ($1, 'Later', 'UTC', '{}', now() + interval '1 hour')`,
      [userId],
    )
    const row = await insert(pool, { user_id: userId, start_time: at('09:00'), end_time: at('09:30') })
    assert.equal(row.clinic_id, clinicId)
  }))

test('a user without a clinic, or nobody, is refused in words', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const stranger = randomUUID()
    const when = { start_time: at('09:00'), end_time: at('09:30') }
    const refused = await refusalOf(insert(pool, { user_id: stranger, ...when }))
    assert.deepEqual([refused.code, refused.message], ['23503', `user ${stranger} owns no clinic`])
    assert.equal((await refusalOf(insert(pool, when))).code, '23503')
    const { clinicId, userId, practitionerId } = await addHousehold(pool, 'alice')
    await pool.query('delete from practitioners where id = $1', [practitionerId])
    const empty = await refusalOf(insert(pool, { user_id: userId, ...when }))
    assert.deepEqual([empty.code, empty.message], ['23503', `clinic ${clinicId} has no practitioner`])
  }))

test('with three practitioners three rows fit on one time, in the clinic’s order, and the constraint refuses the fourth', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId, practitionerId } = await addHousehold(pool, 'alice')
    const third = await addPractitioner(pool, clinicId, 'Third', 2)
    const second = await addPractitioner(pool, clinicId, 'Second', 1)
    await pool.query(`insert into practitioners (clinic_id, name, position, active) values ($1, 'Gone', 3, false)`, [
      clinicId,
    ])
    const row = { user_id: userId, start_time: at('09:00'), end_time: at('09:30') }
    const taken = [await insert(pool, row), await insert(pool, row), await insert(pool, row)]
    assert.deepEqual(
      taken.map(({ practitioner_id }) => practitioner_id),
      [practitionerId, second, third],
    )
    const refused = await refusalOf(insert(pool, row))
    assert.deepEqual([refused.code, refused.constraint], ['23P01', 'appointments_do_not_overlap'])
    await insert(pool, { ...row, start_time: at('09:30'), end_time: at('10:00') })
  }))

test('two writers at once get two practitioners', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId } = await addHousehold(pool, 'alice')
    await addPractitioner(pool, clinicId, 'Second', 1)
    const [one, other] = [await pool.connect(), await pool.connect()]
    const row = { user_id: userId, start_time: at('09:00'), end_time: at('09:30') }
    await one.query('begin')
    const first = await insert(one, row)
    const second = insert(other, row)
    await until(
      'the second waits',
      async () =>
        (
          await pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount === 1,
    )
    await one.query('commit')
    assert.notEqual((await second).practitioner_id, first.practitioner_id)
    one.release()
    other.release()
  }))

test('a lapsed hold gives way to it, a live one does not', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId } = await addHousehold(pool, 'alice')
    const row = { user_id: userId, start_time: at('09:00'), end_time: at('09:30') }
    const lapsed = await insert(pool, { ...row, status: 'held', hold_expires_at: '2020-01-01T00:00:00Z' })
    const kept = await insert(pool, row)
    const { rows } = await pool.query('select id from appointments')
    assert.deepEqual(rows, [{ id: kept.id }])
    assert.notEqual(kept.id, lapsed.id)
    await pool.query('delete from appointments')
    await insert(pool, { ...row, status: 'held', hold_expires_at: '2999-01-01T00:00:00Z' })
    assert.equal((await refusalOf(insert(pool, row))).code, '23P01')
  }))

test('the clinic’s buffer is kept after it', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId } = await addHousehold(pool, 'alice')
    await pool.query('update clinics set buffer_minutes = 15 where id = $1', [clinicId])
    const row = await insert(pool, { user_id: userId, start_time: at('09:00'), end_time: at('09:30') })
    assert.equal(row.buffer_minutes, 15)
    const next = (from: string) => insert(pool, { user_id: userId, start_time: at(from), end_time: at('10:30') })
    assert.equal((await refusalOf(next('09:44'))).code, '23P01')
    await next('09:45')
  }))

test('it emits an event and says so to whoever listens', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    const { userId, clinicId } = await addHousehold(pool, 'alice')
    const listener = await pool.connect()
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.query('listen vami_events')
    const { id } = await insert(pool, { user_id: userId, start_time: at('09:00'), end_time: at('09:30') })
    await pool.query(`update appointments set status = 'cancelled' where id = $1`, [id])
    await pool.query('delete from appointments where id = $1', [id])
    await until('three notifications', () => heard.length >= 3)
    const { rows } = await pool.query('select number, clinic_id, entity, entity_id, change from events order by number')
    const expected = ['created', 'changed', 'deleted'].map((change) => ({
      clinic_id: clinicId,
      entity: 'appointment',
      entity_id: id,
      change,
    }))
    assert.deepEqual(
      rows.map(({ number, ...event }) => event),
      expected,
    )
    assert.deepEqual(
      heard,
      rows.map(({ number }) => `${clinicId} ${number}`),
    )
    listener.release(true)
  }))

test('a voice agent finds it busy at its next question, and the owner sees it', (t) =>
  onEachEngine(t, async (engine) => {
    const stage = await openStage({ databaseUrl: await engine.newDatabase() })
    const alice = await alicesClinic(stage)
    const before = await alice.agent('check-availability', { date: '2026-12-15' })
    await insert(stage.sql, {
      user_id: alice.userId,
      start_time: at('14:00'),
      end_time: at('14:30'),
      attendee_name: 'Maria Lopez',
    })
    const after = await alice.agent('check-availability', { date: '2026-12-15' })
    assert.deepEqual([before.body.available_slots, after.body.available_slots], [16, 15])
    const refused = await alice.agent('book-appointment', {
      date: '2026-12-15',
      start_time: '14:00',
      customer_name: 'John Roe',
      customer_phone: '+12125550144',
    })
    assert.equal(refused.body.error, 'slot_taken')
    const listed = await alice.as('GET', '/api/appointments?from=2026-12-15&to=2026-12-16')
    assert.deepEqual(
      listed.body.appointments.map((row: { attendee_name: string }) => row.attendee_name),
      ['Maria Lopez'],
    )
  }))
