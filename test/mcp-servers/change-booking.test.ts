import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { inTime, openMcpStage, wish } from './mcp-stage.ts'

const stage = await openMcpStage()

const later = '2026-12-15T16:00:00Z'
const lives = async () => (await stage.bookings()).filter(({ status }) => status === 'accepted')
const booked = async (): Promise<string> => (await stage.calcom('create_booking', wish)).done.uid
const writes = async () => (await stage.requests()).filter(({ path }) => /(reschedule|cancel)$/.test(path))

describe('reschedule_booking', () => {
  beforeEach(() => stage.clear())

  test('moves a booking and names its new uid', async () => {
    const uid = await booked()
    const { done } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later, reason: 'Ill' })
    assert.equal(done.start, later)
    assert.equal(done.previous_uid, uid)
    assert.equal(done.found, false)
    assert.notEqual(done.uid, uid)
    assert.deepEqual(
      (await lives()).map(({ start }) => Temporal.Instant.from(start).toString()),
      [later],
    )
  })

  test('asked twice, moves once', async () => {
    const uid = await booked()
    const first = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    const second = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    assert.deepEqual([second.done.uid, second.done.found], [first.done.uid, true])
    assert.equal((await lives()).length, 1)
  })

  test('a booking that was moved elsewhere names its successor', async () => {
    const uid = await booked()
    const moved = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    const { fault } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: '2026-12-16T14:00:00Z' })
    assert.equal(fault?.code, 'invalid_request')
    assert.ok(fault?.message.includes(moved.done.uid))
  })

  test('a time that is taken leaves the booking where it is, and others are named', async () => {
    const uid = await booked()
    await stage.calcom('create_booking', { ...wish, start: later, attendee_email: 'bob@example.com', metadata: {} })
    const { fault } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    assert.equal(fault?.code, 'slot_taken')
    assert.equal(fault?.alternatives?.length, 3)
    assert.equal((await stage.calcom('get_booking', { booking_uid: uid })).done.status, 'accepted')
  })

  for (const kind of ['reset_after_commit', 'hang_after_commit', 'garbage'] as const) {
    test(`${kind}: finds the move and makes no second`, async () => {
      const uid = await booked()
      await stage.order({ target: 'calcom', kind, ...(kind === 'garbage' && { committed: true }) })
      const { done, ms } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later }, { ms: 1_500 })
      assert.deepEqual([done?.found, done?.start], [true, later])
      assert.equal((await writes()).length, 1)
      inTime({ ms }, 1_500)
    })
  }

  test('503: tries once more', async () => {
    const uid = await booked()
    await stage.order({ target: 'calcom', kind: 'status', status: 503 })
    const { done } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later }, { ms: 2_000 })
    assert.equal(done?.start, later)
    assert.equal((await writes()).length, 2)
  })

  test('a cut connection and no move: the outcome is unknown', async () => {
    const uid = await booked()
    await stage.order({ target: 'calcom', kind: 'reset' })
    const { fault } = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later }, { ms: 2_000 })
    assert.equal(fault?.code, 'outcome_unknown')
  })

  test('does not know bookings that are not there', async () => {
    const { fault } = await stage.calcom('reschedule_booking', { booking_uid: 'nobody', start: later })
    assert.equal(fault?.code, 'not_found')
  })

  test('does not move into the past', async () => {
    const uid = await booked()
    const past = await stage.calcom('reschedule_booking', { booking_uid: uid, start: '2026-12-14T13:59:59Z' })
    assert.equal(past.fault?.code, 'in_the_past')
  })
})

describe('cancel_booking', () => {
  beforeEach(() => stage.clear())

  test('cancels, and twice is harmless', async () => {
    const uid = await booked()
    const first = await stage.calcom('cancel_booking', { booking_uid: uid, reason: 'Not needed any more' })
    const second = await stage.calcom('cancel_booking', { booking_uid: uid })
    assert.deepEqual(first.done, { uid, status: 'cancelled', already_cancelled: false })
    assert.deepEqual(second.done, { uid, status: 'cancelled', already_cancelled: true })
    assert.equal((await lives()).length, 0)
    assert.equal((await stage.bookings())[0].cancellationReason, 'Not needed any more')
  })

  test('does not take a booking that was moved for one that is cancelled', async () => {
    const uid = await booked()
    const moved = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    const { fault } = await stage.calcom('cancel_booking', { booking_uid: uid })
    assert.equal(fault?.code, 'invalid_request')
    assert.ok(fault?.message.includes(moved.done.uid))
    assert.equal((await lives()).length, 1)
  })

  for (const kind of ['reset', 'reset_after_commit', 'garbage'] as const) {
    test(`${kind}: cancels all the same`, async () => {
      const uid = await booked()
      await stage.order({ target: 'calcom', kind })
      const { done } = await stage.calcom('cancel_booking', { booking_uid: uid }, { ms: 2_000 })
      assert.equal(done?.status, 'cancelled')
      assert.equal((await lives()).length, 0)
    })
  }

  test('silence after the cancellation: looks it up in time', async () => {
    const uid = await booked()
    await stage.order({ target: 'calcom', kind: 'hang_after_commit' })
    const { done, ms } = await stage.calcom('cancel_booking', { booking_uid: uid }, { ms: 1_200 })
    assert.equal(done?.status, 'cancelled')
    inTime({ ms }, 1_200)
  })

  test('a uid that would lead elsewhere is refused before anybody is asked', async () => {
    const { fault } = await stage.calcom('cancel_booking', { booking_uid: '../me' })
    assert.equal(fault?.code, 'invalid_request')
    assert.deepEqual(await stage.requests(), [])
  })
})

describe('get_booking', () => {
  beforeEach(() => stage.clear())

  test('finds by uid', async () => {
    const uid = await booked()
    const { done } = await stage.calcom('get_booking', { booking_uid: uid })
    assert.deepEqual([done.uid, done.start, done.event_type_id], [uid, wish.start, 1837761])
  })

  test('finds by attendee and start, and only its own conversation', async () => {
    const uid = await booked()
    const query = { attendee_email: 'maria@example.com', start: wish.start }
    assert.equal((await stage.calcom('get_booking', query)).done.uid, uid)
    const ours = await stage.calcom('get_booking', { ...query, conversation_id: 'conv_1' })
    assert.equal(ours.done.uid, uid)
    const others = await stage.calcom('get_booking', { ...query, conversation_id: 'conv_2' })
    assert.equal(others.fault?.code, 'not_found')
  })

  test('does not find what was cancelled or begins at another time', async () => {
    const uid = await booked()
    const query = { attendee_email: 'maria@example.com', start: '2026-12-15T13:30:00Z' }
    assert.equal((await stage.calcom('get_booking', query)).fault?.code, 'not_found')
    await stage.calcom('cancel_booking', { booking_uid: uid })
    assert.equal((await stage.calcom('get_booking', { ...query, start: wish.start })).fault?.code, 'not_found')
  })

  test('tells the successor of a booking that was moved', async () => {
    const uid = await booked()
    const moved = await stage.calcom('reschedule_booking', { booking_uid: uid, start: later })
    const { done } = await stage.calcom('get_booking', { booking_uid: uid })
    assert.deepEqual([done.status, done.rescheduled_to_uid], ['cancelled', moved.done.uid])
  })

  test('wants a uid, or attendee and start', async () => {
    const { fault } = await stage.calcom('get_booking', { attendee_email: 'maria@example.com' })
    assert.equal(fault?.code, 'invalid_request')
  })
})
