import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { booked, changeAgent, keptBy, tuesday } from './at-the-desk.ts'
import { ask, done, maria, newDay, refusedWith, visitOf } from './callers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const atTwo = { date: tuesday, start_time: '14:00' }

const cancelled = (said: Record<string, unknown>) => done(alice, 'cancel-appointment', { ...maria, ...said })
const refused = (said: Record<string, unknown>) => refusedWith(alice, 'cancel-appointment', { ...maria, ...said })
const statuses = async () => (await keptBy(stage, alice)).map(({ status }) => status)

beforeEach(() => newDay(stage))

suite('cancel-appointment', () => {
  test('cancels, and the time is free at once', async () => {
    const { id } = await visitOf(alice, atTwo)
    const body = await cancelled({})
    assert.deepEqual([body.appointment_id, body.status, body.replayed], [id, 'cancelled', undefined])
    assert.equal(body.say, 'Your appointment on Tuesday, December 15th at 2 PM is cancelled.')
    assert.equal((await booked(alice, { ...atTwo, customer_name: 'Ann Reed' })).start_time, '14:00')
  })

  test('twice is harmless, and said so, with and without code or id', async () => {
    const { id, code } = await visitOf(alice, atTwo)
    await cancelled({})
    for (const said of [{}, { confirmation_code: code }, { appointment_id: id }]) {
      const body = await cancelled(said)
      assert.deepEqual([body.appointment_id, body.replayed], [id, true])
      assert.equal(body.say, 'Your appointment on Tuesday, December 15th at 2 PM was already cancelled.')
    }
    const at = 'select updated_at from appointments'
    const before = (await stage.sql.query(at)).rows
    await cancelled({})
    assert.deepEqual((await stage.sql.query(at)).rows, before)
  })

  test('twice is harmless for the last of several too', async () => {
    const first = await visitOf(alice, atTwo)
    const second = await visitOf(alice, { ...atTwo, start_time: '15:00' })
    await cancelled({ appointment_id: first.id })
    stage.clock.advance({ minutes: 1 })
    await cancelled({})
    assert.equal((await cancelled({})).appointment_id, second.id)
  })

  test('asks which of several, and cancels the one that id or code names', async () => {
    const first = await visitOf(alice, atTwo)
    const second = await visitOf(alice, { ...atTwo, start_time: '15:00' })
    const body = await ask(alice, 'cancel-appointment', maria)
    assert.deepEqual([body.error, body.choices.length], ['unclear_appointment', 2])
    assert.deepEqual(await statuses(), ['scheduled', 'scheduled'])
    assert.equal((await cancelled({ appointment_id: second.id })).appointment_id, second.id)
    assert.equal((await cancelled({ confirmation_code: first.code })).appointment_id, first.id)
  })

  test('keeps the reason for the clinic', async () => {
    const { id } = await visitOf(alice, atTwo)
    await cancelled({ reason: 'has a cold' })
    const kept = await alice.as('GET', `/api/appointments/${id}`)
    assert.equal(kept.body.metadata.cancellation_reason, 'has a cold')
  })

  test('changes nothing that is past, completed or missed', async () => {
    const { id, code } = await visitOf(alice, atTwo)
    for (const status of ['completed', 'no_show']) {
      await stage.sql.query('update appointments set status = $1', [status])
      assert.equal(await refused({ confirmation_code: code }), 'not_changeable')
      assert.deepEqual(await statuses(), [status])
    }
    await stage.sql.query(`update appointments set status = 'confirmed'`)
    stage.clock.set('2026-12-15T19:00:00Z')
    assert.equal(await refused({ appointment_id: id }), 'not_changeable')
    assert.deepEqual(await statuses(), ['confirmed'])
  })

  test('does not touch somebody else’s, whatever id is named', async () => {
    await visitOf(alice, atTwo)
    const others = await visitOf(alice, {
      ...atTwo,
      start_time: '15:00',
      customer_name: 'Ann Reed',
      customer_phone: '+12125550177',
    })
    assert.equal(await refused({ appointment_id: others.id }), 'not_verified')
    assert.equal(await refused({ appointment_id: '01999999-9999-7999-8999-999999999999' }), 'not_verified')
    assert.deepEqual(await statuses(), ['scheduled', 'scheduled'])
  })

  test('does not touch one of a relative with the same number', async () => {
    const { id } = await visitOf(alice, { ...atTwo, customer_name: 'Pedro Lopez' })
    assert.equal(await refused({}), 'not_verified')
    assert.equal(await refused({ appointment_id: id }), 'not_verified')
    assert.deepEqual(await statuses(), ['scheduled'])
  })

  test('tells the dashboard, and stands in the record once', async () => {
    const { id } = await visitOf(alice, atTwo)
    await stage.sql.query('delete from audit; delete from events')
    await cancelled({ conversation_id: 'conv_1' })
    const { rows: events } = await stage.sql.query('select entity, entity_id, change from events')
    assert.deepEqual(events, [{ entity: 'appointment', entity_id: id, change: 'changed' }])
    const { rows: deeds } = await stage.sql.query('select action, outcome, subject_id, assurance from audit')
    assert.deepEqual(deeds, [
      { action: 'cancel_appointment', outcome: 'done', subject_id: id, assurance: 'caller_id+name' },
    ])
  })
})

test('a Spanish agent says it all in Spanish', async () => {
  await changeAgent(alice, { language: 'es' })
  const said = async (action: string, more: Record<string, unknown> = {}): Promise<string> =>
    (await ask(alice, action, { ...maria, ...more })).say
  assert.equal(
    await said('hold-slot', { ...atTwo, conversation_id: 'conv_1' }),
    'Entonces sería el martes 15 de diciembre a las 2 de la tarde, 30 minutos. ¿Es correcto?',
  )
  await visitOf(alice, { ...atTwo, conversation_id: 'conv_1' })
  assert.equal(await said('find-appointments'), 'Tiene una cita para el martes 15 de diciembre a las 2 de la tarde.')
  assert.equal(
    await said('reschedule-appointment', { date: tuesday, start_time: '15:00' }),
    'Su cita queda para el martes 15 de diciembre a las 3 de la tarde. El código de confirmación es el mismo.',
  )
  assert.equal(
    await said('cancel-appointment'),
    'Su cita para el martes 15 de diciembre a las 3 de la tarde queda cancelada.',
  )
  assert.equal(
    await said('find-appointments', { customer_name: 'Ann Reed' }),
    'No he podido comprobarlo. ¿Me dice el nombre completo de la cita y su código de confirmación?',
  )
  assert.equal(await said('take-message', { message: 'Llámenme' }), 'He anotado su mensaje para la clínica.')
  await changeAgent(alice, { language: 'en' })
})
