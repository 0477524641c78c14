import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { lookAt } from '../src/store/data-folder.ts'
import type { Environment } from './mortal-server.ts'
import { waitFor } from './proof.ts'

/** A data folder with a private PostgreSQL in it, seen from outside: by files and processes. */
export type PrivateHome = {
  /** for servers and commands that live there */
  environment: Environment
  /** where its PostgreSQL can be reached now */
  databaseUrl(): string
  /** the process that all others of PostgreSQL come from; undefined when it does not run */
  postmaster(): number | undefined
  /** how many servers and commands have come and not left */
  present(): number
  /** kills PostgreSQL with all its processes, nearly at the same instant */
  killPostgres(): void
  /** what should not be there when everybody has left, as sentences */
  remains(): string[]
  /** kills what still runs and removes everything */
  sweep(): Promise<void>
}

/** Makes one in a temporary folder, or in `place`. */
export function makePrivateHome(place?: string): PrivateHome {
  const folder = place ?? mkdtempSync(join(tmpdir(), 'vami-survival-'))
  // as root, PostgreSQL runs as another user, who has to pass
  chmodSync(folder, 0o755)
  const cluster = join(realpathSync(folder), 'postgres')
  const sockets = new Set<string>()
  const look = () => {
    const seen = lookAt(cluster)
    if (seen.state === 'ready') sockets.add(seen.host)
    return seen
  }
  const killPostgres = () => {
    look()
    // the first one first: it would start others in place of those that die
    for (const pid of processesOf(cluster)) killIfThere(pid)
    for (const pid of processesOf(cluster)) killIfThere(pid)
  }
  const remains = () => [
    ...processesOf(cluster).map((pid) => `process ${pid} of PostgreSQL still runs`),
    ...filesIn(join(folder, 'running')).map((name) => `running/${name} is left`),
    ...filesIn(cluster)
      .filter((name) => /^postmaster\.pid|\.stale-/.test(name))
      .map((name) => `postgres/${name} is left`),
    ...filesIn(folder)
      .filter((name) => name.startsWith('postgres.init.'))
      .map((name) => `${name} is left`),
    ...[...sockets].filter((path) => existsSync(path)).map((path) => `the socket's folder ${basename(path)} is left`),
  ]
  return {
    environment: { VAMI_DATA: folder, ...unlimited },
    databaseUrl: () => {
      const seen = look()
      if (seen.state !== 'ready') throw new Error(`PostgreSQL is ${seen.state}`)
      return `postgres://vami@${encodeURIComponent(seen.host)}:${seen.port}/vami`
    },
    postmaster: () => {
      const seen = look()
      return seen.state === 'down' || seen.pid === 0 ? undefined : seen.pid
    },
    present: () => filesIn(join(folder, 'running')).filter((name) => /^\d+-[0-9a-f]+$/.test(name)).length,
    killPostgres,
    remains,
    sweep: async () => {
      // whoever is still there when a proof ends in the middle
      for (const name of filesIn(join(folder, 'running')))
        if (/^\d+-/.test(name)) killIfThere(Number.parseInt(name, 10))
      killPostgres()
      await waitFor('PostgreSQL is gone', () => processesOf(cluster).length === 0)
      for (const path of sockets) rmSync(path, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** So that no stream of a proof runs into a limit. */
export const unlimited: Environment = {
  LIMIT_TOKEN_PER_MINUTE: '1000000',
  LIMIT_TOKEN_BURST: '1000000',
  DATABASE_URL: '',
}

/** Every process that works in the cluster's folder, the oldest first. */
function processesOf(cluster: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === cluster && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return false
    }
  })
}

/** Kills a process, unless it has just ended by itself. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])
