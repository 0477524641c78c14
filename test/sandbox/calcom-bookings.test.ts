import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consultation, sandboxAt } from './at-the-sandbox.ts'

const taken = 'User either already has booking at this time or is not available'

test('a consultation is booked for half an hour, and the sandbox tells of it', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await vendor.book(
    consultation({ metadata: { conversation_id: 'c-1' }, guests: ['g@b.org'] }),
  )
  assert.equal(status, 201)
  assert.equal(body.status, 'success')
  const { data } = body
  assert.equal(data.status, 'accepted')
  assert.equal(data.start, '2026-12-15T15:00:00.000Z')
  assert.equal(data.end, '2026-12-15T15:30:00.000Z')
  assert.deepEqual([data.duration, data.eventTypeId, data.eventType.id], [30, 1837761, 1837761])
  assert.deepEqual(data.metadata, { conversation_id: 'c-1' })
  assert.deepEqual(data.guests, ['g@b.org'])
  assert.equal(data.attendees[0].email, 'ann@example.com')
  const [told] = await vendor.tells('bookings')
  assert.deepEqual([told.uid, told.attendee.name], [data.uid, 'Ann Caller'])
  assert.deepEqual((await vendor.bookings('GET', `/${data.uid}`)).body.data, data)
})

test('a start with an offset, or off the half hour, is as good as any', async () => {
  const vendor = await sandboxAt()
  const offset = await vendor.book(consultation({ start: '2026-12-15T10:00:00-05:00' }))
  assert.equal(offset.body.data.start, '2026-12-15T15:00:00.000Z')
  assert.equal((await vendor.book(consultation({ start: '2026-12-15T17:07:00Z' }))).status, 201)
})

test('whatever overlaps a booking of the same host is refused, under whichever event type', async () => {
  const vendor = await sandboxAt()
  await vendor.book(consultation())
  for (const start of ['2026-12-15T14:31:00Z', '2026-12-15T15:00:00Z', '2026-12-15T15:29:00Z'])
    for (const eventTypeId of [1837761, 1837762]) {
      const { status, body } = await vendor.book(consultation({ start, eventTypeId }))
      assert.equal(status, 400)
      assert.deepEqual(body.error, {
        code: 'BadRequestException',
        message: taken,
        details: { message: taken, error: 'Bad Request', statusCode: 400 },
      })
      assert.deepEqual([body.status, body.path], ['error', '/v2/bookings'])
    }
  for (const start of ['2026-12-15T14:30:00Z', '2026-12-15T15:30:00Z'])
    assert.equal((await vendor.book(consultation({ start }))).status, 201, start)
  // another host
  assert.equal((await vendor.book(consultation({ eventTypeId: 1837763 }))).status, 201)
})

test('of twenty who ask for one slot at once one gets it, and losers of the race hear of the database', async () => {
  const vendor = await sandboxAt()
  const said = await Promise.all(Array.from({ length: 20 }, () => vendor.book(consultation())))
  assert.equal(said.filter(({ status }) => status === 201).length, 1)
  const losers = said.filter(({ status }) => status === 400).map(({ body }) => body.message ?? body.error.message)
  assert.equal(losers.length, 19)
  const database = said.find(({ body }) => body.statusCode === 400)
  assert.deepEqual(database?.body, { statusCode: 400, message: 'An error occurred while querying the database.' })
  for (const message of losers) assert.ok([taken, database!.body.message].includes(message), message)
  assert.equal((await vendor.tells('bookings')).length, 1)
})

test('office hours are nine to five on weekdays in New York, and outside of them nobody is available', async () => {
  const vendor = await sandboxAt()
  const inside = ['2026-12-15T14:00:00Z', '2026-12-15T21:30:00Z']
  const outside = ['2026-12-16T13:59:00Z', '2026-12-16T21:31:00Z', '2026-12-19T15:00:00Z']
  for (const start of inside)
    assert.equal((await vendor.book(consultation({ start, eventTypeId: 1837762 }))).status, 201, start)
  for (const start of outside) {
    const { status, body } = await vendor.book(consultation({ start, eventTypeId: 1837762 }))
    assert.deepEqual([status, body.error.message], [400, taken], start)
  }
})

test('the past is past by the sandbox’s clock', async () => {
  const vendor = await sandboxAt('2026-12-15T14:59:59Z')
  assert.equal((await vendor.book(consultation())).status, 201)
  vendor.passes(3_600)
  const { status, body } = await vendor.book(consultation({ start: '2026-12-15T15:45:00Z' }))
  assert.deepEqual([status, body.error.message], [400, 'Attempting to book a meeting in the past.'])
})

test('an event type that is not there is 404, by number and by name', async () => {
  const vendor = await sandboxAt()
  const byId = await vendor.book(consultation({ eventTypeId: 999 }))
  assert.deepEqual([byId.status, byId.body.error.message], [404, 'Event type with id 999 not found.'])
  assert.equal(byId.body.error.code, 'NotFoundException')
  const named = { eventTypeId: undefined, eventTypeSlug: 'consultation' }
  assert.equal((await vendor.book(consultation({ ...named, username: 'alice' }))).status, 201)
  assert.equal((await vendor.book(consultation({ ...named, username: 'nobody' }))).status, 404)
})

test('a length may be chosen only where the event type has several', async () => {
  const vendor = await sandboxAt()
  const fixed = await vendor.book(consultation({ lengthInMinutes: 30 }))
  assert.equal(fixed.status, 400)
  assert.match(fixed.body.error.message, /^Can't specify 'lengthInMinutes'/)
  const wrong = await vendor.book(consultation({ eventTypeId: 1837763, lengthInMinutes: 45 }))
  assert.match(wrong.body.error.message, /^Provided 'lengthInMinutes' is not one of the possible lengths/)
  const hour = await vendor.book(consultation({ eventTypeId: 1837763, lengthInMinutes: 60 }))
  assert.equal(hour.body.data.duration, 60)
})

test('what needs a confirmation is pending, and takes the time all the same', async () => {
  const vendor = await sandboxAt()
  assert.equal((await vendor.book(consultation({ eventTypeId: 1837764 }))).body.data.status, 'pending')
  assert.equal((await vendor.book(consultation({ eventTypeId: 1837764 }))).status, 400)
})

test('cancelling frees the time, and cannot be done twice', async () => {
  const vendor = await sandboxAt()
  const { uid } = (await vendor.book(consultation())).body.data
  const { status, body } = await vendor.bookings('POST', `/${uid}/cancel`, { cancellationReason: 'ill' })
  assert.deepEqual([status, body.data.status, body.data.cancellationReason], [200, 'cancelled', 'ill'])
  const again = await vendor.bookings('POST', `/${uid}/cancel`, {})
  assert.equal(again.status, 400)
  assert.match(again.body.error.message, /it has been cancelled already/)
  assert.equal((await vendor.book(consultation())).status, 201)
})

test('a booking that has ended cannot be cancelled, and says so without the envelope', async () => {
  const vendor = await sandboxAt()
  const { uid } = (await vendor.book(consultation())).body.data
  vendor.passes(2 * 86_400)
  const { status, body } = await vendor.bookings('POST', `/${uid}/cancel`, {})
  assert.deepEqual(
    [status, body],
    [400, { statusCode: 400, message: 'Cannot cancel a booking that has already ended' }],
  )
})

test('rescheduling makes a new booking, ends the old one, and tells a repeat where it went', async () => {
  const vendor = await sandboxAt()
  const old = (await vendor.book(consultation({ metadata: { conversation_id: 'c-2' } }))).body.data
  const change = { start: '2026-12-15T15:15:00Z', reschedulingReason: 'later' }
  const moved = await vendor.bookings('POST', `/${old.uid}/reschedule`, change)
  assert.equal(moved.status, 201)
  const { data } = moved.body
  assert.notEqual(data.uid, old.uid)
  assert.deepEqual([data.rescheduledFromUid, data.icsUid, data.duration], [old.uid, old.icsUid, 30])
  assert.deepEqual(data.metadata, { conversation_id: 'c-2' })
  const before = (await vendor.bookings('GET', `/${old.uid}`)).body.data
  assert.deepEqual([before.status, before.rescheduledToUid], ['cancelled', data.uid])
  const repeat = await vendor.bookings('POST', `/${old.uid}/reschedule`, change)
  assert.equal(repeat.status, 400)
  assert.ok(repeat.body.error.message.includes(`rescheduled already to booking with uid=${data.uid}`))
})

test('a refused new time leaves the booking where it was', async () => {
  const vendor = await sandboxAt()
  const mine = (await vendor.book(consultation())).body.data
  await vendor.book(consultation({ start: '2026-12-15T16:00:00Z' }))
  const { status } = await vendor.bookings('POST', `/${mine.uid}/reschedule`, { start: '2026-12-15T16:00:00Z' })
  assert.equal(status, 400)
  const still = (await vendor.bookings('GET', `/${mine.uid}`)).body.data
  assert.deepEqual([still.status, still.start], ['accepted', mine.start])
})

test('a booking that nobody made is 404 for whatever is asked of it', async () => {
  const vendor = await sandboxAt()
  for (const [method, path, body] of [
    ['GET', '/nope'],
    ['POST', '/nope/cancel', {}],
    ['POST', '/nope/reschedule', { start: '2026-12-15T15:00:00Z' }],
  ] as const) {
    const said = await vendor.bookings(method, path, body)
    assert.deepEqual([said.status, said.body.error.message], [404, 'Booking with uid=nope not found'], path)
  }
})
