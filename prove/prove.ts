import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { startSystemPostgres } from '../test/system-postgres.ts'
import { type HoldFindings, runHoldRaces } from './hold-races.ts'
import { countDeadlocks, type Findings, runRaces } from './races.ts'
import { startServerProcess } from './server-process.ts'

/**
 * Proves, for minutes and not for milliseconds, that no slot is given away twice: many callers at once on two server
 * processes over one database, on the private PostgreSQL and on the system's. Ends with 1 when a rule was broken.
 *
 *     node prove/prove.ts [--rounds 50] [--clients 200] [--only 18|15]
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    clients: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
})

type Engine = { name: string; databaseUrl: string; stop(): Promise<void> }
type Row = Record<string, string | number>

const rows: Row[] = []
const violations: string[] = []
await prove()

async function prove(): Promise<void> {
  if (values.only !== '15') await proveOn(openPrivate)
  if (values.only !== '18') await proveOn(openSystem)
  console.table(rows)
  for (const sentence of violations) say(sentence)
  say(violations.length === 0 ? 'No rule was broken.' : `${violations.length} violations.`)
  process.exitCode = violations.length === 0 && rows.length > 0 ? 0 : 1
}

/** What ends a proof half-way is a violation too, and keeps nobody from the rest. */
async function proveOn(open: () => Promise<Engine | undefined>): Promise<void> {
  try {
    const engine = await open()
    if (engine === undefined)
      say('This machine has no PostgreSQL 15 or later of its own: proved on the private one only.')
    else await proveAndStop(engine)
  } catch (error) {
    violations.push((error as Error).message)
  }
}

async function proveAndStop(engine: Engine): Promise<void> {
  const { name, databaseUrl } = engine
  try {
    const environment = {
      DATABASE_URL: databaseUrl,
      VAMI_SECRET: 'only for the proof, and thirty-two characters',
      LIMIT_TOKEN_PER_MINUTE: '1000000',
      LIMIT_TOKEN_BURST: '1000000',
    }
    const servers = [await startServerProcess(environment), await startServerProcess(environment)]
    say(`${name}: ${values.rounds} rounds of ${values.clients} callers of each kind, two server processes`)
    const before = await readDeadlocks(databaseUrl)
    const races = {
      servers: servers.map(({ address }) => address),
      databaseUrl,
      rounds: Number(values.rounds),
      clients: Number(values.clients),
    }
    const run = async () => [...(await runRaces(races)), ...(await runHoldRaces(races))]
    const findings = await run().finally(() => Promise.all(servers.map((server) => server.stop())))
    const deadlocks = (await countDeadlocks(databaseUrl)) - before
    if (deadlocks > 0) violations.push(`${name}: ${deadlocks} deadlocks`)
    for (const found of findings) {
      rows.push(rowOf(name, found, deadlocks))
      violations.push(...found.violations.map((sentence) => `${name}, ${sentence}`))
    }
  } finally {
    await engine.stop()
  }
}

function rowOf(
  engine: string,
  { kind, rounds, winners, violations, latencies }: Findings | HoldFindings,
  deadlocks: number,
): Row {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return {
    engine,
    kind,
    rounds,
    answers: latencies.length,
    winners,
    violations: violations.length,
    deadlocks,
    'p50 ms': at(0.5),
    'p99 ms': at(0.99),
    'max ms': at(1),
  }
}

async function openPrivate(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'vami-proof-'))
  // as root, the cluster runs as another user, who has to pass
  chmodSync(folder, 0o755)
  const cluster = await openEmbeddedPostgres(folder, 'server')
  const { host, port, user, database } = cluster.connection
  const databaseUrl = `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
  const stop = async () => {
    await cluster.leave()
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: await nameOf(databaseUrl), databaseUrl, stop }
}

async function openSystem(): Promise<Engine | undefined> {
  const system = await startSystemPostgres()
  if (system === undefined) return undefined
  const databaseUrl = await system.newDatabase()
  return { name: await nameOf(databaseUrl), databaseUrl, stop: system.stop }
}

async function nameOf(databaseUrl: string): Promise<string> {
  return `PostgreSQL ${String(await ask(databaseUrl, 'show server_version')).split(' ')[0]}`
}

async function readDeadlocks(databaseUrl: string): Promise<number> {
  return Number(await ask(databaseUrl, 'select deadlocks from pg_stat_database where datname = current_database()'))
}

/** The one value of a statement. */
async function ask(databaseUrl: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(statement)
  await client.end()
  return Object.values(rows[0]!)[0]
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
