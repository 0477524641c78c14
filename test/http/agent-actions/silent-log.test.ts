import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { booked, cancel, placeHold, tuesday } from './at-the-desk.ts'

const stage = await openStage({ config: { LIMIT_TOKEN_PER_MINUTE: 1, LIMIT_TOKEN_BURST: 40 } })

test('a whole day of calls leaves ids and codes in the log, and nobody’s words', async () => {
  const alice = await alicesClinic(stage)
  const patient = {
    customer_name: 'Wilhelmina Quartermaine',
    customer_phone: '(212) 555-0147',
    customer_email: 'wilhelmina@quartermaine.example',
    notes: 'allergic to lidocaine',
    conversation_id: 'conv_quartermaine',
    caller_id: '+12125550148',
    called_number: '+12125550149',
  }
  const key = { 'idempotency-key': 'key-of-quartermaine' }
  const wish = { ...patient, date: tuesday, start_time: '14:00' }
  const made = await booked(alice, wish, key)
  await booked(alice, wish, key)
  assert.equal((await alice.agent('book-appointment', { ...wish, notes: 'none' }, key)).status, 409)
  const asked = await alice.agent('check-availability', {
    ...patient,
    date: tuesday,
    time: '14:00',
    service: 'fillings',
  })
  assert.equal(asked.body.error, 'unknown_service')
  const day = await alice.agent('check-availability', { ...patient, date: tuesday, practitioner: 'practitioner' })
  const slot_id: string = day.body.slots[0].slot_id
  await alice.agent('book-appointment', { ...patient, slot_id: `${slot_id}x` })
  await alice.agent('book-appointment', { ...patient, date: 'next quartermaine', start_time: '9' })
  await alice.agent('book-appointment', { ...wish, customer_phone: '555-1234', customer_name: 'Ann Featherstone' })
  const hold_id = await placeHold(stage, alice, { at: '2026-12-15T15:00:00Z', conversation: 'conv_quartermaine' })
  await booked(alice, { ...patient, hold_id })
  const bookings = `/api/agent-actions/book-appointment/${alice.agentId}`
  const raws = ['{"customer_name": "Featherstone', '["Featherstone"]', `{"x":"${'Featherstone '.repeat(6_000)}"}`]
  for (const raw of raws)
    assert.match(String((await stage.call('POST', bookings, { token: alice.token, raw })).status), /40[03]|413/)
  const text = { token: alice.token, raw: 'Featherstone', headers: { 'content-type': 'text/plain' } }
  assert.equal((await stage.call('POST', bookings, text)).status, 415)
  const forged = `vami_agent_${'q'.repeat(43)}`
  assert.equal((await stage.call('POST', bookings, { token: forged, body: wish })).status, 401)
  const stray = `/api/agent-actions/check-availability/${alice.agentId}?name=Featherstone&phone=2125550147`
  await stage.call('POST', stray, { token: alice.token, body: {} })
  await stage.call('POST', '/api/agent-actions/Featherstone/1', { token: alice.token, body: {} })
  const today = `/api/agent-actions/appointments/${alice.agentId}/today`
  await stage.call('GET', today, { token: alice.token })
  const { customer_name, conversation_id } = patient
  const proof = { customer_name, conversation_id, confirmation_code: made.confirmation_code }
  assert.equal((await alice.agent('hold-slot', { ...wish, start_time: '11:00' })).body.success, true)
  assert.equal((await alice.agent('find-appointments', proof)).body.success, true)
  assert.equal((await alice.agent('reschedule-appointment', { ...proof, slot_id })).body.success, true)
  const guess = { ...proof, confirmation_code: 'FEATHE', customer_name: 'Ann Featherstone' }
  assert.equal((await alice.agent('cancel-appointment', guess)).body.error, 'not_verified')
  assert.equal((await alice.agent('cancel-appointment', { ...proof, reason: 'lidocaine' })).body.success, true)
  assert.equal((await alice.agent('take-message', { ...patient, message: 'Featherstone!' })).body.success, true)
  await cancel(alice, made.appointment_id)
  // the database breaks in the middle of a booking: PostgreSQL’s own words would quote the row
  await stage.sql.query(
    `alter table appointments add constraint broken check (attendee_name is distinct from 'Ann Featherstone') not valid`,
  )
  const broken = { ...wish, customer_name: 'Ann Featherstone', start_time: '16:00', conversation_id: 'conv_other' }
  assert.equal((await alice.agent('book-appointment', broken)).status, 500)
  for (let i = 0, status = 200; status !== 429; i++) {
    assert.ok(i < 60)
    status = (await alice.agent('check-availability', { ...patient, date: tuesday })).status
  }

  const log = JSON.stringify(stage.log).toLowerCase()
  assert.ok(log.includes(alice.agentId.toLowerCase()) && log.includes('unknown_service') && log.includes('23514'))
  const secrets = [
    ...[
      'Wilhelmina',
      'Quartermaine',
      'Featherstone',
      'lidocaine',
      '555-0147',
      '5550147',
      '5550148',
      '5550149',
      '555-1234',
    ],
    ...[alice.token, forged, alice.bearer, alice.password, alice.email, made.confirmation_code, slot_id],
    ...['vami_agent_', 'fillings', alice.token.slice(-20)],
  ]
  for (const secret of secrets) assert.ok(!log.includes(secret.toLowerCase()), `the log has ${secret}`)
})
