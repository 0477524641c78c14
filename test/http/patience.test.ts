import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { alicesClinic, newDatabase, openStage } from '../cast.ts'
import { plugIn } from './owner/database-cable.ts'

describe('the server does not wait for ever', async () => {
  test('for a body that comes byte by byte: it keeps nobody else out, and is cut off', async () => {
    const stage = await openStage({ config: { LIMIT_REQUESTS_AT_ONCE: 5, LIMIT_SECONDS_TO_ARRIVE: 1 } })
    const slow = Array.from({ length: 12 }, () => connect(stage.server.port, '127.0.0.1'))
    for (const socket of slow) {
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(
        'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      )
    }
    // what has been sent is read before this next one
    for (let i = 0; i < 3; i += 1) assert.equal((await stage.call('GET', '/api/plans')).status, 200)
    const [cut] = await once(slow[0]!, 'data')
    assert.match(String(cut), /^HTTP\/1\.1 408 /)
    for (const socket of slow) socket.destroy()
  })

  test('for a database that hangs: 503 while a voice agent still listens, and well again afterwards', async () => {
    const cable = await plugIn(await newDatabase())
    const stage = await openStage({ databaseUrl: cable.url })
    const alice = await alicesClinic(stage)
    cable.freeze()
    const begun = performance.now()
    const asked = { date: '2026-12-15' }
    const moved = { opening_hours: { monday: [] } }
    const answers = await Promise.all([
      alice.agent('check-availability', asked),
      alice.as('PATCH', '/api/clinic', moved),
    ])
    // ElevenLabs gives up after 20 seconds
    assert.ok(performance.now() - begun < 15_000)
    for (const { status, headers } of answers) {
      assert.equal(status, 503)
      assert.ok(headers.get('retry-after'))
    }
    cable.thaw()
    assert.equal((await alice.agent('check-availability', asked)).status, 200)
  })
})

test('the pages of the documentation work without https', async () => {
  const stage = await openStage()
  const page = await fetch(`${stage.url}/docs/static/index.html`)
  assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /upgrade-insecure-requests/)
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'self'/)
})
