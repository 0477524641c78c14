import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { booked, cancel, changeClinic, hire, keptBy, maria, refusal, secondAgent, tuesday } from './at-the-desk.ts'

const stage = await openStage()
// Bob’s clinic has three practitioners: there a repeat would find room for a second appointment.
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
for (const name of ['Elena Ruiz', 'Juan Mora']) await hire(bob, name)
const colleague = await secondAgent(stage, bob)
const wish = { ...maria, date: tuesday, start_time: '14:00' }
const key = (name: string) => ({ 'idempotency-key': name })
const conversation_id = 'conv_1'

beforeEach(async () => {
  stage.clock.set('2026-12-07T12:00:00Z')
  await stage.sql.query('delete from appointments')
})

/** The second answer is the first one again, nothing is written, and the code is shown or not. */
function assertReplay(first: Record<string, any>, second: Record<string, any>, codeShown: boolean) {
  const { confirmation_code: code, say: _, ...rest } = first
  const { confirmation_code: shown, say: __, replayed, ...again } = second
  assert.equal(replayed, true)
  assert.deepEqual(again, rest)
  assert.equal(shown, codeShown ? code : undefined)
  assert.equal(second.say.includes([...code].join(', ')), codeShown)
}

suite('a repeat', () => {
  test('by key gives the same appointment and its code', async () => {
    assertReplay(await booked(bob, wish, key('k')), await booked(bob, wish, key('k')), true)
    assert.equal((await keptBy(stage, bob)).length, 1)
  })

  test('in the same conversation gives the same appointment and its code, however it is spelled', async () => {
    const first = await booked(bob, { ...wish, customer_phone: '+1 212 555 0123', conversation_id })
    const day = await bob.agent('check-availability', { date: tuesday, conversation_id })
    const slot = day.body.slots.find(({ start_time }: { start_time: string }) => start_time === '14:00')
    for (const again of [
      wish,
      { ...wish, customer_name: ' maria LOPEZ' },
      { ...maria, slot_id: slot.slot_id },
      { ...wish, notes: 'she said it again' },
    ])
      assertReplay(first, await booked(bob, { ...again, customer_phone: '+12125550123', conversation_id }), true)
    assert.equal((await keptBy(stage, bob)).length, 1)
  })

  test('with neither gives the same appointment within ten minutes, and keeps the code to itself', async () => {
    const first = await booked(bob, wish)
    stage.clock.advance({ minutes: 9, seconds: 59 })
    assertReplay(first, await booked(bob, wish), false)
    assert.equal((await keptBy(stage, bob)).length, 1)
  })

  test('with neither is a new booking after ten minutes', async () => {
    const first = await booked(bob, wish)
    stage.clock.advance({ minutes: 10, seconds: 1 })
    const second = await booked(bob, wish)
    assert.notEqual(second.appointment_id, first.appointment_id)
    assert.ok(!('replayed' in second))
    assert.equal((await keptBy(stage, bob)).length, 2)
    // and that one is repeated in its turn
    stage.clock.advance({ minutes: 5 })
    assertReplay(second, await booked(bob, wish), false)
  })

  test('with neither is refused after ten minutes where only one can be seen', async () => {
    await booked(alice, wish)
    stage.clock.advance({ minutes: 10, seconds: 1 })
    assert.equal(await refusal(alice, wish), 'slot_taken')
  })

  test('in a conversation has no such limit', async () => {
    const first = await booked(alice, { ...wish, conversation_id })
    stage.clock.advance({ hours: 30 })
    assertReplay(first, await booked(alice, { ...wish, conversation_id }), true)
  })

  test('is one although the slot has begun meanwhile, or lies inside the notice, or the day was closed', async () => {
    const first = await booked(alice, { ...wish, conversation_id })
    await changeClinic(alice, { closures: [{ date: tuesday, hours: [] }] })
    assertReplay(first, await booked(alice, { ...wish, conversation_id }), true)
    await changeClinic(alice, { closures: [], minimum_notice_minutes: 43_200 })
    assertReplay(first, await booked(alice, { ...wish, conversation_id }), true)
    await changeClinic(alice, { minimum_notice_minutes: 0 })
    stage.clock.set('2026-12-15T19:05:00Z')
    assertReplay(first, await booked(alice, { ...wish, conversation_id }), true)
    assert.equal(await refusal(alice, { ...wish, conversation_id: 'conv_2' }), 'in_the_past')
  })

  test('with neither is one although the slot began a minute ago', async () => {
    stage.clock.set('2026-12-15T18:58:00Z')
    const first = await booked(alice, wish)
    stage.clock.advance({ minutes: 3 })
    assertReplay(first, await booked(alice, wish), false)
  })

  test('is one in a conversation although the key is new', async () => {
    const first = await booked(bob, { ...wish, conversation_id }, key('k1'))
    assertReplay(first, await booked(bob, { ...wish, conversation_id }, key('k2')), true)
  })

  test('is one by a key with spaces around it, and no key is none', async () => {
    assertReplay(await booked(bob, wish, key('k')), await booked(bob, wish, key('  k ')), true)
    const first = await booked(bob, { ...wish, start_time: '15:00' }, key(' '))
    assertReplay(first, await booked(bob, { ...wish, start_time: '15:00' }), false)
  })
})

suite('not a repeat', () => {
  test('is another name, phone, start, service, conversation or agent', async () => {
    const service = (await bob.as('POST', '/api/services', { name: 'Talk', duration_minutes: 30 })).body.id
    const first = await booked(bob, { ...wish, conversation_id })
    for (const other of [
      { customer_name: 'Ann Reed' },
      { customer_phone: '+12125550199' },
      { start_time: '15:00' },
      { start_time: '15:30', service },
      { start_time: '16:00', conversation_id: 'conv_2' },
    ]) {
      const made = await booked(bob, { ...wish, conversation_id, ...other })
      assert.ok(!('replayed' in made), JSON.stringify(other))
      assert.notEqual(made.appointment_id, first.appointment_id)
    }
    const hers = await booked(colleague, { ...wish, start_time: '16:30', conversation_id })
    assert.ok(!('replayed' in (await booked(bob, { ...wish, start_time: '16:30', conversation_id }))))
    assert.ok(!('replayed' in hers))
    const talk = { ...wish, start_time: '12:00', conversation_id }
    await booked(bob, talk)
    assert.ok(!('replayed' in (await booked(bob, { ...talk, service }))))
  })

  test('is the same wish in another conversation: the slot is taken, and it learns no code', async () => {
    await booked(alice, { ...wish, conversation_id })
    const { body } = await alice.agent('book-appointment', { ...wish, conversation_id: 'conv_2' })
    assert.deepEqual([body.error, 'confirmation_code' in body], ['slot_taken', false])
  })

  test('is a request after the appointment was cancelled: it books anew', async () => {
    for (const [more, headers] of [
      [{}, key('k')],
      [{ conversation_id }, {}],
      [{}, {}],
    ] as const) {
      const first = await booked(alice, { ...wish, ...more }, headers)
      await cancel(alice, first.appointment_id)
      const second = await booked(alice, { ...wish, ...more }, headers)
      assert.notEqual(second.appointment_id, first.appointment_id)
      assert.ok(!('replayed' in second))
      assertReplay(
        second,
        await booked(alice, { ...wish, ...more }, headers),
        'conversation_id' in more || 'idempotency-key' in headers,
      )
      await cancel(alice, second.appointment_id)
    }
  })
})

suite('an Idempotency-Key', () => {
  test('that comes with another body is a conflict, the appointment living or not', async () => {
    const first = await booked(bob, wish, key('k'))
    const others = [{ start_time: '15:00' }, { customer_name: 'Ann Reed' }, { notes: 'more' }, { stray: [] }]
    for (const other of others) {
      const answer = await bob.agent('book-appointment', { ...wish, ...other }, key('k'))
      assert.deepEqual([answer.status, answer.body.error], [409, 'idempotency_key_reused'])
    }
    await cancel(bob, first.appointment_id)
    assert.equal((await bob.agent('book-appointment', { ...wish, notes: 'more' }, key('k'))).status, 409)
    assert.equal((await keptBy(stage, bob)).length, 1)
  })

  test('does not mind the order of the fields', async () => {
    const first = await booked(bob, wish, key('k'))
    const turned = Object.fromEntries(Object.entries(wish).reverse())
    const again = (await bob.agent('book-appointment', turned, key('k'))).body
    assertReplay(first, again, true)
  })

  test('is its agent’s own', async () => {
    const first = await booked(bob, wish, key('k'))
    for (const owner of [alice, colleague]) {
      const other = await booked(owner, { ...wish, customer_name: 'Ann Reed' }, key('k'))
      assert.notEqual(other.appointment_id, first.appointment_id)
      assert.ok(!('replayed' in other))
    }
  })

  test('is forgotten after 24 hours', async () => {
    const first = await booked(bob, wish, key('k'))
    stage.clock.advance({ hours: 23, minutes: 59 })
    assertReplay(first, await booked(bob, wish, key('k')), true)
    stage.clock.advance({ minutes: 1, seconds: 1 })
    const other = await booked(bob, { ...wish, start_time: '15:00' }, key('k'))
    assert.ok(!('replayed' in other))
    assert.notEqual(other.appointment_id, first.appointment_id)
    assertReplay(other, await booked(bob, { ...wish, start_time: '15:00' }, key('k')), true)
  })

  test('of a request that was refused may be used again', async () => {
    const late = { ...wish, start_time: '18:00' }
    const refused = await bob.agent('book-appointment', late, key('k'))
    assert.equal(refused.body.error, 'outside_hours')
    assert.ok(!('replayed' in (await booked(bob, wish, key('k')))))
  })
})
