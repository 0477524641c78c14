import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { setPassword } from '../../../src/accounts/accounts.ts'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
const [practitioner] = accepted(await alice.as('GET', '/api/practitioners')).practitioners

type Entry = Record<string, string | null>
const record = async (query = '', owner = alice): Promise<Entry[]> =>
  accepted(await owner.as('GET', `/api/audit${query}`)).entries
const written = async () =>
  (await record()).map(({ action, outcome, user_id, subject_id }) => [action, outcome, user_id, subject_id])

const times = { start_time: '2026-12-15T15:00:00Z', end_time: '2026-12-15T15:30:00Z' }
const colleague = { email: 'colleague@example.com', password: 'a long password', name: 'Carol', role: 'receptionist' }

beforeEach(async () => {
  await stage.sql.query('delete from audit; delete from appointments')
})

suite('the record says who', () => {
  test('booked, changed and cancelled at the desk', async () => {
    const { id } = accepted(
      await alice.as('POST', '/api/appointments', { ...times, attendee_name: 'Maria Lopez' }),
      201,
    )
    assert.deepEqual(await written(), [['book_appointment', 'done', alice.userId, id]])
    stage.clock.advance({ seconds: 1 })
    accepted(await alice.as('PATCH', `/api/appointments/${id}`, { status: 'confirmed' }))
    assert.deepEqual((await written())[0], ['change_appointment', 'done', alice.userId, id])
    stage.clock.advance({ seconds: 1 })
    accepted(await alice.as('POST', `/api/appointments/${id}/cancel`))
    assert.deepEqual((await written())[0], ['cancel_appointment', 'done', alice.userId, id])
    stage.clock.advance({ seconds: 1 })
    accepted(await alice.as('POST', `/api/appointments/${id}/cancel`))
    assert.deepEqual((await written())[0], ['cancel_appointment', 'cancelled_before', alice.userId, id])
  })

  test('changed the clinic', async () => {
    accepted(await alice.as('PATCH', '/api/clinic', { notes: 'Ring twice' }))
    assert.deepEqual(await written(), [['change_clinic', 'done', alice.userId, null]])
  })

  for (const [thing, path, wish] of [
    ['practitioner', '/api/practitioners', { name: 'Dr. Ruiz' }],
    ['service', '/api/services', { name: 'Check-up', duration_minutes: 30 }],
    ['agent', '/api/agents', { name: 'Night' }],
  ] as const)
    test(`added, changed and removed a ${thing}`, async () => {
      const made = accepted(await alice.as('POST', path, wish), 201)
      const id = made.agent_id ?? made.id
      stage.clock.advance({ seconds: 1 })
      accepted(await alice.as('PATCH', `${path}/${id}`, { name: 'Another' }))
      stage.clock.advance({ seconds: 1 })
      accepted(await alice.as('DELETE', `${path}/${id}`), 204)
      assert.deepEqual(await written(), [
        [`remove_${thing}`, 'done', alice.userId, id],
        [`change_${thing}`, 'done', alice.userId, id],
        [`add_${thing}`, 'done', alice.userId, id],
      ])
    })

  test('gave a post, changed it and ended it', async () => {
    const { id, user_id } = accepted(await alice.as('POST', '/api/staff', colleague), 201)
    stage.clock.advance({ seconds: 1 })
    accepted(await alice.as('PATCH', `/api/staff/${id}`, { role: 'manager' }))
    stage.clock.advance({ seconds: 1 })
    accepted(await alice.as('DELETE', `/api/staff/${id}`), 204)
    assert.deepEqual(await written(), [
      ['remove_staff', 'done', alice.userId, user_id],
      ['change_staff', 'done', alice.userId, user_id],
      ['add_staff', 'done', alice.userId, user_id],
    ])
  })

  test('changed their password, wherever they work', async () => {
    accepted(await alice.as('POST', '/api/staff', { ...colleague, email: bob.email }), 201)
    await stage.sql.query('delete from audit')
    const passwords = { current_password: bob.password, new_password: 'another long password' }
    accepted(await bob.as('POST', '/api/auth/password', passwords), 204)
    const line = ['change_password', 'done', bob.userId, bob.userId]
    assert.deepEqual(await written(), [line])
    assert.equal((await record('?action=change_password', bob)).length, 1)
  })

  test('was given a new password, though no user did it', async () => {
    const { user_id } = accepted(await alice.as('POST', '/api/staff', { ...colleague, email: 'lost@example.com' }), 201)
    await stage.sql.query('delete from audit')
    // as `vami user reset` does
    await setPassword(stage.server.house, user_id, 'another long password', null)
    assert.deepEqual(await written(), [['change_password', 'by_operator', null, user_id]])
  })

  test('chose a plan, and made the first agent with it', async () => {
    const stranger = await strangersClinic(stage)
    const told = (await record('', stranger)).map(({ action, subject_id }) => `${action} ${subject_id}`)
    const agent = stranger.agentId
    assert.deepEqual(told.sort(), [`add_agent ${agent}`, 'choose_plan null', `reveal_agent_token ${agent}`])
  })

  test('and nothing that was refused', async () => {
    accepted(await alice.as('POST', '/api/appointments', { ...times, practitioner: practitioner.id }), 201)
    await stage.sql.query('delete from audit')
    refused(await alice.as('POST', '/api/appointments', { ...times, practitioner: practitioner.id }), 409, 'slot_taken')
    refused(await alice.as('DELETE', `/api/practitioners/${practitioner.id}`), 409, 'last_practitioner')
    refused(await alice.as('PATCH', '/api/practitioners/01a1fee0-aef1-7493-9af1-9e79e9b88b34', {}), 404, 'not_found')
    refused(await alice.as('PATCH', '/api/agents/agent_of_nobody', { paused: true }), 404, 'not_found')
    assert.deepEqual(await written(), [])
  })

  test('in ids and codes, and no name, number or e-mail is kept', async () => {
    accepted(
      await alice.as('POST', '/api/appointments', {
        ...times,
        attendee_name: 'Maria Lopez',
        attendee_phone: '+12125550123',
      }),
      201,
    )
    accepted(await alice.as('POST', '/api/practitioners', { name: 'Dr. Ruiz' }), 201)
    const { rows } = await stage.sql.query('select * from audit')
    assert.equal(rows.length, 2)
    for (const said of ['Maria', '5550123', 'Ruiz', alice.email]) assert.ok(!JSON.stringify(rows).includes(said), said)
  })
})

suite('reading the record', () => {
  test('shows the e-mail and name of people and the name of agents, also of those who have left', async () => {
    const member = { ...colleague, email: 'former@example.com', role: 'manager' }
    const { id } = accepted(await alice.as('POST', '/api/staff', member), 201)
    const { access_token: bearer } = accepted(await stage.call('POST', '/api/auth/login', { body: member }))
    accepted(await stage.call('PATCH', '/api/clinic', { bearer, body: { notes: 'Ring' } }))
    accepted(await alice.as('DELETE', `/api/staff/${id}`), 204)
    const [changed] = await record('?action=change_clinic')
    assert.deepEqual([changed?.user_email, changed?.user_name], ['former@example.com', 'Carol'])
    accepted(await alice.agent('take-message', { customer_name: 'Maria Lopez', message: 'Call me' }))
    const [taken] = await record('?action=take_message')
    assert.deepEqual(
      [taken?.user_email, taken?.agent_id, taken?.agent_name],
      [null, alice.agentId, 'Alice’s Clinic Receptionist'],
    )
  })

  test('can be narrowed by each of its columns and by time', async () => {
    const hold = { date: '2026-12-15', start_time: '10:00', conversation_id: 'conv_1' }
    accepted(await alice.agent('hold-slot', hold))
    stage.clock.set('2026-12-08T05:00:00Z')
    const { body } = await stage.call('POST', '/api/auth/login', {
      body: { email: alice.email, password: alice.password },
    })
    const bearer = body.access_token
    const { id } = accepted(await stage.call('POST', '/api/appointments', { bearer, body: times }), 201)
    const read = async (query: string) =>
      accepted(await stage.call('GET', `/api/audit?${query}`, { bearer })).entries.map((each: Entry) => each.action)
    for (const [query, expected] of [
      ['', ['book_appointment', 'hold_slot']],
      ['action=hold_slot', ['hold_slot']],
      ['outcome=done', ['book_appointment', 'hold_slot']],
      ['outcome=not_verified', []],
      [`agent_id=${alice.agentId}`, ['hold_slot']],
      [`agent_id=${bob.agentId}`, []],
      [`user_id=${alice.userId}`, ['book_appointment']],
      [`user_id=${bob.userId}`, []],
      ['conversation_id=conv_1', ['hold_slot']],
      [`subject_id=${id}`, ['book_appointment']],
      // midnight in New York, when the appointment was booked
      ['from=2026-12-08', ['book_appointment']],
      ['to=2026-12-08', ['hold_slot']],
      ['from=2026-12-07T12:00:00Z&to=2026-12-07T14:00:00Z', ['hold_slot']],
      [`user_id=${alice.userId}&action=hold_slot`, []],
    ] as [string, string[]][])
      assert.deepEqual(await read(query), expected, query)
    stage.clock.set('2026-12-07T12:00:00Z')
  })

  for (const [query, path] of [
    ['action=dance', 'action'],
    ['user_id=alice', 'user_id'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
  ] as const)
    test(`is refused for ${query}`, async () => {
      refused(await alice.as('GET', `/api/audit?${query}`), 422, 'invalid_fields', path)
    })
})
