import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, changeClinic, everyDay, refusal, type SlotShown, timesOf, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
for (const owner of [alice, bob]) await changeClinic(owner, { opening_hours: everyDay(['00:00', '24:00']) })
await changeClinic(bob, { timezone: 'Australia/Lord_Howe' })

/** The slots of a day that begin at this `HH:MM`. */
const at = (slots: SlotShown[], time: string) => slots.filter(({ start_time }) => start_time === time)

suite('New York on 7 November 2027, when two o’clock becomes one o’clock again', () => {
  const date = '2027-11-07'

  test('the day has twenty-five hours, and the hour from one stands twice', async () => {
    const { body } = await alice.agent('check-availability', { date })
    assert.equal(body.total_slots, 50)
    for (const time of ['01:00', '01:30']) {
      const [earlier, later] = at(body.slots, time) as [SlotShown, SlotShown]
      assert.equal(earlier.starts_at, `2027-11-07T${time}:00-04:00`)
      assert.equal(later.starts_at, `2027-11-07T${time}:00-05:00`)
      assert.notEqual(earlier.slot_id, later.slot_id)
    }
    assert.equal(at(body.slots, '02:00').length, 1)
    // an hour of real time from half past one is half past one
    const hour = await alice.agent('check-availability', { date, duration_minutes: 60 })
    assert.equal(at(hour.body.slots, '01:30')[0]!.end_time, '01:30')
  })

  test('a start alone means the earlier one while it is free, then the later one, then neither', async () => {
    const wish = { date, start_time: '01:00' }
    assert.equal((await booked(alice, { ...wish, customer_name: 'Ann' })).starts_at, '2027-11-07T01:00:00-04:00')
    const asked = await alice.agent('check-availability', { date, time: '01:00' })
    assert.equal(asked.body.requested.available, true)
    assert.equal((await booked(alice, { ...wish, customer_name: 'Ben' })).starts_at, '2027-11-07T01:00:00-05:00')
    assert.equal(await refusal(alice, { ...wish, customer_name: 'Cleo' }), 'slot_taken')
  })

  test('an id means its own one', async () => {
    const { body } = await alice.agent('check-availability', { date })
    const [, later] = at(body.slots, '01:30')
    assert.equal((await booked(alice, { slot_id: later!.slot_id })).starts_at, '2027-11-07T01:30:00-05:00')
    const { body: after } = await alice.agent('check-availability', { date })
    assert.deepEqual(
      at(after.slots, '01:30').map(({ starts_at }) => starts_at),
      ['2027-11-07T01:30:00-04:00'],
    )
  })
})

suite('New York on 14 March 2027, when two o’clock becomes three', () => {
  const date = '2027-03-14'

  test('the day has twenty-three hours and no hour from two', async () => {
    const { body } = await alice.agent('check-availability', { date })
    assert.equal(body.total_slots, 46)
    assert.deepEqual(timesOf({ body } as never).slice(2, 6), ['01:00', '01:30', '03:00', '03:30'])
    assert.equal(body.slots[3].end_time, '03:00')
  })

  test('a time that does not come is not free, not booked, and has alternatives around it', async () => {
    const { body } = await alice.agent('check-availability', { date, time: '02:30' })
    assert.equal(body.requested.start_time, '02:30')
    assert.equal(body.requested.available, false)
    assert.equal(body.alternatives.length, 3)
    const answer = await alice.agent('book-appointment', {
      date,
      start_time: '02:30',
      customer_name: 'Maria Lopez',
      customer_phone: '2125550123',
    })
    assert.deepEqual([answer.body.success, answer.body.error], [false, 'not_a_slot'])
    assert.match(answer.body.say, /2:30 AM/)
    assert.equal(answer.body.alternatives.length, 3)
  })
})

suite('Lord Howe Island, whose clocks move by half an hour', () => {
  test('on 4 April 2027 the half hour from half past one stands twice', async () => {
    const { body } = await bob.agent('check-availability', { date: '2027-04-04' })
    assert.equal(body.total_slots, 49)
    assert.deepEqual(
      at(body.slots, '01:30').map(({ starts_at }) => starts_at),
      ['2027-04-04T01:30:00+11:00', '2027-04-04T01:30:00+10:30'],
    )
  })

  test('on 3 October 2027 the half hour from two is missing', async () => {
    const { body } = await bob.agent('check-availability', { date: '2027-10-03' })
    assert.equal(body.total_slots, 47)
    assert.deepEqual(timesOf({ body } as never).slice(3, 5), ['01:30', '02:30'])
    assert.equal(await refusal(bob, { date: '2027-10-03', start_time: '02:00' }), 'not_a_slot')
  })
})

suite('Kolkata, half an hour off', () => {
  test('nine o’clock is half past three in Greenwich', async () => {
    const { body } = await stranger.agent('check-availability', { date: tuesday })
    assert.equal(body.total_slots, 16)
    assert.equal(body.slots[0].starts_at, '2026-12-15T09:00:00+05:30')
    const made = await booked(stranger, { date: tuesday, start_time: '09:00' })
    const { rows } = await stage.sql.query('select start_time = $1 as right from appointments where id = $2', [
      '2026-12-15T03:30:00Z',
      made.appointment_id,
    ])
    assert.equal(rows[0].right, true)
  })

  test('a new year begins at the clinic’s midnight', async () => {
    stage.clock.set('2026-12-31T20:00:00Z')
    const there = await stranger.agent('check-availability', { date: '2026-12-31' })
    assert.deepEqual([there.body.success, there.body.error], [false, 'in_the_past'])
    assert.deepEqual(there.body.did_you_mean, ['2027-12-31'])
    const here = await alice.agent('check-availability', { date: '2026-12-31' })
    assert.equal(here.body.success, true)
    assert.equal(here.body.slots[0].start_time, '15:00')
  })
})
