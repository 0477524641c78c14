import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { lookAt } from '../../src/store/data-folder.ts'
import { until } from '../store/until.ts'
import { ask, logIn, type Reply, runVami, type Server, serve, stop } from './vami-process.ts'

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'vami-serve-'))
  // as root, the cluster runs as another user, who has to pass
  chmodSync(folder, 0o755)
  after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

const clusterState = (data: string) => lookAt(join(data, 'postgres')).state

describe('vami serve on an empty data folder', () => {
  let server: Server
  after(() => stop(server))
  const data = newFolder()
  let shown: ReturnType<typeof readBanner>
  let bearer: string

  before(async () => {
    server = await serve(['--data', data])
    shown = readBanner(server.banner)
  })

  test('says where it is, who may log in, and what the agent’s token is', async () => {
    assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.ok(server.banner.includes(`dashboard  ${server.address}/\n`))
    assert.equal((await ask('GET', `${server.address}/health`)).body.status, 'ok')
    assert.equal((await logIn(server.address, shown.email, shown.password)).status, 200)
    assert.match(shown.agentId, /^agent_[a-z0-9_]+$/)
    assert.match(shown.token, /^vami_agent_[\w-]{43}$/)
    assert.equal((await today(server.address)).status, 200)
    assert.equal(statSync(join(data, 'secret')).mode & 0o777, 0o600)
  })

  test('the curl it prints books; pasted again it is the same appointment; another name hears of other times', async () => {
    const first = await paste(shown.curl)
    assert.equal(first.success, true, JSON.stringify(first))
    const again = await paste(shown.curl)
    assert.deepEqual([again.success, again.replayed, again.appointment_id], [true, true, first.appointment_id])
    const other = await paste(shown.curl.replace('Maria Lopez', 'John Roe'))
    assert.deepEqual([other.success, other.error], [false, 'slot_taken'])
    assert.equal(other.alternatives.length, 3)
  })

  test('a second server on its port is refused with a sentence, and leaves the cluster running', async () => {
    const { code, stderr, stdout } = await runVami(['serve', '--data', data, '--port', new URL(server.address).port])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /the port is taken by another program\. Choose one with --port\./)
    assert.equal((await ask('GET', `${server.address}/health`)).status, 200)
  })

  test('migrate beside it has nothing to do', async () => {
    const { code, stdout } = await runVami(['migrate', '--data', data, '--json'])
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(stdout).applied, [])
  })

  test('token shows the token beside it, and --regenerate ends the old one at once', async () => {
    const plain = await runVami(['token', shown.agentId, '--data', data])
    assert.deepEqual([plain.code, plain.stdout], [0, `${shown.token}\n`])
    const { code, stdout } = await runVami(['token', shown.agentId, '--regenerate', '--json', '--data', data])
    assert.equal(code, 0)
    const { agent_id, api_token, token_preview } = JSON.parse(stdout)
    assert.equal(agent_id, shown.agentId)
    assert.equal(token_preview, `${api_token.slice(0, 12)}...${api_token.slice(-6)}`)
    assert.equal((await today(server.address)).status, 401)
    shown.token = api_token
    assert.equal((await today(server.address)).status, 200)
    const unknown = await runVami(['token', 'agent_nobody', '--data', data])
    assert.equal(unknown.code, 1)
    assert.match(unknown.stderr, /there is no agent "agent_nobody"\./)
  })

  test('user reset gives a new password beside it, and ends the old one and its sessions', async () => {
    const before = await logIn(server.address, shown.email, shown.password)
    const { code, stdout } = await runVami(['user', 'reset', shown.email.toUpperCase(), '--data', data, '--json'])
    assert.equal(code, 0)
    const reset = JSON.parse(stdout)
    assert.equal(reset.email, shown.email)
    assert.equal((await logIn(server.address, shown.email, shown.password)).status, 401)
    assert.equal((await logIn(server.address, shown.email, reset.password)).status, 200)
    assert.equal((await asOwner(server.address, before.body.access_token)).status, 401)
    shown.password = reset.password
    const unknown = await runVami(['user', 'reset', 'nobody@example.com', '--data', data])
    assert.deepEqual([unknown.code, unknown.stdout], [1, ''])
  })

  test('SIGTERM: what is under way is answered, nothing new is let in, then it and its cluster end, with 0', async () => {
    const desk = `${server.address}/api/agent-actions`
    const headers = { 'x-agent-token': shown.token }
    const time = await anotherTime(desk, headers)
    const cluster = lookAt(join(data, 'postgres'))
    assert.ok(cluster.state === 'ready')
    const { access_token } = (await logIn(server.address, shown.email, shown.password)).body
    const events = await fetch(`${server.address}/api/events`, { headers: { authorization: `Bearer ${access_token}` } })
    assert.equal(events.status, 200)
    const holder = new pg.Client({ host: cluster.host, port: cluster.port, user: 'vami', database: 'vami' })
    await holder.connect()
    await holder.query('begin; select * from practitioners for update')
    const booking = { ...time, customer_name: 'Late Caller', customer_phone: '+12125550199' }
    const slow = ask('POST', `${desk}/book-appointment/${shown.agentId}`, headers, booking)
    await until('the booking waits', async () => {
      const { rowCount } = await holder.query(`select from pg_stat_activity where wait_event_type = 'Lock'`)
      return rowCount === 1
    })
    server.signal('SIGTERM')
    await until('it listens no more', () =>
      fetch(`${server.address}/live`).then(
        () => false,
        () => true,
      ),
    )
    await holder.query('commit')
    const answer = await slow
    assert.deepEqual([answer.status, answer.body.success], [200, true])
    await holder.end()
    // an open stream ends too, having told of the booking or not
    await events.text()
    const { code, stderr } = await server.ended
    assert.equal(code, 0, stderr)
    assert.equal(clusterState(data), 'down')
  })

  test('started again it is the same clinic, with no new demonstration; --clock moves its today', async () => {
    const late = await serve(['--data', data, '--json', '--clock', '2030-01-15T23:59:00-05:00'])
    assert.deepEqual(JSON.parse(late.banner), { address: late.address, demonstration: null })
    assert.equal((await today(late.address)).body.date, '2030-01-15')
    bearer = (await logIn(late.address, shown.email, shown.password)).body.access_token
    assert.equal((await stop(late)).code, 0)
  })

  test('started again at an earlier instant it still knows tokens and log-ins', async () => {
    const early = await serve(['--data', data, '--clock', '2029-06-01T08:00:00Z'])
    assert.ok(!early.banner.includes('log-in'))
    assert.equal((await today(early.address)).body.date, '2029-06-01')
    assert.equal((await asOwner(early.address, bearer)).status, 200)
    assert.equal((await logIn(early.address, shown.email, shown.password)).status, 200)
    assert.equal((await stop(early)).code, 0)
    assert.equal(clusterState(data), 'down')
  })

  const today = (address: string): Promise<Reply> =>
    ask('GET', `${address}/api/agent-actions/appointments/${shown.agentId}/today`, { 'x-agent-token': shown.token })

  /** Free on the day that the curl books. */
  async function anotherTime(desk: string, headers: Record<string, string>) {
    const { date } = JSON.parse(/-d '(.+)'/.exec(shown.curl)![1]!)
    const { body } = await ask('POST', `${desk}/check-availability/${shown.agentId}`, headers, { date })
    return { date, start_time: body.slots[0].start_time }
  }
})

const asOwner = (address: string, bearer: string): Promise<Reply> =>
  ask('GET', `${address}/api/agents`, { authorization: `Bearer ${bearer}` })

test('where others can come in, or in production, there is no demonstration', async () => {
  const data = newFolder()
  const open = await serve(['--data', data, '--json', '--host', '0.0.0.0'])
  assert.equal(JSON.parse(open.banner).demonstration, null)
  assert.equal((await stop(open)).code, 0)
  const production = await serve(['--data', data, '--json'], { NODE_ENV: 'production' })
  assert.equal(JSON.parse(production.banner).demonstration, null)
  const first = { email: 'alice@example.com', password: 'the first user’s password', clinic_name: 'Alice’s Clinic' }
  const registered = await Promise.all(
    ['alice', 'bob'].map((name) =>
      ask('POST', `${production.address}/api/auth/register`, {}, { ...first, email: `${name}@example.com` }),
    ),
  )
  // whoever is first, and nobody after that
  assert.deepEqual(registered.map(({ status }) => status).sort(), [201, 403])
  assert.equal((await stop(production)).code, 0)
})

function readBanner(banner: string) {
  const word = (pattern: RegExp) => {
    const found = pattern.exec(banner)
    assert.ok(found, `${pattern} in ${banner}`)
    return found
  }
  const [, email, password] = word(/^ {2}log-in {5}(\S+) {2}(\S+)$/m)
  const [, agentId] = word(/^ {2}agent {6}(\S+)$/m)
  const [, token] = word(/^ {2}token {6}(\S+)$/m)
  const [curl] = word(/^curl (.+\\\n)+.+$/m)
  return { email: email!, password: password!, agentId: agentId!, token: token!, curl: curl! }
}

const hasCurl = spawnSync('curl', ['--version']).status === 0

/** Runs the command as a shell would; where there is no curl, asks what it would ask. */
async function paste(command: string): Promise<any> {
  if (hasCurl) return JSON.parse((await promisify(execFile)('sh', ['-c', command])).stdout)
  const [, url] = /curl -s (\S+)/.exec(command)!
  const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]) => [name, value])
  const [, body] = /-d '(.+)'/.exec(command)!
  return (await ask('POST', url!, Object.fromEntries(headers), JSON.parse(body!))).body
}
