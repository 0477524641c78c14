import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, changeClinic, everyDay, shown, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
const ask = async (wish: Record<string, unknown>) => (await alice.agent('check-availability', wish)).body

await changeClinic(alice, {
  horizon_days: 30,
  // only one visit on Wednesday, and that one is taken
  closures: [
    { date: '2026-12-16', hours: [['09:00', '09:30']] },
    { date: '2026-12-23', hours: [] },
  ],
})
await booked(alice, { date: '2026-12-16', start_time: '09:00' })
await booked(alice, { date: tuesday, start_time: '14:00' })

suite('is this time free?', () => {
  test('yes: it comes back with its end, and nothing else is offered for it', async () => {
    const body = await ask({ date: tuesday, time: '10:30', duration_minutes: 60 })
    assert.deepEqual(body.requested, { start_time: '10:30', end_time: '11:30', available: true })
    assert.ok(!('alternatives' in body))
    // of the fifteen, those at 13:30 and 14:00 run into what is booked at two
    assert.equal(body.available_slots, 13)
  })

  test('no: the three nearest that can be booked', async () => {
    const body = await ask({ date: tuesday, time: '14:00' })
    assert.deepEqual(body.requested, { start_time: '14:00', end_time: '14:30', available: false })
    const near = shown(body.alternatives)
    assert.equal(near.length, 3)
    assert.ok(near.includes('2026-12-15 13:30') && near.includes('2026-12-15 14:30'), near.join())
    assert.ok(near.includes('2026-12-15 13:00') || near.includes('2026-12-15 15:00'), near.join())
    for (const { slot_id } of body.alternatives) assert.ok(body.offered_slot_ids.includes(slot_id))
  })

  test('a time after closing has the last of the day', async () => {
    const body = await ask({ date: tuesday, time: '20:00' })
    assert.deepEqual(shown(body.alternatives), ['2026-12-15 15:30', '2026-12-15 16:00', '2026-12-15 16:30'])
  })

  test('a time off the grid is not free', async () => {
    const body = await ask({ date: tuesday, time: '10:10' })
    assert.equal(body.requested.available, false)
    assert.deepEqual(shown(body.alternatives), ['2026-12-15 09:30', '2026-12-15 10:00', '2026-12-15 10:30'])
  })

  test('on a closed day the nearest lie on the days before and after', async () => {
    // from Wednesday at 13:00 it is 20 hours to Thursday 9:00, 20½ to Thursday 9:30 and back to Tuesday 16:30
    const body = await ask({ date: '2026-12-23', time: '13:00' })
    assert.deepEqual(shown(body.alternatives), ['2026-12-22 16:30', '2026-12-24 09:00', '2026-12-24 09:30'])
    assert.equal(body.reason, 'closed')
  })

  test('however far away the nearest are', async () => {
    const hours = [['09:00', '10:00']]
    await changeClinic(stranger, { opening_hours: everyDay(), closures: [{ date: '2027-11-30', hours }] })
    const { body } = await stranger.agent('check-availability', { date: tuesday, time: '09:00' })
    assert.deepEqual(shown(body.alternatives), ['2027-11-30 09:00', '2027-11-30 09:30'])
    assert.equal(shown([body.next_available])[0], '2027-11-30 09:00')
  })

  test('two days on may be nearer than the day before', async () => {
    const closures = [
      { date: '2027-02-01', hours: [['00:00', '01:30']] },
      { date: '2027-02-04', hours: [['00:00', '00:30']] },
    ]
    await changeClinic(stranger, { opening_hours: everyDay(), closures })
    // 25 hours on, but 46, 46½ and 47 back
    const { body } = await stranger.agent('check-availability', { date: '2027-02-02', time: '23:00' })
    assert.deepEqual(shown(body.alternatives), ['2027-02-01 00:30', '2027-02-01 01:00', '2027-02-04 00:00'])
  })

  test('from beyond the horizon the nearest are the last ones inside it', async () => {
    const body = await ask({ date: '2027-03-09', time: '09:00' })
    assert.equal(body.reason, 'too_far')
    assert.deepEqual(shown(body.alternatives), ['2027-01-06 15:30', '2027-01-06 16:00', '2027-01-06 16:30'])
  })

  test('a clinic that never opens has none', async () => {
    await changeClinic(bob, { opening_hours: everyDay() })
    const { body } = await bob.agent('check-availability', { date: tuesday, time: '09:00' })
    assert.deepEqual([body.reason, body.alternatives, body.next_available], ['closed', [], null])
    assert.notEqual(body.say, '')
  })
})

suite('why there is nothing', () => {
  const empty = async (date: string) => {
    const body = await ask({ date })
    assert.equal(body.success, true)
    assert.deepEqual([body.available_slots, body.slots], [0, []])
    return [body.reason, body.next_available && shown([body.next_available])[0]]
  }

  test('closed on Saturday, and Monday is next', async () =>
    assert.deepEqual(await empty('2026-12-19'), ['closed', '2026-12-21 09:00']))

  test('fully booked, and the next day has room', async () =>
    assert.deepEqual(await empty('2026-12-16'), ['fully_booked', '2026-12-17 09:00']))

  test('a day earlier this year is past, and next is what comes now', async () =>
    assert.deepEqual(await empty('2026-03-02'), ['past', '2026-12-07 09:00']))

  test('a Sunday that has been was not merely closed', async () =>
    assert.deepEqual(await empty('2026-12-06'), ['past', '2026-12-07 09:00']))

  test('today after closing is past', async () => {
    stage.clock.set('2026-12-07T23:00:00Z')
    assert.deepEqual(await empty('2026-12-07'), ['past', '2026-12-08 09:00'])
    stage.clock.set('2026-12-07T12:00:00Z')
  })

  test('two days’ notice makes today too soon', async () => {
    await changeClinic(alice, { minimum_notice_minutes: 2 * 24 * 60 })
    assert.deepEqual(await empty('2026-12-07'), ['too_soon', '2026-12-09 09:00'])
    await changeClinic(alice, { minimum_notice_minutes: 0 })
  })

  test('beyond the horizon is too far, closed or not', async () => {
    assert.deepEqual(await empty('2027-01-07'), ['too_far', null])
    assert.deepEqual(await empty('2027-01-09'), ['too_far', null])
    assert.deepEqual(await empty('9999-12-31'), ['too_far', null])
  })
})

suite('a date in a past year', () => {
  for (const action of ['check-availability', 'book-appointment']) {
    test(`is asked back by ${action}: this year if it is still to come, else the next`, async () => {
      for (const [said, meant] of [
        ['2025-12-15', '2026-12-15'],
        ['2025-12-07', '2026-12-07'],
        ['2025-03-03', '2027-03-03'],
        ['0001-01-01', '2027-01-01'],
      ]) {
        const { body } = await alice.agent(action, { date: said, start_time: '09:00' })
        assert.deepEqual([body.success, body.error, body.did_you_mean], [false, 'in_the_past', [meant]])
        assert.ok(!('slots' in body))
      }
    })
  }
})
