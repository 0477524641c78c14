import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { booked, changeClinic, everyDay, halfHours, timesOf, tuesday, without } from './at-the-desk.ts'

const nineToFive = halfHours('09:00', '16:30')

const stage = await openStage()
const alice = await alicesClinic(stage)

suite('what a day has to offer', () => {
  const ask = (wish: Record<string, unknown>) => alice.agent('check-availability', wish)

  beforeEach(async () => {
    stage.clock.set('2026-12-07T12:00:00Z')
    await changeClinic(alice, {
      opening_hours: { ...everyDay(['09:00', '17:00']), saturday: [], sunday: [] },
      closures: [],
      slot_minutes: 30,
      buffer_minutes: 0,
      minimum_notice_minutes: 0,
      horizon_days: 365,
    })
  })

  test('lists every bookable half hour from nine to five, in order, with its end, its id and its instant', async () => {
    const { status, body } = await ask({ date: tuesday })
    assert.equal(status, 200)
    assert.equal(body.success, true)
    assert.equal(body.date, tuesday)
    assert.equal(body.timezone, 'America/New_York')
    assert.equal(body.total_slots, 16)
    assert.equal(body.available_slots, 16)
    assert.equal(body.message, 'Found 16 available slots on 2026-12-15')
    const ids: string[] = body.slots.map((slot: { slot_id: string }) => slot.slot_id)
    assert.equal(new Set(ids).size, 16)
    assert.deepEqual(body.offered_slot_ids, ids)
    const { slot_id: _, ...first } = body.slots[0]
    assert.deepEqual(first, {
      date: tuesday,
      start_time: '09:00',
      end_time: '09:30',
      available: true,
      starts_at: '2026-12-15T09:00:00-05:00',
    })
    assert.deepEqual(timesOf({ body } as never), nineToFive)
    for (const absent of ['requested', 'alternatives', 'reason', 'next_available']) assert.ok(!(absent in body), absent)
  })

  test('counts from each opening: twelve closes the morning, a quarter past one begins the afternoon', async () => {
    await changeClinic(alice, {
      opening_hours: {
        tuesday: [
          ['09:00', '12:00'],
          ['13:15', '15:15'],
        ],
      },
    })
    const half = await ask({ date: tuesday })
    assert.deepEqual(timesOf(half), [...halfHours('09:00', '11:30'), '13:15', '13:45', '14:15', '14:45'])
    // three quarters of an hour from 11:30 would end at 12:15, from 14:45 at 15:30
    const longer = await ask({ date: tuesday, duration_minutes: 45 })
    assert.deepEqual(timesOf(longer), [...halfHours('09:00', '11:00'), '13:15', '13:45', '14:15'])
    assert.equal(longer.body.total_slots, 8)
  })

  test('a slot after midnight belongs to the date on which it starts', async () => {
    await changeClinic(alice, { opening_hours: { saturday: [['22:00', '02:00']] } })
    const saturday = await ask({ date: '2026-12-12' })
    assert.deepEqual(timesOf(saturday), ['22:00', '22:30', '23:00', '23:30'])
    assert.equal(saturday.body.slots[3].end_time, '00:00')
    const sunday = await ask({ date: '2026-12-13' })
    assert.deepEqual(timesOf(sunday), ['00:00', '00:30', '01:00', '01:30'])
    assert.equal(sunday.body.total_slots, 4)
    assert.ok(sunday.body.slots.every(({ date }: { date: string }) => date === '2026-12-13'))
    const hour = await ask({ date: '2026-12-12', duration_minutes: 60 })
    assert.deepEqual([hour.body.slots[3].start_time, hour.body.slots[3].end_time], ['23:30', '00:30'])
    assert.equal(
      (await booked(alice, { date: '2026-12-13', start_time: '00:30' })).starts_at,
      '2026-12-13T00:30:00-05:00',
    )
  })

  test('a closure replaces the hours of its date and of no other', async () => {
    await changeClinic(alice, {
      closures: [
        { date: tuesday, hours: [['10:00', '11:00']] },
        { date: '2026-12-16', hours: [] },
        { date: '2026-12-19', hours: [['09:00', '10:00']] },
      ],
    })
    assert.deepEqual(timesOf(await ask({ date: tuesday })), ['10:00', '10:30'])
    assert.equal((await ask({ date: '2026-12-16' })).body.reason, 'closed')
    assert.deepEqual(timesOf(await ask({ date: '2026-12-19' })), ['09:00', '09:30'])
    assert.equal((await ask({ date: '2026-12-17' })).body.total_slots, 16)
  })

  test('a duration other than the step keeps the step and ends by closing', async () => {
    const hour = await ask({ date: tuesday, duration_minutes: 60 })
    assert.deepEqual(timesOf(hour), halfHours('09:00', '16:00'))
    assert.equal(hour.body.slots[0].end_time, '10:00')
    assert.deepEqual(timesOf(await ask({ date: tuesday, duration_minutes: 5 })), nineToFive)
    assert.deepEqual(timesOf(await ask({ date: tuesday, duration_minutes: 480 })), ['09:00'])
    await changeClinic(alice, { slot_minutes: 50 })
    assert.deepEqual(timesOf(await ask({ date: tuesday, duration_minutes: 100 })).slice(0, 3), [
      '09:00',
      '09:50',
      '10:40',
    ])
    assert.equal((await ask({ date: tuesday, duration_minutes: 100 })).body.total_slots, 8)
  })

  test('an hour takes the two half hours it covers, and the start before it', async () => {
    await booked(alice, { date: '2026-12-14', start_time: '10:00', duration_minutes: 60 })
    assert.deepEqual(timesOf(await ask({ date: '2026-12-14' })), without(nineToFive, '10:00', '10:30'))
    const hours = await ask({ date: '2026-12-14', duration_minutes: 60 })
    assert.deepEqual(timesOf(hours), without(halfHours('09:00', '16:00'), '09:30', '10:00', '10:30'))
  })

  test('keeps the buffer free after an appointment, that of the next one too', async () => {
    await changeClinic(alice, { buffer_minutes: 15 })
    await booked(alice, { date: '2026-12-16', start_time: '10:00' })
    const day = await ask({ date: '2026-12-16' })
    assert.equal(day.body.total_slots, 16)
    assert.deepEqual(timesOf(day), without(nineToFive, '09:30', '10:00', '10:30'))
  })

  test('a buffer may run past closing', async () => {
    await changeClinic(alice, { buffer_minutes: 240 })
    assert.equal((await ask({ date: '2026-12-18' })).body.available_slots, 16)
  })

  test('offers nothing inside the minimum notice, and its very end', async () => {
    await changeClinic(alice, { minimum_notice_minutes: 180 })
    const today = await ask({ date: '2026-12-07' })
    assert.equal(today.body.total_slots, 16)
    assert.deepEqual(timesOf(today), halfHours('10:00', '16:30'))
    stage.clock.advance({ seconds: 1 })
    assert.deepEqual(timesOf(await ask({ date: '2026-12-07' })), halfHours('10:30', '16:30'))
  })

  test('offers nothing that has begun', async () => {
    stage.clock.set('2026-12-07T17:10:00Z')
    const today = await ask({ date: '2026-12-07' })
    assert.equal(today.body.total_slots, 16)
    assert.deepEqual(timesOf(today), halfHours('12:30', '16:30'))
  })

  test('the last day of the horizon can be booked, the next one is too far', async () => {
    await changeClinic(alice, { horizon_days: 10 })
    assert.equal((await ask({ date: '2026-12-17' })).body.available_slots, 16)
    const next = (await ask({ date: '2026-12-18' })).body
    assert.deepEqual([next.total_slots, next.available_slots, next.reason], [16, 0, 'too_far'])
    assert.deepEqual([next.slots, next.next_available], [[], null])
  })

  test('a horizon of no days is today', async () => {
    await changeClinic(alice, { horizon_days: 0 })
    assert.equal((await ask({ date: '2026-12-07' })).body.available_slots, 16)
    assert.equal((await ask({ date: '2026-12-08' })).body.reason, 'too_far')
  })
})
