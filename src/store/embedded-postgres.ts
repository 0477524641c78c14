import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  announce,
  contentOf,
  type DataFolder,
  EmbeddedPostgresUnavailable,
  hasCode,
  lookAt,
  makeSocketFolder,
  openDataFolder,
  register,
  registered,
  removeSocketFolder,
  removeStaleLock,
  unregister,
} from './data-folder.ts'
import { type Found, findDatabase } from './find-database.ts'
import {
  findPostgresPrograms,
  initializeCluster,
  launch,
  type PostgresPrograms,
  passwordFile,
  run,
  sweepHalfMade,
} from './postgres-programs.ts'

export { EmbeddedPostgresUnavailable } from './data-folder.ts'

export type EmbeddedPostgres = {
  /** for `pg`: host is the unix socket's folder (on Windows 127.0.0.1) */
  connection: { host: string; port: number; user: string; database: string; password?: string }
  /** true when this process started the cluster, false when it joined or adopted one */
  started: boolean
  /**
   * A server that is the last one out stops the cluster and waits until it is down; so does a command that started it.
   * A command that joined never does. Idempotent.
   */
  leave(): Promise<void>
}

type Connection = EmbeddedPostgres['connection']

/** One process's stay at the cluster. */
type Stay = {
  folder: DataFolder
  programs: PostgresPrograms
  /** its registration */
  name: string
  /** the postmaster this process has spawned, while it runs */
  child: ChildProcess | undefined
  started: boolean
  /** where it reached PostgreSQL */
  socketFolder: string | undefined
  /** the last start's traces, to tell why it failed */
  attempt: { count: number; pid: number | undefined; logEnd: number; fault: string | undefined }
  /** polls that found a cluster which says it is ready and cannot be reached, or a lock without an owner */
  stuck: number
}

const announcement = 'stopping-'
const duty = 'last-one-out-stops-it'
const pollMs = 10
const patienceMs = 120_000
const graceMs = 5_000
const stuckPolls = 100
const logLimit = 10_000_000
const isFull = /no space left|quota exceeded/i
const socketName = '.s.PGSQL.5432'
const windows = process.platform === 'win32'

/**
 * Joins the private PostgreSQL 18 of `dataFolder`, or makes and starts it. Safe to call from several processes at once.
 * The cluster outlives a killed process, and the next caller adopts it.
 * Throws `EmbeddedPostgresUnavailable` with a sentence for the operator when it cannot serve.
 */
export async function openEmbeddedPostgres(dataFolder: string, role: 'server' | 'command'): Promise<EmbeddedPostgres> {
  try {
    const stay = begin(dataFolder)
    try {
      const connection = await joinOrStart(stay)
      let left: Promise<void> | undefined
      const leave = () => (left ??= end(stay, role === 'server' || stay.started))
      return { connection, started: stay.started, leave }
    } catch (error) {
      await end(stay, stay.started || stay.child !== undefined)
      throw error
    }
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EDQUOT')) throw error
    const reason = (error as Error).message
    throw new EmbeddedPostgresUnavailable(
      `The private PostgreSQL cannot use ${dataFolder}: ${reason}. Start Vami as the user the folder belongs to, ` +
        'choose another with --data, or set DATABASE_URL.',
      { cause: error },
    )
  }
}

/** Registers before looking at the cluster: whoever leaves last must see us, or we see the announcement of the stop. */
function begin(dataFolder: string): Stay {
  const folder = openDataFolder(dataFolder)
  const programs = findPostgresPrograms(folder)
  const name = register(folder.running)
  const attempt = { count: 0, pid: undefined, logEnd: 0, fault: undefined }
  return { folder, programs, name, child: undefined, started: false, socketFolder: undefined, attempt, stuck: 0 }
}

async function joinOrStart(stay: Stay): Promise<Connection> {
  const { folder } = stay
  const patience = AbortSignal.timeout(patienceMs)
  while (!patience.aborted) {
    if (registered(folder.running, announcement).length === 0) {
      guardMajorVersion(stay)
      const seen = lookAt(folder.cluster)
      if (seen.state === 'ready') {
        const connection = connectionTo(folder, seen.host, seen.port)
        const found = await findDatabase(connection)
        if (found === 'there') return joined(stay, connection, seen.pid)
        await giveUpUnreachable(stay, seen.pid, found)
      } else if (seen.state === 'down' && !stay.child) {
        await startUp(stay)
      } else if (seen.state === 'busy' && seen.pid === 0 && ++stay.stuck > stuckPolls) {
        removeStaleLock(folder.cluster, join(folder.cluster, 'postmaster.pid'), true)
      }
    }
    await delay(pollMs)
  }
  throw new EmbeddedPostgresUnavailable(
    `The private PostgreSQL was not ready within ${patienceMs / 1000} seconds. ${folder.log} says what it is at; ` +
      'wait and start again, or set DATABASE_URL.',
  )
}

function guardMajorVersion({ folder, programs }: Stay): void {
  const version = contentOf(join(folder.cluster, 'PG_VERSION'))?.trim()
  if (!version || version === programs.major) return
  throw new EmbeddedPostgresUnavailable(
    `${folder.cluster} was written by PostgreSQL ${version}, and this Vami brings PostgreSQL ${programs.major}, which cannot ` +
      'read it. Run "vami backup" with the Vami that wrote it, move the folder away, and run "vami restore" with this one; ' +
      `or set DATABASE_URL to a PostgreSQL ${version}.`,
  )
}

function connectionTo(folder: DataFolder, host: string, port: number): Connection {
  const connection = { host, port, user: 'vami', database: 'vami' }
  if (!windows) return connection
  return { ...connection, host: '127.0.0.1', password: readFileSync(passwordFile(folder), 'utf8') }
}

function joined(stay: Stay, connection: Connection, pid: number): Connection {
  stay.started ||= stay.child?.pid === pid
  if (!windows) stay.socketFolder = connection.host
  stay.child?.removeAllListeners().unref()
  return connection
}

/**
 * A running cluster whose socket is gone, as when the folder for temporary files was emptied, serves nobody. One that
 * answers and lets nobody in yet is left to those who were there first.
 */
async function giveUpUnreachable(stay: Stay, pid: number, found: Found): Promise<void> {
  if (++stay.stuck < stuckPolls) return
  const { running } = stay.folder
  if (registered(running).some((name) => name !== stay.name)) {
    if (found === 'not yet') return
    throw new EmbeddedPostgresUnavailable(
      `PostgreSQL runs as process ${pid}, but its socket cannot be reached from here. Start this command where the ` +
        'server was started (the same container or service), or stop the server first.',
    )
  }
  stay.stuck = 0
  await stop(stay)
}

/** One step towards a running cluster: makes it, or spawns its postmaster. What came of it the next look tells. */
async function startUp(stay: Stay): Promise<void> {
  const { folder, programs } = stay
  if (await hasFailedForGood(stay)) throw startFailure(stay)
  sweepHalfMade(folder)
  if (contentOf(join(folder.cluster, 'PG_VERSION')) === undefined) {
    await initializeCluster(folder, programs, stay.name)
    return
  }
  const log = openLog(folder)
  stay.attempt = { count: stay.attempt.count + 1, pid: undefined, logEnd: fstatSync(log).size, fault: undefined }
  removeStaleLock(folder.cluster, join(folder.cluster, 'postmaster.pid'))
  try {
    if (windows) await startOnWindows(stay)
    else spawnPostmaster(stay, log)
  } finally {
    closeSync(log)
  }
}

/** As root it follows no link, since the data folder may be another user's. */
function openLog({ log, user }: DataFolder): number {
  const follow = user ? constants.O_NOFOLLOW : 0
  const descriptor = openSync(log, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | follow, 0o600)
  if (user) fchownSync(descriptor, user.uid, user.gid)
  if (fstatSync(descriptor).size > logLimit) ftruncateSync(descriptor)
  return descriptor
}

/** Detached, so that neither Ctrl-C in our terminal nor our own death ends it; it writes to the log by itself. */
function spawnPostmaster(stay: Stay, log: number): void {
  const { folder, programs } = stay
  const socketFolder = makeSocketFolder(folder, socketName)
  removeStaleLock(folder.cluster, join(socketFolder, `${socketName}.lock`))
  const places = {
    listen_addresses: '',
    port: 5432,
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
  }
  const child = launch(programs, 'postgres', ['-D', folder.cluster, ...flags({ ...settings, ...places })], {
    stdio: ['ignore', log, log],
    detached: true,
  })
  stay.child = child
  stay.attempt.pid = child.pid
  const gone = (error: unknown) => {
    stay.child = undefined
    if (error instanceof Error) stay.attempt.fault = error.message
  }
  child.once('error', gone).once('exit', gone)
}

/** pg_ctl, as PostgreSQL refuses an administrator's rights and only pg_ctl can drop them. */
async function startOnWindows(stay: Stay): Promise<void> {
  const { folder, programs } = stay
  const places = { listen_addresses: '127.0.0.1', port: await freePort(), unix_socket_directories: '' }
  const options = flags({ ...settings, ...places }).join(' ')
  await run(programs, 'pg_ctl', ['start', '-w', '-D', folder.cluster, '-l', folder.log, '-o', options], true).then(
    () => {
      stay.started = true
    },
    (error) => {
      if (lookAt(folder.cluster).state === 'down') throw error
    },
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await promisify(server.close.bind(server))()
  return port
}

/**
 * Full durability. Nothing personal in the log: no message of a statement that failed (it may quote a value), no
 * statement, no parameter, and by `terse` no detail line (it holds key values, or what a crashed process was running).
 */
const settings = {
  // several servers and commands share the cluster; a place costs 50 kB of memory
  max_connections: 400,
  shared_buffers: '128MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: -1,
  log_min_duration_sample: -1,
  log_transaction_sample_rate: 0,
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_checkpoints: 'off',
}

const flags = (values: Record<string, string | number>) =>
  Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`])

/** A start that lost a race, or came while the last processes of a killed cluster were still ending, is tried again. */
async function hasFailedForGood(stay: Stay): Promise<boolean> {
  const { count } = stay.attempt
  if (count === 0) return false
  const reason = lastWords(stay)
  if (reason === undefined) return count >= 3
  // On a full disk the lock file cannot be written either.
  if (!/lock file|shared memory block|could not create any|could not bind/.test(reason) || isFull.test(reason))
    return true
  await delay(100)
  return false
}

/** What the last start of ours said before it ended; other starters write to the same log. */
function lastWords({ attempt, folder }: Stay): string | undefined {
  if (attempt.fault) return attempt.fault
  const lines = readFileSync(folder.log).subarray(attempt.logEnd).toString().trim().split('\n')
  const own = lines.filter((line) => line.includes(`[${attempt.pid}]`) && /FATAL|PANIC/.test(line))
  return own.at(-1) ?? lines.findLast((line) => /error while loading|not found|denied/.test(line))
}

const startFailure = (stay: Stay) =>
  new EmbeddedPostgresUnavailable(
    `The private PostgreSQL does not start: ${lastWords(stay) ?? 'it ended without a word'}. ${stay.folder.log} may say ` +
      'more. Mend that, or set DATABASE_URL.',
  )

/**
 * Announces the stop before counting who is left: a newcomer has registered before it looks for announcements, so at
 * least one sees the other, and the one that leaves gives way. Whoever should stop the cluster and is not the last one
 * leaves that duty to the last, also to a command that only joined; and counts once more, as that one may have left
 * before the duty was there to be seen.
 */
async function end(stay: Stay, mayStop: boolean): Promise<void> {
  const { running } = stay.folder
  if (!mayStop) {
    unregister(running, stay.name)
    if (!existsSync(join(running, duty))) return
  }
  const announced = announce(running, announcement)
  try {
    unregister(running, stay.name)
    if (registered(running).length > 0) writeFileSync(join(running, duty), '')
    if (registered(running).length > 0) return
    await stop(stay)
    unregister(running, duty)
  } finally {
    if (announced !== undefined) unregister(running, announced)
  }
}

/**
 * Fast shutdown: open transactions are rolled back. One that reaches PostgreSQL 18 while it recovers from a crashed
 * backend can wait for ever, so an immediate shutdown follows: what was committed is in the WAL, and the next start reads it.
 */
async function stop({ folder, programs, child, socketFolder }: Stay): Promise<void> {
  const seen = lookAt(folder.cluster)
  if (seen.state === 'down' || seen.pid === 0) {
    child?.kill('SIGINT')
    // one that died by itself left it, and nobody comes to it before we have left
    if (seen.state === 'down' && socketFolder !== undefined) removeSocketFolder(socketFolder)
    return
  }
  await shutDown(programs, folder.cluster, seen.pid, 'fast')
  if (!(await isDownWithin(graceMs, folder.cluster))) {
    await shutDown(programs, folder.cluster, seen.pid, 'immediate')
    if (!(await isDownWithin(patienceMs, folder.cluster))) {
      throw new Error(`The private PostgreSQL, process ${seen.pid}, does not stop`)
    }
  }
  if (!windows && seen.state === 'ready') removeSocketFolder(seen.host)
}

async function shutDown(programs: PostgresPrograms, cluster: string, pid: number, mode: 'fast' | 'immediate') {
  if (windows) return run(programs, 'pg_ctl', ['stop', '-W', '-m', mode, '-D', cluster])
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

async function isDownWithin(milliseconds: number, cluster: string): Promise<boolean> {
  const patience = AbortSignal.timeout(milliseconds)
  while (lookAt(cluster).state !== 'down') {
    if (patience.aborted) return false
    await delay(pollMs)
  }
  return true
}
