import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { after, beforeEach, describe, test } from 'node:test'
import { inTime, type Order, openMcpStage, wireFake, wish } from './mcp-stage.ts'

const stage = await openMcpStage()

const posts = async () =>
  (await stage.requests()).filter(({ method, path }) => method === 'POST' && path === '/v2/bookings')
const lives = async () => (await stage.bookings()).filter(({ status }) => status === 'accepted')

describe('create_booking', () => {
  beforeEach(() => stage.clear())

  test('books what it is asked to', async () => {
    const guests = ['bob@example.com']
    const { done } = await stage.calcom('create_booking', { ...wish, guests, language: 'de-AT' })
    assert.deepEqual(
      { ...done, uid: undefined, id: undefined },
      {
        uid: undefined,
        id: undefined,
        status: 'accepted',
        start: '2026-12-15T14:00:00Z',
        end: '2026-12-15T14:30:00Z',
        event_type_id: 1837761,
        found: false,
      },
    )
    const [booking] = await stage.bookings()
    assert.equal(booking.uid, done.uid)
    assert.equal(booking.attendee.name, 'Maria López')
    assert.equal(booking.attendee.email, 'maria@example.com')
    assert.equal(booking.attendee.language, 'de')
    assert.deepEqual(booking.metadata, { conversation_id: 'conv_1' })
    assert.deepEqual(booking.guests, guests)
  })

  test('keeps numbers and truths in metadata as texts', async () => {
    await stage.calcom('create_booking', { ...wish, metadata: { conversation_id: 'conv_1', turn: 7, new: true } })
    const [booking] = await stage.bookings()
    assert.deepEqual(booking.metadata, { conversation_id: 'conv_1', turn: '7', new: 'true' })
  })

  test('asked twice, books once and says that it had', async () => {
    const first = await stage.calcom('create_booking', wish)
    const second = await stage.calcom('create_booking', wish)
    assert.equal(second.done.uid, first.done.uid)
    assert.equal(second.done.found, true)
    assert.equal((await lives()).length, 1)
  })

  test('refuses a slot someone else has just taken, and names three that are free', async () => {
    await stage.calcom('create_booking', { ...wish, attendee_email: 'bob@example.com', metadata: {} })
    const { fault, text } = await stage.calcom('create_booking', wish)
    assert.equal(fault?.code, 'slot_taken')
    assert.deepEqual(
      fault?.alternatives?.map(({ start }) => start),
      ['2026-12-15T13:00:00Z', '2026-12-15T13:30:00Z', '2026-12-15T14:30:00Z'],
    )
    assert.match(text, /2026-12-15T14:30:00Z/)
  })

  test('takes a booking of the same person in another conversation for somebody else’s', async () => {
    await stage.calcom('create_booking', wish)
    const { fault } = await stage.calcom('create_booking', { ...wish, metadata: { conversation_id: 'conv_2' } })
    assert.equal(fault?.code, 'slot_taken')
  })

  test('knows its booking of this conversation when the caller has corrected the e-mail', async () => {
    const first = await stage.calcom('create_booking', wish)
    const second = await stage.calcom('create_booking', { ...wish, attendee_email: 'maria.lopez@example.com' })
    assert.deepEqual([second.done.uid, second.done.found], [first.done.uid, true])
    assert.equal((await lives()).length, 1)
  })

  test('without a conversation knows its booking by attendee, kind and start', async () => {
    const { metadata: _, ...plain } = wish
    const first = await stage.calcom('create_booking', plain)
    const second = await stage.calcom('create_booking', { ...plain, attendee_email: 'MARIA@example.com' })
    // Cal.com compares addresses letter by letter
    assert.equal(second.fault?.code, 'slot_taken')
    const third = await stage.calcom('create_booking', plain)
    assert.deepEqual([third.done.uid, third.done.found], [first.done.uid, true])
  })

  test('says that a time outside the hours is not available', async () => {
    const { fault } = await stage.calcom('create_booking', {
      ...wish,
      event_type_id: 1837762,
      start: '2026-12-19T15:00:00Z',
    })
    assert.equal(fault?.code, 'slot_taken')
    assert.deepEqual(fault?.alternatives, [])
  })
})

describe('after an unclear answer', () => {
  beforeEach(() => stage.clear())

  const unclear: [string, Omit<Order, 'target'>][] = [
    ['a connection that was cut after the booking', { kind: 'reset_after_commit' }],
    ['silence after the booking', { kind: 'hang_after_commit' }],
    ['an answer that nobody can read', { kind: 'garbage', committed: true }],
    ['500 after the booking', { kind: 'status', status: 500, committed: true }],
    ['502 after the booking', { kind: 'status', status: 502, committed: true }],
    ['503 after the booking', { kind: 'status', status: 503, committed: true }],
    ['504 after the booking', { kind: 'status', status: 504, committed: true }],
  ]
  for (const [what, order] of unclear) {
    test(`${what}: finds the booking and books no second`, async () => {
      await stage.order({ target: 'calcom', ...order })
      const { done, ms } = await stage.calcom('create_booking', wish, { ms: 1_500 })
      assert.equal(done?.found, true)
      assert.equal((await lives()).length, 1)
      assert.equal((await posts()).length, 1)
      inTime({ ms }, 1_500)
    })
  }

  const nothing: [string, Omit<Order, 'target'>, string][] = [
    ['a connection that was cut before the booking', { kind: 'reset' }, 'outcome_unknown'],
    ['an answer that nobody can read, and no booking', { kind: 'garbage' }, 'outcome_unknown'],
    ['504 and no booking', { kind: 'status', status: 504 }, 'outcome_unknown'],
    ['500 and no booking', { kind: 'status', status: 500 }, 'vendor_error'],
    ['502 and no booking', { kind: 'status', status: 502 }, 'vendor_error'],
  ]
  for (const [what, order, code] of nothing) {
    test(`${what}: ${code}, and no second try`, async () => {
      await stage.order({ target: 'calcom', ...order })
      const { fault, ms } = await stage.calcom('create_booking', wish, { ms: 2_000 })
      assert.equal(fault?.code, code)
      assert.equal((await posts()).length, 1)
      assert.equal((await lives()).length, 0)
      inTime({ ms }, 2_000)
    })
  }

  test('looks a second time when the first look found nothing and the outcome is open', async () => {
    await stage.order({ target: 'calcom', kind: 'reset' })
    await stage.calcom('create_booking', wish, { ms: 3_000 })
    const looks = (await stage.requests()).filter(({ method, path }) => method === 'GET' && path === '/v2/bookings')
    assert.equal(looks.length, 2)
  })

  test('503 and no booking: tries once more, and no more than once', async () => {
    await stage.order({ target: 'calcom', kind: 'status', status: 503 })
    const { done } = await stage.calcom('create_booking', wish, { ms: 2_000 })
    assert.equal(done?.found, false)
    assert.equal((await lives()).length, 1)
    assert.equal((await posts()).length, 2)
  })

  test('does not say that nothing was booked when Cal.com does not say', async () => {
    await stage.order({ target: 'calcom', kind: 'status', status: 500, times: 100 })
    const { fault, ms } = await stage.calcom('create_booking', wish, { ms: 1_200 })
    assert.equal(fault?.code, 'outcome_unknown')
    inTime({ ms }, 1_200)
  })

  test('a look that hangs costs half of the time that is left', async () => {
    await stage.order({ target: 'calcom', kind: 'hang_after_commit', times: 2 })
    const { done, ms } = await stage.calcom('create_booking', wish, { ms: 2_000 })
    assert.equal(done?.found, true)
    inTime({ ms }, 2_000)
  })
})

describe('a busy or silent Cal.com', () => {
  beforeEach(() => stage.clear())

  test('waits as long as it asks, when there is time', async () => {
    await stage.order({ target: 'calcom', kind: 'status', status: 429, retry_after: 1 })
    const { done, ms } = await stage.calcom('create_booking', wish, { ms: 4_000 })
    assert.equal(done?.found, false)
    assert.ok(ms >= 1_000, `booked after ${ms} ms`)
  })

  test('says when to come back, when there is not', async () => {
    await stage.order({ target: 'calcom', kind: 'status', status: 429, retry_after: 30 })
    const { fault } = await stage.calcom('create_booking', wish, { ms: 2_000 })
    assert.equal(fault?.code, 'vendor_busy')
    assert.equal(fault?.retryAfter, 30)
    assert.equal((await posts()).length, 1)
  })

  test('who no longer waits for a booking does not leave it half done', async () => {
    await stage.order({ target: 'calcom', kind: 'delay', delay_ms: 300, times: 2 })
    const leaving = new AbortController()
    const call = stage.calcom('create_booking', wish, { signal: leaving.signal })
    setTimeout(() => leaving.abort(), 100)
    await assert.rejects(call)
    const again = await stage.calcom('create_booking', wish)
    assert.equal(again.done?.found, true)
    assert.equal((await lives()).length, 1)
    assert.deepEqual(
      (await posts()).map(({ outcome }) => outcome),
      ['answered', 'answered'],
    )
  })
})

test('a Cal.com that says 503 to every booking is asked twice, and nothing was booked', async (t) => {
  let asked = 0
  const vendor = await wireFake((request) => {
    if (request.method === 'GET') return [200, { status: 'success', data: [] }]
    asked++
    return [503, { status: 'error', error: { code: 'ServiceUnavailableException', message: 'Not now' } }]
  })
  t.after(vendor.close)
  const { calcom } = await openMcpStage({ CALCOM_API_URL: vendor.address })
  const { fault } = await calcom('create_booking', wish, { ms: 3_000 })
  assert.equal(fault?.code, 'vendor_error')
  assert.equal(asked, 2)
})

describe('a Cal.com that is not there', () => {
  beforeEach(() => stage.clear())

  test('nobody at the address: nothing was done, and it was tried again', async () => {
    const { port } = await closedPort()
    const { calcom } = await openMcpStage({ CALCOM_API_URL: `http://127.0.0.1:${port}` })
    const { fault, ms } = await calcom('create_booking', wish, { ms: 1_000 })
    assert.equal(fault?.code, 'vendor_error')
    assert.match(fault!.message, /cannot be reached/)
    inTime({ ms }, 1_000)
  })

  test('somebody who never gets as far as listening: nothing was done', async () => {
    const callers = new Set<Socket>()
    const silent = createTcpServer((socket) => callers.add(socket))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    after(() => {
      for (const socket of callers) socket.destroy()
      silent.close()
    })
    // the handshake of TLS never ends, so that the booking is never sent
    const { calcom } = await openMcpStage({
      CALCOM_API_URL: `https://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    })
    const { fault, ms } = await calcom('create_booking', wish, { ms: 1_000 })
    assert.equal(fault?.code, 'vendor_timeout')
    inTime({ ms }, 1_000)
  })

  test('an address that leads elsewhere gets no booking and no key', async () => {
    const heard: string[] = []
    const elsewhere = createServer((request, response) => {
      heard.push(request.url!)
      response.writeHead(308, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    after(() => elsewhere.close())
    const { port } = elsewhere.address() as AddressInfo
    const { calcom } = await openMcpStage({ CALCOM_API_URL: `http://127.0.0.1:${port}` })
    const { fault } = await calcom('create_booking', wish)
    assert.equal(fault?.code, 'vendor_error')
    assert.deepEqual(heard, ['/v2/bookings'])
  })
})

async function closedPort(): Promise<{ port: number }> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return { port }
}
