import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consultation, sandboxAt } from './at-the-sandbox.ts'

const newYork = 'timeZone=America/New_York'

test('a day of office hours has its slots in the booker’s zone, but for those that are taken', async () => {
  const vendor = await sandboxAt()
  await vendor.book(consultation())
  const { status, body } = await vendor.slots(`eventTypeId=1837762&start=2026-12-15&end=2026-12-15&${newYork}`)
  assert.equal(status, 200)
  assert.deepEqual(Object.keys(body.data), ['2026-12-15'])
  const starts = body.data['2026-12-15'].map(({ start }: { start: string }) => start)
  assert.equal(starts[0], '2026-12-15T09:00:00.000-05:00')
  assert.equal(starts.at(-1), '2026-12-15T16:30:00.000-05:00')
  assert.equal(starts.length, 15)
  assert.ok(!starts.includes('2026-12-15T10:00:00.000-05:00'))
})

test('a day without slots is left out, and nothing at all is an empty object', async () => {
  const vendor = await sandboxAt()
  const query = `eventTypeId=1837762&start=2026-12-18&end=2026-12-21&${newYork}`
  assert.deepEqual(Object.keys((await vendor.slots(query)).body.data), ['2026-12-18', '2026-12-21'])
  const weekend = await vendor.slots(`eventTypeId=1837762&start=2026-12-19&end=2026-12-19&${newYork}`)
  assert.deepEqual(weekend.body, { data: {}, status: 'success' })
})

test('an end at midnight is the end of that day, also where it was meant as its beginning', async () => {
  const vendor = await sandboxAt()
  const query = 'eventTypeId=1837761&start=2026-12-15T00:00:00Z&end=2026-12-16T00:00:00Z'
  const { data } = (await vendor.slots(query)).body
  assert.deepEqual(Object.keys(data), ['2026-12-15', '2026-12-16'])
  assert.equal(data['2026-12-16'].length, 48)
})

test('an end before its start is no slots, not a refusal', async () => {
  const vendor = await sandboxAt()
  const said = await vendor.slots('eventTypeId=1837761&start=2026-12-20&end=2026-12-15')
  assert.deepEqual([said.status, said.body.data], [200, {}])
})

test('slots begin after now, with their ends where a range is asked for', async () => {
  const vendor = await sandboxAt('2026-12-15T14:10:00Z')
  const query = `eventTypeId=1837761&start=2026-12-15&end=2026-12-15T23:00:00Z&${newYork}&format=range`
  assert.deepEqual((await vendor.slots(query)).body.data['2026-12-15'][0], {
    start: '2026-12-15T09:30:00.000-05:00',
    end: '2026-12-15T10:00:00.000-05:00',
  })
})

test('a booking that is to be moved does not stand in its own way', async () => {
  const vendor = await sandboxAt()
  const { uid } = (await vendor.book(consultation())).body.data
  const query = `eventTypeId=1837762&start=2026-12-15&end=2026-12-15&bookingUidToReschedule=${uid}`
  assert.equal((await vendor.slots(query)).body.data['2026-12-15'].length, 16)
})

test('slots are for everybody to see', async () => {
  const vendor = await sandboxAt()
  const path = '/v2/slots?eventTypeId=1837761&start=2026-12-15&end=2026-12-15'
  assert.equal((await vendor.ask('GET', path, { 'cal-api-version': '2024-09-04' })).status, 200)
})

test('a query that names no event type, or what no query has, is refused in Cal.com’s misleading words', async () => {
  const vendor = await sandboxAt()
  const dates = 'start=2026-12-15&end=2026-12-15'
  const refusals: [query: string, status: number, says: RegExp][] = [
    [dates, 400, /^usernames property is wrong/],
    [`eventTypeId=1&${dates}`, 404, /^Event Type not found$/],
    ['eventTypeId=1837761&start=2026-12-15', 400, /end property is wrong,end must be a valid ISO 8601/],
    [`eventTypeId=1837761&${dates}&timeZone=Mars/Base`, 400, /timeZone must be a valid IANA time-zone/],
    [`eventTypeId=1837761&${dates}&format=list`, 400, /slotFormat must be either 'range' or 'time'/],
    [`eventTypeId=1837761&startTime=2026-12-15&${dates}`, 400, /property startTime should not exist/],
    [`eventTypeSlug=consultation&username=nobody&${dates}`, 404, /^User with username nobody not found$/],
  ]
  for (const [query, status, says] of refusals) {
    const said = await vendor.slots(query)
    assert.equal(said.status, status, query)
    assert.match(said.body.error.message, says)
  }
})
