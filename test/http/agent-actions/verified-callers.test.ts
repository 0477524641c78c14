import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, cancel, changeAgent, secondAgent, tuesday } from './at-the-desk.ts'
import { ask, done, maria, mariasNumber, newDay, refusedWith, visitOf } from './callers.ts'

const stage = await openStage()
const [alice, stranger] = await Promise.all([alicesClinic(stage), strangersClinic(stage)])
const colleague = await secondAgent(stage, alice)
const atTwo = { date: tuesday, start_time: '14:00' }
const wrongCode = 'AAAAAA'

const find = (said: Record<string, unknown>, owner = alice) => ask(owner, 'find-appointments', said)
const found = async (said: Record<string, unknown>, owner = alice): Promise<string[]> =>
  (await done(owner, 'find-appointments', said)).appointments.map(
    ({ date, start_time }: { date: string; start_time: string }) => `${date} ${start_time}`,
  )
const outcome = async (said: Record<string, unknown>, owner = alice) => (await find(said, owner)).error ?? 'found'

beforeEach(() => newDay(stage))

suite('a caller', () => {
  test('is believed with two of number, code and name', async () => {
    const { code } = await visitOf(alice, atTwo)
    const name = maria.customer_name
    for (const claims of [
      { caller_id: mariasNumber, customer_name: name },
      { confirmation_code: code, customer_name: name },
      { confirmation_code: code, caller_id: mariasNumber },
      { confirmation_code: code, caller_id: mariasNumber, customer_name: name },
      { confirmation_code: code, caller_id: mariasNumber, customer_name: 'Ann Reed' },
      { confirmation_code: code, caller_id: '+12125550199', customer_name: name },
    ])
      assert.deepEqual(await found(claims), [`${tuesday} 14:00`], JSON.stringify(claims))
  })

  test('is not believed with one, whichever it is', async () => {
    const { code } = await visitOf(alice, atTwo)
    for (const claims of [
      {},
      { caller_id: mariasNumber },
      { customer_name: maria.customer_name },
      { confirmation_code: code },
      { caller_id: mariasNumber, customer_name: 'Ann Reed' },
      { confirmation_code: code, customer_name: 'Ann Reed' },
    ]) {
      await stage.sql.query('delete from verification_failures')
      assert.equal(await outcome(claims), 'not_verified', JSON.stringify(claims))
    }
  })

  test('proves nothing with a phone that is only said', async () => {
    await visitOf(alice, atTwo)
    const said = { customer_phone: mariasNumber, customer_name: maria.customer_name }
    assert.equal(await outcome(said), 'not_verified')
    assert.equal(await outcome({ ...said, caller_id: 'anonymous' }), 'not_verified')
    assert.equal(await outcome({ ...said, caller_id: '+12125550199' }), 'not_verified')
  })

  test('proves nothing with a phone that could not be read when it was booked', async () => {
    await booked(alice, { ...atTwo, customer_phone: '555-1234' })
    assert.equal(await outcome({ ...maria, caller_id: '555-1234' }), 'not_verified')
  })

  test('with a wrong code is not believed, though number and name are right', async () => {
    await visitOf(alice, atTwo)
    for (const confirmation_code of [wrongCode, 'banana', 'A'])
      assert.equal(await outcome({ ...maria, confirmation_code }), 'not_verified')
  })

  test('may say the code in any form and the name in any spelling', async () => {
    const { code } = await visitOf(alice, { ...atTwo, customer_name: 'María-José López' })
    const spoken = [...code].join(' - ').toLowerCase()
    assert.equal((await found({ confirmation_code: spoken, customer_name: 'dr. maria-jose lopez' })).length, 1)
  })

  test('has to prove all three where the owner wants it so', async () => {
    const { code } = await visitOf(alice, atTwo)
    await changeAgent(alice, { verification: 'strict' })
    assert.equal(await outcome({ ...maria }), 'not_verified')
    assert.equal(await outcome({ ...maria, confirmation_code: code }), 'found')
    assert.equal(
      await outcome({ confirmation_code: code, caller_id: mariasNumber, customer_name: 'Ann Reed' }),
      'not_verified',
    )
    await changeAgent(alice, { verification: 'standard' })
  })

  test('of another clinic is nobody here', async () => {
    const { code } = await visitOf(alice, atTwo)
    assert.equal(await outcome({ ...maria, confirmation_code: code }, stranger), 'not_verified')
    assert.equal(await outcome({ ...maria, confirmation_code: code }, colleague), 'found')
  })
})

suite('find-appointments', () => {
  test('shows all that the person has to come, by time, without notes and code', async () => {
    const first = await visitOf(alice, { ...atTwo, notes: 'a private matter' })
    await visitOf(alice, { date: '2026-12-08', start_time: '09:00' })
    const gone = await visitOf(alice, { date: '2026-12-09', start_time: '09:00' })
    await cancel(alice, gone.id)
    const body = await done(alice, 'find-appointments', { ...maria, confirmation_code: first.code })
    assert.deepEqual(
      body.appointments.map(({ date }: { date: string }) => date),
      ['2026-12-08', tuesday],
    )
    assert.equal(body.appointments[1].appointment_id, first.id)
    assert.ok(!/private|confirmation|2125550123/.test(JSON.stringify(body)))
    assert.equal(body.say, 'You have 2 appointments: Tuesday, December 8th at 9 AM and Tuesday, December 15th at 2 PM.')
  })

  test('shows nothing of somebody else who shares the number', async () => {
    const { code } = await visitOf(alice, atTwo)
    await visitOf(alice, { ...atTwo, start_time: '15:00', customer_name: 'Pedro Lopez' })
    assert.deepEqual(await found(maria), [`${tuesday} 14:00`])
    assert.deepEqual(await found({ caller_id: mariasNumber, confirmation_code: code }), [`${tuesday} 14:00`])
    assert.deepEqual(await found({ ...maria, customer_name: 'Pedro Lopez' }), [`${tuesday} 15:00`])
  })

  test('finds nothing to come behind the code of a past appointment', async () => {
    const { code } = await visitOf(alice, { date: '2026-12-07', start_time: '09:00' })
    stage.clock.set('2026-12-08T12:00:00Z')
    const body = await done(alice, 'find-appointments', { ...maria, confirmation_code: code })
    assert.deepEqual([body.appointments, body.say], [[], 'I find no coming appointment.'])
    assert.equal(await outcome(maria), 'not_verified')
  })

  test('says the next three of many', async () => {
    for (const start_time of ['09:00', '10:00', '11:00', '12:00']) await visitOf(alice, { date: tuesday, start_time })
    const body = await done(alice, 'find-appointments', maria)
    assert.equal(body.appointments.length, 4)
    assert.match(body.say, /^You have 4 appointments\. The next ones are .* 9 AM, .* 10 AM, and .* 11 AM\.$/)
  })

  test('answers who is not verified in the same words, whatever there is', async () => {
    const { id } = await visitOf(alice, atTwo)
    const answers = []
    for (const said of [
      { caller_id: mariasNumber, customer_name: 'Ann Reed' },
      { caller_id: '+12125550177', customer_name: 'Ann Reed' },
      { confirmation_code: wrongCode, customer_name: 'Ann Reed' },
      { appointment_id: id, customer_name: 'Ann Reed', caller_id: mariasNumber },
      { appointment_id: 'what', customer_name: 'Ann Reed', caller_id: mariasNumber },
      {},
    ])
      for (const action of ['find-appointments', 'cancel-appointment', 'reschedule-appointment']) {
        await stage.sql.query('delete from verification_failures')
        answers.push(JSON.stringify(await ask(alice, action, { date: '2026-12-16', start_time: '10:00', ...said })))
      }
    assert.equal(new Set(answers).size, 1, answers.join('\n'))
  })
})

suite('failures', () => {
  const wrong = { customer_name: 'Ann Reed', confirmation_code: wrongCode }

  test('three in a conversation lock it for 15 minutes, right claims too', async () => {
    const { code } = await visitOf(alice, atTwo)
    const right = { ...maria, caller_id: null, confirmation_code: code }
    for (let nth = 0; nth < 3; nth += 1)
      assert.equal(await outcome({ ...wrong, conversation_id: 'conv_1' }), 'not_verified')
    for (const action of ['find-appointments', 'cancel-appointment'])
      assert.equal(await refusedWith(alice, action, { ...right, conversation_id: 'conv_1' }), 'locked')
    const move = { ...right, conversation_id: 'conv_1', date: '2026-12-16', start_time: '10:00' }
    assert.equal(await refusedWith(alice, 'reschedule-appointment', move), 'locked')
    assert.equal(await outcome({ ...right, conversation_id: 'conv_2' }), 'found')
    stage.clock.advance({ minutes: 14, seconds: 59 })
    assert.equal(await outcome({ ...right, conversation_id: 'conv_1' }), 'locked')
    stage.clock.advance({ seconds: 1 })
    assert.equal(await outcome({ ...right, conversation_id: 'conv_1' }), 'found')
  })

  test('three from a number lock it, over conversations and agents of the clinic, and no other clinic', async () => {
    await visitOf(alice, atTwo)
    await visitOf(stranger, atTwo)
    for (let nth = 0; nth < 3; nth += 1)
      await outcome({ ...wrong, caller_id: '(212) 555-0123', conversation_id: `conv_${nth}` })
    assert.equal(await outcome(maria), 'locked')
    assert.equal(await outcome(maria, colleague), 'locked')
    assert.equal(await outcome(maria, stranger), 'found')
  })

  test('thirty of an agent lock all of its callers, and no other agent’s', async () => {
    await visitOf(alice, atTwo)
    for (let nth = 0; nth < 30; nth += 1)
      assert.equal(await outcome({ ...wrong, conversation_id: `conv_${nth}` }), 'not_verified')
    assert.equal(await outcome(maria), 'locked')
    assert.equal(await outcome(maria, colleague), 'found')
  })

  test('lock for 15 minutes from the third, however far apart they lie within 15', async () => {
    await visitOf(alice, atTwo)
    const said = { ...wrong, caller_id: mariasNumber }
    await outcome(said)
    stage.clock.advance({ minutes: 14 })
    await outcome(said)
    await outcome(said)
    stage.clock.advance({ minutes: 14 })
    assert.equal(await outcome(maria), 'locked')
    stage.clock.advance({ minutes: 1 })
    assert.equal(await outcome(maria), 'found')
  })

  test('further apart than 15 minutes lock nobody', async () => {
    await visitOf(alice, atTwo)
    for (let nth = 0; nth < 5; nth += 1) {
      assert.equal(await outcome({ ...wrong, caller_id: mariasNumber }), 'not_verified')
      stage.clock.advance({ minutes: 8 })
    }
    assert.equal(await outcome(maria), 'found')
  })

  test('are every code that proves nothing, alone or unreadable, and not what is too little to be a guess', async () => {
    const { code } = await visitOf(alice, atTwo)
    for (const conversation_id of ['conv_1', 'conv_2', 'conv_3', 'conv_4'])
      for (let nth = 0; nth < 4; nth += 1) {
        const said = {
          conv_1: { confirmation_code: code },
          conv_2: { confirmation_code: 'something with a Q' },
          conv_3: { customer_name: 'Ann Reed' },
          conv_4: {},
        }[conversation_id]
        const locked = nth === 3 && conversation_id < 'conv_3'
        assert.equal(await outcome({ ...said, conversation_id }), locked ? 'locked' : 'not_verified')
      }
  })

  test('at once are counted each: of thirty guesses three are looked at', async () => {
    const guesses = Array.from({ length: 30 }, () => outcome({ ...wrong, conversation_id: 'conv_1' }))
    const outcomes = await Promise.all(guesses)
    assert.equal(outcomes.filter((each) => each === 'not_verified').length, 3)
    assert.equal(outcomes.filter((each) => each === 'locked').length, 27)
  })

  test('are not what many callers at once with right claims are', async () => {
    await visitOf(alice, atTwo)
    const callers = Array.from({ length: 60 }, (_, nth) => outcome({ ...maria, conversation_id: `conv_${nth % 2}` }))
    assert.deepEqual(new Set(await Promise.all(callers)), new Set(['found']))
  })

  test('name nobody where they are kept', async () => {
    await outcome({ ...wrong, caller_id: mariasNumber, conversation_id: 'conv_1' })
    const { rows } = await stage.sql.query('select * from verification_failures')
    assert.equal(rows.length, 3)
    for (const { subject } of rows) assert.equal(subject.length, 32)
    const { rows: deeds } = await stage.sql.query('select * from audit')
    assert.deepEqual(
      deeds.map(({ action, outcome, subject_id }) => [action, outcome, subject_id]),
      [['find_appointments', 'not_verified', null]],
    )
    assert.ok(!/Reed|2125550123|AAAAAA/.test(JSON.stringify([rows, deeds, stage.log])))
  })
})
