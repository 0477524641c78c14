import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { accepted, refused, tally } from './answers.ts'
import { waitsForALock, whileOpen } from './waiting.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const second = accepted(await alice.as('POST', '/api/practitioners', { name: 'Second' }), 201)
const [first] = accepted(await alice.as('GET', '/api/practitioners')).practitioners

let day = Temporal.PlainDate.from('2026-12-08')
/** A day on which nothing is booked yet. */
const newDay = (): string => {
  day = day.add({ days: 1 })
  return day.toString()
}
const at = (date: string, time: string) => `${date}T${time}:00-05:00`
const book = async (date: string, start: string, end: string, more: Record<string, unknown> = {}) =>
  accepted(
    await alice.as('POST', '/api/appointments', {
      start_time: at(date, start),
      end_time: at(date, end),
      attendee_name: 'Maria Lopez',
      practitioner: first.id,
      ...more,
    }),
    201,
  )
const read = async (id: string) => accepted(await alice.as('GET', `/api/appointments/${id}`))
const change = (id: string, body: unknown) => alice.as('PATCH', `/api/appointments/${id}`, body)
const cancel = (id: string) => alice.as('POST', `/api/appointments/${id}/cancel`)

suite('changing an appointment', () => {
  test('a start alone moves it and keeps how long it lasts', async () => {
    const date = newDay()
    const { id } = await book(date, '10:00', '10:45')
    const moved = accepted(await change(id, { start_time: at(date, '15:10') }))
    assert.deepEqual([moved.start_time, moved.end_time], [at(date, '15:10'), at(date, '15:55')])
    assert.equal(accepted(await change(id, { end_time: at(date, '16:10') })).start_time, at(date, '15:10'))
    accepted(await book(date, '10:00', '10:45').then(({ id }) => cancel(id)))
  })

  test('it may move by less than it lasts, over its own time', async () => {
    const date = newDay()
    const { id } = await book(date, '10:00', '11:00')
    assert.equal(accepted(await change(id, { start_time: at(date, '10:30') })).end_time, at(date, '11:30'))
  })

  for (const named of [
    { status: 'confirmed' },
    { status: 'completed' },
    { status: 'no_show' },
    { status: 'cancelled' },
    { title: 'Follow-up' },
    { title: null },
    { attendee_name: 'Ann Reed' },
    { attendee_name: null },
    { attendee_phone: '+12125550177' },
    { attendee_phone: null },
    { attendee_email: 'ann@example.com' },
    { attendee_email: null },
    { notes: 'Bring the\npapers' },
    { notes: null },
  ])
    test(`${JSON.stringify(named)} changes that and nothing else`, async () => {
      const { id } = await book(newDay(), '10:00', '10:30', {
        attendee_phone: '212 555 0123',
        attendee_email: 'm@example.com',
        title: 'T',
        notes: 'N',
      })
      const before = await read(id)
      stage.clock.advance({ seconds: 1 })
      const after = accepted(await change(id, named))
      assert.deepEqual(after, { ...before, ...named, updated_at: after.updated_at })
      assert.notEqual(after.updated_at, before.updated_at)
      assert.deepEqual(await read(id), after)
    })

  test('a clash is a 409 and changes nothing', async () => {
    const date = newDay()
    await book(date, '10:00', '10:30')
    const { id } = await book(date, '12:00', '12:30')
    const before = await read(id)
    for (const start of ['10:00', '10:29', '09:31'])
      refused(await change(id, { start_time: at(date, start), title: 'Moved', status: 'confirmed' }), 409, 'slot_taken')
    assert.deepEqual(await read(id), before)
    accepted(await change(id, { start_time: at(date, '09:30') }))
  })

  test('another practitioner takes it over, if free', async () => {
    const date = newDay()
    const { id } = await book(date, '10:00', '10:30')
    assert.deepEqual(accepted(await change(id, { practitioner: 'second' })).practitioner, {
      id: second.id,
      name: 'Second',
    })
    const taken = await book(date, '10:00', '10:30')
    refused(await change(taken.id, { practitioner: second.id }), 409, 'slot_taken')
    assert.equal((await read(taken.id)).practitioner.id, first.id)
    refused(await change(taken.id, { practitioner: 'Third' }), 422, 'invalid_fields', 'practitioner')
  })

  test('a service is given and taken away', async () => {
    const { id: service } = accepted(
      await alice.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 30 }),
      201,
    )
    const { id } = await book(newDay(), '10:00', '10:30')
    assert.equal(accepted(await change(id, { service: 'check up' })).service.id, service)
    assert.equal(accepted(await change(id, { title: 'T' })).service.id, service)
    assert.equal(accepted(await change(id, { service: null })).service, null)
    refused(await change(id, { service: 'Magic' }), 422, 'invalid_fields', 'service')
  })

  for (const [body, path] of [
    [{ status: 'held' }, 'status'],
    [{ status: null }, 'status'],
    [{ start_time: 'tomorrow' }, 'start_time'],
    [{ end_time: '2026-12-01T00:00:00Z' }, 'end_time'],
    [{ attendee_email: 'x' }, 'attendee_email'],
    [{ user_id: alice.userId }, 'user_id'],
  ] as const)
    test(`${JSON.stringify(body)} is refused`, async () => {
      const { id } = await book(newDay(), '10:00', '10:30')
      refused(await change(id, body), 422, 'invalid_fields', path)
    })
})

suite('cancelling', () => {
  test('frees the time at once; twice is harmless', async () => {
    const date = newDay()
    const { id } = await book(date, '10:00', '10:30')
    assert.equal(accepted(await cancel(id)).status, 'cancelled')
    const once = await read(id)
    stage.clock.advance({ minutes: 1 })
    assert.deepEqual(accepted(await cancel(id)), once)
    await book(date, '10:00', '10:30')
  })

  test('is taken back by another status, unless somebody has the time now', async () => {
    const date = newDay()
    const { id } = await book(date, '10:00', '10:30')
    accepted(await cancel(id))
    assert.equal(accepted(await change(id, { status: 'scheduled' })).status, 'scheduled')
    accepted(await cancel(id))
    const other = await book(date, '10:00', '10:30')
    refused(await change(id, { status: 'scheduled' }), 409, 'slot_taken')
    assert.equal((await read(id)).status, 'cancelled')
    assert.equal(accepted(await change(id, { status: 'confirmed', start_time: at(date, '11:00') })).status, 'confirmed')
    assert.equal((await read(other.id)).status, 'scheduled')
  })

  test('what is over keeps nobody out: completed and missed ones may be booked over', async () => {
    for (const status of ['completed', 'no_show']) {
      const date = newDay()
      const { id } = await book(date, '10:00', '10:30')
      accepted(await change(id, { status }))
      await book(date, '10:00', '10:30')
      refused(await change(id, { status: 'scheduled' }), 409, 'slot_taken')
    }
  })
})

suite('changes at once', () => {
  test('forty moves onto one slot: one wins, the others stay where they were', async () => {
    const [from, onto] = [newDay(), newDay()]
    const { rows } = await stage.sql.query(
      `insert into appointments (clinic_id, practitioner_id, start_time, end_time)
       select $1, $2, t, t + interval '10 minutes' from generate_series(0, 39) n,
         lateral (select $3::timestamptz + n * interval '10 minutes') x (t) returning id, start_time`,
      [alice.clinicId, first.id, at(from, '08:00')],
    )
    const all = await Promise.all(rows.map(({ id }) => change(id, { start_time: at(onto, '10:00') })))
    assert.deepEqual(tally(all), { 200: 1, 409: 39 })
    const { rows: stayed } = await stage.sql.query(
      'select id, start_time from appointments where start_time < $1 and id = any ($2)',
      [at(onto, '00:00'), rows.map(({ id }) => id)],
    )
    assert.equal(stayed.length, 39)
  })

  test('forty moves to and fro between two practitioners never answer with a fault of ours', async () => {
    const date = newDay()
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const { id } = await book(date, `${String(n).padStart(2, '0')}:00`, `${String(n).padStart(2, '0')}:30`)
        return Promise.all([
          change(id, { practitioner: second.id, start_time: at(date, '20:00') }),
          change(id, { start_time: at(date, '20:00') }),
        ])
      }),
    )
    for (const { status } of all.flat()) assert.ok(status === 200 || status === 409, `${status}`)
    const { rows } = await stage.sql.query(
      "select count(*)::int as count from appointments where start_time = $1 and status = 'scheduled'",
      [at(date, '20:00')],
    )
    assert.ok(rows[0].count <= 2)
  })

  test('a change that waited for another keeps what that one did', async () => {
    const { id } = await book(newDay(), '10:00', '10:30')
    const { late } = await whileOpen(
      stage,
      async (other) => {
        await other.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [first.id])
        const move = "update appointments set practitioner_id = $1, notes = 'moved' where id = $2"
        await other.query(move, [second.id, id])
      },
      async () => {
        const late = change(id, { status: 'confirmed' })
        await waitsForALock(stage)
        return { late }
      },
    )
    const { practitioner, status, notes } = accepted(await late)
    assert.deepEqual([practitioner.id, status, notes], [second.id, 'confirmed', 'moved'])
  })

  test('a lapsed hold gives way to a move, also in the buffer that the appointment was booked with', async () => {
    const date = newDay()
    accepted(await alice.as('PATCH', '/api/clinic', { buffer_minutes: 60 }))
    const { id } = await book(date, '09:00', '09:30')
    accepted(await alice.as('PATCH', '/api/clinic', { buffer_minutes: 0 }))
    const hold = (start: string, expires: string) =>
      stage.sql.query(
        `insert into appointments (clinic_id, practitioner_id, start_time, end_time, buffer_minutes, status, hold_expires_at)
         values ($1, $2, $3::timestamptz, $3::timestamptz + interval '10 minutes', 0, 'held', $4)`,
        [alice.clinicId, first.id, start, expires],
      )
    await hold(at(date, '14:00'), '2026-12-07T12:00:00Z')
    await hold(at(date, '15:00'), '2026-12-07T12:00:00Z')
    accepted(await change(id, { start_time: at(date, '14:00') }))
    await hold(at(date, '18:00'), '2030-01-01T00:00:00Z')
    refused(await change(id, { start_time: at(date, '17:20') }), 409, 'slot_taken')
  })

  test('what the desk moves is busy for the agent at its new time and free at its old', async () => {
    const date = Temporal.PlainDate.from(newDay())
    const monday = date.add({ days: (8 - date.dayOfWeek) % 7 }).toString()
    day = Temporal.PlainDate.from(monday)
    const { id } = await book(monday, '10:00', '10:30')
    accepted(await change(id, { start_time: at(monday, '14:00') }))
    const { slots } = accepted(await alice.agent('check-availability', { date: monday, practitioner: first.id }))
    const times = slots.map(({ start_time }: { start_time: string }) => start_time)
    assert.ok(times.includes('10:00') && !times.includes('14:00'))
  })
})
