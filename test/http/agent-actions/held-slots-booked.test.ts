import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import {
  booked,
  changeAgent,
  changeClinic,
  firstPractitioner,
  hire,
  keptBy,
  maria,
  placeHold,
  refusal,
  secondAgent,
  timesOf,
  tuesday,
} from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
const colleague = await secondAgent(stage, alice)
const elena = await hire(bob, 'Elena Ruiz')
const first = await firstPractitioner(stage, bob)

/** 14:00 on the Tuesday: in New York, Berlin. */
const atTwo = '2026-12-15T19:00:00Z'
const atTwoInBerlin = '2026-12-15T13:00:00Z'
const mine = 'conv_mine'
const theirs = 'conv_theirs'
const wish = { date: tuesday, start_time: '14:00' }

const isFree = async (owner: typeof alice, conversation_id: string | null, more: Record<string, unknown> = {}) => {
  const asked = { date: tuesday, time: '14:00', conversation_id, ...more }
  return (await owner.agent('check-availability', asked)).body.requested.available
}

beforeEach(async () => {
  await stage.sql.query('delete from appointments')
  stage.clock.set('2026-12-07T12:00:00Z')
})

suite('a live hold', () => {
  test('takes the slot from everybody but its own conversation', async () => {
    await placeHold(stage, alice, { at: atTwo, conversation: mine })
    assert.equal(await isFree(alice, mine), true)
    assert.equal(await isFree(alice, theirs), false)
    assert.equal(await isFree(alice, null), false)
    assert.equal(await isFree(colleague, mine), false)
    for (const conversation_id of [theirs, null])
      assert.equal(await refusal(alice, { ...wish, conversation_id }), 'slot_taken')
  })

  test('without a conversation takes it from everybody', async () => {
    await placeHold(stage, alice, { at: atTwo })
    assert.equal(await isFree(alice, mine), false)
    assert.equal(await isFree(alice, null), false)
    assert.equal(await refusal(alice, wish), 'slot_taken')
  })

  test('is not among the alternatives that others are offered', async () => {
    await placeHold(stage, alice, { at: atTwo })
    const { body } = await alice.agent('book-appointment', { ...maria, ...wish })
    assert.ok(!body.alternatives.some(({ start_time }: { start_time: string }) => start_time === '14:00'))
  })

  test('is used when its conversation books the time: same row, same id', async () => {
    const id = await placeHold(stage, alice, { at: atTwo, conversation: mine })
    const made = await booked(alice, { ...wish, conversation_id: mine })
    assert.equal(made.appointment_id, id)
    assert.match(made.confirmation_code, /^[A-Z0-9]{6}$/)
    const kept = await keptBy(stage, alice)
    assert.deepEqual(
      kept.map(({ status }) => status),
      ['scheduled'],
    )
    assert.equal((await booked(alice, { ...wish, conversation_id: mine })).replayed, true)
  })

  test('is stretched when its conversation books longer from there', async () => {
    const id = await placeHold(stage, alice, { at: atTwo, conversation: mine })
    const made = await booked(alice, { ...wish, duration_minutes: 60, conversation_id: mine })
    assert.deepEqual([made.appointment_id, made.end_time], [id, '15:00'])
  })

  test('gives way to a slot whose buffer it would stand in', async () => {
    await changeClinic(alice, { buffer_minutes: 15 })
    await placeHold(stage, alice, { at: atTwo, bufferMinutes: 15, conversation: mine })
    const day = await alice.agent('check-availability', { date: tuesday, conversation_id: mine })
    for (const start_time of ['13:30', '14:30']) {
      assert.ok(timesOf(day).includes(start_time))
      await stage.sql.query('delete from appointments')
      await placeHold(stage, alice, { at: atTwo, bufferMinutes: 15, conversation: mine })
      const made = await booked(alice, { date: tuesday, start_time, conversation_id: mine })
      assert.equal(made.start_time, start_time)
    }
    await changeClinic(alice, { buffer_minutes: 0 })
  })

  test('that cannot be stretched leaves the visit to a colleague who is free', async () => {
    await booked(bob, { date: tuesday, start_time: '14:30', practitioner: first, customer_name: 'Ann Reed' })
    await placeHold(stage, bob, { at: atTwoInBerlin, conversation: mine, practitioner: first })
    assert.equal(await isFree(bob, mine, { duration_minutes: 60 }), true)
    const made = await booked(bob, { ...wish, duration_minutes: 60, conversation_id: mine })
    assert.equal(made.practitioner, 'Elena Ruiz')
  })

  test('of one practitioner leaves the other’s time free', async () => {
    await placeHold(stage, bob, { at: atTwoInBerlin, conversation: theirs, practitioner: first })
    assert.equal(await isFree(bob, mine, { practitioner: first }), false)
    assert.equal(await isFree(bob, mine, { practitioner: elena }), true)
    assert.equal((await booked(bob, { ...wish, conversation_id: mine })).practitioner, 'Elena Ruiz')
  })
})

suite('a hold’s id', () => {
  test('books the hold, whatever else is said of the time', async () => {
    const hold_id = await placeHold(stage, alice, { at: atTwo, minutes: 45, conversation: mine })
    const made = await booked(alice, { hold_id, date: '2026-12-16', start_time: '09:00', conversation_id: mine })
    assert.deepEqual(
      [made.appointment_id, made.date, made.start_time, made.end_time],
      [hold_id, tuesday, '14:00', '14:45'],
    )
  })

  test('serves alone when no conversation held it', async () => {
    const hold_id = await placeHold(stage, alice, { at: atTwo })
    assert.equal((await booked(alice, { hold_id })).appointment_id, hold_id)
    const { rows } = await stage.sql.query('select entity, change from events where entity_id = $1 order by number', [
      hold_id,
    ])
    assert.deepEqual(
      rows.map(({ entity, change }) => `${entity} ${change}`),
      ['hold created', 'appointment created'],
    )
  })

  test('of another conversation, another agent or another clinic is unknown', async () => {
    const hold_id = await placeHold(stage, alice, { at: atTwo, conversation: theirs })
    assert.equal(await refusal(alice, { hold_id, conversation_id: mine }), 'unknown_slot')
    assert.equal(await refusal(alice, { hold_id }), 'unknown_slot')
    for (const owner of [colleague, stranger])
      assert.match(await refusal(owner, { hold_id, conversation_id: theirs }), /unknown_slot|hold_expired/)
    for (const invented of ['hold_1', {}, true, 7, `${hold_id}x`, "' or 1=1"])
      assert.equal(await refusal(alice, { hold_id: invented, conversation_id: theirs }), 'unknown_slot')
    assert.deepEqual(
      (await keptBy(stage, alice)).map(({ status }) => status),
      ['held'],
    )
  })

  test('is refused once the hold has lapsed, to the second', async () => {
    const hold_id = await placeHold(stage, alice, { at: atTwo, conversation: mine })
    stage.clock.advance({ minutes: 5 })
    assert.equal(await refusal(alice, { hold_id, conversation_id: mine }), 'hold_expired')
    stage.clock.set('2026-12-07T12:04:59Z')
    assert.equal((await booked(alice, { hold_id, conversation_id: mine })).appointment_id, hold_id)
  })

  test('is repeated safely, and only by the one who booked it', async () => {
    const hold_id = await placeHold(stage, alice, { at: atTwo })
    const made = await booked(alice, { hold_id })
    const again = await booked(alice, { hold_id })
    assert.deepEqual([again.appointment_id, again.replayed], [made.appointment_id, true])
    assert.ok(!('confirmation_code' in again))
    assert.equal(await refusal(alice, { hold_id, customer_name: 'Ann Reed' }), 'hold_expired')
    const held = await placeHold(stage, alice, { at: '2026-12-15T20:00:00Z', conversation: mine })
    const one = await booked(alice, { hold_id: held, conversation_id: mine })
    const two = await booked(alice, { hold_id: held, conversation_id: mine })
    assert.deepEqual([two.replayed, two.confirmation_code], [true, one.confirmation_code])
  })

  test('with a key that another body has used is a conflict, also when the hold was booked by it', async () => {
    const key = { 'idempotency-key': 'one key' }
    const hold_id = await placeHold(stage, alice, { at: atTwo })
    const body = { ...maria, hold_id }
    const made = (await alice.agent('book-appointment', body, key)).body
    const again = (await alice.agent('book-appointment', body, key)).body
    assert.deepEqual([again.appointment_id, again.replayed], [made.appointment_id, true])
    assert.equal(again.confirmation_code, made.confirmation_code)
    const other = await alice.agent('book-appointment', { ...body, customer_name: 'Ann Reed' }, key)
    assert.deepEqual([other.status, other.body.error], [409, 'idempotency_key_reused'])
    const next = await placeHold(stage, alice, { at: '2026-12-15T20:00:00Z' })
    assert.equal((await alice.agent('book-appointment', { ...body, hold_id: next }, key)).status, 409)
  })

  test('with a key of yesterday books', async () => {
    const key = { 'idempotency-key': 'a key of yesterday' }
    await booked(alice, wish, key)
    stage.clock.advance({ hours: 24, seconds: 1 })
    const hold_id = await placeHold(stage, alice, { at: '2026-12-15T20:00:00Z' })
    assert.equal((await booked(alice, { hold_id }, key)).appointment_id, hold_id)
  })

  test('is what an agent that must read back books with', async () => {
    await changeAgent(alice, { require_confirmation: true })
    const hold_id = await placeHold(stage, alice, { at: atTwo, conversation: mine })
    assert.equal(await refusal(alice, { ...wish, conversation_id: mine }), 'confirmation_required')
    assert.equal((await booked(alice, { hold_id, conversation_id: mine })).appointment_id, hold_id)
    // the model forgets the hold and asks again in its own words
    assert.equal((await booked(alice, { ...wish, conversation_id: mine })).replayed, true)
    await changeAgent(alice, { require_confirmation: false })
  })
})

suite('a lapsed hold', () => {
  const lapses = '2026-12-07T12:00:00Z'

  test('is free, and gone after the booking', async () => {
    await placeHold(stage, alice, { at: atTwo, lapses, conversation: theirs })
    assert.equal(await isFree(alice, mine), true)
    const made = await booked(alice, { ...wish, conversation_id: mine })
    assert.deepEqual(
      (await keptBy(stage, alice)).map(({ id }) => id),
      [made.appointment_id],
    )
  })

  test('two under one visit and one in its buffer are all gone', async () => {
    await changeClinic(alice, { buffer_minutes: 30 })
    for (const at of [atTwo, '2026-12-15T19:30:00Z', '2026-12-15T20:00:00Z'])
      await placeHold(stage, alice, { at, lapses })
    await booked(alice, { ...wish, duration_minutes: 60 })
    assert.equal((await keptBy(stage, alice)).length, 1)
    await changeClinic(alice, { buffer_minutes: 0 })
  })

  test('does not keep a live one from being stretched', async () => {
    const id = await placeHold(stage, alice, { at: atTwo, conversation: mine })
    await placeHold(stage, alice, { at: '2026-12-15T19:30:00Z', lapses, conversation: theirs })
    const made = await booked(alice, { ...wish, duration_minutes: 60, conversation_id: mine })
    assert.deepEqual([made.appointment_id, made.end_time], [id, '15:00'])
  })

  test('of its own conversation is just a free slot', async () => {
    await placeHold(stage, alice, { at: atTwo, lapses, conversation: mine })
    assert.equal((await booked(alice, { ...wish, conversation_id: mine })).start_time, '14:00')
    assert.equal((await keptBy(stage, alice)).length, 1)
  })
})
