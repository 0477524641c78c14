import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consultation, sandboxAt } from './at-the-sandbox.ts'

test('without a version, or with one that nobody knows, a booking meets the rules of 2024-04-15', async () => {
  const vendor = await sandboxAt()
  for (const headers of [{}, { 'cal-api-version': '2030-01-01' }, { 'cal-api-version': '2024-04-15' }]) {
    const { status, body } = await vendor.book(consultation(), { ...vendor.key, ...headers } as Record<string, string>)
    assert.equal(status, 400)
    const missing = body.error.details.errors.map(({ property }: { property: string }) => property)
    assert.deepEqual(missing, ['timeZone', 'language', 'metadata'])
  }
  assert.deepEqual(await vendor.tells('bookings'), [])
})

test('a version that the resource does not have is 404', async () => {
  const vendor = await sandboxAt()
  const wrong = [
    ['POST', '/v2/bookings', '2024-09-04', 'Cannot POST /v2/bookings'],
    ['GET', '/v2/slots?eventTypeId=1837761', '2024-08-13', 'Cannot GET /v2/slots?eventTypeId=1837761'],
    ['GET', '/v2/event-types', '2024-08-13', 'Cannot GET /v2/event-types'],
  ] as const
  for (const [method, path, version, message] of wrong) {
    const said = await vendor.ask(method, path, { ...vendor.key, 'cal-api-version': version })
    assert.deepEqual([said.status, said.body.error.message], [404, message])
  }
})

test('booking needs no key, and a wrong key is refused wherever it comes', async () => {
  const vendor = await sandboxAt()
  const version = { 'cal-api-version': '2024-08-13' }
  assert.equal((await vendor.book(consultation(), version)).status, 201)
  for (const path of ['/v2/bookings', '/v2/me', '/v2/bookings/nope']) {
    const wrong = await vendor.ask('GET', path, { ...version, authorization: 'Bearer cal_live_wrong' })
    assert.deepEqual([wrong.status, wrong.body.error.message], [401, 'CustomThrottlerGuard - Invalid API Key'], path)
    assert.equal(wrong.body.error.code, 'UnauthorizedException')
  }
})

test('a list without a key is forbidden, not unauthorized', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await vendor.ask('GET', '/v2/bookings', { 'cal-api-version': '2024-08-13' })
  assert.deepEqual([status, body.error.code], [403, 'ForbiddenException'])
  assert.match(body.error.message, /^PermissionsGuard - no authentication provided/)
})

test('every answer counts what is left of the minute, and nothing is left beyond the limit', async () => {
  const vendor = await sandboxAt(undefined, { calcomPerMinute: 2 })
  const left = async () => {
    const { status, headers, body } = await vendor.bookings('GET', '')
    const shown = ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}-default`))
    return { status, shown, body, retryAfter: headers.get('retry-after'), id: headers.get('x-request-id') }
  }
  assert.deepEqual((await left()).shown, ['2', '1', '60'])
  vendor.passes(20)
  assert.deepEqual((await left()).shown, ['2', '0', '40'])
  const { status, shown, body, retryAfter, id } = await left()
  assert.deepEqual([status, shown, retryAfter], [429, ['2', '0', '40'], null])
  assert.ok(id)
  assert.equal(body.error.code, 'ThrottlerException')
  assert.equal(body.error.message, 'CustomThrottlerGuard - Too many requests. Please try again later.')
  vendor.passes(40)
  assert.equal((await left()).status, 200)
})

test('the list filters, sorts and pages', async () => {
  const vendor = await sandboxAt()
  const at = (hour: number, email: string) =>
    consultation({
      start: `2026-12-15T${hour}:00:00Z`,
      attendee: { name: 'Ann Caller', email, timeZone: 'America/New_York' },
    })
  await vendor.book(at(17, 'ann+desk@example.com'))
  const { uid } = (await vendor.book(at(16, 'ann@example.com'))).body.data
  await vendor.book(at(18, 'ann@example.com'))
  await vendor.bookings('POST', `/${uid}/cancel`, {})
  const hours = async (query: string) => {
    const { status, body } = await vendor.bookings('GET', `?${query}`)
    assert.equal(status, 200, query)
    return body.data.map(({ start }: { start: string }) => Number(start.slice(11, 13)))
  }
  assert.deepEqual(await hours(''), [16, 17, 18])
  assert.deepEqual(await hours('sortStart=desc'), [18, 17, 16])
  assert.deepEqual(await hours('status=upcoming'), [17, 18])
  assert.deepEqual(await hours('status=cancelled'), [16])
  assert.deepEqual(await hours('status=upcoming,cancelled&attendeeEmail=ann@example.com'), [16, 18])
  assert.deepEqual(await hours('attendeeEmail=ann%2Bdesk@example.com'), [17])
  assert.deepEqual(await hours('afterStart=2026-12-15T17:00:00Z&beforeEnd=2026-12-15T17:30:00Z'), [17])
  assert.deepEqual(await hours('eventTypeId=1837762'), [])
  assert.deepEqual(await hours('nobodyKnowsThis=1'), [16, 17, 18])
  const page = await vendor.bookings('GET', '?take=2&skip=2')
  assert.deepEqual(page.body.pagination, {
    ...{ returnedItems: 1, totalItems: 3, itemsPerPage: 2, remainingItems: 0, currentPage: 2, totalPages: 2 },
    ...{ hasNextPage: false, hasPreviousPage: true },
  })
})

test('a query of the list that cannot be read is refused', async () => {
  const vendor = await sandboxAt()
  for (const query of [
    'take=251',
    'take=x',
    'skip=-1',
    'status=busy',
    'afterStart=soon',
    'sortStart=up',
    'eventTypeId=a',
  ]) {
    const { status, body } = await vendor.bookings('GET', `?${query}`)
    assert.deepEqual([status, body.error.message], [400, 'Bad Request Exception'], query)
    assert.equal(body.error.details.errors[0].property, query.split('=')[0])
  }
})

test('event types and the owner of the key are shown to their owner', async () => {
  const vendor = await sandboxAt()
  const list = await vendor.ask('GET', '/v2/event-types', { ...vendor.key, 'cal-api-version': '2024-06-14' })
  const consultations = list.body.data.find(({ id }: { id: number }) => id === 1837761)
  assert.deepEqual([list.status, consultations.lengthInMinutes], [200, 30])
  const me = await vendor.ask('GET', '/v2/me', vendor.key)
  assert.deepEqual([me.status, me.body.data.timeZone], [200, 'America/New_York'])
})
