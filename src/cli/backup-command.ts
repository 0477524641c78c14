import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { type About, backUp, leftOut, type Snapshot, withSnapshot } from '../store/backup.ts'
import type { TableSum } from '../store/backup-format.ts'
import { openEmbeddedPostgres } from '../store/embedded-postgres.ts'
import { openDatabase } from '../store/sql.ts'
import { version } from '../version.ts'
import { type Command, WrongUsage } from './command.ts'

export const command: Command = {
  usage: 'backup FILE [--force] [--data ./data]',
  summary: 'copy everything into one file',
  help: `Writes one moment of the database, while the server goes on working, to a file that only you may read (mode 600).
FILE - is stdout. An existing file is kept unless --force is given. It holds patients' data, unencrypted, and not the
secret that tokens are encrypted with: keep VAMI_SECRET, or the file "secret" of the data folder, apart from it.
"vami restore" loads it into the private PostgreSQL or any other from 15 on. See docs/backup.md.`,
  example: 'vami backup "vami-$(date +%F).backup"',
  words: 1,
  options: { force: { type: 'boolean' } },
  run: async ({ words, options, config, answer }) => {
    const file = words[0]!
    refuseNowhere(config)
    if (file === '-') return toStdout(config, options.json === true)
    refuseFile(file, options.force === true)
    const done = await withBareDatabase(config, (pool) => toFile(pool, file, options.force === true))
    answer(sentenceOf(done, file), { file, ...done })
    return 0
  },
}

/** The database as it is: a backup comes before a migration, and so cannot need one. */
export async function withBareDatabase<T>(config: Config, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const cluster = config.DATABASE_URL === '' ? await openEmbeddedPostgres(config.VAMI_DATA, 'command') : undefined
  const database = openDatabase(cluster?.connection ?? { connectionString: config.DATABASE_URL }, 1, () => {})
  try {
    return await work(database.pool)
  } finally {
    await database.close()
    await cluster?.leave()
  }
}

/** Progress for whoever watches, a line a table; nothing where nobody does. */
export function tellTable(name: string, rows: number): void {
  if (process.stderr.isTTY) process.stderr.write(`  ${name}: ${counted(rows)} rows\n`)
}

export const counted = (number: number): string => number.toLocaleString('en-US')

export const secretsApart =
  'VAMI_SECRET is not in a backup. Under another one agent tokens go on working and can be replaced but no longer shown, and users log in again.'

/** To look for a cluster that is not there would make one. */
function refuseNowhere(config: Config): void {
  if (config.DATABASE_URL !== '' || existsSync(join(config.VAMI_DATA, 'postgres'))) return
  throw new Error(`there is no database in ${config.VAMI_DATA}. Name its folder with --data, or set DATABASE_URL.`)
}

function refuseFile(file: string, force: boolean): void {
  const folder = statSync(dirname(file), { throwIfNoEntry: false })
  if (folder?.isDirectory() !== true) throw new Error(`there is no folder ${dirname(file)}.`)
  const there = statSync(file, { throwIfNoEntry: false })
  if (there?.isDirectory() === true) throw new Error(`${file} is a folder. Name a file in it.`)
  if (there !== undefined && !force) throw new Error(`${file} is there already. Choose another name, or give --force.`)
}

type Done = {
  tables: number
  rows: number
  bytes: number
  rows_by_table: Record<string, number>
  schema_version: number
  taken_at: string
  left_out: string[]
}

async function toStdout(config: Config, json: boolean): Promise<number> {
  if (process.stdout.isTTY) throw new WrongUsage('FILE - writes to stdout: lead it into a file or a program.')
  const done = await withBareDatabase(config, (pool) =>
    withSnapshot(pool, (snapshot) => write(snapshot, process.stdout)),
  )
  process.stderr.write(`${json ? JSON.stringify(done) : sentenceOf(done, 'stdout')}\n`)
  return 0
}

/** Under another name until all of it is on the disk, so that what is called FILE is always whole. */
async function toFile(pool: pg.Pool, file: string, force: boolean): Promise<Done> {
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.part`)
  const sweep = () => rmSync(draft, { force: true })
  const onSignal = () => process.exit(1)
  process.once('exit', sweep).once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    const done = await withSnapshot(pool, (snapshot) =>
      write(snapshot, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })),
    )
    giveName(draft, file, force)
    await flushFolder(dirname(file))
    return done
  } finally {
    sweep()
    process.off('exit', sweep).off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function write(snapshot: Snapshot, sink: Writable): Promise<Done> {
  const takenAt = systemClock.now().round('millisecond')
  const sums: TableSum[] = []
  const onTable: About['onTable'] = (sum) => {
    sums.push(sum)
    tellTable(sum.name, sum.rows)
  }
  let bytes = 0
  const counting = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length
      yield chunk
    }
  }
  await pipeline(backUp(snapshot, { vami: version, takenAt, onTable }), counting, sink)
  return {
    tables: sums.length,
    rows: sums.reduce((sum, { rows }) => sum + rows, 0),
    bytes,
    rows_by_table: Object.fromEntries(sums.map(({ name, rows }) => [name, rows])),
    schema_version: snapshot.schema.version,
    taken_at: takenAt.toString(),
    left_out: leftOut(snapshot),
  }
}

/** A link fails where somebody else has made the file meanwhile; renaming would not. */
function giveName(draft: string, file: string, force: boolean): void {
  try {
    if (!force) {
      linkSync(draft, file)
      return
    }
  } catch (error) {
    // else a file system without links, such as a memory stick's
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuseFile(file, false)
  }
  renameSync(draft, file)
}

/** So that the name, too, outlasts a power cut. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}

const sentenceOf = ({ tables, rows, bytes, left_out }: Done, file: string): string =>
  [
    `Backed up ${counted(tables)} tables with ${counted(rows)} rows to ${file}: ${counted(bytes)} bytes.`,
    ...(left_out.length > 0 ? [`Left out, as it outlives no crash either: ${left_out.join(', ')}.`] : []),
    secretsApart,
  ].join('\n')
