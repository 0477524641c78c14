import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { systemClock } from '../src/clock.ts'
import { backUp, withSnapshot } from '../src/store/backup.ts'
import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { version } from '../src/version.ts'
import { type SystemPostgres, startSystemPostgres } from '../test/system-postgres.ts'
import { type BookingStream, streamBookings } from './booking-stream.ts'
import { type FrontDesk, openFrontDesk } from './front-desk.ts'
import { type Environment, type MortalServer, runCommand, startMortalServer } from './mortal-server.ts'
import { makePrivateHome, unlimited } from './private-home.ts'
import { type Proof, waitFor } from './proof.ts'
import { sumsOf } from './table-sums.ts'

/**
 * Proves that a backup which is taken while bookings stream in is one moment of the database, table by table, that it
 * holds whatever was acknowledged before it began, and that it serves on when it is restored into another PostgreSQL:
 * from the private one to the system's, and, taken there under load again, back.
 */
export type Backups = { times: number }

const callers = 6
/** bookings there are before a backup, and how many more come while it is taken */
const [before, meanwhile] = [40, 12]

/** A database that is empty at first, and how a server or a command is told of it. */
type Place = {
  name: string
  environment: Environment
  /** while something runs there */
  databaseUrl(): string
  /** keeps it running without a server; fulfilled with how to let go */
  hold(): Promise<() => Promise<void>>
  remains(): string[]
  sweep(): Promise<void>
}

type Counts = { rows: number; tables: number; meanwhile: number; served: number }

export async function proveBackups({ times }: Backups): Promise<Proof> {
  const system = await startSystemPostgres()
  const violations: string[] = []
  const counts: Counts = { rows: 0, tables: 0, meanwhile: 0, served: 0 }
  try {
    for (let round = 1; round <= times; round += 1) {
      const found = await thereAndBack(system, counts)
      violations.push(...found.map((sentence) => `round ${round}: ${sentence}`))
    }
    const other = system === undefined ? 'another private one' : `PostgreSQL ${system.major}`
    const row = {
      proof: `backup to ${other} and back`,
      times,
      'rows restored': counts.rows,
      'tables compared': counts.tables,
      'booked meanwhile': counts.meanwhile,
      'answered afterwards': counts.served,
      violations: violations.length,
    }
    return { rows: [row], violations }
  } finally {
    await system?.stop()
  }
}

async function thereAndBack(system: SystemPostgres | undefined, counts: Counts): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vami-moves-'))
  const places: Place[] = []
  const servers: MortalServer[] = []
  const violations: string[] = []
  const open = async (isPrivate: boolean) => {
    const place = isPrivate || system === undefined ? privatePlace() : await systemPlace(system)
    places.push(place)
    return place
  }
  const serve = async (place: Place) => {
    const server = await startMortalServer(place.environment)
    servers.push(server)
    return server
  }
  try {
    let place = await open(true)
    let server = await serve(place)
    const desk = await openFrontDesk(server.address, 'moving')
    for (const [i, toPrivate] of [false, true].entries()) {
      const firstWish = i * 100_000
      const way = {
        from: place,
        server,
        desk,
        firstWish,
        to: await open(toPrivate),
        spare: await open(toPrivate),
        folder,
      }
      const found = await move(way, counts)
      violations.push(...found.map((sentence) => `from ${place.name} to ${way.to.name}: ${sentence}`))
      place = way.to
      server = await serve(place)
      const said = await servesOn(server, place, desk, counts)
      violations.push(...said.map((sentence) => `restored into ${place.name}: ${sentence}`))
    }
    await server.stop()
    violations.push(...places.flatMap((each) => each.remains()))
    return violations
  } finally {
    for (const server of servers) await server.kill()
    for (const each of places) await each.sweep()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Way = {
  from: Place
  server: MortalServer
  desk: FrontDesk
  firstWish: number
  to: Place
  spare: Place
  folder: string
}

/** One backup whose moment we know, and one by the command meanwhile, each restored into a database of its own. */
async function move({ from, server, desk, firstWish, to, spare, folder }: Way, counts: Counts): Promise<string[]> {
  const [ours, commands] = [join(folder, `${from.name}.ours`), join(folder, `${from.name}.commands`)]
  using stream = streamBookings(() => server.address, desk, callers, 0, firstWish)
  await waitFor('bookings flow', () => stream.booked() >= before)
  const acknowledged = stream.booked()
  const telling = runCommand(['backup', commands], from.environment)
  const seen = await backUpAtKnownMoment(from.databaseUrl(), ours, stream, counts)
  const violations = failureOf('backup', await telling)
  await stream.end()
  violations.push(...(await stream.compare(from.databaseUrl())))
  await server.stop()

  violations.push(...failureOf('restore', await runCommand(['restore', ours], to.environment)))
  violations.push(...failureOf('restore', await runCommand(['restore', commands], spare.environment)))
  await whileHeld(to, async (client) => {
    const loaded = await sumsOf(client)
    for (const name of new Set([...Object.keys(seen), ...Object.keys(loaded)])) {
      counts.tables += 1
      counts.rows += Number.parseInt(loaded[name] ?? '0', 10)
      if (loaded[name] !== seen[name]) violations.push(`${name} had ${seen[name]} and has ${loaded[name]}`)
    }
  })
  const compared = await whileHeld(spare, () => stream.compare(spare.databaseUrl(), acknowledged))
  return [...violations, ...compared.map((sentence) => `by the command: ${sentence}`)]
}

/** Fulfilled with the checksum of each table at that moment. */
async function backUpAtKnownMoment(url: string, file: string, stream: BookingStream, counts: Counts) {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    return await withSnapshot(pool, async (snapshot) => {
      const sums = await sumsOf(snapshot.client)
      const from = stream.booked()
      await waitFor('others have booked since', () => stream.booked() >= from + meanwhile)
      const about = { vami: version, takenAt: systemClock.now(), onTable: () => {} }
      await pipeline(backUp(snapshot, about), createWriteStream(file))
      counts.meanwhile += stream.booked() - from
      return sums
    })
  } finally {
    await pool.end()
  }
}

/** The first callers come again: who is in the backup hears what they heard, and when all have, others book. */
async function servesOn(server: MortalServer, place: Place, desk: FrontDesk, counts: Counts): Promise<string[]> {
  const kept = await whileHeld(place, async (client) => {
    const { rows } = await client.query<{ kept: number }>('select count(*)::int as kept from appointments')
    return rows[0]!.kept
  })
  using stream = streamBookings(() => server.address, desk, callers)
  await waitFor('it serves on', () => stream.booked() > kept + meanwhile)
  await stream.end()
  counts.served += stream.booked()
  return stream.compare(place.databaseUrl())
}

function failureOf(command: string, { code, stderr }: { code: number | null; stderr: string }): string[] {
  return code === 0 ? [] : [`vami ${command} ended with ${code}: ${stderr.trim()}`]
}

async function whileHeld<T>(place: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const letGo = await place.hold()
  const client = new pg.Client({ connectionString: place.databaseUrl() })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
    await letGo()
  }
}

function privatePlace(): Place {
  const home = makePrivateHome()
  const hold = async () => (await openEmbeddedPostgres(home.environment.VAMI_DATA!, 'command')).leave
  return { ...home, name: 'the private PostgreSQL', hold }
}

async function systemPlace(system: SystemPostgres): Promise<Place> {
  const url = await system.newBareDatabase()
  return {
    name: `PostgreSQL ${system.major}`,
    environment: { ...unlimited, DATABASE_URL: url, VAMI_SECRET: 'only for the proof, of 32 characters' },
    databaseUrl: () => url,
    hold: async () => async () => {},
    remains: () => [],
    sweep: async () => {},
  }
}
