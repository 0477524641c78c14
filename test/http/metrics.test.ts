import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alicesClinic, openStage } from '../cast.ts'

describe('the metrics', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)

  test('count requests by route and answers to agents by outcome, and name nobody', async () => {
    await alice.agent('check-availability', { date: '2026-12-15' })
    await alice.agent('book-appointment', {
      date: '2026-12-15',
      start_time: '09:10',
      customer_name: 'Maria Lopez',
      customer_phone: '(212) 555-0123',
    })
    const { status, body } = await stage.call('GET', '/metrics')
    assert.equal(status, 200)
    const route = '/api/agent-actions/book-appointment/:agent_id'
    assert.match(
      body,
      new RegExp(`vami_http_request_duration_seconds_count\\{route="${route}",method="POST",status="200"\\} 1\n`),
    )
    assert.match(body, new RegExp(`vami_agent_outcomes_total\\{route="${route}",outcome="not_a_slot"\\} 1\n`))
    assert.match(body, /vami_database_connections\{state="total"\} \d/)
    for (const secret of ['Maria', '5550123', '555-0123', alice.agentId, alice.clinicId, alice.token])
      assert.ok(!body.includes(secret), secret)
  })

  test('are for this machine only, and not for whom a proxy on it lets through', async () => {
    const { status } = await stage.call('GET', '/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } })
    assert.equal(status, 404)
  })

  test('with a key are for whoever has it, and for nobody else', async () => {
    const keyed = await openStage({ config: { METRICS_KEY: 'the-key-of-the-metrics' } })
    assert.equal((await keyed.call('GET', '/metrics')).status, 401)
    assert.equal((await keyed.call('GET', '/metrics', { bearer: 'another' })).status, 401)
    assert.equal((await keyed.call('GET', '/metrics', { bearer: 'the-key-of-the-metrics' })).status, 200)
  })
})

test('a request leaves one line in the log, with the time of each stage', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)
  stage.log.length = 0
  const answer = await alice.agent('check-availability', { date: '2026-12-15' })
  const lines = stage.log.filter((line) => line.msg === 'request')
  assert.equal(lines.length, 1)
  const [line] = lines
  assert.equal(line!.request_id, answer.headers.get('x-request-id'))
  assert.equal(line!.outcome, 'done')
  assert.deepEqual(Object.keys(line!.stages as object), ['auth', 'read', 'work', 'send'])
  const stages = Object.values(line!.stages as Record<string, number>)
  assert.ok(stages.every((ms) => ms >= 0))
  // each is rounded to a tenth
  assert.ok(Math.abs(stages.reduce((sum, ms) => sum + ms, 0) - (line!.ms as number)) <= 0.3)
})
