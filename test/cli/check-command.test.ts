import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { type Deployment, deploymentAt } from '../../src/rehearsal/asked-deployment.ts'
import { mcpOf } from '../../src/rehearsal/asked-mcp.ts'
import { checkBooking } from '../../src/rehearsal/check-booking.ts'
import { guardedBy } from '../../src/rehearsal/check-mcp.ts'
import { sandboxSettings } from '../../src/sandbox/sandbox.ts'
import { until } from '../store/until.ts'
import { ask, type Environment, logIn, runVami, serve, startVami, stop, type Vami } from './vami-process.ts'

const agentId = 'agent_clinic_receptionist'
const tester = 'tester@example.org'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vami-check-'))
  chmodSync(path, 0o755)
  after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Starts a service without a database and reads its address from what it says. */
async function start(words: string[], environment: Environment = {}): Promise<Vami & { address: string }> {
  const vami = startVami([...words, '--port', '0'], environment)
  const address = await until(`${words.join(' ')} says its address`, () => /http:\/\/[^/\s"]+/.exec(vami.stdout())?.[0])
  after(() => vami.signal('SIGTERM'))
  return { ...vami, address }
}

type Row = { part: string; check: string; outcome: string; ms: number; detail: string }

/** Runs the check with --json. */
async function check(words: string[], environment: Environment = {}) {
  const { code, stdout, stderr } = await runVami(['check', ...words, '--json'], environment)
  assert.equal(stderr, '')
  const found = JSON.parse(stdout) as { url: string; ok: boolean; checks: Row[]; notes: string[] }
  const outcomeOf = (name: string) =>
    found.checks.find(({ part, check: one }) => `${part}: ${one}` === name)?.outcome ?? 'not asked'
  return { ...found, code, outcomeOf, text: stdout }
}

const notGreen = (rows: Row[]) =>
  rows.filter(({ outcome }) => outcome !== 'ok').map((row) => `${row.part} ${row.check}`)

suite('against vami serve --sandbox', async () => {
  const server = await serve(['--sandbox', '--data', folder()])
  const sandbox = /^sandbox (\S+)$/m.exec(server.banner)![1]!
  const token = /token +(\S+)/.exec(server.banner)![1]!

  const [, email, password] = /log-in +(\S+) +(\S+)/.exec(server.banner)!
  const { access_token } = (await logIn(server.address, email!, password!)).body
  const owner = { authorization: `Bearer ${access_token}` }

  test('everything is green, and nothing is booked or sent, without --full', async () => {
    const { code, ok, checks } = await check([server.address])
    assert.deepEqual([code, ok, notGreen(checks)], [0, true, []])
    assert.deepEqual((await ask('GET', `${sandbox}/bookings`)).body, [])
    assert.deepEqual((await ask('GET', `${sandbox}/emails`)).body, [])
  })

  test('--full books once and cancels again, and writes to nobody unless told to whom', {
    timeout: 60_000,
  }, async () => {
    const { code, checks, notes } = await check([server.address, '--full'])
    assert.deepEqual([code, notGreen(checks)], [0, []])
    const bookings = (await ask('GET', `${sandbox}/bookings`)).body
    assert.deepEqual(
      bookings.map(({ status }: { status: string }) => status),
      ['cancelled'],
    )
    const ahead = Temporal.Now.instant().until(Temporal.Instant.from(bookings[0].start))
    assert.ok(ahead.total('hours') > 24 * 7, 'it was far off')
    assert.deepEqual((await ask('GET', `${sandbox}/emails`)).body, [])
    assert.ok(notes.some((note) => note.includes('--email')))
  })

  test('asks the agent, and mails whom it is told', { timeout: 60_000 }, async () => {
    const words = ['--agent', agentId, '--token', token, '--email', tester]
    const { code, checks, outcomeOf, text } = await check([server.address, '--full', ...words])
    assert.equal(code, 0)
    assert.deepEqual(notGreen(checks), [])
    for (const name of ['wrong token', 'check-availability', 'today', 'book', 'cancel'])
      assert.equal(outcomeOf(`agent: ${name}`), 'ok')
    const { appointments } = (await ask('GET', `${server.address}/api/appointments`, owner)).body
    assert.deepEqual(
      appointments.map(({ status }: { status: string }) => status),
      ['cancelled'],
    )
    const mails = (await ask('GET', `${sandbox}/emails`)).body
    assert.deepEqual(
      mails.map(({ recipient }: { recipient: string }) => recipient),
      [tester],
    )
    assert.ok(!text.includes(token) && !text.includes(tester))
  })

  test('an agent that books held times only, and wants everything proved, is green too', async () => {
    const agent = `${server.address}/api/agents/${agentId}`
    const set = await ask('PATCH', agent, owner, { require_confirmation: true, verification: 'strict' })
    assert.equal(set.status, 200)
    const { code, checks, outcomeOf } = await check([server.address, '--full', '--agent', agentId, '--token', token])
    assert.deepEqual([code, notGreen(checks), outcomeOf('agent: cancel')], [0, [], 'ok'])
  })

  test('a paused agent is somebody’s wish', async () => {
    const agent = `${server.address}/api/agents/${agentId}`
    await ask('PATCH', agent, owner, { paused: true })
    const { code, outcomeOf } = await check([server.address, '--full', '--agent', agentId, '--token', token])
    assert.deepEqual([code, outcomeOf('agent: check-availability'), outcomeOf('agent: book')], [0, 'note', 'not asked'])
    await ask('PATCH', agent, owner, { paused: false })
  })

  test('a wrong token is a failure', async () => {
    const { code, outcomeOf } = await check([server.address, '--agent', agentId, '--token', 'vami_agent_wrong'])
    assert.deepEqual(
      [code, outcomeOf('agent: check-availability'), outcomeOf('agent: wrong token')],
      [1, 'failed', 'ok'],
    )
  })

  test('is red when Cal.com refuses its key, and only there', { timeout: 60_000 }, async () => {
    await ask('POST', `${sandbox}/faults`, {}, { target: 'calcom', kind: 'status', status: 401, times: 100 })
    const { code, ok, outcomeOf } = await check([server.address, '--full'])
    assert.deepEqual([code, ok], [1, false])
    assert.deepEqual(
      ['mcp calcom: Cal.com', 'booking: book', 'mcp calcom: tools', 'booking: missing field'].map(outcomeOf),
      ['failed', 'failed', 'ok', 'ok'],
    )
    await ask('DELETE', `${sandbox}/state`)
  })

  test('prints a table with the times, in colours for a terminal alone', async () => {
    const plain = await runVami(['check', server.address])
    assert.match(plain.stdout, /^ {2}ok +server +health +\d+ ms/m)
    assert.match(plain.stdout, /^Nothing failed of \d+\.$/m)
    const esc = String.fromCharCode(27)
    assert.ok(!plain.stdout.includes(esc))
    const coloured = await runVami(['check', server.address], { FORCE_COLOR: '1' })
    assert.ok(coloured.stdout.includes(`${esc}[32mok`))
  })

  test('it stops', async () => {
    assert.equal((await stop(server)).code, 0)
  })
})

suite('against services with a key', async () => {
  const sandbox = await start(['sandbox'])
  const [key, wrong] = ['key-of-the-bridge', 'another-key']
  const environment = { ...sandboxSettings(sandbox.address), BRIDGE_API_KEY: key }
  const bridge = await start(['bridge'], environment)
  const calcom = await start(['mcp', 'calcom'], environment)

  test('without the key it sees that strangers are kept out, and says what it could not ask', async () => {
    const { code, outcomeOf, checks } = await check([bridge.address, '--full'])
    assert.deepEqual(
      [code, outcomeOf('booking: without a key'), outcomeOf('booking: refusals'), outcomeOf('booking: book')],
      [0, 'ok', 'note', 'not asked'],
    )
    assert.match(checks.find(({ check: one }) => one === 'refusals')!.detail, /--key/)
  })

  test('a wrong key is a failure, and is not shown', async () => {
    const { code, outcomeOf, text } = await check([bridge.address, '--key', wrong])
    assert.deepEqual([code, outcomeOf('booking: missing field'), outcomeOf('booking: wrong key')], [1, 'failed', 'ok'])
    assert.ok(!text.includes(wrong))
  })

  test('the key may come from the environment', async () => {
    for (const [words, settings] of [
      [['--key', key], {}],
      [[], { BRIDGE_API_KEY: key }],
    ] as const) {
      const { code, checks } = await check([bridge.address, ...words], settings)
      assert.deepEqual([code, notGreen(checks)], [0, []])
    }
  })

  test('a booking through a bridge alone stays, which is said with its uid', async () => {
    const { code, checks } = await check([bridge.address, '--full', '--key', key])
    const [booking] = (await ask('GET', `${sandbox.address}/_sandbox/bookings`)).body
    const row = checks.find(({ check: one }) => one === 'cancel')!
    assert.deepEqual([code, row.outcome, booking.status], [0, 'note', 'accepted'])
    assert.ok(row.detail.includes(booking.uid))
  })

  test('cancels also what was booked behind an answer that broke off', async () => {
    await ask('DELETE', `${sandbox.address}/_sandbox/state`)
    const at = deploymentAt(bridge.address, key)
    const breaksOff: Deployment = {
      ...at,
      ask: async (...question) => {
        await at.ask(...question)
        throw new Error('broken off')
      },
    }
    const calendar = mcpOf(deploymentAt(calcom.address, key), '/mcp')
    const work = { now: Temporal.Now.instant(), email: undefined, calendar, run: 'a-run-of-this-test' }
    const rows = await checkBooking(breaksOff, work)
    await calendar.close()
    assert.deepEqual(
      rows.map(({ check: one, outcome }) => [one, outcome]),
      [
        ['book', 'failed'],
        ['cancel', 'ok'],
      ],
    )
    const bookings = (await ask('GET', `${sandbox.address}/_sandbox/bookings`)).body
    assert.deepEqual(
      bookings.map(({ status }: { status: string }) => status),
      ['cancelled'],
    )
  })

  test('an MCP server as a service of its own is asked for its tools', async () => {
    const { code, checks, outcomeOf } = await check([calcom.address, '--key', key])
    assert.deepEqual([code, notGreen(checks), outcomeOf('mcp calcom: Cal.com')], [0, [], 'ok'])
    const refused = await check([calcom.address, '--key', wrong])
    assert.deepEqual([refused.code, refused.outcomeOf('mcp calcom: tools')], [1, 'failed'])
  })
})

test('what is not set up is shown with its name, and is no failure', { timeout: 60_000 }, async () => {
  const server = await serve(['--data', folder()])
  const { code, checks, outcomeOf } = await check([server.address, '--full', '--email', tester])
  assert.equal(code, 0)
  assert.deepEqual(
    ['server: health', 'mcp calcom: Cal.com', 'booking: book', 'mail: send', 'booking: unknown time zone'].map(
      outcomeOf,
    ),
    ['not_configured', 'not_configured', 'not_configured', 'not_configured', 'ok'],
  )
  const details = checks.map(({ detail }) => detail).join('\n')
  assert.match(details, /CALCOM_API_KEY is not set/)
  assert.match(details, /OUTLOOK_\w+ is not set/)
  assert.equal((await stop(server)).code, 0)
})

test('a bridge whose Cal.com cannot be reached is red', { timeout: 60_000 }, async () => {
  const closed = await unusedAddress()
  const bridge = await start(['bridge'], {
    CALCOM_API_KEY: 'cal_live_1',
    CALCOM_API_URL: closed,
    CALCOM_EVENT_TYPE_ID: '1',
    BRIDGE_DEADLINE_MS: '2000',
  })
  const { code, outcomeOf } = await check([bridge.address, '--full'])
  assert.deepEqual([code, outcomeOf('booking: book'), outcomeOf('booking: missing field')], [1, 'failed', 'ok'])
})

test('webhooks that are open to anybody elsewhere are red', () => {
  const open = (url: string) => guardedBy(422, deploymentAt(url, '')).outcome
  assert.deepEqual(['http://127.0.0.1:8000', 'http://[::1]:8000', 'http://localhost'].map(open), ['ok', 'ok', 'ok'])
  assert.deepEqual(['https://desk.example.com', 'http://127.0.0.1.example.com'].map(open), ['failed', 'failed'])
})

test('where nothing listens it fails, and asks no further', async () => {
  const { code, checks } = await check([await unusedAddress()])
  assert.deepEqual([code, checks.map(({ outcome }) => outcome)], [1, ['failed']])
  assert.match(checks[0]!.detail, /ECONNREFUSED/)
})

test('a server that takes everything is found out', async () => {
  const stranger = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ service: 'vami', status: 'ok', version: '0', checks: {}, success: true }))
  }).listen(0, '127.0.0.1')
  after(() => stranger.close())
  await until('it listens', () => stranger.listening)
  const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
  const { code, outcomeOf } = await check([address, '--full', '--agent', agentId, '--token', 'vami_agent_1'])
  assert.equal(code, 1)
  for (const name of [
    'mcp calcom: tools',
    'booking: missing field',
    'booking: unknown time zone',
    'mail: missing field',
    'mail: bad e-mail address',
    'agent: wrong token',
    'agent: today',
    'booking: book',
  ])
    assert.equal(outcomeOf(name), 'failed', name)
})

test('a server that sends callers elsewhere is told by its new address', async () => {
  const stranger = createServer((_request, response) => {
    response.writeHead(308, { location: 'https://desk.example.com/' }).end()
  }).listen(0, '127.0.0.1')
  after(() => stranger.close())
  await until('it listens', () => stranger.listening)
  const { code, checks } = await check([`http://127.0.0.1:${(stranger.address() as AddressInfo).port}`])
  assert.equal(code, 1)
  assert.match(checks[0]!.detail, /desk\.example\.com/)
})

test('wrong usage is told apart from a failure', async () => {
  for (const words of [
    [],
    ['127.0.0.1:8000'],
    ['ftp://desk.example.com'],
    ['https://user@desk.example.com'],
    ['http://127.0.0.1:1', '--agent', agentId],
    ['http://127.0.0.1:1', '--token', 'vami_agent_1'],
    ['http://127.0.0.1:1', '--email', 'nobody'],
    ['http://127.0.0.1:1', '--key', 'with blanks'],
    ['http://127.0.0.1:1', '--all'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:2'],
  ]) {
    const { code, stdout, stderr } = await runVami(['check', ...words])
    assert.deepEqual([code, stdout], [2, ''], words.join(' '))
    assert.match(stderr, /Usage: vami check/)
  }
  const help = await runVami(['check', '--help'])
  assert.deepEqual([help.code, /Example:\n {2}vami check http/.test(help.stdout)], [0, true])
})

/** An address of this machine at which nothing listens any more. */
async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await until('it listens', () => server.listening)
  const { port } = server.address() as AddressInfo
  server.close()
  return `http://127.0.0.1:${port}`
}
