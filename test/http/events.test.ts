import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { alicesClinic, bobsClinic, newDatabase, openStage } from '../cast.ts'
import { readEvents } from '../event-reader.ts'

const booking = (start_time: string, name = 'Maria Lopez') => ({
  date: '2026-12-15',
  start_time,
  customer_name: name,
  customer_phone: '(212) 555-0123',
})

describe('the events of a clinic', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)
  const bob = await bobsClinic(stage)

  test('tell of what the agent books, what the desk moves and cancels, and what plain SQL inserts', async () => {
    const reader = await readEvents(stage.url, alice.bearer)
    const booked = await alice.agent('book-appointment', booking('09:00'))
    const id = booked.body.appointment_id
    await alice.as('PATCH', `/api/appointments/${id}`, { status: 'confirmed' })
    await alice.as('POST', `/api/appointments/${id}/cancel`)
    await stage.sql.query(
      `insert into appointments (id, user_id, start_time, end_time) values ($1, $2, '2026-12-16T15:00Z', '2026-12-16T15:30Z')`,
      ['0a6f3d8e-8f0c-4f5e-9a51-111111111111', alice.userId],
    )
    await alice.as('PATCH', `/api/agents/${alice.agentId}`, { name: 'Front desk' })
    const events = await reader.until(5)
    assert.deepEqual(
      events.map(({ data }) => [data.entity, data.change]),
      [
        ['appointment', 'created'],
        ['appointment', 'changed'],
        ['appointment', 'changed'],
        ['appointment', 'created'],
        ['agent', 'changed'],
      ],
    )
    assert.equal(events[0]!.data.id, id)
    reader.drop()
  })

  test('are nobody else’s', async () => {
    const stranger = await readEvents(stage.url, bob.bearer)
    await alice.agent('book-appointment', booking('10:00'))
    await bob.agent('book-appointment', booking('10:00'))
    const [first] = await stranger.until(1)
    const own = await bob.as('GET', '/api/appointments')
    assert.equal(first!.data.id, own.body.appointments[0].id)
    stranger.drop()
  })

  test('end for who has logged out, however many changes come', async () => {
    const { body } = await stage.call('POST', '/api/auth/login', {
      body: { email: 'alice@example.com', password: alice.password },
    })
    const reader = await readEvents(stage.url, body.access_token)
    assert.equal((await stage.call('POST', '/api/auth/logout', { bearer: body.access_token })).status, 204)
    let over = false
    const ended = reader.ended.then(() => {
      over = true
    })
    for (let n = 0; !over; n += 1) await alice.as('PATCH', `/api/agents/${alice.agentId}`, { name: `Desk ${n}` })
    await ended
  })

  test('need a token', async () => {
    assert.equal((await stage.call('GET', '/api/events')).status, 401)
    await assert.rejects(readEvents(stage.url, 'nonsense'), /401/)
  })

  test('go on from the last one that a reader has seen', async () => {
    const reader = await readEvents(stage.url, alice.bearer)
    await alice.agent('book-appointment', booking('11:00'))
    await reader.until(1)
    reader.drop()
    await alice.agent('book-appointment', booking('11:30'))
    await alice.agent('book-appointment', booking('12:00'))
    const again = await readEvents(stage.url, alice.bearer, reader.lastId())
    const [missed] = await again.until(2)
    assert.ok(missed!.id > reader.lastId()!)
    again.drop()
  })

  test('ask a reader to load everything anew when the log does not go back that far, or never went so far', async () => {
    await stage.sql.query('update clinics set forgotten_events = 5 where id = $1', [alice.clinicId])
    const late = await readEvents(stage.url, alice.bearer, 3)
    await late.until(1, 'reset')
    late.drop()
    const ahead = await readEvents(stage.url, alice.bearer, 999_999_999)
    await ahead.until(1, 'reset')
    await alice.agent('book-appointment', booking('13:00'))
    await ahead.until(1)
    ahead.drop()
  })

  test('end when the server is told to stop', async () => {
    const other = await openStage()
    const carol = await alicesClinic(other)
    const reader = await readEvents(other.url, carol.bearer)
    await other.close()
    await reader.ended
  })
})

describe('events across instances', async () => {
  const databaseUrl = await newDatabase()
  const [one, two] = [await openStage({ databaseUrl }), await openStage({ databaseUrl })]
  const alice = await alicesClinic(one)

  test('reach a reader of another server', async () => {
    const reader = await readEvents(two.url, alice.bearer)
    await alice.agent('book-appointment', booking('09:00'))
    await reader.until(1)
    reader.drop()
  })

  test('wait for a change that was written earlier and committed later, so that a reader who resumes misses none', async () => {
    const reader = await readEvents(two.url, alice.bearer)
    const slow = new pg.Client({ connectionString: databaseUrl })
    await slow.connect()
    const insert = `insert into appointments (id, user_id, start_time, end_time) values (gen_random_uuid(), $1, $2::timestamptz, $2::timestamptz + interval '30 min') returning id`
    await slow.query('begin')
    // with its practitioner named, it takes no lock that would make the second one wait
    const practitioner = (await one.sql.query('select id from practitioners where clinic_id = $1', [alice.clinicId]))
      .rows[0].id
    const slowInsert = insert.replace('user_id,', 'user_id, practitioner_id,').replace('$1,', `$1, '${practitioner}',`)
    const first = (await slow.query(slowInsert, [alice.userId, '2026-12-17T15:00Z'])).rows[0].id
    const second = await one.sql.query(slowInsert, [alice.userId, '2026-12-17T16:00Z'])
    await slow.query('commit')
    await slow.end()
    const events = await reader.until(2)
    assert.deepEqual(
      events.map(({ data }) => data.id),
      [first, second.rows[0].id],
    )
    reader.drop()
  })

  test('do not wait for a number whose change was rolled back', async () => {
    const reader = await readEvents(two.url, alice.bearer)
    const undone = new pg.Client({ connectionString: databaseUrl })
    await undone.connect()
    await undone.query('begin')
    await undone.query(`update agents set name = 'Never' where agent_id = $1`, [alice.agentId])
    await undone.query('rollback')
    await undone.end()
    await alice.agent('book-appointment', booking('14:00'))
    const [only] = await reader.until(1)
    assert.equal(only!.data.entity, 'appointment')
    reader.drop()
  })

  test('come again after the listening connection was cut', async () => {
    const reader = await readEvents(two.url, alice.bearer)
    await one.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`,
    )
    await alice.agent('book-appointment', booking('15:00'))
    await reader.until(1)
    reader.drop()
  })
})
