import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, newDatabase, openStage } from '../../cast.ts'
import { changeAgent, maria, tuesday } from './at-the-desk.ts'

// Two servers on one database, of which one has spoken with the agent before and remembers it.
const databaseUrl = await newDatabase()
const here = await openStage({ databaseUrl })
const there = await openStage({ databaseUrl })
const alice = await alicesClinic(here)

const check = async (asked: Record<string, unknown> = {}) => {
  const path = `/api/agent-actions/check-availability/${alice.agentId}`
  return (await here.call('POST', path, { token: alice.token, body: { date: tuesday, ...asked } })).body
}
const elsewhere = (method: string, path: string, body: unknown) =>
  there.call(method, path, { bearer: alice.bearer, body })

suite('what a server remembers of an agent is never older than the database', () => {
  test('changed opening hours, made at another server, count for the very next question', async () => {
    assert.equal((await check()).total_slots, 16)
    for (const [hours, total] of [
      [[['09:00', '12:00']], 6],
      [[], 0],
      [[['09:00', '17:00']], 16],
    ]) {
      assert.equal((await elsewhere('PATCH', '/api/clinic', { opening_hours: { tuesday: hours } })).status, 200)
      assert.equal((await check()).total_slots, total)
    }
  })

  test('so do a closure by plain SQL, and its end', async () => {
    await check()
    await here.sql.query('insert into closures (clinic_id, date) values ($1, $2)', [alice.clinicId, tuesday])
    const closed = await check()
    assert.deepEqual([closed.reason, closed.next_available.date > tuesday], ['closed', true])
    await here.sql.query('delete from closures')
    assert.equal((await check()).available_slots, 16)
  })

  test('a booking made at another server is not offered again, on an open day and after a closed one', async () => {
    await check()
    const sunday = '2026-12-20'
    const before = await check({ date: sunday })
    assert.deepEqual([before.reason, before.next_available.start_time], ['closed', '09:00'])
    const path = `/api/agent-actions/book-appointment/${alice.agentId}`
    for (const date of [tuesday, before.next_available.date]) {
      const wish = { ...maria, date, start_time: '09:00' }
      assert.equal((await there.call('POST', path, { token: alice.token, body: wish })).body.success, true)
    }
    assert.equal((await check()).available_slots, 15)
    assert.equal((await check({ date: sunday })).next_available.start_time, '09:30')
  })

  test('a new service and a new length of it are known at once', async () => {
    await check()
    const { body } = await elsewhere('POST', '/api/services', { name: 'Cleaning', duration_minutes: 60 })
    const asked = { service: 'cleaning', date: '2026-12-16' }
    assert.equal((await check(asked)).slots[0].end_time, '10:00')
    await elsewhere('PATCH', `/api/services/${body.id}`, { duration_minutes: 45 })
    assert.equal((await check(asked)).slots[0].end_time, '09:45')
  })

  test('a paused agent, another language and a regenerated token too', async () => {
    await check()
    await changeAgent(alice, { paused: true })
    assert.equal((await check()).error, 'agent_paused')
    await changeAgent(alice, { paused: false, language: 'es' })
    assert.match((await check()).say, /martes/)
    await changeAgent(alice, { language: 'en' })
    await elsewhere('POST', `/api/agents/${alice.agentId}/regenerate-token`, {})
    assert.equal((await check()).error, 'invalid_agent_token')
  })
})

test('a stranger whose body cannot be read hears that they are a stranger, and nothing of the body', async () => {
  const stage = await openStage()
  const owner = await alicesClinic(stage)
  const send = (token: string, init: { body: string; type?: string }) =>
    fetch(`${stage.url}/api/agent-actions/check-availability/${owner.agentId}`, {
      method: 'POST',
      headers: { 'content-type': init.type ?? 'application/json', 'x-agent-token': token },
      body: init.body,
    })
  const bodies = [
    [400, { body: '{' }],
    [400, { body: '[]' }],
    [415, { body: 'date=1', type: 'text/plain' }],
    [413, { body: JSON.stringify({ date: 'x'.repeat(70_000) }) }],
  ] as const
  for (const [status, init] of bodies) {
    assert.equal((await send(owner.token, init)).status, status)
    const refused = await send('vami_agent_stranger', init)
    assert.deepEqual(
      [refused.status, ((await refused.json()) as { error: string }).error],
      [401, 'invalid_agent_token'],
    )
  }
})
