import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { sandboxSettings } from '../../src/sandbox/sandbox.ts'
import { newDatabase } from '../cast.ts'
import { until } from '../store/until.ts'
import { ask, type Environment, runVami, serve, startVami, stop, type Vami } from './vami-process.ts'

const consultation = {
  start_time_utc: Temporal.Now.instant().round('minute').add({ hours: 48 }).toString(),
  attendee_timezone: 'America/New_York',
  attendee_name: 'Maria Lopez',
  attendee_email: 'maria@example.com',
}
const letter = {
  recipient_email: 'maria@example.com',
  email_subject: 'Your consultation',
  email_body_html: '<p>See you soon.</p>',
}
const schedule = '/webhook/cal/schedule_consultation'
const mail = '/webhook/outlook/send_email'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vami-cli-'))
  chmodSync(path, 0o755)
  after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

suite('vami serve --sandbox', () => {
  test('books and mails at vendors of its own', { timeout: 60_000 }, async () => {
    const server = await serve(['--sandbox', '--data', folder()], {
      // whatever is set up for the real ones is left alone
      CALCOM_API_KEY: 'cal_live_real',
      CALCOM_MCP_URL: 'http://127.0.0.1:9/mcp',
      OUTLOOK_SENDER: 'real@example.com',
    })
    const sandbox = /^sandbox (http:\/\/127\.0\.0\.1:\d+\/_sandbox)$/m.exec(server.banner)?.[1]
    assert.ok(sandbox, server.banner)
    const booked = await ask('POST', server.address + schedule, {}, consultation)
    assert.deepEqual([booked.status, booked.body.status], [200, 'success'])
    const sent = await ask('POST', server.address + mail, {}, letter)
    assert.deepEqual([sent.status, sent.body], [200, { status: 'success', message: 'Email sent successfully' }])
    const [booking] = (await ask('GET', `${sandbox}/bookings`)).body
    assert.deepEqual([booking.uid, booking.attendee.email], [booked.body.details.uid, consultation.attendee_email])
    const [email] = (await ask('GET', `${sandbox}/emails`)).body
    assert.deepEqual([email.recipient, email.subject], [letter.recipient_email, letter.email_subject])
    assert.equal((await stop(server)).code, 0)
    await assert.rejects(ask('GET', `${sandbox}/bookings`))
  })

  test('is refused in production, and so is the sandbox alone', async () => {
    for (const words of [
      ['serve', '--sandbox', '--data', folder()],
      ['sandbox', '--port', '0'],
    ]) {
      const { code, stderr } = await runVami(words, { NODE_ENV: 'production' })
      assert.equal(code, 2, words.join(' '))
      assert.match(stderr, /not for production/)
    }
  })
})

/** Starts a service and reads its address from what it says. */
async function start(words: string[], environment: Environment): Promise<Vami & { address: string }> {
  const vami = startVami([...words, '--port', '0'], environment)
  const address = await until(`${words.join(' ')} says its address`, () => /http:\/\/[^/\s"]+/.exec(vami.stdout())?.[0])
  return { ...vami, address }
}

suite('the bridge and both MCP servers as services of their own', async () => {
  const sandbox = await start(['sandbox'], {})
  const [key, calcomKey, outlookKey] = ['key-of-the-bridge', 'key-of-calcom', 'key-of-outlook']
  const vendors = sandboxSettings(sandbox.address)
  const calcom = await start(['mcp', 'calcom'], { ...vendors, CALCOM_MCP_KEY: calcomKey })
  const outlook = await start(['mcp', 'outlook'], { ...vendors, OUTLOOK_MCP_KEY: outlookKey })
  const bridge = await start(['bridge'], {
    BRIDGE_API_KEY: key,
    CALCOM_MCP_URL: `${calcom.address}/mcp`,
    CALCOM_MCP_KEY: calcomKey,
    OUTLOOK_MCP_URL: outlook.address,
    OUTLOOK_MCP_KEY: outlookKey,
  })
  after(() => {
    for (const vami of [bridge, calcom, outlook, sandbox]) vami.signal('SIGTERM')
  })
  const headers = { 'x-api-key': key }

  test('book and mail through each other', { timeout: 60_000 }, async () => {
    assert.equal((await ask('POST', bridge.address + schedule, {}, consultation)).status, 401)
    const booked = await ask('POST', bridge.address + schedule, headers, consultation)
    assert.deepEqual([booked.status, booked.body.status], [200, 'success'])
    const sent = await ask('POST', bridge.address + mail, { authorization: `Bearer ${key}` }, letter)
    assert.deepEqual([sent.status, sent.body.status], [200, 'success'])
    const [bookings, mails] = [
      (await ask('GET', `${sandbox.address}/_sandbox/bookings`)).body,
      (await ask('GET', `${sandbox.address}/_sandbox/emails`)).body,
    ]
    assert.deepEqual([bookings.length, mails.length, mails[0].recipient], [1, 1, letter.recipient_email])
    const { status, body } = await ask('GET', `${bridge.address}/health`)
    assert.deepEqual([status, body.checks.calcom.status, body.checks.outlook.status], [200, 'ok', 'ok'])
  })

  test('end as they are told to', async () => {
    for (const vami of [bridge, calcom, outlook, sandbox]) {
      vami.signal('SIGTERM')
      assert.equal((await vami.ended).code, 0)
    }
  })

  test('log nothing that anybody said', () => {
    for (const vami of [bridge, calcom, outlook])
      assert.ok(!/maria|lopez|example\.com|See you/i.test(vami.stdout() + vami.stderr()))
  })
})

test('two processes of vami serve on one database book and mail once between them', { timeout: 60_000 }, async () => {
  const sandbox = await start(['sandbox'], {})
  const environment = {
    ...sandboxSettings(sandbox.address),
    DATABASE_URL: await newDatabase(),
    VAMI_SECRET: 'only for this test, and thirty-two characters',
  }
  const servers = await Promise.all([serve([], environment), serve([], environment)])
  const atOnce = (path: string, body: unknown) =>
    Promise.all(Array.from({ length: 100 }, (_, i) => ask('POST', servers[i % 2]!.address + path, {}, body)))
  const wish = { ...consultation, metadata: { conversation_id: 'conv_1' } }
  const [booked, sent] = [await atOnce(schedule, wish), await atOnce(mail, letter)]
  assert.deepEqual([...new Set([...booked, ...sent].map(({ status }) => status))], [200])
  assert.equal(new Set(booked.map(({ body }) => body.details.uid)).size, 1)
  const posted = (await ask('GET', `${sandbox.address}/_sandbox/requests`)).body.filter(
    ({ method, path }: { method: string; path: string }) => method === 'POST' && !path.includes('oauth2'),
  )
  assert.equal(posted.length, 2, 'Cal.com and Graph have each been asked once')
  for (const vami of [...servers, sandbox]) {
    vami.signal('SIGTERM')
    assert.equal((await vami.ended).code, 0)
  }
})

suite('vami bridge', () => {
  test('says that it keeps everybody out, where it could be reached from elsewhere without a key', async () => {
    // this machine’s own address, by a name that is not one of loopback
    const bridge = await start(['bridge', '--host', '127.1'], {})
    assert.equal((await ask('POST', bridge.address + schedule, {}, consultation)).status, 401)
    assert.equal((await ask('GET', `${bridge.address}/health`)).status, 200)
    assert.match(bridge.stdout(), /BRIDGE_API_KEY is not set/)
    bridge.signal('SIGTERM')
    assert.equal((await bridge.ended).code, 0)
  })

  test('needs no database and no folder', async () => {
    const { code, stderr } = await runVami(['bridge', '--port', 'x'])
    assert.equal(code, 2)
    assert.match(stderr, /--port must be a whole number/)
    const help = await runVami(['bridge', '--help'])
    assert.ok(help.stdout.includes('BRIDGE_DEADLINE_MS') && !help.stdout.includes('DATABASE_URL'))
  })
})

test('vami serve keeps the webhooks shut without a key where it could be reached from elsewhere, and nothing else', {
  timeout: 60_000,
}, async () => {
  const server = await serve(['--sandbox', '--host', '127.1', '--data', folder()])
  for (const path of [schedule, mail]) assert.equal((await ask('POST', server.address + path, {}, {})).status, 401)
  assert.match(server.banner, /BRIDGE_API_KEY is not set/)
  assert.equal((await ask('GET', `${server.address}/health`)).status, 200)
  assert.equal((await ask('GET', `${server.address}/api/plans`)).status, 200)
  assert.equal((await stop(server)).code, 0)
})
