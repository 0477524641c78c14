import assert from 'node:assert/strict'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, suite, test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { calcomServer, calcomSettings } from '../../src/mcp-servers/calcom/calcom-server.ts'
import { openMcpDoor } from '../../src/mcp-servers/mcp-door.ts'
import { outlookServer, outlookSettings } from '../../src/mcp-servers/outlook/outlook-server.ts'
import { sandboxSettings } from '../../src/sandbox/sandbox.ts'
import { consultation, letter, openBridgeStage } from './bridge-stage.ts'

const key = 'key-of-the-servers'
const desk = await openBridgeStage()
const vendors: Config = readConfig(sandboxSettings(desk.sandbox))
const guard = { keys: [key], hosts: [], listensOnLoopback: true }
const doors = {
  calcom: openMcpDoor(calcomServer(calcomSettings(vendors), systemClock), guard),
  outlook: openMcpDoor(outlookServer(outlookSettings(vendors), systemClock), guard),
}

/** What becomes of the answer to the next call of a tool. */
type Mishap = 'none' | 'cut before' | 'cut after' | 'silent' | '502 after'
const mishaps: Mishap[] = []
const seen: string[] = []

/** Both MCP servers at their own ports, behind something that now and then loses an answer. */
async function listen(name: 'calcom' | 'outlook'): Promise<string> {
  const inner = createServer((req, res) => void doors[name].handle(req, res))
  const innerPort = await portOf(inner)
  const outer = createServer(async (req, res) => {
    const body = await textOf(req)
    const tool = /"name":"(\w+_\w+)"/.exec(body)?.[1]
    if (tool !== undefined) seen.push(tool)
    const mishap = tool === undefined ? 'none' : (mishaps.shift() ?? 'none')
    if (mishap === 'cut before') return void req.socket.resetAndDestroy()
    const passed = request(
      { port: innerPort, host: '127.0.0.1', method: req.method, path: req.url, headers: req.headers },
      async (answer) => {
        if (mishap === 'none') {
          res.writeHead(answer.statusCode!, answer.headers)
          return void answer.pipe(res)
        }
        await textOf(answer)
        lose(mishap, res)
      },
    )
    passed.end(body)
  })
  return `http://127.0.0.1:${await portOf(outer)}`
}

function lose(mishap: Mishap, res: ServerResponse): void {
  if (mishap === 'cut after') res.socket?.resetAndDestroy()
  if (mishap === '502 after') res.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
}

async function portOf(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

const urls = { CALCOM_MCP_URL: await listen('calcom'), OUTLOOK_MCP_URL: await listen('outlook') }
const keys = { CALCOM_MCP_KEY: key, OUTLOOK_MCP_KEY: key }
const nothing = Object.fromEntries(Object.keys(sandboxSettings('http://x')).map((name) => [name, '']))
// the bridge itself knows no vendor
const config = {
  ...urls,
  ...keys,
  ...nothing,
  CALCOM_EVENT_TYPE_ID: undefined,
  BRIDGE_DEADLINE_MS: 2_000,
} as Partial<Config>
const bridge = await openBridgeStage({ config })

let day = 1
const another = () => {
  day += 1
  return {
    ...consultation,
    start_time_utc: `${Temporal.PlainDate.from('2027-03-01').add({ days: day })}T15:00:00Z`,
    metadata: { conversation_id: `elsewhere_${day}` },
  }
}
const booked = async (start: string) =>
  (await desk.bookings()).filter((b) => b.start.startsWith(start.slice(0, 19))).length

suite('MCP servers elsewhere', () => {
  test('book and mail as those in the process do', async () => {
    const wish = another()
    const { status, body } = await bridge.schedule(wish)
    assert.deepEqual([status, body.details?.start_time], [200, wish.start_time_utc])
    assert.equal((await bridge.mail(letter)).status, 200)
    assert.equal((await desk.mails()).length, 1)
    assert.equal(await booked(wish.start_time_utc), 1)
  })

  test('say what is wrong in the same words', async () => {
    const wish = another()
    assert.equal((await bridge.schedule(wish)).status, 200)
    const rival = await bridge.schedule({ ...wish, attendee_email: 'rival@example.com', metadata: {} })
    assert.deepEqual([rival.status, rival.body.code, rival.body.alternatives.length], [409, 'slot_taken', 3])
  })

  for (const mishap of ['cut after', '502 after', 'silent'] as const)
    test(`a booking whose answer is lost on the way is found: ${mishap}`, async () => {
      const wish = another()
      mishaps.push(mishap)
      const { status, body, ms } = await bridge.schedule(wish)
      // what keeps silent does so to the end, and then there is no time left to look
      const found = mishap === 'silent' ? [504, 'outcome_unknown'] : [200, undefined]
      assert.deepEqual([status, body.code], found)
      assert.ok(ms < 2_000)
      assert.equal(await booked(wish.start_time_utc), 1)
      assert.equal((await bridge.schedule(wish)).status, 200)
      assert.equal(await booked(wish.start_time_utc), 1)
    })

  test('a booking that never got there is looked for twice, and said to be unknown', async () => {
    const wish = another()
    seen.length = 0
    mishaps.push('cut before')
    assert.equal((await bridge.schedule(wish)).body.code, 'outcome_unknown')
    assert.deepEqual(seen, ['create_booking', 'get_booking', 'get_booking'])
    assert.equal(await booked(wish.start_time_utc), 0)
  })

  for (const mishap of ['cut before', 'cut after', '502 after', 'silent'] as const)
    test(`a mail whose answer is lost on the way is not sent again: ${mishap}`, async () => {
      const mail = { ...letter, email_subject: mishap }
      mishaps.push(mishap)
      for (let i = 0; i < 3; i++) assert.equal((await bridge.mail(mail)).body.code, 'outcome_unknown')
      const sent = (await desk.mails()).filter(({ subject }) => subject === mishap)
      assert.equal(sent.length, mishap === 'cut before' ? 0 : 1)
    })

  test('who is not there has done nothing, and is found again when it is', async () => {
    const away = await openBridgeStage({ config: { ...config, CALCOM_MCP_URL: 'http://127.0.0.1:9' } })
    const { status, body } = await away.schedule(another())
    assert.deepEqual([status, body.code], [502, 'vendor_error'])
  })

  test('a key that they do not take is the operator’s business', async () => {
    const stranger = await openBridgeStage({ config: { ...config, CALCOM_MCP_KEY: 'another', OUTLOOK_MCP_KEY: '' } })
    const [booking, mail] = [await stranger.schedule(another()), await stranger.mail({ ...letter, email_subject: 'x' })]
    assert.deepEqual([booking.status, booking.body.code], [502, 'vendor_refused'])
    assert.ok(booking.body.message.includes('CALCOM_MCP_KEY'))
    assert.deepEqual([mail.status, mail.body.code], [502, 'vendor_refused'])
    assert.ok(mail.body.message.includes('OUTLOOK_MCP_KEY'))
  })

  test('a lost answer leaves the others that are under way alone', async () => {
    const wishes = Array.from({ length: 10 }, another)
    mishaps.push('none', 'none', 'cut after')
    const replies = await Promise.all(wishes.map((wish) => bridge.schedule(wish)))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
  })

  test('a hundred calls at once share the connection, and each is booked once', async () => {
    const wishes = Array.from({ length: 100 }, another)
    const replies = await Promise.all(wishes.map((wish) => bridge.schedule(wish)))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
    assert.equal(new Set(replies.map(({ body }) => body.details.uid)).size, 100)
  })
})
