import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, changeAgent, changeClinic, everyDay, keptBy, maria, refusal, shown, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])

suite('the first reason that applies is given', () => {
  // Monday 2026-12-07, 10:20 in New York; two hours’ notice, ten days ahead, lunch from twelve to one.
  before(async () => {
    const day = [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ]
    const opening_hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
    await changeClinic(alice, { opening_hours, minimum_notice_minutes: 120, horizon_days: 10 })
    await booked(alice, { date: '2026-12-10', start_time: '10:00' })
    stage.clock.set('2026-12-07T15:20:00Z')
  })
  const table: [title: string, wish: Record<string, unknown>, error: string][] = [
    ['a Sunday that has been is in the past, not closed', { date: '2026-12-06', start_time: '10:00' }, 'in_the_past'],
    ['before opening today is in the past', { date: '2026-12-07', start_time: '06:00' }, 'in_the_past'],
    ['a minute ago, off the grid, is in the past', { date: '2026-12-07', start_time: '10:19' }, 'in_the_past'],
    ['a Saturday beyond the horizon is too far, not closed', { date: '2026-12-19', start_time: '10:00' }, 'too_far'],
    ['the day after the horizon is too far', { date: '2026-12-18', start_time: '09:00' }, 'too_far'],
    ['a closed day is outside hours', { date: '2026-12-12', start_time: '10:00' }, 'outside_hours'],
    ['lunch is outside hours, not too soon', { date: '2026-12-07', start_time: '12:00' }, 'outside_hours'],
    ['before opening is outside hours', { date: '2026-12-10', start_time: '08:30' }, 'outside_hours'],
    ['an end after closing is outside hours', { date: '2026-12-10', start_time: '16:45' }, 'outside_hours'],
    [
      'an end in the lunch break is outside hours',
      { date: '2026-12-10', start_time: '11:30', duration_minutes: 45 },
      'outside_hours',
    ],
    [
      'longer than the morning is outside hours',
      { date: '2026-12-10', start_time: '09:00', duration_minutes: 240 },
      'outside_hours',
    ],
    ['off the grid inside the notice is too soon', { date: '2026-12-07', start_time: '11:15' }, 'too_soon'],
    ['on the grid inside the notice is too soon', { date: '2026-12-07', start_time: '11:00' }, 'too_soon'],
    ['off the grid over a taken slot is no slot', { date: '2026-12-10', start_time: '10:15' }, 'not_a_slot'],
    ['a quarter past nine is no slot', { date: '2026-12-10', start_time: '09:15' }, 'not_a_slot'],
    ['somebody else’s time is taken', { date: '2026-12-10', start_time: '10:00' }, 'slot_taken'],
    [
      'an hour that runs into somebody else’s is taken',
      { date: '2026-12-10', start_time: '09:30', duration_minutes: 60 },
      'slot_taken',
    ],
  ]
  for (const [title, wish, error] of table) {
    test(`${title}, and what is near can be booked`, async () => {
      const answer = await alice.agent('book-appointment', { ...maria, customer_name: 'Ann Reed', ...wish })
      const { status, body } = answer
      assert.deepEqual([status, body.success, body.error], [200, false, error])
      for (const field of ['message', 'say']) assert.notEqual(body[field], '', field)
      assert.equal(body.alternatives.length, 3)
      assert.ok(!('appointment_id' in body))
      const { date, duration_minutes } = wish
      for (const near of body.alternatives) {
        const day = await alice.agent('check-availability', { date: near.date, duration_minutes })
        assert.ok(shown(day.body.slots).includes(shown([near])[0]!), `${date}: ${shown([near])}`)
      }
      assert.equal((await keptBy(stage, alice)).length, 1)
    })
  }

  test('the very end of the notice and the last slot before closing are booked', async () => {
    stage.clock.set('2026-12-08T15:00:00Z')
    const noon = { date: '2026-12-08', start_time: '13:00' }
    assert.equal((await booked(alice, noon)).start_time, '13:00')
    stage.clock.set('2026-12-08T16:30:00Z')
    assert.equal((await booked(alice, { date: '2026-12-08', start_time: '13:30' })).start_time, '13:30')
    assert.equal((await booked(alice, { date: '2026-12-10', start_time: '16:30' })).end_time, '17:00')
  })

  test('the alternatives of a taken slot are the nearest, and book', async () => {
    const { body } = await alice.agent('book-appointment', {
      ...maria,
      customer_name: 'Ben',
      date: '2026-12-10',
      start_time: '10:00',
    })
    const near = shown(body.alternatives)
    assert.ok(near.includes('2026-12-10 09:30') && near.includes('2026-12-10 10:30'), near.join())
    const made = await booked(alice, { slot_id: body.alternatives[0].slot_id, customer_name: 'Ben' })
    assert.equal(`${made.date} ${made.start_time}`, near[0])
  })
})

suite('what clinics keep free', () => {
  test('never two that overlap with their buffers, whoever wrote the other', async () => {
    stage.clock.set('2026-12-07T12:00:00Z')
    await changeClinic(bob, { buffer_minutes: 20 })
    // from the desk, off the grid: 10:10 to 10:40 in Berlin, free again at 11:00
    const desk = { start_time: '2026-12-15T10:10:00+01:00', end_time: '2026-12-15T10:40:00+01:00' }
    assert.equal((await bob.as('POST', '/api/appointments', desk)).status, 201)
    for (const start_time of ['09:30', '10:00', '10:30'])
      assert.equal(await refusal(bob, { date: tuesday, start_time, customer_phone: '030 901820' }), 'slot_taken')
    for (const start_time of ['09:00', '11:00'])
      assert.equal((await booked(bob, { date: tuesday, start_time })).start_time, start_time)
  })

  test('a slot that ends when the next begins is free without a buffer', async () => {
    for (const start_time of ['10:00', '09:30', '10:30'])
      assert.equal((await booked(stranger, { date: tuesday, start_time, customer_name: start_time })).success, true)
  })

  test('a cancelled, a missed and a finished one keep nobody out', async () => {
    for (const status of ['cancelled', 'no_show', 'completed']) {
      const made = await booked(stranger, { date: '2026-12-16', start_time: '09:00', customer_name: status })
      await stage.sql.query('update appointments set status = $1 where id = $2', [status, made.appointment_id])
    }
    assert.equal((await booked(stranger, { date: '2026-12-16', start_time: '09:00' })).success, true)
  })

  test('a clinic open round the clock has slots over midnight', async () => {
    await changeClinic(stranger, { opening_hours: everyDay(['00:00', '24:00']) })
    const made = await booked(stranger, { date: '2026-12-17', start_time: '23:30', duration_minutes: 60 })
    assert.deepEqual([made.date, made.start_time, made.end_time], ['2026-12-17', '23:30', '00:30'])
    assert.equal(
      await refusal(stranger, { date: '2026-12-18', start_time: '00:00', customer_name: 'Ann' }),
      'slot_taken',
    )
  })

  test('an agent that must read back books nothing without a hold', async () => {
    const before = await booked(stranger, { date: '2026-12-21', start_time: '09:00', conversation_id: 'conv_before' })
    await changeAgent(stranger, { require_confirmation: true })
    assert.equal(await refusal(stranger, { date: '2026-12-21', start_time: '10:00' }), 'confirmation_required')
    const day = await stranger.agent('check-availability', { date: '2026-12-21' })
    assert.equal(await refusal(stranger, { slot_id: day.body.slots[0].slot_id }), 'confirmation_required')
    // nothing is booked by a repeat, so there is nothing to confirm
    const again = await booked(stranger, { date: '2026-12-21', start_time: '09:00', conversation_id: 'conv_before' })
    assert.deepEqual([again.appointment_id, again.replayed], [before.appointment_id, true])
  })
})
