import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import {
  booked,
  changeAgent,
  hire,
  keptBy,
  maria,
  refusal,
  type SlotShown,
  secondAgent,
  timesOf,
  tuesday,
} from './at-the-desk.ts'

const stage = await openStage({ config: { LIMIT_HOLDS_PER_CALLER: 2, LIMIT_HOLDS_PER_AGENT: 4 } })
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
const colleague = await secondAgent(stage, alice)
await hire(bob, 'Elena Ruiz')

const mine = 'conv_mine'
const theirs = 'conv_theirs'
const atTwo = { date: tuesday, start_time: '14:00' }
const atThree = { date: tuesday, start_time: '15:00' }

const hold = async (wish: Record<string, unknown>, owner = alice) => (await owner.agent('hold-slot', wish)).body
const held = async (wish: Record<string, unknown>, owner = alice) => {
  const body = await hold(wish, owner)
  assert.equal(body.success, true, JSON.stringify(body))
  return body
}
const statuses = async (owner = alice) => (await keptBy(stage, owner)).map(({ status }) => status)

beforeEach(async () => {
  await stage.sql.query('delete from appointments')
  stage.clock.set('2026-12-07T12:00:00Z')
})

suite('hold-slot', () => {
  test('keeps the slot for five minutes and says what to read to the caller', async () => {
    const body = await held({ ...atTwo, conversation_id: mine })
    assert.equal(body.expires_at, '2026-12-07T07:05:00-05:00')
    assert.deepEqual(
      [body.date, body.start_time, body.end_time, body.duration_minutes],
      [tuesday, '14:00', '14:30', 30],
    )
    assert.equal(body.read_back, 'So that is Tuesday, December 15th at 2 PM, for 30 minutes. Is that right?')
    assert.deepEqual(await statuses(), ['held'])
  })

  test('names the service, and the practitioner where there are several', async () => {
    await bob.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 45 })
    const body = await held({ ...atTwo, service: 'check-up', practitioner: 'Elena' }, bob)
    assert.equal(
      body.read_back,
      'So that is Check-up with Elena Ruiz, Tuesday, December 15th at 2 PM, for 45 minutes. Is that right?',
    )
    assert.deepEqual([body.practitioner, body.service], ['Elena Ruiz', 'Check-up'])
  })

  test('is nobody else’s for five minutes and everybody’s after', async () => {
    await held({ ...atTwo, conversation_id: mine })
    for (const [seconds, error] of [
      [0, 'slot_taken'],
      [299, 'slot_taken'],
    ] as const) {
      stage.clock.advance({ seconds })
      assert.equal((await hold({ ...atTwo, conversation_id: theirs })).error, error)
      assert.equal(await refusal(colleague, atTwo), error)
    }
    stage.clock.advance({ seconds: 1 })
    assert.equal((await held({ ...atTwo, conversation_id: theirs })).start_time, '14:00')
    assert.deepEqual(await statuses(), ['held'])
  })

  test('takes a slot by its id', async () => {
    const day = (await alice.agent('check-availability', { date: tuesday })).body
    const slot = day.slots.find(({ start_time }: SlotShown) => start_time === '11:00')
    assert.equal((await held({ slot_id: slot.slot_id })).start_time, '11:00')
    assert.equal((await hold({ slot_id: 'invented' })).error, 'unknown_slot')
  })

  test('refuses what a booking would be refused, with other times', async () => {
    await booked(alice, atTwo)
    for (const [wish, error] of [
      [{ date: '2026-12-07', start_time: '06:00' }, 'in_the_past'],
      [{ date: '2028-02-01', start_time: '10:00' }, 'too_far'],
      [{ date: tuesday, start_time: '18:00' }, 'outside_hours'],
      [{ date: tuesday, start_time: '14:15' }, 'not_a_slot'],
      [atTwo, 'slot_taken'],
    ] as const) {
      const body = await hold(wish)
      assert.equal(body.error, error)
      assert.equal(body.alternatives.length, 3)
    }
    assert.deepEqual((await hold({})).fields, ['date', 'start_time'])
  })

  test('gives a conversation one hold: a new one takes the place of the old', async () => {
    const first = await held({ ...atTwo, conversation_id: mine })
    const second = await held({ ...atThree, conversation_id: mine })
    assert.notEqual(first.hold_id, second.hold_id)
    assert.deepEqual(
      (await keptBy(stage, alice)).map(({ id }) => id),
      [second.hold_id],
    )
    assert.equal(await refusal(alice, { hold_id: first.hold_id, conversation_id: mine }), 'hold_expired')
  })

  test('lets the new hold overlap the old', async () => {
    await held({ ...atTwo, conversation_id: mine })
    const longer = await held({ ...atTwo, duration_minutes: 60, conversation_id: mine })
    assert.equal(longer.end_time, '15:00')
    assert.deepEqual(await statuses(), ['held'])
  })

  test('leaves the old hold when the new one is refused', async () => {
    const first = await held({ ...atTwo, conversation_id: mine })
    await booked(alice, { ...atThree, customer_name: 'Ann Reed' })
    assert.equal((await hold({ ...atThree, conversation_id: mine })).error, 'slot_taken')
    assert.equal((await booked(alice, { hold_id: first.hold_id, conversation_id: mine })).start_time, '14:00')
  })

  test('repeated gives the same hold five minutes more', async () => {
    const first = await held({ ...atTwo, conversation_id: mine })
    stage.clock.advance({ minutes: 2 })
    const again = await held({ ...atTwo, conversation_id: mine })
    assert.deepEqual([again.hold_id, again.expires_at], [first.hold_id, '2026-12-07T07:07:00-05:00'])
  })

  test('belongs to its agent: the same conversation with another agent is another', async () => {
    await held({ ...atTwo, conversation_id: mine })
    assert.equal((await hold({ ...atTwo, conversation_id: mine }, colleague)).error, 'slot_taken')
    await held({ ...atThree, conversation_id: mine }, colleague)
    assert.deepEqual(await statuses(), ['held', 'held'])
    assert.equal((await held({ ...atTwo, conversation_id: mine }, stranger)).start_time, '14:00')
  })

  test('goes to whoever is free, in the clinic’s order', async () => {
    const one = await held({ ...atTwo, conversation_id: mine }, bob)
    const other = await held({ ...atTwo, conversation_id: theirs }, bob)
    assert.deepEqual([one.practitioner, other.practitioner], ['Practitioner', 'Elena Ruiz'])
    assert.equal((await hold(atTwo, bob)).error, 'slot_taken')
  })

  test('is never among the appointments of the owner, and its events name ids only', async () => {
    const { hold_id } = await held({ ...atTwo, conversation_id: mine, caller_id: '+12125550123' })
    assert.deepEqual((await alice.as('GET', '/api/appointments')).body.appointments, [])
    assert.equal((await alice.as('GET', `/api/appointments/${hold_id}`)).status, 404)
    const { rows } = await stage.sql.query('select * from events where entity_id = $1', [hold_id])
    assert.deepEqual(
      rows.map(({ entity, change, clinic_id }) => [entity, change, clinic_id]),
      [['hold', 'created', alice.clinicId]],
    )
    assert.deepEqual(Object.keys(rows[0]).sort(), ['at', 'change', 'clinic_id', 'entity', 'entity_id', 'number'])
    const kept = JSON.stringify((await stage.sql.query('select * from appointments')).rows)
    assert.ok(!kept.includes('2125550123'))
  })
})

suite('live holds', () => {
  const slots = ['09:00', '10:00', '11:00', '12:00', '13:00']
  const from = (caller_id: string | null, nth: number) => ({
    date: tuesday,
    start_time: slots[nth]!,
    conversation_id: `conv_${nth}`,
    caller_id,
  })

  test('of one caller are limited, over conversations', async () => {
    await held(from('+12125550123', 0))
    await held(from('+12125550123', 1))
    assert.equal((await hold(from('(212) 555-0123', 2))).error, 'too_many_holds')
    await held(from('+12125550124', 2))
    await held({ ...from('+12125550123', 1), start_time: '16:00' })
    stage.clock.advance({ minutes: 5 })
    await held(from('+12125550123', 2))
  })

  test('of one agent are limited, whoever calls', async () => {
    for (const nth of [0, 1, 2, 3]) await held(from(null, nth))
    assert.equal((await hold(from(null, 4))).error, 'too_many_holds')
    await held(from(null, 4), colleague)
  })

  test('are limited too when all come at once', async () => {
    const answers = await Promise.all(slots.map((_, nth) => hold(from('+12125550123', nth))))
    assert.equal(answers.filter(({ success }) => success).length, 2)
    assert.equal((await keptBy(stage, alice)).length, 2)
  })

  test('of one conversation stay one when all come at once', async () => {
    const answers = await Promise.all(
      slots.map((start_time) => hold({ date: tuesday, start_time, conversation_id: mine })),
    )
    assert.ok(answers.every(({ success }) => success))
    assert.equal((await keptBy(stage, alice)).length, 1)
  })

  test('that change places at once end as one each', async () => {
    for (let round = 0; round < 5; round += 1) {
      await stage.sql.query('delete from appointments')
      await held({ ...atTwo, conversation_id: mine })
      await held({ ...atThree, conversation_id: theirs }, colleague)
      await Promise.all([
        hold({ ...atThree, conversation_id: mine }),
        hold({ ...atTwo, conversation_id: theirs }, colleague),
      ])
      assert.deepEqual(await statuses(), ['held', 'held'])
    }
  })
})

test('an agent that must read back holds, reads back and books', async () => {
  await changeAgent(alice, { require_confirmation: true })
  assert.equal(await refusal(alice, { ...atTwo, conversation_id: mine }), 'confirmation_required')
  const { hold_id, read_back } = await held({ ...atTwo, conversation_id: mine })
  assert.match(read_back, /2 PM/)
  assert.ok(
    timesOf(await alice.agent('check-availability', { date: tuesday, conversation_id: mine })).includes('14:00'),
  )
  const made = await booked(alice, { ...maria, hold_id, conversation_id: mine })
  assert.deepEqual([made.appointment_id, made.start_time], [hold_id, '14:00'])
  assert.equal((await booked(alice, { ...maria, hold_id, conversation_id: mine })).replayed, true)
  await changeAgent(alice, { require_confirmation: false })
})

test('holds and bookings stand in the record, by ids only', async () => {
  await stage.sql.query('delete from audit')
  const { hold_id } = await held({ ...atTwo, conversation_id: mine })
  await booked(alice, { hold_id, conversation_id: mine })
  const direct = await booked(alice, atThree)
  const { rows } = await stage.sql.query('select * from audit order by at, id')
  assert.deepEqual(
    rows.map(({ action, outcome, subject_id, conversation_id }) => [action, outcome, subject_id, conversation_id]),
    [
      ['hold_slot', 'done', hold_id, mine],
      ['book_appointment', 'done', hold_id, mine],
      ['book_appointment', 'done', direct.appointment_id, null],
    ],
  )
  assert.ok(rows.every(({ agent_id, clinic_id }) => agent_id !== null && clinic_id === alice.clinicId))
})
