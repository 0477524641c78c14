import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, afterEach, before } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { contentOf, lookAt, rootsOwnFolder } from '../../src/store/data-folder.ts'
import {
  type EmbeddedPostgres,
  EmbeddedPostgresUnavailable,
  openEmbeddedPostgres,
} from '../../src/store/embedded-postgres.ts'
import { until as patiently } from './until.ts'

export type Connection = EmbeddedPostgres['connection']

export const root = process.getuid?.() === 0
export const supervisor = new URL('../../src/store/embedded-postgres.ts', import.meta.url).href

/** Opens, says so, and leaves when it is told to. */
export const visit = `
  import { openEmbeddedPostgres } from '${supervisor}'
  const [folder, role] = process.argv.slice(1)
  const cluster = await openEmbeddedPostgres(folder, role)
  console.log(JSON.stringify({ ...cluster.connection, started: cluster.started }))
  process.stdin.once('data', async () => {
    await cluster.leave()
    process.stdin.destroy()
  })`

/** Opens and has nothing more to do. */
export const forget = visit.slice(0, visit.indexOf('process.stdin'))

const madeRootsOwn = root && !existsSync(rootsOwnFolder)

let workshop: string
export const folders: string[] = []
const visitors: ChildProcess[] = []

/** Call inside describe: a workshop with a stopped cluster to copy, swept after each test and at the end. */
export function useWorkshop(): void {
  before(async () => {
    workshop = mkdtempSync(join(tmpdir(), 'vami-postgres-'))
    // Others may pass, as the user whom root drops to has to.
    chmodSync(workshop, 0o755)
    const first = await openEmbeddedPostgres(join(workshop, 'pattern'), 'server')
    await first.leave()
  })

  afterEach(async () => {
    for (const child of visitors.splice(0)) child.kill('SIGKILL')
    // Last made first: a folder may lie in another.
    for (const folder of folders.splice(0).reverse()) {
      await stopBy(folder, 'SIGINT')
      const cluster = join(folder, 'postgres')
      if (lstatSync(cluster, { throwIfNoEntry: false })?.isSymbolicLink()) {
        rmSync(dirname(readlinkSync(cluster)), { recursive: true, force: true })
      }
      rmSync(folder, { recursive: true, force: true })
    }
  })

  after(() => {
    rmSync(workshop, { recursive: true, force: true })
    if (madeRootsOwn && existsSync(rootsOwnFolder)) rmdirSync(rootsOwnFolder)
  })
}

/** A path for a data folder; swept, and its cluster stopped, after the test. */
export function emptyFolder(): string {
  const folder = join(workshop, `folder-${folders.length}`)
  folders.push(folder)
  return folder
}

/** A stand-in for the package: the real one's files are shared, so no test may touch them. */
export function programsOfOurOwn(folder: string): string {
  const native = join(folder, 'native')
  for (const name of ['bin', 'lib']) mkdirSync(join(native, name), { recursive: true })
  writeFileSync(join(native, 'bin', 'postgres'), 'a program', { mode: 0o755 })
  writeFileSync(join(native, 'bin', 'initdb'), 'a program', { mode: 0o700 })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'a library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}

export function stoppedFolder(): string {
  const folder = emptyFolder()
  cpSync(join(workshop, 'pattern'), folder, { recursive: true })
  return folder
}

type How = { env?: Record<string, string>; detached?: boolean; script?: string }

export function visitor(
  folder: string,
  role: 'server' | 'command',
  { env, detached = false, script = visit }: How = {},
) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, role], {
    env: { ...process.env, ...env },
    detached,
    stdio: 'pipe',
  })
  visitors.push(child)
  let complaint = ''
  child.stderr.on('data', (text) => {
    complaint += text
  })
  const opened = once(child.stdout, 'data').then(([line]) => JSON.parse(line) as Connection & { started: boolean })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const failed = ended.then((code) =>
    Promise.reject(new Error(`it ended with ${code} before it had opened: ${complaint}`)),
  )
  const first = Promise.race([opened, failed])
  first.catch(() => {})
  return {
    child,
    opened: () => first,
    code: () => ended,
    complaint: () => complaint,
    async kill(signal: NodeJS.Signals) {
      child.kill(signal)
      await ended
    },
    async leave() {
      child.stdin.write('leave\n')
      assert.equal(await ended, 0, complaint)
    },
  }
}

export async function ask(connection: Connection, statement: string) {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

export const stateOf = (folder: string) => lookAt(join(folder, 'postgres')).state

export async function stopBy(folder: string, signal: NodeJS.Signals) {
  const seen = lookAt(join(folder, 'postgres'))
  if (seen.state === 'down') return
  process.kill(seen.pid, signal)
  await until(() => stateOf(folder) === 'down', 'the cluster is down')
  if (signal === 'SIGINT' && seen.state === 'ready') rmSync(seen.host, { recursive: true, force: true })
}

export async function until(condition: () => boolean, what: string) {
  const deadline = AbortSignal.timeout(60_000)
  while (!condition()) {
    assert.equal(deadline.aborted, false, `waited in vain until ${what}`)
    await delay(5)
  }
}

export const refused = (opening: Promise<unknown>, sentence: RegExp) =>
  assert.rejects(opening, (error) => error instanceof EmbeddedPostgresUnavailable && sentence.test(error.message))

export function ownerOfServer(folder: string): number {
  const seen = lookAt(join(folder, 'postgres'))
  assert.equal(seen.state, 'ready')
  return statSync(`/proc/${seen.pid}`).uid
}

export function chownTree(path: string, id: number) {
  for (const entry of readdirSync(path, { recursive: true })) chownSync(join(path, String(entry)), id, id)
  chownSync(path, id, id)
}

/** Kills one of its processes, and holds the recovery that follows; fulfilled with its pid. Linux only. */
export async function crashAndHoldRecovery(connection: Connection): Promise<number> {
  for (;;) {
    const client = new pg.Client(connection)
    client.on('error', () => {})
    await client.connect()
    const [{ pid, postmaster }] = (
      await client.query(
        `select pg_backend_pid() as pid, split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as postmaster`,
      )
    ).rows
    process.kill(pid, 'SIGKILL')
    const recovery = heldRecovery(postmaster)
    if (recovery !== undefined) return recovery
    // it was too quick for us
    await patiently('it has recovered', () => ask(connection, 'select').catch(() => false as const))
  }
}

/** In one breath, as a recovery takes some ten milliseconds. */
function heldRecovery(postmaster: number): number | undefined {
  const deadline = performance.now() + 1_000
  while (performance.now() < deadline) {
    const recovery = childOf(postmaster, 'startup')
    if (recovery === undefined) continue
    process.kill(recovery, 'SIGSTOP')
    return recovery
  }
}

/** The pid of a postmaster's child by its title, such as `walwriter`. Linux only. */
export function childOf(postmaster: number, title: string): number | undefined {
  const children = contentOf(`/proc/${postmaster}/task/${postmaster}/children`)?.trim().split(' ')
  const found = children?.find((pid) => contentOf(`/proc/${pid}/cmdline`)?.startsWith(`postgres: ${title}`))
  return found === undefined ? undefined : Number(found)
}
