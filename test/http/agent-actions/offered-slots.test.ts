import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, type Owner, openStage } from '../../cast.ts'
import { booked, refusal, type SlotShown, secondAgent, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
const colleague = await secondAgent(stage, alice)

const ask = async (owner: Owner, wish: Record<string, unknown>) => (await owner.agent('check-availability', wish)).body
const idsOf = (body: { slots: SlotShown[] }) => body.slots.map(({ slot_id }) => slot_id)

suite('what a conversation has been offered', () => {
  test('adds up, each id once, oldest first', async () => {
    const conversation_id = 'conv_adds_up'
    const first = await ask(alice, { date: tuesday, conversation_id })
    assert.deepEqual(first.offered_slot_ids, idsOf(first))
    const second = await ask(alice, { date: '2026-12-16', conversation_id })
    assert.deepEqual(second.offered_slot_ids, [...idsOf(first), ...idsOf(second)])
    const again = await ask(alice, { date: tuesday, conversation_id })
    assert.deepEqual(again.offered_slot_ids, second.offered_slot_ids)
  })

  test('counts the next opening and the alternatives of a refusal', async () => {
    const conversation_id = 'conv_offers_more'
    const closed = await ask(alice, { date: '2026-12-19', time: '10:00', conversation_id })
    const offered = [...closed.alternatives, closed.next_available].map(({ slot_id }) => slot_id)
    assert.deepEqual(new Set(closed.offered_slot_ids), new Set(offered))
    const wish = { date: '2026-12-22', start_time: '18:00', conversation_id }
    const refused = (
      await alice.agent('book-appointment', { ...wish, customer_name: 'M', customer_phone: '2125550123' })
    ).body
    const later = await ask(alice, { date: '2026-12-26', conversation_id })
    for (const { slot_id } of refused.alternatives) assert.ok(later.offered_slot_ids.includes(slot_id))
  })

  test('is its own: another conversation and another agent begin anew', async () => {
    const conversation_id = 'conv_shared_name'
    await ask(alice, { date: tuesday, conversation_id })
    for (const [owner, id] of [
      [alice, 'conv_other'],
      [colleague, conversation_id],
      [bob, conversation_id],
    ] as const) {
      const body = await ask(owner, { date: '2026-12-17', conversation_id: id })
      assert.deepEqual(body.offered_slot_ids, idsOf(body))
    }
  })

  test('without a conversation it is what is offered now', async () => {
    await ask(alice, { date: tuesday })
    const body = await ask(alice, { date: '2026-12-17', conversation_id: '' })
    assert.deepEqual(body.offered_slot_ids, idsOf(body))
  })

  test('holds for many at once', async () => {
    const conversation_id = 'conv_in_a_hurry'
    const dates = ['2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08']
    await Promise.all(dates.map((date) => ask(alice, { date, conversation_id })))
    const body = await ask(alice, { date: '2027-01-04', conversation_id })
    assert.equal(new Set(body.offered_slot_ids).size, 5 * 16)
    assert.equal(body.offered_slot_ids.length, 5 * 16)
  })
})

suite('an id of a slot', () => {
  test('books what it offered: start, duration and all', async () => {
    const body = await ask(alice, { date: '2026-12-21', duration_minutes: 90 })
    const made = await booked(alice, { slot_id: body.slots[4].slot_id })
    assert.deepEqual([made.date, made.start_time, made.end_time], ['2026-12-21', '11:00', '12:30'])
    assert.equal(made.duration_minutes, 90)
  })

  test('serves another conversation of the same agent', async () => {
    const body = await ask(alice, { date: '2026-12-21', conversation_id: 'conv_a' })
    const made = await booked(alice, { slot_id: body.slots[0].slot_id, conversation_id: 'conv_b' })
    assert.equal(made.start_time, '09:00')
  })

  test('is unknown to every other agent, of this clinic or of another', async () => {
    const [slot_id] = idsOf(await ask(alice, { date: tuesday }))
    assert.equal(await refusal(colleague, { slot_id }), 'unknown_slot')
    assert.equal(await refusal(bob, { slot_id }), 'unknown_slot')
  })

  test('is unknown when it was invented or altered', async () => {
    const [slot_id] = idsOf(await ask(alice, { date: tuesday })) as [string]
    const other = slot_id.startsWith('B') ? 'C' : 'B'
    const altered = [other + slot_id.slice(1), `${slot_id}A`, slot_id.slice(1), slot_id.slice(0, -1), ` ${slot_id} x`]
    for (const each of [...altered, 'slot_1', '2026-12-15T09:00', 'é', {}, [slot_id], true, 7])
      assert.equal(await refusal(alice, { slot_id: each }), 'unknown_slot', JSON.stringify(each))
  })

  test('is unknown once its service is no longer offered', async () => {
    const service = (await alice.as('POST', '/api/services', { name: 'Cleaning', duration_minutes: 30 })).body.id
    const [slot_id] = idsOf(await ask(alice, { date: tuesday, service }))
    await alice.as('PATCH', `/api/services/${service}`, { active: false })
    assert.equal(await refusal(alice, { slot_id }), 'unknown_slot')
  })

  test('is refused like a time that was said, when it is taken or past', async () => {
    const [first, second] = idsOf(await ask(alice, { date: '2026-12-23' }))
    await booked(alice, { slot_id: first, customer_name: 'Ann Reed' })
    assert.equal(await refusal(alice, { slot_id: first, customer_name: 'Ben Reed' }), 'slot_taken')
    stage.clock.set('2026-12-24T12:00:00Z')
    assert.equal(await refusal(alice, { slot_id: second }), 'in_the_past')
    stage.clock.set('2026-12-07T12:00:00Z')
  })
})
