import assert from 'node:assert/strict'
import { request } from 'node:http'
import { suite, test } from 'node:test'
import { alicesClinic, newDatabase, openStage } from '../../cast.ts'
import { until } from '../../store/until.ts'
import { accepted, refused } from './answers.ts'
import { plugIn } from './database-cable.ts'
import { waitsForALock, whileOpen } from './waiting.ts'

suite('without its database', async () => {
  const cable = await plugIn(await newDatabase())
  const stage = await openStage({ databaseUrl: cable.url })
  const alice = await alicesClinic(stage)

  test('a server lives but is not healthy, says so at every door, and recovers by itself', async () => {
    const { checks, status, version } = accepted(await stage.call('GET', '/health'))
    assert.deepEqual([status, checks.database.status], ['ok', 'ok'])
    assert.match(version, /^\d+\.\d+\.\d+/)

    cable.pull()
    assert.equal(accepted(await stage.call('GET', '/live')).status, 'ok')
    const ill = accepted(await stage.call('GET', '/health'), 503)
    assert.deepEqual([ill.status, ill.checks.database.status], ['failing', 'failing'])
    const login = { body: { email: alice.email, password: alice.password } }
    for (const answer of [
      await alice.as('GET', '/api/clinic'),
      await alice.as('POST', '/api/clinics', { name: 'One more' }),
      await alice.as('GET', '/api/appointments'),
      await stage.call('POST', '/api/auth/login', login),
    ]) {
      refused(answer, 503, 'database_unavailable')
      assert.ok(Number(answer.headers.get('retry-after')) >= 1)
      assert.ok(!/select|postgres|ECONN|at \w+ \(|node_modules|127\.0\.0\.1/i.test(JSON.stringify(answer.body)))
    }
    accepted(await stage.call('GET', '/api/plans'))

    await cable.plugBackIn()
    accepted(await stage.call('GET', '/health'))
    accepted(await alice.as('GET', '/api/clinic'))
  })

  test('a fault of ours tells the operator where, and the caller nothing', async () => {
    await stage.sql.query('alter table subscriptions rename to subscriptions_gone')
    const answer = await alice.as('GET', '/api/subscription')
    await stage.sql.query('alter table subscriptions_gone rename to subscriptions')
    refused(answer, 500, 'internal_error')
    assert.deepEqual(Object.keys(answer.body).sort(), ['error', 'message', 'request_id'])
    assert.ok(!/subscriptions|relation|select|\.ts/.test(JSON.stringify(answer.body)))
    const line = stage.log.find(({ msg, request_id }) => msg === 'fault' && request_id === answer.body.request_id)!
    assert.deepEqual([line.code, line.route], ['42P01', '/api/subscription'])
    assert.ok(!JSON.stringify(line).includes('relation'))
  })
})

suite('overload', async () => {
  const stage = await openStage({ config: { LIMIT_REQUESTS_AT_ONCE: 3 } })
  const alice = await alicesClinic(stage)

  test('beyond the limit a request is told to come back, but whether the server lives is always answered', async () => {
    const { slow, answers, alive } = await whileOpen(
      stage,
      (other) => other.query('select 1 from clinics for update'),
      async () => {
        const slow = [1, 2, 3].map((n) => alice.as('PATCH', '/api/clinic', { slot_minutes: 5 * n }))
        await waitsForALock(stage, 3)
        const answers = [await alice.as('GET', '/api/clinic'), await stage.call('GET', '/api/plans')]
        const alive = [await stage.call('GET', '/live'), await stage.call('GET', '/health')]
        return { slow, answers, alive }
      },
    )
    for (const answer of answers) {
      refused(answer, 429, 'overloaded')
      assert.equal(answer.headers.get('retry-after'), '1')
      assert.match(answer.headers.get('content-security-policy')!, /default-src 'self'/)
    }
    for (const answer of alive) accepted(answer)
    for (const answer of await Promise.all(slow)) accepted(answer)
    accepted(await alice.as('GET', '/api/clinic'))
  })

  test('requests that are given up make room again', async () => {
    for (let n = 0; n < 6; n++) await giveUp(stage.server.port)
    const room = async () => (await alice.as('GET', '/api/clinic')).status === 200
    await until('room for a request', room, 5_000)
  })
})

suite('two hundred at once', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)

  test('are no overload', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => alice.as('GET', '/api/clinic')))
    for (const answer of all) accepted(answer)
  })
})

/** Begins a body, and hangs up before its end. */
function giveUp(port: number): Promise<void> {
  return new Promise((resolve) => {
    const given = request({
      port,
      method: 'POST',
      path: '/api/auth/login',
      headers: { 'content-type': 'application/json', 'content-length': 100 },
    })
    given.on('error', () => {}).on('close', resolve)
    given.write('{"email"', () => given.destroy())
  })
}
