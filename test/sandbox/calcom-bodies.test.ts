import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consultation, sandboxAt } from './at-the-sandbox.ts'

const ann = consultation().attendee
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))

const refused: [rule: string, changes: object, says: RegExp][] = [
  ['a start', { start: undefined }, /start must be a valid ISO 8601 date string/],
  ['a start that is a date', { start: 'tomorrow' }, /start must be a valid ISO 8601 date string/],
  ['a start that is text', { start: 1797087600 }, /start must be a valid ISO 8601 date string/],
  ['an attendee', { attendee: undefined }, /attendee property is wrong/],
  ['a name', { attendee: { ...ann, name: undefined } }, /name must be a string/],
  ['a zone', { attendee: { ...ann, timeZone: undefined } }, /timeZone must be a valid IANA time-zone/],
  ['a zone that exists', { attendee: { ...ann, timeZone: 'Mars/Base' } }, /timeZone must be a valid IANA time-zone/],
  ['a zone that is no offset', { attendee: { ...ann, timeZone: '+05:00' } }, /timeZone must be a valid IANA time-zone/],
  ['a contact', { attendee: { ...ann, email: undefined } }, /Attendee must have at least one contact method/],
  ['an e-mail that is one', { attendee: { ...ann, email: 'ann@' } }, /Invalid email format/],
  ['a language that Cal.com speaks', { attendee: { ...ann, language: 'english' } }, /language must be one of/],
  ['a phone in international form', { attendee: { ...ann, phoneNumber: '555-1234' } }, /Invalid phone number format/],
  ['an e-mail beside a phone', { attendee: { ...ann, email: undefined, phoneNumber: '+12125550199' } }, /email/],
  ['an event type', { eventTypeId: undefined }, /Either eventTypeId or eventTypeSlug/],
  ['an event type that is a number', { eventTypeId: '1837761' }, /eventTypeId must be an integer number/],
  ['guests in a list', { guests: 'g@example.com' }, /guests must be an array/],
  ['guests that are text', { guests: [1] }, /each value in guests must be a string/],
  ['metadata that is an object', { metadata: 'c-1' }, /metadata must be an object/],
  ['at most 50 keys of metadata', { metadata: keys(51) }, /Metadata must have at most 50 keys/],
  ['keys of at most 40 characters', { metadata: { ['k'.repeat(41)]: 'v' } }, /each key up to 40 characters/],
  ['values of at most 500 characters', { metadata: { k: 'v'.repeat(501) } }, /values up to 500 characters/],
  ['no field that Cal.com does not know', { idempotencyKey: 'x' }, /property idempotencyKey should not exist/],
  ['no such field of the attendee', { attendee: { ...ann, phone: 'x' } }, /property phone should not exist/],
  ['a place that the event type has', { location: { type: 'phone' } }, /Booking location with type phone not valid/],
]

for (const [rule, changes, says] of refused)
  test(`a booking needs ${rule}`, async () => {
    const vendor = await sandboxAt()
    const { status, body } = await vendor.book(consultation(changes))
    assert.equal(status, 400)
    assert.equal(body.error.code, 'BadRequestException')
    assert.match(body.error.message, says)
    assert.deepEqual(await vendor.tells('bookings'), [])
  })

test('metadata up to its limits is kept', async () => {
  const vendor = await sandboxAt()
  const metadata = { ...keys(49), ['k'.repeat(40)]: 'v'.repeat(500) }
  assert.deepEqual((await vendor.book(consultation({ metadata }))).body.data.metadata, metadata)
})

test('a number in metadata is refused by a schema further in, without details', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await vendor.book(consultation({ metadata: { attempt: 1 } }))
  assert.deepEqual([status, body.error.code, body.error.details], [400, 'BAD_REQUEST', undefined])
  assert.match(body.error.message, /Expected string/)
})

test('every fault of a body is told at once', async () => {
  const vendor = await sandboxAt()
  const { body } = await vendor.book({ attendee: { email: 'ann@' }, colour: 'red' })
  for (const property of ['colour', 'start', 'attendee', 'name', 'timeZone', 'email', 'eventTypeId'])
    assert.ok(body.error.message.includes(`${property} `), property)
})

test('a body that is no JSON, or is not announced as such, is no booking', async () => {
  const vendor = await sandboxAt()
  const headers = { ...vendor.key, 'cal-api-version': '2024-08-13' }
  const broken = await vendor.ask(
    'POST',
    '/v2/bookings',
    { ...headers, 'content-type': 'application/json' },
    '{"start":',
  )
  assert.equal(broken.status, 400)
  const text = JSON.stringify(consultation())
  const unannounced = await vendor.ask('POST', '/v2/bookings', { ...headers, 'content-type': 'text/plain' }, text)
  assert.equal(unannounced.status, 400)
})

test('reasons go by the names that Cal.com has for them', async () => {
  const vendor = await sandboxAt()
  const { uid } = (await vendor.book(consultation())).body.data
  const start = '2026-12-16T15:00:00Z'
  const moved = await vendor.bookings('POST', `/${uid}/reschedule`, { start, reason: 'later' })
  const cancelled = await vendor.bookings('POST', `/${uid}/cancel`, { reason: 'ill' })
  for (const { status, body } of [moved, cancelled]) {
    assert.equal(status, 400)
    assert.match(body.error.message, /property reason should not exist/)
  }
  assert.equal((await vendor.bookings('POST', `/${uid}/reschedule`, { start: 'soon' })).status, 400)
})
