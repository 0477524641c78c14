import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { until } from '../store/until.ts'
import { consultation, letter, sandboxAt } from './at-the-sandbox.ts'

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => undefined,
    (reason) => reason,
  )
  return error?.cause?.code ?? 'answered'
}

test('a status comes in the vendor’s own words, as often as it was ordered', async () => {
  const vendor = await sandboxAt()
  const ordered = await vendor.fault({ target: 'calcom', kind: 'status', status: 503, times: 2 })
  assert.equal(ordered.status, 201)
  for (const _ of [1, 2]) {
    const { status, body } = await vendor.book(consultation())
    assert.deepEqual([status, body.status, body.error.code], [503, 'error', 'ServiceUnavailableException'])
  }
  assert.equal((await vendor.book(consultation())).status, 201)
  assert.equal((await vendor.tells('bookings')).length, 1)
})

test('each vendor has words of its own', async () => {
  const vendor = await sandboxAt()
  for (const target of ['graph', 'token', 'twilio']) await vendor.fault({ target, kind: 'status', status: 500 })
  const token = await vendor.token()
  assert.deepEqual([token.status, token.body.error_codes.length], [500, 1])
  const mail = await vendor.mail({ message: letter() })
  assert.deepEqual([mail.status, mail.body.error.code], [500, 'InternalServerError'])
  const text = await vendor.ask('POST', '/2010-04-01/Accounts/AC/Messages.json', {}, new URLSearchParams())
  assert.deepEqual([text.status, text.body.status, text.body.code], [500, 500, 20500])
})

test('too many requests say how long to wait, Cal.com in its own header too', async () => {
  const vendor = await sandboxAt()
  for (const target of ['calcom', 'graph']) await vendor.fault({ target, kind: 'status', status: 429, retry_after: 7 })
  const booking = await vendor.book(consultation())
  assert.deepEqual([booking.status, booking.body.error.code], [429, 'ThrottlerException'])
  assert.equal(booking.headers.get('retry-after'), '7')
  assert.equal(booking.headers.get('x-ratelimit-reset-default'), '7')
  const mail = await vendor.mail({ message: letter() })
  assert.deepEqual([mail.status, mail.headers.get('retry-after')], [429, '7'])
  await vendor.fault({ target: 'calcom', kind: 'status', status: 429 })
  const bare = await vendor.book(consultation())
  assert.deepEqual([bare.headers.get('retry-after'), bare.headers.get('x-ratelimit-reset-default')], [null, '60'])
})

test('a reset drops the connection before anything is done', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'reset' })
  assert.equal(await codeOf(vendor.book(consultation())), 'ECONNRESET')
  assert.deepEqual(await vendor.tells('bookings'), [])
  assert.equal((await vendor.book(consultation())).status, 201)
})

test('a reset after the commit drops it when all is done', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'reset_after_commit' })
  assert.equal(await codeOf(vendor.book(consultation())), 'ECONNRESET')
  assert.equal((await vendor.tells('bookings')).length, 1)
  await vendor.fault({ target: 'graph', kind: 'reset_after_commit' })
  assert.equal(await codeOf(vendor.mail({ message: letter() })), 'ECONNRESET')
  assert.equal((await vendor.tells('emails')).length, 1)
})

test('a hang after the commit does its work and never answers', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'hang_after_commit' })
  const impatient = new AbortController()
  const asked = fetch(`${vendor.address}/v2/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cal-api-version': '2024-08-13' },
    body: JSON.stringify(consultation()),
    signal: impatient.signal,
  })
  let answered = false
  asked.then(
    () => {
      answered = true
    },
    () => {},
  )
  await until('the request hangs', async () => (await vendor.tells('requests'))[0]?.outcome === 'hung')
  assert.equal((await vendor.tells('bookings')).length, 1)
  assert.equal(answered, false)
  impatient.abort()
  await assert.rejects(asked, { name: 'AbortError' })
})

test('garbage has the status of a success, and nothing was done unless it was ordered so', async () => {
  const vendor = await sandboxAt()
  const raw = async () => {
    const response = await fetch(`${vendor.address}/v2/bookings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cal-api-version': '2024-08-13' },
      body: JSON.stringify(consultation()),
    })
    const text = await response.text()
    assert.throws(() => JSON.parse(text))
    return response.status
  }
  await vendor.fault({ target: 'calcom', kind: 'garbage' })
  assert.equal(await raw(), 201)
  assert.deepEqual(await vendor.tells('bookings'), [])
  await vendor.fault({ target: 'calcom', kind: 'garbage', committed: true, status: 502 })
  assert.equal(await raw(), 502)
  assert.equal((await vendor.tells('bookings')).length, 1)
})

test('a status can come after the work was done', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'status', status: 504, committed: true })
  assert.equal((await vendor.book(consultation())).status, 504)
  assert.equal((await vendor.tells('bookings')).length, 1)
})

test('a delay comes before the work, which is done even when nobody waits for it any more', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'delay', delay_ms: 60 })
  const begun = performance.now()
  const late = fetch(`${vendor.address}/v2/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cal-api-version': '2024-08-13' },
    body: JSON.stringify(consultation()),
    signal: AbortSignal.timeout(20),
  })
  await assert.rejects(late, { name: 'TimeoutError' })
  await until('the booking is made', async () => (await vendor.tells('bookings')).length > 0)
  assert.ok(performance.now() - begun >= 60)
  assert.equal((await vendor.tells('requests'))[0].outcome, 'client_gone')
})

test('to forget everything ends what is still delayed, undone', async () => {
  const vendor = await sandboxAt()
  await vendor.book(consultation({ start: '2026-12-16T15:00:00Z' }))
  await vendor.fault({ target: 'calcom', kind: 'delay', delay_ms: 60_000 })
  await vendor.fault({ target: 'graph', kind: 'reset', times: 3 })
  const asked = codeOf(vendor.book(consultation()))
  await until('the request waits', async () => (await vendor.tells('requests')).at(-1)?.outcome === 'pending')
  assert.equal((await vendor.ask('DELETE', '/_sandbox/state')).status, 204)
  assert.equal(await asked, 'ECONNRESET')
  for (const what of ['requests', 'bookings', 'faults'] as const) assert.deepEqual(await vendor.tells(what), [], what)
})

test('faults wait in line, each for its own vendor', async () => {
  const vendor = await sandboxAt()
  await vendor.fault({ target: 'calcom', kind: 'status', status: 500 })
  await vendor.fault({ target: 'calcom', kind: 'status', status: 502, times: 2 })
  assert.equal((await vendor.token()).status, 200)
  assert.equal((await vendor.book(consultation())).status, 500)
  assert.equal((await vendor.book(consultation())).status, 502)
  assert.deepEqual(await vendor.tells('faults'), [{ target: 'calcom', kind: 'status', status: 502, times: 1 }])
  const told = (await vendor.tells('requests')).filter(({ target }) => target === 'calcom')
  assert.deepEqual(
    told.map(({ fault, status }) => [fault.status, status]),
    [
      [500, 500],
      [502, 502],
    ],
  )
})

const wrong: [order: unknown, path: string][] = [
  [{}, 'target'],
  [[], ''],
  [{ target: 'calcom' }, 'kind'],
  [{ target: 'zoom', kind: 'reset' }, 'target'],
  [{ target: 'calcom', kind: 'explode' }, 'kind'],
  [{ target: 'calcom', kind: 'status' }, 'status'],
  [{ target: 'calcom', kind: 'status', status: '503' }, 'status'],
  [{ target: 'calcom', kind: 'status', status: 200 }, 'status'],
  [{ target: 'calcom', kind: 'delay' }, 'delay_ms'],
  [{ target: 'calcom', kind: 'delay', delay_ms: -1 }, 'delay_ms'],
  [{ target: 'calcom', kind: 'reset', times: 0 }, 'times'],
  [{ target: 'calcom', kind: 'reset', status: 500 }, 'status'],
  [{ target: 'calcom', kind: 'reset', retry_after: 1 }, 'retry_after'],
  [{ target: 'calcom', kind: 'reset', after: 3 }, 'after'],
]

test('an order that is none is refused with what is wrong with it', async () => {
  const vendor = await sandboxAt()
  for (const [order, path] of wrong) {
    const { status, body } = await vendor.fault(order as object)
    assert.deepEqual([status, body.error], [422, 'invalid_fields'], JSON.stringify(order))
    assert.ok(
      body.details.some((detail: { path: string }) => detail.path === path),
      JSON.stringify(body.details),
    )
  }
  assert.equal((await vendor.ask('POST', '/_sandbox/faults', {}, '{"target":')).status, 400)
  assert.deepEqual(await vendor.tells('faults'), [])
})

test('the sandbox says what it does, and that nothing else is there', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await vendor.ask('GET', '/_sandbox')
  assert.equal(status, 200)
  assert.ok('POST /_sandbox/faults' in body.paths)
  for (const [method, path] of [
    ['GET', '/_sandbox/secrets'],
    ['POST', '/_sandbox/requests'],
    ['GET', '/'],
    ['GET', '/v3/me'],
  ] as const)
    assert.equal((await vendor.ask(method, path)).status, 404, `${method} ${path}`)
})

test('the sandbox listens on its own machine alone', async () => {
  await assert.rejects(sandboxAt(undefined, { host: '0.0.0.0' }), /this machine alone/)
})

test('a request that breaks off in its middle is no request', async () => {
  const vendor = await sandboxAt()
  const broken = request(`${vendor.address}/v2/bookings`, { method: 'POST', headers: { 'content-length': '500' } })
  broken.on('error', () => {})
  broken.write('{"start":')
  await new Promise((resolve) => broken.once('socket', (socket) => socket.once('connect', resolve)))
  broken.destroy()
  assert.equal((await vendor.book(consultation())).status, 201)
  assert.equal((await vendor.tells('requests')).length, 1)
})
