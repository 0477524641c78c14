import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openMcpDoor } from '../../src/mcp-servers/mcp-door.ts'
import { type McpServicePlan, openMcpService } from '../../src/mcp-servers/mcp-service.ts'
import { until } from '../store/until.ts'
import { openMcpStage } from './mcp-stage.ts'

const stage = await openMcpStage()
const guard = { keys: ['key'], hosts: [], listensOnLoopback: true }
const plan: McpServicePlan = {
  name: 'vami-calcom',
  port: 0,
  host: '127.0.0.1',
  missing: [],
  loadDoor: async () => openMcpDoor(stage.factories.calcom, guard),
}

describe('an MCP server as a service of its own', () => {
  test('tells how it is without a key, and asks no vendor for it', async (t) => {
    await stage.clear()
    const { port, close } = await openMcpService(plan)
    t.after(close)
    const health = await fetch(`http://127.0.0.1:${port}/health`)
    assert.equal(health.status, 200)
    const { status, service, checks } = (await health.json()) as any
    assert.deepEqual([status, service, checks], ['ok', 'vami-calcom', { configured: true, missing: [] }])
    assert.equal((await fetch(`http://127.0.0.1:${port}/live`)).status, 200)
    assert.deepEqual(await stage.requests(), [])
  })

  test('says what is still to be set', async (t) => {
    const { port, close } = await openMcpService({ ...plan, missing: ['CALCOM_API_KEY'] })
    t.after(close)
    const { checks } = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as any
    assert.deepEqual(checks, { configured: false, missing: ['CALCOM_API_KEY'] })
  })

  test('tells how it is before the packages of MCP are loaded, and lets calls wait for them', async (t) => {
    const loaded = Promise.withResolvers<void>()
    const { port, close } = await openMcpService({ ...plan, loadDoor: () => loaded.promise.then(plan.loadDoor) })
    t.after(close)
    const call = fetch(`http://127.0.0.1:${port}/mcp`, { method: 'POST' })
    assert.equal((await fetch(`http://127.0.0.1:${port}/health`)).status, 200)
    loaded.resolve()
    assert.equal((await call).status, 401)
  })

  test('has nothing elsewhere', async (t) => {
    const { port, close } = await openMcpService(plan)
    t.after(close)
    assert.equal((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status, 404)
    assert.equal((await fetch(`http://127.0.0.1:${port}/health`, { method: 'POST' })).status, 404)
    assert.equal((await fetch(`http://127.0.0.1:${port}/mcp?x=1`, { method: 'POST' })).status, 401)
  })

  test('answers what is under way before it closes', async () => {
    const { port, close } = await openMcpService(plan)
    await stage.order({ target: 'calcom', kind: 'delay', delay_ms: 200 })
    const before = (await stage.requests()).length
    const call = fetch(`http://127.0.0.1:${port}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: 'Bearer key',
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: 'list_event_types', arguments: {} },
      }),
    })
    // once Cal.com has been asked, the call is under way
    await until('Cal.com is asked', async () => (await stage.requests()).length > before)
    const closed = close()
    assert.match(await (await call).text(), /Consultation/)
    await closed
  })
})
