import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import { mintClinicId } from '../../src/clinics/clinic-id.ts'
import { mostEventsAtOnce } from '../../src/events/event-log.ts'
import { eventsAfter, followEvents } from '../../src/events/event-tail.ts'
import { listenTo } from '../../src/store/notifications.ts'
import { openDatabase } from '../../src/store/sql.ts'
import { newDatabase } from '../cast.ts'

describe('the tail of the event log', async () => {
  const connectionString = await newDatabase()
  const database = openDatabase({ connectionString }, 4, () => {})
  const writer = new pg.Pool({ connectionString })
  writer.on('error', () => {})
  const [alices, bobs] = [randomUUID(), randomUUID()]
  for (const id of [alices, bobs]) {
    await writer.query(
      `insert into users (id, email, password_hash) values ($1::uuid, $1::text || '@example.com', '')`,
      [id],
    )
    await writer.query(
      `insert into clinics (id, owner_id, name, timezone, opening_hours) values ($1::uuid, $1::uuid, '', 'UTC', '{}')`,
      [id],
    )
  }
  const write = async (by: pg.Pool | pg.PoolClient, clinic = alices) =>
    (
      await by.query(
        `insert into events (clinic_id, entity, entity_id, change, at) values ($1::uuid, 'appointment', $1::uuid, 'created', now()) returning number::int`,
        [clinic],
      )
    ).rows[0].number as number

  const open = async () => {
    const tail = followEvents(database.sql, assert.ifError)
    await tail.ready
    const seen: number[] = []
    tail.subscribe(mintClinicId(alices), (events) => seen.push(...events.map(({ number }) => number)))
    return { tail, seen }
  }
  after(async () => {
    await writer.end()
    await database.close()
  })

  test('stops before a number that is written and not yet committed, and goes on in order', async () => {
    const { tail, seen } = await open()
    const slow = await writer.connect()
    await slow.query('begin')
    const first = await write(slow)
    const second = await write(writer)
    await tail.look()
    assert.deepEqual(seen, [])
    await slow.query('commit')
    slow.release()
    await tail.look()
    assert.deepEqual(seen, [first, second])
    tail.close()
  })

  test('stops before a number whose transaction began after the one that wrote the next number', async () => {
    const { tail, seen } = await open()
    const [earlier, later] = [await writer.connect(), await writer.connect()]
    await earlier.query('begin')
    await earlier.query('select pg_current_xact_id()')
    await later.query('begin')
    const first = await write(later)
    const second = await write(earlier)
    await earlier.query('commit')
    earlier.release()
    // nobody else has begun since, so that a snapshot knows of no transaction from the later one on
    await tail.look()
    await tail.look()
    const tooEarly = seen.splice(0)
    await later.query('commit')
    later.release()
    assert.deepEqual(tooEarly, [])
    await tail.look()
    assert.deepEqual(seen, [first, second])
    tail.close()
  })

  test('holds back nothing while an open transaction has written nothing yet', async () => {
    const { tail, seen } = await open()
    const idle = await writer.connect()
    await idle.query('begin')
    await idle.query('select 1')
    const only = await write(writer)
    await tail.look()
    assert.deepEqual(seen, [only])
    await idle.query('rollback')
    idle.release()
    tail.close()
  })

  test('goes on past a number that was rolled back', async () => {
    const { tail, seen } = await open()
    const undone = await writer.connect()
    await undone.query('begin')
    await write(undone)
    const kept = await write(writer)
    await undone.query('rollback')
    undone.release()
    await tail.look()
    // the first look sees the gap, a later one knows that nobody can fill it any more
    await tail.look()
    assert.deepEqual(seen, [kept])
    tail.close()
  })

  test('reads more than one look can hold, in order', async () => {
    const { tail, seen } = await open()
    await writer.query(
      `insert into events (clinic_id, entity, entity_id, change, at)
       select $1::uuid, 'appointment', $1::uuid, 'changed', now() from generate_series(1, $2::int)`,
      [alices, mostEventsAtOnce * 2 + 7],
    )
    await tail.look()
    assert.equal(seen.length, mostEventsAtOnce * 2 + 7)
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    )
    tail.close()
  })

  test('gives a reader what it missed from the log and the rest as it comes, each once', async () => {
    const { tail } = await open()
    const stop = new AbortController()
    const from = tail.settled()
    const wanted = [await write(writer), await write(writer)]
    await write(writer, bobs)
    const got: number[] = []
    const reading = (async () => {
      for await (const events of eventsAfter(database.sql, tail, mintClinicId(alices), from, stop.signal)) {
        got.push(...events.map(({ number }) => number))
        if (got.length >= 4) stop.abort()
      }
    })()
    await tail.look()
    wanted.push(await write(writer))
    await tail.look()
    wanted.push(await write(writer))
    await tail.look()
    await reading
    assert.deepEqual(got, wanted)
    tail.close()
  })
})

test('behind a transaction pooler word comes from looking every so often', async () => {
  const word = Promise.withResolvers<void>()
  const notifications = listenTo(
    'vami_events',
    { connectionString: 'postgres://vami@127.0.0.1:6543/vami' },
    word.resolve,
  )
  assert.equal(notifications.kind, 'polling')
  await word.promise
  await notifications.close()
})
