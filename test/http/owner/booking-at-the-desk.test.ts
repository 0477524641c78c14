import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openClinic, openStage } from '../../cast.ts'
import { accepted, refused, tally } from './answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

const at = (time: string, date = '2026-12-15') => `${date}T${time}:00-05:00`
const desk = (start: string, end: string, more: Record<string, unknown> = {}) =>
  alice.as('POST', '/api/appointments', { start_time: start, end_time: end, attendee_name: 'Maria Lopez', ...more })
const slotsOn = async (date: string): Promise<string[]> =>
  accepted(await alice.agent('check-availability', { date })).slots.map(
    ({ start_time }: { start_time: string }) => start_time,
  )

suite('booking from the desk', () => {
  test('keeps what was said, phone as E.164, e-mail in small letters', async () => {
    const more = {
      attendee_phone: '(212) 555-0123',
      attendee_email: 'Maria@Example.com',
      title: 'First visit',
      notes: 'Line one\nline two',
    }
    const booked = accepted(await desk(at('09:00'), at('09:30'), more), 201)
    const { id, start_time, end_time, status, attendee_name, attendee_phone, attendee_email, title, notes } = booked
    assert.deepEqual([start_time, end_time, status], [at('09:00'), at('09:30'), 'scheduled'])
    assert.deepEqual(
      [attendee_name, attendee_phone, attendee_email],
      ['Maria Lopez', '+12125550123', 'maria@example.com'],
    )
    assert.deepEqual([title, notes], ['First visit', 'Line one\nline two'])
    assert.deepEqual([booked.agent_id, booked.service, booked.practitioner.name], [null, null, 'Practitioner'])
    assert.deepEqual(accepted(await alice.as('GET', `/api/appointments/${id}`)), booked)
    const { rows } = await stage.sql.query('select user_id, created_at from appointments where id = $1', [id])
    assert.deepEqual([rows[0].user_id, rows[0].created_at.toISOString()], [alice.userId, '2026-12-07T12:00:00.000Z'])
  })

  test('may be off the grid, outside hours, in the past, and beyond the horizon', async () => {
    for (const [start, end] of [
      [at('10:07'), at('10:19')],
      [at('22:00'), at('23:00')],
      [at('10:00', '2026-12-19'), at('11:00', '2026-12-19')],
      [at('10:00', '2026-12-01'), at('10:30', '2026-12-01')],
      [at('10:00', '2036-12-01'), at('10:30', '2036-12-01')],
    ] as const)
      accepted(await desk(start, end), 201)
  })

  test('is busy for the agent at once', async () => {
    const date = '2026-12-16'
    assert.ok((await slotsOn(date)).includes('11:00'))
    accepted(await desk(at('11:10', date), at('11:20', date)), 201)
    const slots = await slotsOn(date)
    assert.ok(!slots.includes('11:00') && slots.includes('11:30') && slots.includes('10:30'))
    const wish = { date, start_time: '11:00', customer_name: 'Ann Reed', customer_phone: '212 555 0177' }
    assert.equal(accepted(await alice.agent('book-appointment', wish)).error, 'slot_taken')
  })

  test('is refused where the agent has booked', async () => {
    const wish = { date: '2026-12-16', start_time: '14:00', customer_name: 'Ann Reed', customer_phone: '212 555 0177' }
    assert.equal(accepted(await alice.agent('book-appointment', wish)).success, true)
    refused(await desk(at('14:15', '2026-12-16'), at('14:45', '2026-12-16')), 409, 'slot_taken')
  })

  test('without an attendee blocks the time', async () => {
    const date = '2026-12-17'
    const wish = { start_time: at('09:00', date), end_time: at('12:00', date), title: 'Staff meeting' }
    const block = accepted(await alice.as('POST', '/api/appointments', wish), 201)
    assert.deepEqual([block.attendee_name, block.attendee_phone, block.title], [null, null, 'Staff meeting'])
    assert.equal((await slotsOn(date))[0], '12:00')
  })

  test('a clash is a 409, by a minute as well; touching is none', async () => {
    const date = '2026-12-18'
    accepted(await desk(at('10:00', date), at('10:30', date)), 201)
    for (const [start, end] of [
      ['10:29', '11:00'],
      ['09:00', '10:01'],
      ['09:00', '12:00'],
      ['10:10', '10:20'],
    ] as const)
      refused(await desk(at(start, date), at(end, date)), 409, 'slot_taken')
    accepted(await desk(at('10:30', date), at('11:00', date)), 201)
    accepted(await desk(at('09:30', date), at('10:00', date)), 201)
  })

  test('the buffer after an appointment is kept free of the next', async () => {
    accepted(await alice.as('PATCH', '/api/clinic', { buffer_minutes: 10 }))
    const date = '2026-12-21'
    accepted(await desk(at('10:00', date), at('10:30', date)), 201)
    refused(await desk(at('10:39', date), at('11:00', date)), 409, 'slot_taken')
    refused(await desk(at('09:30', date), at('09:51', date)), 409, 'slot_taken')
    accepted(await desk(at('10:40', date), at('11:00', date)), 201)
    accepted(await alice.as('PATCH', '/api/clinic', { buffer_minutes: 0 }))
  })

  test('a live hold is a clash; one that has lapsed gives way', async () => {
    const hold = (start: string, expires: string) =>
      stage.sql.query(
        `insert into appointments (clinic_id, start_time, end_time, status, hold_expires_at)
         values ($1, $2::timestamptz, $2::timestamptz + interval '30 minutes', 'held', $3)`,
        [alice.clinicId, start, expires],
      )
    await hold(at('13:00', '2026-12-18'), '2026-12-07T12:00:01Z')
    refused(await desk(at('13:15', '2026-12-18'), at('13:45', '2026-12-18')), 409, 'slot_taken')
    await hold(at('15:00', '2026-12-18'), '2026-12-07T12:00:00Z')
    accepted(await desk(at('15:15', '2026-12-18'), at('15:45', '2026-12-18')), 201)
  })

  test('forty at once for one slot: one gets it', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, () => desk(at('10:00', '2026-12-22'), at('10:30', '2026-12-22'))),
    )
    assert.deepEqual(tally(all), { 201: 1, 409: 39 })
  })

  const start_time = at('12:00', '2026-12-23')
  for (const [what, body, ...paths] of [
    ['no time', {}, 'start_time', 'end_time'],
    ['an end before its start', { start_time, end_time: at('11:00', '2026-12-23') }, 'end_time'],
    ['an end at its start', { start_time, end_time: start_time }, 'end_time'],
    ['more than a day', { start_time, end_time: at('12:01', '2026-12-24') }, 'end_time'],
    [
      'a wall time without offset',
      { start_time: '2026-12-23T12:00', end_time: '2026-12-23T12:30' },
      'start_time',
      'end_time',
    ],
    [
      'a year no database knows',
      { start_time: '-000001-01-01T00:00:00Z', end_time: '-000001-01-01T01:00:00Z' },
      'start_time',
      'end_time',
    ],
    [
      'a year of six digits',
      { start_time: '+275760-01-01T00:00:00Z', end_time: '+275760-01-01T01:00:00Z' },
      'start_time',
      'end_time',
    ],
    [
      'a part of a millisecond',
      { start_time: '2026-12-23T12:00:00.0001Z', end_time: '2026-12-23T12:00:00.0002Z' },
      'end_time',
    ],
    ['a blank attendee', { start_time, end_time: at('12:30', '2026-12-23'), attendee_name: ' ' }, 'attendee_name'],
    ['a faulty e-mail', { start_time, end_time: at('12:30', '2026-12-23'), attendee_email: 'maria' }, 'attendee_email'],
    [
      'an unknown practitioner',
      { start_time, end_time: at('12:30', '2026-12-23'), practitioner: 'Dr. Who' },
      'practitioner',
    ],
    ['an unknown service', { start_time, end_time: at('12:30', '2026-12-23'), service: 'Magic' }, 'service'],
    ['a status', { start_time, end_time: at('12:30', '2026-12-23'), status: 'held' }, 'status'],
    ['a title of 256 characters', { start_time, end_time: at('12:30', '2026-12-23'), title: 'x'.repeat(256) }, 'title'],
  ] as [string, Record<string, unknown>, ...string[]][])
    test(`${what} is refused`, async () => {
      refused(await alice.as('POST', '/api/appointments', body), 422, 'invalid_fields', ...paths)
    })

  test('a whole day can be blocked, to the minute', async () => {
    accepted(await desk(at('12:00', '2027-01-04'), at('12:00', '2027-01-05')), 201)
  })

  test('a NUL in a text is left out, and no fault of the server', async () => {
    const more = {
      attendee_name: 'Ma\u0000ria',
      title: 'a\u0000b',
      notes: 'c\u0000d',
      attendee_phone: '212\u0000555 0123',
    }
    const booked = accepted(await desk(at('08:00', '2026-12-23'), at('08:30', '2026-12-23'), more), 201)
    assert.deepEqual([booked.attendee_name, booked.title, booked.notes], ['Ma ria', 'a b', 'cd'])
  })
})

suite('with several practitioners', () => {
  test('the first who is free in the clinic’s order gets it, until nobody is', async () => {
    const clinic = await openClinic(stage, 'trio@example.com', 'Three at Work', 'UTC')
    for (const name of ['Second', 'Third']) accepted(await clinic.as('POST', '/api/practitioners', { name }), 201)
    const wish = { start_time: '2026-12-15T10:00:00Z', end_time: '2026-12-15T10:30:00Z' }
    const names: string[] = []
    for (let n = 0; n < 3; n++)
      names.push(accepted(await clinic.as('POST', '/api/appointments', wish), 201).practitioner.name)
    assert.deepEqual(names, ['Practitioner', 'Second', 'Third'])
    refused(await clinic.as('POST', '/api/appointments', wish), 409, 'slot_taken')
  })

  test('one who is named is meant, by id or by name, whoever else is free', async () => {
    const { id } = accepted(await bob.as('POST', '/api/practitioners', { name: 'Dr. Jörg Ångström' }), 201)
    const wish = (hour: string, practitioner: string) =>
      bob.as('POST', '/api/appointments', {
        start_time: `2026-12-15T${hour}:00Z`,
        end_time: `2026-12-15T${hour}:30Z`,
        practitioner,
      })
    for (const [hour, said] of [
      ['10:00', id],
      ['11:00', 'dr jorg angstrom'],
      ['12:00', id.toUpperCase()],
    ] as const)
      assert.equal(accepted(await wish(hour, said), 201).practitioner.id, id)
    refused(await wish('10:00', id), 409, 'slot_taken')
  })

  test('a service goes to those who offer it', async () => {
    const { practitioners } = accepted(await bob.as('GET', '/api/practitioners'))
    const offerer = practitioners.at(-1)
    accepted(
      await bob.as('POST', '/api/services', { name: 'Laser', duration_minutes: 30, practitioners: [offerer.id] }),
      201,
    )
    const wish = { start_time: '2026-12-16T10:00:00Z', end_time: '2026-12-16T10:30:00Z', service: 'laser' }
    const booked = accepted(await bob.as('POST', '/api/appointments', wish), 201)
    assert.deepEqual([booked.practitioner.id, booked.service.name], [offerer.id, 'Laser'])
    refused(await bob.as('POST', '/api/appointments', wish), 409, 'slot_taken')
  })
})

suite('a booking that is sent again', () => {
  const wish = {
    start_time: at('09:00', '2027-03-02'),
    end_time: at('09:30', '2027-03-02'),
    attendee_name: 'Noor Haddad',
  }
  const send = (key: string, body: object, bearer = alice.bearer) =>
    stage.call('POST', '/api/appointments', { bearer, body, headers: { 'idempotency-key': key } })

  test('with its key is the same appointment, though somebody else would be free', async () => {
    accepted(await alice.as('POST', '/api/practitioners', { name: 'Elena Ruiz' }), 201)
    const [one, other] = (await Promise.all([send('form 1', wish), send('form 1', wish)])).map((each) =>
      accepted(each, 201),
    )
    assert.equal(one.id, other.id)
    assert.equal(accepted(await send('form 1', wish), 201).id, one.id)
    const { rows } = await stage.sql.query(`select outcome from audit where subject_id = $1 order by outcome`, [one.id])
    assert.deepEqual(
      rows.map(({ outcome }) => outcome),
      ['done', 'replayed', 'replayed'],
    )
  })

  test('without a key, or with another one, is another appointment', async () => {
    const tomorrow = { ...wish, start_time: at('09:00', '2027-03-03'), end_time: at('09:30', '2027-03-03') }
    const first = accepted(await send('form 2', tomorrow), 201)
    const second = accepted(await alice.as('POST', '/api/appointments', tomorrow), 201)
    assert.notEqual(first.id, second.id)
    refused(await send('form 3', tomorrow), 409, 'slot_taken')
  })

  test('with its key and other words is refused', async () => {
    const body = { ...wish, start_time: at('11:00', '2027-03-04'), end_time: at('11:30', '2027-03-04') }
    accepted(await send('form 4', body), 201)
    refused(await send('form 4', { ...body, end_time: at('11:45', '2027-03-04') }), 409, 'idempotency_key_reused')
  })

  test('a day later, with an old key, books anew', async () => {
    const body = { ...wish, start_time: at('11:00', '2027-03-05'), end_time: at('11:30', '2027-03-05') }
    const first = accepted(await send('form 5', body), 201)
    const before = stage.clock.now().toString()
    stage.clock.advance({ hours: 25 })
    const { access_token } = accepted(
      await stage.call('POST', '/api/auth/login', { body: { email: alice.email, password: alice.password } }),
    )
    const later = { ...body, start_time: at('15:00', '2027-03-05'), end_time: at('15:30', '2027-03-05') }
    assert.notEqual(accepted(await send('form 5', later, access_token), 201).id, first.id)
    stage.clock.set(before)
  })

  test('with a key of Alice’s is Bob’s own booking', async () => {
    const made = accepted(await send('form 1', wish, bob.bearer), 201)
    assert.equal(accepted(await bob.as('GET', `/api/appointments/${made.id}`)).id, made.id)
    refused(await alice.as('GET', `/api/appointments/${made.id}`), 404, 'not_found')
  })
})
