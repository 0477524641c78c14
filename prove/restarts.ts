import pg from 'pg'
import { startSystemPostgres } from '../test/system-postgres.ts'
import { type BookingStream, type Heard, streamBookings } from './booking-stream.ts'
import { openFrontDesk } from './front-desk.ts'
import { startMortalServer } from './mortal-server.ts'
import { killIfThere, makePrivateHome, unlimited } from './private-home.ts'
import { type Proof, percentile, type Row, seconds, waitFor } from './proof.ts'

/**
 * Proves that a server outlives its PostgreSQL: whoever asks meanwhile hears 200 or 503 with Retry-After, nothing
 * acknowledged is lost, and it goes on by itself.
 */
export type Restarts = { times: number }

const callers = 8

export async function proveRestarts({ times }: Restarts): Promise<Proof> {
  const proofs = [
    await proveOutside(times),
    await provePrivate(times, 'postmaster'),
    await provePrivate(times, 'backend'),
  ]
  return { rows: proofs.flatMap(({ rows }) => rows), violations: proofs.flatMap(({ violations }) => violations) }
}

/** A PostgreSQL of the operator's own, restarted as an upgrade of the system would. */
async function proveOutside(times: number): Promise<Proof> {
  const system = await startSystemPostgres()
  if (system === undefined) return { rows: [], violations: [] }
  try {
    const databaseUrl = await system.newDatabase()
    const environment = { ...unlimited, DATABASE_URL: databaseUrl, VAMI_SECRET: 'only for the proof, of 32 characters' }
    const name = `fast restart of PostgreSQL ${system.major}`
    return await proveBlows({ name, times, environment, databaseUrl: () => databaseUrl, blow: system.restart })
  } finally {
    await system.stop()
  }
}

async function provePrivate(times: number, victim: 'postmaster' | 'backend'): Promise<Proof> {
  const home = makePrivateHome()
  const { environment, databaseUrl } = home
  const blows = {
    postmaster: async () => killIfThere((await waitFor('PostgreSQL runs', home.postmaster))!),
    backend: async () => killIfThere(await findBackend(databaseUrl())),
  }
  try {
    const name = `kill -9 of ${victim === 'postmaster' ? 'the private postmaster' : 'one private backend'}`
    const proof = await proveBlows({ name, times, environment, databaseUrl, blow: blows[victim] })
    return { ...proof, violations: [...proof.violations, ...home.remains()] }
  } finally {
    await home.sweep()
  }
}

type Blows = {
  name: string
  times: number
  environment: Record<string, string>
  databaseUrl: () => string
  blow: () => Promise<void>
}

async function proveBlows({ name, times, environment, databaseUrl, blow }: Blows): Promise<Proof> {
  const violations: string[] = []
  const outages: Outage[] = []
  const server = await startMortalServer(environment)
  let stopped = false
  try {
    const desk = await openFrontDesk(server.address, 'restart')
    using stream = streamBookings(() => server.address, desk, callers)
    for (let round = 1; round <= times; round += 1) {
      await answersSince(stream, performance.now())
      const struck = performance.now()
      await blow()
      outages.push(await outageSince(stream, struck))
      violations.push(...(await stream.compare(databaseUrl())).map((said) => `${name}, round ${round}: ${said}`))
    }
    await stream.end()
    violations.push(...(await stream.compare(databaseUrl())).map((said) => `${name}, at the end: ${said}`))
    const unheard = stream.heard.filter(({ status }) => status === 0).length
    if (unheard > 0) violations.push(`${name}: ${unheard} requests got no answer at all`)
    stopped = true
    await server.stop()
    return { rows: [rowOf(name, stream, outages)], violations }
  } finally {
    if (!stopped) await server.kill()
  }
}

/** `unavailable` is how many heard 503, `ms` how long it took from the blow until bookings went on. */
type Outage = { unavailable: number; ms: number }

/** Waits until all is well again: many answers in a row, the last as many as to be sure that the blow was felt. */
async function outageSince(stream: BookingStream, struck: number): Promise<Outage> {
  const failed = ({ status, ended }: Heard) => status !== 200 && ended > struck
  await waitFor('the blow is felt', () => stream.heard.some(failed))
  const firstGood = await waitFor('bookings go on', () => {
    const last = stream.heard.findLastIndex(failed)
    const good = stream.heard.slice(last + 1)
    return good.length >= callers * 4 && good[0]
  })
  return { unavailable: stream.heard.filter(failed).length, ms: firstGood.ended - struck }
}

async function answersSince(stream: BookingStream, moment: number): Promise<void> {
  const enough = callers * 2
  await waitFor('bookings flow', () => stream.heard.filter((each) => each.begun > moment).length >= enough)
}

function rowOf(name: string, stream: BookingStream, outages: readonly Outage[]): Row {
  const unavailable = outages.map((outage) => outage.unavailable)
  const lengths = outages.map(({ ms }) => ms)
  return {
    proof: name,
    times: outages.length,
    bookings: stream.booked(),
    '503, median': percentile(unavailable, 0.5),
    '503, most': percentile(unavailable, 1),
    'first 200 after s, median': seconds(percentile(lengths, 0.5)),
    'first 200 after s, longest': seconds(percentile(lengths, 1)),
    'slowest answer s': seconds(Math.max(...stream.heard.map(({ begun, ended }) => ended - begun))),
  }
}

/** One of the server's connections, while PostgreSQL works for it. */
export async function findBackend(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
       and pid <> pg_backend_pid() and query not like 'listen%' limit 1`,
  )
  await client.end()
  return rows[0]!.pid
}
