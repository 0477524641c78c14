import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, cancel, changeAgent, maria, placeHold, secondAgent, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])

const later = [
  ...['next-available', 'hold-slot', 'find-appointments', 'reschedule-appointment', 'cancel-appointment'],
  ...['take-message', 'clinic-info'],
]
const actions = (agentId: string) =>
  [
    ['POST', `/api/agent-actions/check-availability/${agentId}`],
    ['POST', `/api/agent-actions/book-appointment/${agentId}`],
    ...later.map((action) => ['POST', `/api/agent-actions/${action}/${agentId}`] as const),
    ['GET', `/api/agent-actions/appointments/${agentId}/today`],
  ] as const

suite('who may come in', () => {
  test('a missing, a wrong and another agent’s token are refused alike, whether the agent exists or not', async () => {
    const colleague = await secondAgent(stage, alice)
    const wrong = `vami_agent_${'x'.repeat(43)}`
    const tokens = [undefined, '', wrong, bob.token, colleague.token, alice.token.slice(0, -1), `${alice.token}x`]
    const bodies = new Set<string>()
    for (const token of [...tokens, alice.bearer, 'x'.repeat(5_000)]) {
      for (const agentId of [alice.agentId, 'agent_nobody', '%00', "'"]) {
        for (const [method, path] of actions(agentId)) {
          const call = { ...(token !== undefined && { token }), ...(method === 'POST' && { body: {} }) }
          const { status, headers, body } = await stage.call(method, path, call)
          assert.equal(status, 401)
          assert.ok(headers.get('x-request-id'))
          const { request_id, ...rest } = body
          assert.notEqual(request_id, '')
          bodies.add(JSON.stringify(rest))
        }
      }
    }
    assert.equal(bodies.size, 1)
    assert.equal(JSON.parse([...bodies][0]!).error, 'invalid_agent_token')
  })

  test('a right token opens no other agent', async () => {
    for (const agentId of [bob.agentId, 'agent_nobody', alice.agentId.toUpperCase()])
      for (const [method, path] of actions(agentId))
        assert.equal(
          (await stage.call(method, path, { token: alice.token, ...(method === 'POST' && { body: {} }) })).status,
          401,
        )
  })

  test('a paused agent says so, to its own token only, until it is resumed', async () => {
    await changeAgent(alice, { paused: true })
    for (const [method, path] of actions(alice.agentId)) {
      const body = method === 'POST' && { body: {} }
      const answer = await stage.call(method, path, { token: alice.token, ...body })
      assert.deepEqual([answer.status, answer.body.error], [403, 'agent_paused'])
      assert.equal((await stage.call(method, path, { token: bob.token, ...body })).status, 401)
    }
    await changeAgent(alice, { paused: false })
    assert.equal((await alice.agent('check-availability', { date: tuesday })).body.success, true)
  })

  test('a regenerated token works at once, and the old one no longer', async () => {
    const stranger = await strangersClinic(stage)
    const offered = (await stranger.agent('check-availability', { date: tuesday })).body.slots[0].slot_id
    const made = await stranger.as('POST', `/api/agents/${stranger.agentId}/regenerate-token`, {})
    assert.equal(made.status, 200)
    assert.notEqual(made.body.api_token, stranger.token)
    assert.equal((await stranger.agent('check-availability', { date: tuesday })).status, 401)
    const path = `/api/agent-actions/book-appointment/${stranger.agentId}`
    const answer = await stage.call('POST', path, { token: made.body.api_token, body: { ...maria, slot_id: offered } })
    assert.equal(answer.status, 200)
  })
})

suite('what only the integrator can mend', () => {
  const send = (raw: string, headers = {}) =>
    stage.call('POST', `/api/agent-actions/book-appointment/${alice.agentId}`, { token: alice.token, raw, headers })

  test('malformed JSON, and a body that is no object, are 400', async () => {
    for (const raw of ['{', '{"date": }', '{date: 1}', '{} {}', 'date=1', '\u0000', '{"a":"\n"}'])
      assert.deepEqual([(await send(raw)).status, (await send(raw)).body.error], [400, 'malformed_json'], raw)
    for (const raw of ['[]', '[{}]', 'null', '"date"', '7', 'true'])
      assert.deepEqual([(await send(raw)).status, (await send(raw)).body.error], [400, 'invalid_body'], raw)
  })

  test('another content type is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data'])
      assert.equal((await send('{}', { 'content-type': type })).status, 415, type)
    assert.equal((await send('{}', { 'content-type': 'application/json; charset=utf-8' })).status, 200)
  })

  test('64 KiB are read, 65 are too much', async () => {
    const bodyOf = (bytes: number) => `{"stray":"${'x'.repeat(bytes - 12)}"}`
    assert.equal((await send(bodyOf(64 * 1024))).status, 200)
    const answer = await send(bodyOf(65 * 1024))
    assert.deepEqual([answer.status, answer.body.error], [413, 'body_too_large'])
  })

  test('a fault has a code, a sentence and a request id, and nothing from inside', async () => {
    const { body } = await send('{')
    assert.deepEqual(Object.keys(body).sort(), ['error', 'message', 'request_id'])
    assert.doesNotMatch(JSON.stringify(body), /node_modules|\bat \w+|select |SyntaxError/)
  })
})

suite('too many requests', () => {
  test('are 429 with the seconds to wait; the wait over, one more passes', async () => {
    const small = await openStage({ config: { LIMIT_TOKEN_PER_MINUTE: 6, LIMIT_TOKEN_BURST: 3 } })
    const [ann, ben] = await Promise.all([alicesClinic(small), bobsClinic(small)])
    const ask = (owner: typeof ann) => owner.agent('check-availability', { date: tuesday })
    for (let i = 0; i < 3; i++) assert.equal((await ask(ann)).status, 200)
    const refused = await ask(ann)
    assert.deepEqual([refused.status, refused.body.error], [429, 'too_many_requests'])
    // six a minute: one every ten seconds
    assert.equal(refused.headers.get('retry-after'), '10')
    assert.equal((await ask(ben)).status, 200)
    small.clock.advance({ seconds: 9 })
    assert.equal((await ask(ann)).headers.get('retry-after'), '1')
    small.clock.advance({ seconds: 1 })
    assert.equal((await ask(ann)).status, 200)
    assert.equal((await ask(ann)).status, 429)
    small.clock.advance({ hours: 1 })
    for (let i = 0; i < 3; i++) assert.equal((await ask(ann)).status, 200)
    assert.equal((await ask(ann)).status, 429)
  })
})

suite('today', () => {
  const today = async (owner = alice) => {
    const path = `/api/agent-actions/appointments/${owner.agentId}/today`
    const { status, body } = await stage.call('GET', path, { token: owner.token })
    assert.equal(status, 200)
    return body
  }

  test('is empty at first', async () => {
    const { say, ...rest } = await today()
    assert.deepEqual(rest, { success: true, date: '2026-12-07', total_appointments: 0, appointments: [] })
    assert.notEqual(say, '')
  })

  test('lists the day by time, without cancelled ones, holds, other days and other clinics', async () => {
    await booked(alice, { date: '2026-12-07', start_time: '15:30', customer_name: 'Ann Reed' })
    await booked(alice, { date: '2026-12-07', start_time: '09:00', customer_name: 'Ben Reed' })
    await booked(alice, { date: '2026-12-08', start_time: '09:00', customer_name: 'Cleo Reed' })
    const gone = await booked(alice, { date: '2026-12-07', start_time: '10:00', customer_name: 'Dan Reed' })
    await cancel(alice, gone.appointment_id)
    await placeHold(stage, alice, { at: '2026-12-07T16:00:00Z' })
    await booked(bob, { date: '2026-12-07', start_time: '14:00', customer_name: 'Bob’s patient' })
    const { total_appointments, appointments } = await today()
    assert.equal(total_appointments, 2)
    assert.deepEqual(appointments, [
      { time: '09:00', customer_name: 'Ben Reed', status: 'scheduled' },
      { time: '15:30', customer_name: 'Ann Reed', status: 'scheduled' },
    ])
  })

  test('is the clinic’s: late in the evening of New York it is tomorrow in Berlin', async () => {
    stage.clock.set('2026-12-08T03:00:00Z')
    assert.equal((await today()).date, '2026-12-07')
    assert.equal((await today(bob)).date, '2026-12-08')
    stage.clock.set('2026-12-08T05:00:00Z')
    const { date, appointments } = await today()
    assert.equal(date, '2026-12-08')
    assert.deepEqual(appointments, [{ time: '09:00', customer_name: 'Cleo Reed', status: 'scheduled' }])
    stage.clock.set('2026-12-07T12:00:00Z')
  })
})

test('Bob’s agent sees and takes nothing of Alice’s', async () => {
  await booked(alice, { date: tuesday, start_time: '11:00' })
  const hold_id = await placeHold(stage, alice, { at: '2026-12-15T19:00:00Z', conversation: 'conv_1' })
  const id = (await alice.as('GET', '/api/practitioners')).body.practitioners[0].id
  const service = (await alice.as('POST', '/api/services', { name: 'Secret', duration_minutes: 30 })).body.id
  assert.equal((await bob.agent('check-availability', { date: tuesday })).body.available_slots, 16)
  for (const [wish, error] of [
    [{ practitioner: id }, 'unknown_practitioner'],
    [{ service }, 'unknown_service'],
    [{ service: 'Secret' }, 'unknown_service'],
    [{ hold_id, conversation_id: 'conv_1' }, /unknown_slot|hold_expired/],
  ] as const) {
    const { body } = await bob.agent('book-appointment', { ...maria, date: tuesday, start_time: '09:00', ...wish })
    assert.match(body.error, new RegExp(error))
    assert.doesNotMatch(JSON.stringify(body), /Secret/)
  }
})
