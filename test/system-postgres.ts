import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { migrate } from '../src/store/migrate.ts'
import { until } from './store/until.ts'

/** A throw-away cluster of the PostgreSQL that this machine has installed, to try what the private one cannot show. */
export type SystemPostgres = {
  /** such as 15 */
  major: number
  /** the URL of an empty, migrated database */
  newDatabase(): Promise<string>
  /** the URL of a database without a schema */
  newBareDatabase(): Promise<string>
  /** stops it at once, as `pg_ctl restart` does by default, and starts it again */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts one, which the caller stops; undefined when this machine has no PostgreSQL 15 or later. */
export async function startSystemPostgres(): Promise<SystemPostgres | undefined> {
  const installed = await findInstalled()
  if (installed === undefined) return undefined
  const user = process.getuid?.() === 0 ? postgresUser() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'vami-system-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  await makeCluster(installed.bin, folder, data, user)
  const start = async () => {
    const started = startPostmaster(installed.bin, folder, data, user)
    await until(
      'the system’s PostgreSQL starts',
      () => hasEnded(started) || /\bready\b/.test(contentOf(join(data, 'postmaster.pid'))),
    )
    if (hasEnded(started)) throw new Error(`the system's PostgreSQL ${installed.major} did not start`)
    return started
  }
  const url = (name: string) => `postgres://vami@${encodeURIComponent(folder)}:5432/${name}`
  const connect = async () => {
    // a client and not a pool: its end waits for the server's side, and so comes before the stop
    const client = new pg.Client({ connectionString: url('postgres') })
    await client.connect()
    return client
  }
  let child = await start()
  let admin = await connect()
  await admin.query('create database vami_template')
  await migrateAt(url('vami_template'))
  let made = 0
  const create = async (template: string) => {
    made += 1
    await admin.query(`create database test_${made} ${template}`)
    return url(`test_${made}`)
  }
  const halt = async () => {
    await admin.end()
    if (hasEnded(child)) return
    child.kill('SIGINT')
    await once(child, 'exit')
  }
  const restart = async () => {
    await halt()
    child = await start()
    admin = await connect()
  }
  const stop = async () => {
    await halt()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    major: installed.major,
    newDatabase: () => create('template vami_template'),
    newBareDatabase: () => create(''),
    restart,
    stop,
  }
}

type User = { uid: number; gid: number }

async function makeCluster(bin: string, folder: string, data: string, user: User | undefined): Promise<void> {
  const words = ['-D', data, '-U', 'vami', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync']
  await promisify(execFile)(join(bin, 'initdb'), words, { cwd: folder, ...user })
}

function startPostmaster(bin: string, folder: string, data: string, user: User | undefined): ChildProcess {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'port=5432',
    'max_connections=200',
    'timezone=UTC',
  ]
  return spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    cwd: folder,
    ...user,
    stdio: 'ignore',
  })
}

async function migrateAt(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('connect', (client) => client.on('error', () => {}))
  await migrate(pool)
  await pool.end()
}

/** The oldest one that Vami supports: the farther from the private one, the more it can show. */
async function findInstalled(): Promise<{ bin: string; major: number } | undefined> {
  const debian = '/usr/lib/postgresql'
  const kept = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const folders = [...kept, ...(process.env.PATH ?? '').split(delimiter)]
  const complete = folders.filter((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
  const found = await Promise.all(
    complete.map(async (bin) => {
      const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version'])
      return { bin, major: Number(/(\d+)/.exec(stdout)?.[1]) }
    }),
  )
  return found.filter(({ major }) => major >= 15).sort((a, b) => a.major - b.major)[0]
}

/** PostgreSQL refuses to run as root. */
function postgresUser(): User {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([login]) => login === 'postgres' || login === 'nobody')
  if (entry === undefined) throw new Error('this machine has no user whom PostgreSQL could run as')
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const contentOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
