import assert from 'node:assert/strict'
import { chownSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import pg from 'pg'
import { lookAt } from '../../src/store/data-folder.ts'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { linkLibraries, placeWithinReach, shippedPrograms } from '../../src/store/postgres-programs.ts'

import {
  ask,
  childOf,
  chownTree,
  crashAndHoldRecovery,
  emptyFolder,
  folders,
  ownerOfServer,
  programsOfOurOwn,
  refused,
  root,
  stateOf,
  stoppedFolder,
  until,
  useWorkshop,
  visitor,
} from './cluster-visitors.ts'
import { until as patiently } from './until.ts'

describe('the private PostgreSQL in trouble', () => {
  useWorkshop()

  test('the log holds nothing of what statements say, not even when the server crashes on one', async () => {
    const folder = stoppedFolder()
    const server = await openEmbeddedPostgres(folder, 'server')
    const begun = statSync(join(folder, 'postgres.log')).size
    const client = new pg.Client(server.connection)
    client.on('error', () => {})
    await client.connect()
    await client.query('create table people (name text unique, age int)')
    await client.query(`insert into people values ('Alice Sample')`)
    for (const [statement, values] of [
      [`insert into people values ('Alice Sample')`, []],
      ['insert into people values ($1)', ['Alice Sample']],
      ['insert into people (age) values ($1)', ['Alice Sample']],
      [`do $$ begin raise warning 'Alice Sample'; raise exception 'Alice Sample'; end $$`, []],
      [`select 'Alice Sample' from nowhere`, []],
    ] as const) {
      await assert.rejects(client.query(statement, [...values]))
    }
    const [{ pid }] = (await client.query('select pg_backend_pid() as pid')).rows
    const crash = assert.rejects(client.query(`select pg_sleep(60), 'Alice Sample'`))
    process.kill(pid, 'SIGKILL')
    await crash
    const log = () => readFileSync(join(folder, 'postgres.log'), 'utf8').slice(begun)
    await until(() => log().includes('was terminated by signal 9'), 'the crash is logged')
    await until(() => log().includes('ready to accept connections'), 'the server has recovered')
    assert.equal(log().includes('Sample'), false)
    await server.leave()
  })

  if (process.platform === 'linux') {
    test('who comes while the server recovers from a crash waits for it, however long that takes', async () => {
      const folder = stoppedFolder()
      const server = visitor(folder, 'server')
      const recovery = await crashAndHoldRecovery(await server.opened())
      const command = visitor(folder, 'command')
      const log = () => readFileSync(join(folder, 'postgres.log'), 'utf8')
      const refusals = () => log().match(/FATAL: {2}the database system is/g)?.length ?? 0
      await patiently(
        'the command has been refused more often than it would be by one out of reach',
        () => refusals() > 150,
        60_000,
      )
      process.kill(recovery, 'SIGCONT')
      await command.opened()
      await command.leave()
      await server.leave()
    })
  }

  if (process.platform === 'linux') {
    test('a server that goes down says so for as long as its last checkpoint takes, and is not called ready', async () => {
      const folder = stoppedFolder()
      const server = visitor(folder, 'server')
      await server.opened()
      const { pid } = lookAt(join(folder, 'postgres')) as { pid: number }
      const checkpointer = childOf(pid, 'checkpointer')!
      process.kill(checkpointer, 'SIGSTOP')
      process.kill(pid, 'SIGINT')
      await until(() => childOf(pid, 'walwriter') === undefined, 'nobody writes the log any more')
      assert.equal(childOf(pid, 'checkpointer'), checkpointer)
      assert.equal(stateOf(folder), 'busy')
      process.kill(checkpointer, 'SIGCONT')
      await until(() => stateOf(folder) === 'down', 'it is down')
      await server.leave()
    })
  }

  test('a log that has grown large begins anew at the next start', async () => {
    const folder = stoppedFolder()
    writeFileSync(join(folder, 'postgres.log'), 'x'.repeat(10_000_001))
    const server = await openEmbeddedPostgres(folder, 'server')
    assert.ok(statSync(join(folder, 'postgres.log')).size < 10_000)
    await server.leave()
  })

  test('a cluster of another major version is left alone, with a sentence about backup and restore', async () => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'postgres'), { recursive: true })
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n')
    await refused(openEmbeddedPostgres(folder, 'server'), /PostgreSQL 17.*vami backup.*vami restore/)
    assert.deepEqual(readdirSync(join(folder, 'running')), [])
  })

  test('a folder in the way that is no cluster is left alone', async () => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'postgres'), { recursive: true })
    writeFileSync(join(folder, 'postgres', 'letter'), 'mine')
    await refused(openEmbeddedPostgres(folder, 'server'), /not a PostgreSQL cluster.*DATABASE_URL/)
    assert.equal(readFileSync(join(folder, 'postgres', 'letter'), 'utf8'), 'mine')
  })

  test('a cluster that cannot start says why, and what to do', async () => {
    const folder = stoppedFolder()
    writeFileSync(join(folder, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n')
    await refused(openEmbeddedPostgres(folder, 'server'), /does not start: .*postgresql\.conf.*DATABASE_URL/)
  })

  test('where no PostgreSQL is shipped or installed, a sentence asks for DATABASE_URL', () => {
    const foreign = process.platform === 'darwin' ? 'win32' : 'darwin'
    assert.throws(() => shippedPrograms('sunos', 'x64'), /no PostgreSQL for sunos-x64.*DATABASE_URL/)
    assert.throws(() => shippedPrograms(foreign, 'x64'), /--omit=optional.*DATABASE_URL/)
  })

  test('missing library links are made, and made once', () => {
    const native = programsOfOurOwn(emptyFolder())
    linkLibraries(native)
    linkLibraries(native)
    assert.equal(readlinkSync(join(native, 'lib', 'libpq.so.5')), 'libpq.so.5.18')
  })

  test('programs that cannot be reached are placed elsewhere, whole and once, and what others may not read is copied', () => {
    const native = programsOfOurOwn(emptyFolder())
    linkLibraries(native)
    const place = join(native, '..', 'place', 'postgresql')
    mkdirSync(dirname(place))
    assert.equal(placeWithinReach(native, place), place)
    assert.equal(placeWithinReach(native, place), place)
    assert.equal(readFileSync(join(place, 'lib', 'libpq.so.5'), 'utf8'), 'a library')
    const inode = (...names: string[]) => statSync(join(...names)).ino
    assert.equal(inode(place, 'bin', 'postgres'), inode(native, 'bin', 'postgres'))
    assert.notEqual(inode(place, 'bin', 'initdb'), inode(native, 'bin', 'initdb'))
    assert.equal(statSync(join(place, 'bin', 'initdb')).mode & 0o777, 0o755)
    assert.equal(statSync(join(native, 'bin', 'initdb')).mode & 0o777, 0o700)
    assert.deepEqual(readdirSync(dirname(place)), ['postgresql'])
  })

  if (root) {
    test('as root, a data folder under a closed home keeps its cluster where PostgreSQL can reach it', async () => {
      const home = emptyFolder()
      mkdirSync(home, { mode: 0o700 })
      const folder = join(home, 'data')
      folders.push(folder)
      const first = await openEmbeddedPostgres(folder, 'server')
      await ask(first.connection, `create table notes as select 'kept' as note`)
      await first.leave()
      assert.match(readlinkSync(join(folder, 'postgres')), /^\/var\/lib\/vami\//)
      const again = await openEmbeddedPostgres(folder, 'server')
      assert.deepEqual(await ask(again.connection, 'select note from notes'), [{ note: 'kept' }])
      await again.leave()
      assert.equal(statSync(home).mode & 0o777, 0o700)
    })

    test('as root, racing starters agree on the place outside a closed home', async () => {
      const home = emptyFolder()
      mkdirSync(home, { mode: 0o700 })
      const folder = join(home, 'data')
      folders.push(folder)
      const racers = [1, 2, 3].map(() => visitor(folder, 'server'))
      const opened = await Promise.all(racers.map((racer) => racer.opened()))
      assert.equal(new Set(opened.map(({ host }) => host)).size, 1)
      await Promise.all(racers.map((racer) => racer.leave()))
    })

    test("as root, a cluster runs as its owner, whoever that is, and root's own goes to the service user", async () => {
      const folder = stoppedFolder()
      chownTree(join(folder, 'postgres'), 65534)
      const asOwner = await openEmbeddedPostgres(folder, 'server')
      assert.equal(ownerOfServer(folder), 65534)
      await asOwner.leave()
      chownTree(join(folder, 'postgres'), 0)
      const asService = await openEmbeddedPostgres(folder, 'server')
      assert.notEqual(ownerOfServer(folder), 0)
      await asService.leave()
    })

    test("a socket folder that is somebody else's is not used", async () => {
      const folder = stoppedFolder()
      const first = visitor(folder, 'server', { env: { XDG_RUNTIME_DIR: '', TMPDIR: '/tmp' } })
      const { host } = await first.opened()
      await first.leave()
      mkdirSync(host)
      chownSync(host, 12345, 12345)
      const runtime = emptyFolder()
      mkdirSync(runtime)
      const second = visitor(folder, 'server', { env: { XDG_RUNTIME_DIR: '', TMPDIR: '/tmp' } })
      assert.equal(await second.code(), 1)
      assert.match(second.complaint(), /No folder for PostgreSQL's socket.*DATABASE_URL/)
      const third = visitor(folder, 'server', { env: { XDG_RUNTIME_DIR: runtime, TMPDIR: '/tmp' } })
      assert.equal(dirname((await third.opened()).host), runtime)
      await third.leave()
      rmSync(host, { recursive: true })
    })
  }
})
