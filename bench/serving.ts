import { join } from 'node:path'
import pg from 'pg'
import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { agentOf, type Crowd, datesAhead, loadAppointments, loadClinics } from './crowded-database.ts'
import { generateLoad, type Load, percentile, type Request } from './load-generator.ts'
import { type Finding, interleaved } from './rounds.ts'
import { type Child, residentMegabytes, type Workshop } from './workshop.ts'

export const clients = 32
const poolSize = '16'
const cli = join(import.meta.dirname, '../src/cli.ts')
const floorServer = join(import.meta.dirname, 'floor-server.ts')

/** The same clinics twice: with their appointments and without any. */
export type Databases = { crowded: string; empty: string }

type Server = { child: Child; port: number }
type Ask = () => Request

/** Makes both databases on a private PostgreSQL of its own, and says how long that took. */
export async function openDatabases(workshop: Workshop, crowd: Crowd, say: (line: string) => void): Promise<Databases> {
  const cluster = await openEmbeddedPostgres(workshop.folder('serving'), 'server')
  workshop.defer(cluster.leave)
  const { host, port, user } = cluster.connection
  const urlOf = (name: string) => `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`
  const begun = performance.now()
  const admin = new pg.Client({ connectionString: urlOf('vami') })
  await admin.connect()
  await admin.query('create database empty')
  await loadClinics(urlOf('empty'), crowd)
  await admin.query('create database crowded template empty')
  await loadAppointments(urlOf('crowded'), crowd)
  await admin.query('checkpoint')
  await admin.end()
  const rows = (crowd.clinics * crowd.appointmentsEach).toLocaleString('en')
  say(
    `${crowd.clinics.toLocaleString('en')} clinics, ${rows} appointments loaded and indexed in ${secondsSince(begun)} s.`,
  )
  return { crowded: urlOf('crowded'), empty: urlOf('empty') }
}

/** Both actions on both databases beside the floor: throughput, latency, memory. */
export async function compareServing(
  workshop: Workshop,
  databases: Databases,
  crowd: Crowd,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Finding[]> {
  const servers = {
    crowded: await startVami(workshop, databases.crowded),
    empty: await startVami(workshop, databases.empty),
    floor: await startFloor(workshop, databases.crowded),
  }
  const atStart = {
    vami: residentMegabytes(servers.crowded.child.pid),
    floor: residentMegabytes(servers.floor.child.pid),
  }
  const asks = await asksOf(databases.crowded, crowd)
  const run = ({ port }: Server, ask: Ask) => generateLoad(port, { clients, seconds }, ask)
  for (const server of [servers.crowded, servers.empty])
    for (const ask of [asks.check, asks.checkInCall, asks.book]) await run(server, ask)
  await run(servers.floor, asks.floor)
  const checks = await interleaved(rounds, {
    floor: () => run(servers.floor, asks.floor),
    crowded: () => run(servers.crowded, asks.check),
    empty: () => run(servers.empty, asks.check),
    inCall: () => run(servers.crowded, asks.checkInCall),
  })
  const bookings = await interleaved(rounds, {
    floor: () => run(servers.floor, asks.floor),
    crowded: () => run(servers.crowded, asks.book),
    empty: () => run(servers.empty, asks.book),
  })
  const { pid } = servers.crowded.child
  const memory = [
    memoryFinding('memory of the server after its start', atStart.vami, atStart.floor),
    memoryFinding('memory after the load', residentMegabytes(pid), residentMegabytes(servers.floor.child.pid)),
  ]
  for (const { child } of Object.values(servers)) await child.stop()
  return [...findingsOfChecks(checks), ...findingsOfBookings(bookings), ...memory.flat()]
}

/** `vami serve` as in production, but for the limits that one caller for all clinics would meet. */
export async function startVami(workshop: Workshop, databaseUrl: string, nodeOptions: string[] = []): Promise<Server> {
  const child = workshop.start([...nodeOptions, cli, 'serve', '--json', '--port', '0'], {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: poolSize,
    NODE_ENV: 'production',
    VAMI_SECRET: 'only for the bench, and thirty-two characters',
    LIMIT_TOKEN_PER_MINUTE: '1000000',
    LIMIT_TOKEN_BURST: '1000000',
  })
  return { child, port: portOf(JSON.parse(await child.line()).address) }
}

/** What clients ask, each time of another clinic. */
export async function asksOf(
  databaseUrl: string,
  crowd: Crowd,
): Promise<Record<'floor' | 'check' | 'checkInCall' | 'book', Ask>> {
  const ids = await listClinics(databaseUrl)
  const dates = datesAhead().map((on) => ({ text: on.toString(), open: on.dayOfWeek < 6 }))
  const openDates = dates.filter(({ open }) => open)
  let calls = 0
  const action = (name: string, body: Record<string, string>): Request => {
    const { agentId, token } = agentOf(Math.floor(Math.random() * crowd.clinics))
    return { method: 'POST', path: `/api/agent-actions/${name}/${agentId}`, token, body }
  }
  const conversation = () => `call ${process.pid} ${++calls}`
  return {
    floor: () => ({ method: 'GET', path: `/clinics/${oneOf(ids)}` }),
    check: () => action('check-availability', { date: oneOf(dates).text }),
    checkInCall: () => action('check-availability', { date: oneOf(dates).text, conversation_id: conversation() }),
    book: () => {
      const half = 18 + Math.floor(Math.random() * 16)
      return action('book-appointment', {
        date: oneOf(openDates).text,
        start_time: `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`,
        customer_name: 'Maria Lopez',
        customer_phone: '+1 212 555 0123',
        conversation_id: conversation(),
      })
    },
  }
}

/** What answers over HTTP with one row by its key, and nothing else. */
export async function startFloor(workshop: Workshop, databaseUrl: string): Promise<Server> {
  const child = workshop.start([floorServer], { DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: poolSize })
  return { child, port: portOf(await child.line()) }
}

async function listClinics(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('select id from clinics')
  await client.end()
  return rows.map(({ id }) => id)
}

type Checks = Record<'floor' | 'crowded' | 'empty' | 'inCall', Load>

function findingsOfChecks(rounds: Checks[]): Finding[] {
  return [
    {
      figure: 'check-availability, crowded: throughput / floor',
      values: rounds.map(({ crowded, floor }) => crowded.perSecond / floor.perSecond),
      target: { least: 0.4 },
    },
    {
      figure: 'check-availability, crowded, in a conversation: throughput / floor',
      values: rounds.map(({ inCall, floor }) => inCall.perSecond / floor.perSecond),
    },
    {
      figure: 'check-availability: time with the appointments / with none',
      values: rounds.map(({ crowded, empty }) => empty.perSecond / crowded.perSecond),
      target: { most: 1.25 },
    },
    ...latenciesOf(
      'floor',
      rounds.map(({ floor }) => floor),
    ),
    ...latenciesOf(
      'check-availability, crowded',
      rounds.map(({ crowded }) => crowded),
    ),
    ...latenciesOf(
      'check-availability, crowded, in a conversation',
      rounds.map(({ inCall }) => inCall),
    ),
  ]
}

function findingsOfBookings(rounds: Record<'floor' | 'crowded' | 'empty', Load>[]): Finding[] {
  const crowded = rounds.map((round) => round.crowded)
  return [
    {
      figure: 'book-appointment, crowded: answers / floor',
      values: rounds.map((round) => round.crowded.perSecond / round.floor.perSecond),
    },
    {
      figure: 'book-appointment, crowded: bookings / floor',
      values: rounds.map((round) => round.crowded.successesPerSecond / round.floor.perSecond),
    },
    {
      figure: 'book-appointment: time with the appointments / with none',
      values: rounds.map((round) => round.empty.perSecond / round.crowded.perSecond),
    },
    { figure: '  bookings, crowded', values: crowded.map((load) => load.successesPerSecond), unit: 'a second' },
    ...latenciesOf('book-appointment, crowded', crowded),
  ]
}

export const latenciesOf = (name: string, loads: Load[]): Finding[] => [
  { figure: `  ${name}`, values: loads.map(({ perSecond }) => perSecond), unit: 'a second' },
  { figure: `  ${name}, p50`, values: loads.map(({ latencies }) => percentile(latencies, 0.5)), unit: 'ms' },
  { figure: `  ${name}, p99`, values: loads.map(({ latencies }) => percentile(latencies, 0.99)), unit: 'ms' },
]

function memoryFinding(figure: string, ours: number | undefined, floor: number | undefined): Finding[] {
  if (ours === undefined || floor === undefined) return []
  return [
    { figure: `${figure} / the floor's`, values: [ours / floor] },
    { figure: `  ${figure}`, values: [ours], unit: 'MB' },
  ]
}

const portOf = (address: string): number => Number(new URL(address).port)
export const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)]!
const secondsSince = (begun: number): string => ((performance.now() - begun) / 1000).toFixed(1)
