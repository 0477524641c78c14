import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'

import {
  ask,
  emptyFolder,
  forget,
  stateOf,
  stopBy,
  stoppedFolder,
  until,
  useWorkshop,
  visitor,
} from './cluster-visitors.ts'

describe('the private PostgreSQL', () => {
  useWorkshop()

  test('makes a database that is durable, speaks UTF-8 and UTC, and is not on the network', async () => {
    const cluster = await openEmbeddedPostgres(emptyFolder(), 'server')
    assert.equal(cluster.started, true)
    const [row] = await ask(
      cluster.connection,
      `select current_database() as database, current_user as role, getdatabaseencoding() as encoding,
       lower('ÄÖ') as folded, current_setting('timezone') as zone, current_setting('fsync') as fsync,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
       current_setting('max_connections')::int >= 200 as roomy, current_setting('server_version_num')::int / 10000 as major`,
    )
    const expected = { database: 'vami', role: 'vami', encoding: 'UTF8', folded: 'äö', zone: 'UTC', fsync: 'on' }
    assert.deepEqual(row, { ...expected, checksums: 'on', addresses: '', roomy: true, major: 18 })
    assert.equal(statSync(cluster.connection.host).mode & 0o777, 0o700)
    await cluster.leave()
  })

  test('the last server out stops the cluster, and the data is there again next time', async () => {
    const folder = stoppedFolder()
    const first = await openEmbeddedPostgres(folder, 'server')
    await ask(first.connection, `create table notes as select 'kept' as note`)
    await first.leave()
    await first.leave()
    assert.equal(stateOf(folder), 'down')
    assert.equal(existsSync(first.connection.host), false)
    const again = await openEmbeddedPostgres(folder, 'server')
    assert.deepEqual(await ask(again.connection, 'select note from notes'), [{ note: 'kept' }])
    await again.leave()
  })

  test('a command that joined leaves the server its cluster', async () => {
    const folder = stoppedFolder()
    const server = visitor(folder, 'server')
    assert.equal((await server.opened()).started, true)
    const command = visitor(folder, 'command')
    assert.equal((await command.opened()).started, false)
    await command.leave()
    assert.equal(stateOf(folder), 'ready')
    await server.leave()
    assert.equal(stateOf(folder), 'down')
  })

  test('a command that started the cluster stops it, unless a server has come meanwhile', async () => {
    const folder = stoppedFolder()
    const alone = await openEmbeddedPostgres(folder, 'command')
    await alone.leave()
    assert.equal(stateOf(folder), 'down')
    const command = await openEmbeddedPostgres(folder, 'command')
    const server = visitor(folder, 'server')
    await server.opened()
    await command.leave()
    assert.equal(stateOf(folder), 'ready')
    await server.leave()
    assert.equal(stateOf(folder), 'down')
  })

  test('a server that leaves while another is there does not stop the cluster', async () => {
    const folder = stoppedFolder()
    const [one, two] = [await openEmbeddedPostgres(folder, 'server'), await openEmbeddedPostgres(folder, 'server')]
    await one.leave()
    assert.deepEqual(await ask(two.connection, 'select 1 as one'), [{ one: 1 }])
    await two.leave()
    assert.equal(stateOf(folder), 'down')
  })

  test('a killed process leaves a cluster that the next one adopts, and stops as the last one out', async () => {
    const folder = stoppedFolder()
    const killed = visitor(folder, 'server')
    const connection = await killed.opened()
    await ask(connection, `create table notes as select 'acknowledged' as note`)
    await killed.kill('SIGKILL')
    assert.equal(stateOf(folder), 'ready')
    const next = await openEmbeddedPostgres(folder, 'server')
    assert.equal(next.started, false)
    assert.deepEqual(await ask(next.connection, 'select note from notes'), [{ note: 'acknowledged' }])
    await next.leave()
    assert.equal(stateOf(folder), 'down')
  })

  test('Ctrl-C in the terminal reaches the process and not the cluster', async () => {
    const folder = stoppedFolder()
    const interrupted = visitor(folder, 'server', { detached: true })
    await interrupted.opened()
    process.kill(-interrupted.child.pid!, 'SIGINT')
    await once(interrupted.child, 'exit')
    assert.equal(stateOf(folder), 'ready')
  })

  test('a process that has nothing more to do can end while the cluster runs', async () => {
    const folder = stoppedFolder()
    const done = visitor(folder, 'server', { script: forget })
    await done.opened()
    assert.equal(await done.code(), 0)
    assert.equal(stateOf(folder), 'ready')
  })

  for (const [kind, make] of [
    ['an empty', emptyFolder],
    ['a stopped', stoppedFolder],
  ] as const) {
    test(`of several that start on ${kind} folder at once, one starts the cluster and the others join`, async () => {
      const folder = make()
      const racers = [1, 2, 3, 4].map(() => visitor(folder, 'server'))
      const opened = await Promise.all(racers.map((racer) => racer.opened()))
      assert.equal(opened.filter(({ started }) => started).length, 1)
      for (const connection of opened) assert.deepEqual(await ask(connection, 'select 1 as one'), [{ one: 1 }])
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('postgres.init')),
        [],
      )
      await Promise.all(racers.map((racer) => racer.leave()))
      assert.equal(stateOf(folder), 'down')
    })
  }

  test('whoever comes while the last one leaves gets a cluster that lives', async () => {
    const folder = stoppedFolder()
    let last = await openEmbeddedPostgres(folder, 'server')
    for (let round = 0; round < 5; round++) {
      const [next] = await Promise.all([openEmbeddedPostgres(folder, 'server'), last.leave()])
      assert.deepEqual(await ask(next.connection, 'select 1 as one'), [{ one: 1 }])
      last = next
    }
    await last.leave()
  })

  test('a process with another TMPDIR joins all the same', async () => {
    const folder = stoppedFolder()
    const server = visitor(folder, 'server')
    const { host } = await server.opened()
    const elsewhere = join(emptyFolder(), 'tmp')
    mkdirSync(elsewhere, { recursive: true })
    const command = visitor(folder, 'command', { env: { TMPDIR: elsewhere } })
    const joined = await command.opened()
    assert.equal(joined.host, host)
    assert.equal(joined.started, false)
    await command.leave()
    await server.leave()
  })

  test('a socket whose path would be too long goes to a shorter folder', async () => {
    const deep = join(emptyFolder(), 'x'.repeat(100))
    mkdirSync(deep, { recursive: true })
    const server = visitor(stoppedFolder(), 'server', { env: { TMPDIR: deep, XDG_RUNTIME_DIR: '' } })
    const { host } = await server.opened()
    assert.equal(dirname(host), '/tmp')
    await server.leave()
  })

  test('a cluster that was killed too is started anew, even when another process now has its pid', async () => {
    const folder = stoppedFolder()
    const killed = visitor(folder, 'server')
    const { host } = await killed.opened()
    await Promise.all([stopBy(folder, 'SIGKILL'), killed.kill('SIGKILL')])
    for (const lock of [join(folder, 'postgres', 'postmaster.pid'), join(host, '.s.PGSQL.5432.lock')]) {
      const [, ...rest] = readFileSync(lock, 'utf8').split('\n')
      writeFileSync(lock, [process.pid, ...rest].join('\n'))
    }
    const next = await openEmbeddedPostgres(folder, 'server')
    assert.equal(next.started, true)
    await next.leave()
  })

  test('a registration from an earlier owner of a pid does not keep the cluster up', async () => {
    const folder = stoppedFolder()
    const server = await openEmbeddedPostgres(folder, 'server')
    const stale = join(folder, 'running', `${process.pid}-0123abcd`)
    writeFileSync(stale, 'an earlier boot')
    await server.leave()
    assert.equal(stateOf(folder), 'down')
    assert.equal(existsSync(stale), false)
  })

  test('a process killed in the middle of the first start leaves nothing that blocks the next', async () => {
    const folder = emptyFolder()
    const killed = visitor(folder, 'server')
    const halfMade = () => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('postgres.init'))
    await until(halfMade, 'initdb has begun')
    await killed.kill('SIGKILL')
    const next = await openEmbeddedPostgres(folder, 'server')
    assert.equal(next.started, true)
    await next.leave()
    // The killed one's initdb may have gone on for a while, so that only a later start finds all of it.
    const later = await openEmbeddedPostgres(folder, 'server')
    await later.leave()
    assert.deepEqual(readdirSync(folder).sort(), ['postgres', 'postgres.log', 'running'])
  })

  test('a running cluster whose socket was swept away is started anew by whoever is alone with it', async () => {
    const folder = stoppedFolder()
    const killed = visitor(folder, 'server')
    const { host } = await killed.opened()
    await killed.kill('SIGKILL')
    rmSync(host, { recursive: true })
    const next = await openEmbeddedPostgres(folder, 'server')
    assert.equal(next.started, true)
    await next.leave()
  })
})
