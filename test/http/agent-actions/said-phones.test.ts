import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { changeAgent, tuesday } from './at-the-desk.ts'
import { ask, done, mariasNumber, newDay, refusedWith, visitOf } from './callers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const stranger = { caller_id: '+13105550177', customer_name: 'Maria Lopez' }

/** Maria's visit, and one that a stranger books under her name with her number said. */
async function twoVisits() {
  await newDay(stage)
  const marias = await visitOf(alice, { customer_name: 'Maria Lopez', date: tuesday, start_time: '14:00' })
  const strangers = await visitOf(alice, { ...stranger, date: tuesday, start_time: '10:00' })
  return { marias, strangers }
}

test('a number that was only said, with her name, opens none of her appointments', async () => {
  const { marias, strangers } = await twoVisits()
  for (const caller_id of [stranger.caller_id, '', 'anonymous']) {
    const claims = { ...stranger, caller_id, confirmation_code: strangers.code }
    const { appointments } = await done(alice, 'find-appointments', claims)
    assert.deepEqual(
      appointments.map((each: { appointment_id: string }) => each.appointment_id),
      [strangers.id],
    )
    const hers = { ...claims, appointment_id: marias.id }
    assert.equal(await refusedWith(alice, 'cancel-appointment', hers), 'not_verified')
    const moved = { ...hers, date: tuesday, start_time: '16:00' }
    assert.equal(await refusedWith(alice, 'reschedule-appointment', moved), 'not_verified')
    await stage.sql.query('delete from verification_failures')
  }
  const { rows } = await stage.sql.query(`select status, start_time from appointments where id = $1`, [marias.id])
  assert.equal(rows[0].status, 'scheduled')
})

test('she herself, calling from that number, sees both', async () => {
  const { marias, strangers } = await twoVisits()
  const claims = { caller_id: mariasNumber, customer_name: 'Maria Lopez' }
  const { appointments } = await done(alice, 'find-appointments', claims)
  assert.deepEqual(
    appointments.map((each: { appointment_id: string }) => each.appointment_id),
    [strangers.id, marias.id],
  )
})

test('a move shows no code but the one that was said', async () => {
  const { marias, strangers } = await twoVisits()
  const claims = { caller_id: mariasNumber, customer_name: 'Maria Lopez', confirmation_code: strangers.code }
  const moved = await done(alice, 'reschedule-appointment', {
    ...claims,
    appointment_id: marias.id,
    date: tuesday,
    start_time: '15:00',
  })
  assert.ok(!('confirmation_code' in moved))
  assert.ok(!JSON.stringify(moved).includes(marias.code))
})

test('where only held times are booked, only held times are moved to', async () => {
  const { marias } = await twoVisits()
  await changeAgent(alice, { require_confirmation: true })
  const claims = {
    caller_id: mariasNumber,
    customer_name: 'Maria Lopez',
    appointment_id: marias.id,
    conversation_id: 'm',
  }
  const time = { date: tuesday, start_time: '15:00' }
  assert.equal(await refusedWith(alice, 'reschedule-appointment', { ...claims, ...time }), 'confirmation_required')
  const { hold_id } = await done(alice, 'hold-slot', { ...time, conversation_id: 'm' })
  assert.equal((await done(alice, 'reschedule-appointment', { ...claims, hold_id })).start_time, '15:00')
  await changeAgent(alice, { require_confirmation: false })
})

test('other words under a key that a message has used are refused, and the same words are the same message', async () => {
  const headers = { 'idempotency-key': 'a key' }
  const first = { customer_name: 'Maria Lopez', customer_phone: mariasNumber, message: 'Please call me back.' }
  const kept = await alice.agent('take-message', first, headers)
  const again = await alice.agent('take-message', first, headers)
  assert.deepEqual([again.body.message_id, again.body.replayed], [kept.body.message_id, true])
  const other = await alice.agent('take-message', { ...first, message: 'Something else.' }, headers)
  assert.deepEqual([other.status, other.body.error], [409, 'idempotency_key_reused'])
  assert.equal((await ask(alice, 'take-message', { ...first, message: 'Something else.' })).success, true)
})
