import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, test } from 'node:test'
import { type McpGuard, mcpGuard } from '../../src/mcp-servers/mcp-guard.ts'
import { callTool, clientOver, type Era, inTime, openDoor, openMcpStage, wish } from './mcp-stage.ts'

const stage = await openMcpStage()
const { calcom } = stage.factories
const open = await openDoor(calcom)
const locked = await openDoor(calcom, { keys: ['first-key', 'second'] })

type Asked = { status: number; headers: Record<string, any>; body: string }

/** A request as it goes over the wire, with whatever Host one likes. */
function ask(port: number, headers: Record<string, string>, body: string | undefined, method = 'POST'): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path: '/mcp', method, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const listTools = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })

for (const era of ['modern', 'legacy'] as Era[]) {
  describe(`a client of the ${era} era`, () => {
    test('lists the tools and books', async () => {
      await stage.clear()
      const client = await clientOver(open.url, era)
      const { tools } = await client.listTools()
      assert.deepEqual(
        tools.map(({ name }) => name),
        [
          ...['create_booking', 'list_available_slots', 'get_booking'],
          ...['reschedule_booking', 'cancel_booking', 'list_event_types'],
        ],
      )
      const { done } = await callTool(client, 'create_booking', wish)
      assert.equal(done.start, wish.start)
    })

    test('hears a fault, its code and what to say', async () => {
      const client = await clientOver(open.url, era)
      const { fault, text } = await callTool(client, 'create_booking', { ...wish, attendee_timezone: 'Mars/Olympus' })
      assert.equal(fault?.code, 'unknown_timezone')
      assert.equal(text, 'Unknown timezone: Mars/Olympus')
    })

    test('is given an answer within the time that it says is left', async () => {
      await stage.clear()
      await stage.order({ target: 'calcom', kind: 'hang_after_commit', times: 10 })
      const client = await clientOver(open.url, era)
      const { fault, ms } = await callTool(client, 'list_event_types', {}, { ms: 600 })
      assert.equal(fault?.code, 'vendor_timeout')
      inTime({ ms }, 600)
      await stage.mend()
    })

    test('comes in with any of the keys, and not with another', async () => {
      for (const key of ['first-key', 'second']) assert.ok(await clientOver(locked.url, era, key))
      await assert.rejects(clientOver(locked.url, era, 'first-kez'))
      await assert.rejects(clientOver(locked.url, era))
    })
  })
}

describe('what is no call', () => {
  test('a wrong key is 401 and says how to come in', async () => {
    const { status, headers, body } = await ask(locked.port, { ...json, authorization: 'Bearer wrong' }, listTools)
    assert.equal(status, 401)
    assert.match(headers['www-authenticate'], /^Bearer/)
    assert.equal(JSON.parse(body).error, 'invalid_token')
  })

  test('GET is 405: there is no stream to listen to', async () => {
    const { status, headers } = await ask(open.port, { accept: 'text/event-stream' }, undefined, 'GET')
    assert.equal(status, 405)
    assert.match(headers.allow, /POST/)
  })

  test('another type than JSON is 415', async () => {
    assert.equal((await ask(open.port, { ...json, 'content-type': 'text/plain' }, listTools)).status, 415)
  })

  test('what is no JSON is 400', async () => {
    assert.equal((await ask(open.port, json, '{"jsonrpc":')).status, 400)
  })

  test('more than 2 MiB is 413, announced or not', async () => {
    const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { x: 'x'.repeat(2 << 20) } })
    assert.equal((await ask(open.port, { ...json, 'content-length': String(large.length) }, large)).status, 413)
    assert.equal((await ask(open.port, { ...json, 'transfer-encoding': 'chunked' }, large)).status, 413)
  })
})

describe('the guard', () => {
  test('a page that makes its own name mean this machine is turned back', async () => {
    for (const host of ['evil.example', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.evil.example'])
      assert.equal((await ask(open.port, { ...json, host }, listTools)).status, 403, host)
    for (const host of ['localhost', `localhost:${open.port}`, '127.0.0.1:1', '[::1]:8000', 'LOCALHOST'])
      assert.equal((await ask(open.port, { ...json, host }, listTools)).status, 200, host)
  })

  test('a page of another origin is turned back, and one of this machine is not', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example', 'file://', 'garbage', ''])
      assert.equal((await ask(open.port, { ...json, origin }, listTools)).status, 403, origin)
    assert.equal((await ask(open.port, { ...json, origin: 'http://localhost:6274' }, listTools)).status, 200)
  })

  test('without a key a request that came through a proxy is no caller on this machine', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-forwarded-host'])
      assert.equal((await ask(open.port, { ...json, [name]: '127.0.0.1' }, listTools)).status, 401, name)
  })

  type Asking = Record<string, string> & { from?: string }
  const judge = (guard: Partial<McpGuard>, { from = '127.0.0.1', ...headers }: Asking) =>
    mcpGuard({ keys: [], hosts: [], listensOnLoopback: true, ...guard })({
      headers: { host: 'localhost', ...headers },
      socket: { remoteAddress: from } as never,
    })?.status

  test('without a key nobody comes in from another machine, nor where others could', () => {
    assert.equal(judge({}, {}), undefined)
    assert.equal(judge({}, { from: '::ffff:127.0.0.1' }), undefined)
    assert.equal(judge({}, { from: '192.0.2.7' }), 401)
    assert.equal(judge({ listensOnLoopback: false }, {}), 401)
    assert.equal(judge({ keys: [''] }, { from: '192.0.2.7', authorization: 'Bearer ' }), 401)
  })

  const key = { authorization: 'Bearer k' }
  const behindProxy = { keys: ['k'], hosts: ['mcp.example.com'], listensOnLoopback: false }

  test('behind a proxy its public name is right, and another is not', () => {
    assert.equal(judge(behindProxy, { ...key, host: 'mcp.example.com' }), undefined)
    assert.equal(judge(behindProxy, { ...key, host: 'MCP.example.com:443', 'x-forwarded-for': '192.0.2.7' }), undefined)
    assert.equal(judge(behindProxy, { ...key, host: 'evil.example' }), 403)
    assert.equal(judge(behindProxy, { ...key, host: 'mcp.example.com', origin: 'https://mcp.example.com' }), undefined)
    assert.equal(judge(behindProxy, { ...key, host: 'mcp.example.com', origin: 'https://evil.example' }), 403)
    assert.equal(judge(behindProxy, { host: 'mcp.example.com' }), 401)
  })

  test('in a private network it is called by a service’s name or an address', () => {
    for (const host of ['calcom-mcp:10000', '10.1.2.3:8000', '[fd00::1]:8000', 'mcp.railway.internal'])
      assert.equal(judge(behindProxy, { ...key, host }), undefined, host)
  })

  test('who has not said what the server is called trusts the key alone', () => {
    assert.equal(judge({ ...behindProxy, hosts: [] }, { ...key, host: 'anything.example' }), undefined)
    assert.equal(judge({ ...behindProxy, hosts: [] }, { host: 'anything.example' }), 401)
  })

  test('on loopback a private name is no excuse', () => {
    assert.equal(judge({ keys: ['k'] }, { ...key, host: 'calcom-mcp' }), 403)
  })
})

test('a client in this process needs neither key nor network', async () => {
  const answer = await locked.door.fetch(
    new Request('http://in-process/mcp', { method: 'POST', headers: json, body: listTools }),
  )
  assert.equal(answer.status, 200)
})
