import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../store/until.ts'
import { runVami, startVami } from './vami-process.ts'

async function startMcp(words: string[], environment: Record<string, string> = {}) {
  const vami = startVami(['mcp', ...words, '--port', '0'], environment)
  await until('vami mcp speaks', () => vami.stdout().includes('\n'))
  const address = /http:\S+/.exec(vami.stdout())![0]
  return { ...vami, address }
}

describe('vami mcp', () => {
  test('serves the calendar tools, says what is missing, and ends when told to', async () => {
    const vami = await startMcp(['calcom'])
    assert.match(vami.stdout(), /set CALCOM_API_KEY/)
    assert.match(vami.stdout(), /No key: this machine alone may call/)
    const health = await fetch(new URL('/health', vami.address))
    assert.equal(health.status, 200)
    assert.deepEqual(((await health.json()) as any).checks, { configured: false, missing: ['CALCOM_API_KEY'] })
    const answer = await fetch(vami.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
    assert.match(await answer.text(), /create_booking/)
    vami.signal('SIGTERM')
    assert.equal((await vami.ended).code, 0)
  })

  test('serves the mail tool behind its key', async () => {
    const vami = await startMcp(['outlook'], { OUTLOOK_MCP_KEY: 'a-key', PUBLIC_URL: 'https://mail.example.com' })
    assert.doesNotMatch(vami.stdout(), /No key/)
    assert.equal((await fetch(vami.address, { method: 'POST' })).status, 401)
    const listing = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: 'Bearer a-key',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    }
    assert.match(await (await fetch(vami.address, listing)).text(), /send_email/)
    vami.signal('SIGTERM')
    assert.equal((await vami.ended).code, 0)
  })

  test('serves nothing else', async () => {
    for (const words of [[], ['gmail'], ['calcom', 'outlook']]) {
      const { code, stderr } = await runVami(['mcp', ...words])
      assert.equal(code, 2)
      assert.match(stderr, /vami mcp calcom\|outlook/)
    }
  })
})
