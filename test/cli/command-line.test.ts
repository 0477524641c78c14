import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { newBareDatabase, newDatabase } from '../cast.ts'
import { openPool } from '../store/engines.ts'
import { type Environment, runVami } from './vami-process.ts'

// None of these starts a server or a private PostgreSQL, and this folder shows it.
const nowhere = join(mkdtempSync(join(tmpdir(), 'vami-refused-')), 'data')
after(() => rmSync(join(nowhere, '..'), { recursive: true, force: true }))

const run = (words: string, environment: Environment = {}) =>
  runVami(words.split(' ').filter(Boolean), { VAMI_DATA: nowhere, ...environment })

test('without a command it lists them all, and --version is a number', async () => {
  const [bare, help, version] = await Promise.all([run(''), run('--help'), run('--version')])
  assert.deepEqual([bare.code, help.code, version.code], [0, 0, 0])
  for (const command of ['serve', 'migrate', 'token AGENT_ID', 'user reset EMAIL', 'openapi'])
    assert.ok(help.stdout.includes(`  vami ${command}`), command)
  assert.equal(bare.stdout, help.stdout)
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
})

test('every command’s --help says its usage and an example to paste', async () => {
  const { stdout } = await run('--help')
  const commands = [...stdout.matchAll(/^ {2}vami ([a-z]+(?: [a-z]+)*)/gm)].map(([, words]) => words!)
  assert.ok(commands.length >= 5)
  await Promise.all(
    commands.map(async (command) => {
      const { code, stdout: help, stderr } = await run(`${command} --help`)
      assert.deepEqual([code, stderr], [0, ''], command)
      assert.ok(help.startsWith(`Usage: vami ${command}`), command)
      assert.match(help, new RegExp(`\\nExample:\\n  .*vami ${command}`), command)
    }),
  )
})

test('serve --help lists every setting with its default', async () => {
  const { stdout } = await run('serve --help')
  for (const setting of [
    'PORT',
    'HOST',
    'PUBLIC_URL',
    'TRUST_PROXY',
    'DATABASE_URL',
    'VAMI_DATA',
    'VAMI_SECRET',
    'VAMI_REGISTRATION',
    'LOG_LEVEL',
  ])
    assert.match(stdout, new RegExp(`^  ${setting} +\\S.*\\(.+\\)$`, 'm'), setting)
  assert.match(stdout, /^ {2}PORT +.*\(8000\)$/m)
})

test('an unknown command or option, or a missing word, is wrong usage: 2, and the way out on stderr', async () => {
  const wrong = [
    'fly',
    'user',
    'serve --fast',
    'token',
    'token a b',
    'user reset',
    'migrate --port 1',
    'serve --clock noon',
  ]
  await Promise.all(
    wrong.map(async (words) => {
      const { code, stdout, stderr } = await run(words)
      assert.deepEqual([code, stdout], [2, ''], `${words}: ${stderr}`)
      assert.match(stderr, /^vami( [a-z]+)*: .+/, words)
      assert.match(stderr, /Usage: vami |^ {2}vami serve/m, words)
    }),
  )
})

test('a setting that cannot be read stops every command with a sentence that names it and not its value', async () => {
  const unreadable: Environment = {
    PORT: 'eighty-something',
    TRUST_PROXY: 'perhaps',
    DATABASE_URL: 'mysql://root:hunter2@db/vami',
    VAMI_SECRET: 'hunter2-hunter2',
    LOG_LEVEL: 'chatty',
  }
  await Promise.all(
    Object.entries(unreadable).map(async ([name, value]) => {
      const { code, stdout, stderr } = await run('serve', { [name]: value })
      assert.deepEqual([code, stdout], [1, ''], name)
      assert.match(stderr, new RegExp(`^vami serve: ${name} must be [^\\n]+\\.\\n$`))
      assert.ok(!stderr.includes(value) && !stderr.includes('hunter2'), stderr)
    }),
  )
  const option = await run('serve --port eighty')
  assert.equal(option.code, 2)
  assert.match(option.stderr, /^vami serve: --port must be /)
})

test('a database that cannot be reached or does not let us in is told in a sentence, without its address’ password', async () => {
  const there = new URL(await newBareDatabase())
  const missing = new URL(there)
  missing.pathname = '/no_such_database'
  const stranger = new URL(there)
  stranger.username = 'stranger'
  const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  after(() => silent.close())
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const urls: [string, RegExp][] = [
    ['postgres://vami:hunter2@127.0.0.1:1/vami', /cannot be reached \(ECONNREFUSED\)/],
    [
      'postgres://vami:hunter2@nowhere.invalid/vami',
      /the host named in DATABASE_URL or --host cannot be found \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    ['postgres://vami:hunter2@%2Fnowhere:5432/vami', /cannot be reached \(ENOENT\)/],
    [`postgres://vami:hunter2@127.0.0.1:${port}/vami`, /cannot be reached/],
    ['postgres://vami:hunt#er2@db.example.com:x/vami', /DATABASE_URL must be/],
    [missing.href, /the database named in DATABASE_URL does not exist/],
    [stranger.href, /the database refuses the user or password in DATABASE_URL/],
  ]
  await Promise.all(
    urls.map(async ([DATABASE_URL, sentence]) => {
      const { code, stdout, stderr } = await run('migrate', { DATABASE_URL })
      assert.deepEqual([code, stdout], [1, ''], DATABASE_URL)
      assert.match(stderr, sentence)
      assert.match(stderr, /^vami migrate: [^\n]+\.\n$/)
      assert.ok(!/hunt|\bat /.test(stderr), stderr)
    }),
  )
})

test('a database of a newer Vami is refused with a sentence', async () => {
  const DATABASE_URL = await newDatabase()
  await openPool(DATABASE_URL).query(
    `insert into vami_migrations (version, name, checksum) values (9001, '9001-later.sql', 'x')`,
  )
  const { code, stderr } = await run('serve --port 0', { DATABASE_URL })
  assert.equal(code, 1)
  assert.match(
    stderr,
    /^vami serve: The database is at schema version 9001, this program knows \d+\. Start a newer Vami\.\n$/,
  )
})

test('an address that is not this machine’s is refused with a sentence', async () => {
  const { code, stderr } = await run('serve --port 0 --host 192.0.2.1', { DATABASE_URL: await newDatabase() })
  assert.equal(code, 1)
  assert.match(
    stderr,
    /^vami serve: cannot listen there \(EADDRNOTAVAIL\)\. Choose another address with --host and --port\.$/m,
  )
})

test('production wants a secret for an outside database, and no chosen clock', async () => {
  const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://vami:hunter2@127.0.0.1:1/vami' }
  const secretless = await run('serve', production)
  assert.equal(secretless.code, 1)
  assert.match(secretless.stderr, /^vami serve: VAMI_SECRET must be set in production with DATABASE_URL/)
  const clock = await run('serve --clock 2030-01-01T00:00:00Z', { NODE_ENV: 'production' })
  assert.notEqual(clock.code, 0)
  assert.match(clock.stderr, /^vami serve: --clock is not for production\./)
})

test('openapi prints the document without a database, as JSON with and without --json', async () => {
  const unreachable = { DATABASE_URL: 'postgres://vami@127.0.0.1:1/vami' }
  const [plain, json] = await Promise.all([run('openapi', unreachable), run('openapi --json')])
  assert.deepEqual([plain.code, json.code, plain.stderr, json.stderr], [0, 0, '', ''])
  const document = JSON.parse(plain.stdout)
  assert.match(document.openapi, /^3\.1\./)
  assert.ok(document.paths['/api/agent-actions/book-appointment/{agent_id}'].post)
  assert.deepEqual(JSON.parse(json.stdout), document)
})

test('migrate says what it did, in words and in JSON', async () => {
  const DATABASE_URL = await newBareDatabase()
  const first = await run('migrate', { DATABASE_URL })
  assert.deepEqual([first.code, first.stderr], [0, ''])
  assert.match(first.stdout, /^Applied 1(, \d+)*: the schema is at version \d+\.\n$/)
  const again = await run('migrate', { DATABASE_URL })
  assert.match(again.stdout, /^Nothing to do: the schema is at version \d+\.\n$/)
  const { applied, version } = JSON.parse((await run('migrate --json', { DATABASE_URL })).stdout)
  assert.deepEqual(applied, [])
  assert.ok(version >= 1)
})

test('none of these made a data folder', () => {
  assert.equal(existsSync(join(nowhere, 'postgres')), false)
})

test('a command that only looks makes no database where there is none', async () => {
  const { code, stderr } = await run('token agent_clinic_receptionist --data /nowhere/at/all')
  assert.equal(code, 1)
  assert.match(stderr, /there is no database in \/nowhere\/at\/all/)
})
