import pg from 'pg'
import { type BookingStream, streamBookings } from './booking-stream.ts'
import { openFrontDesk } from './front-desk.ts'
import { runCommand, startMortalServer, statusOf } from './mortal-server.ts'
import { makePrivateHome, type PrivateHome } from './private-home.ts'
import { type Proof, percentile, seconds, waitFor } from './proof.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

/**
 * Proves that a full disk makes bookings wait and not vanish: whoever asks hears 503, nothing acknowledged is lost,
 * and when there is space again it goes on by itself. The disk is a small one in memory, which only root can mount;
 * `cannot` is the sentence of why it could not be.
 */
export type FullDisk = { times: number }

const diskMb = 160
const callers = 8
/** how many must hear that it is full, first for a table's growth, then for the write-ahead log's */
const enoughRefusals = 20

export async function proveFullDisk({ times }: FullDisk): Promise<Proof & { cannot?: string }> {
  const disk = await mountSmallDisk(diskMb)
  if (disk === undefined) return { rows: [{ proof: 'full disk', result: cannot }], violations: [], cannot }
  try {
    return await proveOn(disk, times)
  } finally {
    await disk.close()
  }
}

const cannot = 'Not provable here: a small disk can only be mounted by root, on Linux.'

async function proveOn(disk: SmallDisk, times: number): Promise<Proof> {
  const home = makePrivateHome(disk.folder)
  const violations: string[] = []
  const returns: number[] = []
  const refusals: number[] = []
  const server = await startMortalServer(home.environment)
  let stopped = false
  try {
    await keepLogSmall(home)
    const desk = await openFrontDesk(server.address, 'disk')
    using stream = streamBookings(() => server.address, desk, callers)
    for (let round = 1; round <= times; round += 1) {
      const before = stream.booked()
      await waitFor('bookings flow', () => stream.booked() > before + callers * 2)
      const from = stream.heard.length
      const ballast = disk.load()
      await ballast.holdWhile(fillUp(stream, home, server.address, violations))
      const freed = performance.now()
      ballast.drop()
      const good = await waitFor('bookings go on', () =>
        stream.heard.find(({ status, begun }) => status === 200 && begun > freed),
      )
      returns.push(good.ended - freed)
      refusals.push(stream.heard.slice(from).filter(({ status }) => status === 503).length)
      await waitFor('it is healthy', async () => (await statusOf(`${server.address}/health`)) === 200)
      violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `round ${round}: ${said}`))
    }
    await stream.end()
    violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `at the end: ${said}`))
    const unheard = stream.heard.filter(({ status }) => status === 0).length
    if (unheard > 0) violations.push(`${unheard} requests got no answer at all`)
    // also with the disk full it can be told to stop
    const ballast = disk.load()
    stopped = true
    await ballast.holdWhile(server.stop())
    ballast.drop()
    violations.push(...home.remains())
    const row = {
      proof: `full disk of ${diskMb} MB`,
      times,
      bookings: stream.booked(),
      '503, median': percentile(refusals, 0.5),
      'first 200 after s, median': seconds(percentile(returns, 0.5)),
      'first 200 after s, longest': seconds(percentile(returns, 1)),
      violations: violations.length,
    }
    return { rows: [row], violations }
  } finally {
    if (!stopped) await server.kill()
    await home.sweep()
  }
}

/** What happens while there is no space: tables cannot grow, then the write-ahead log cannot, and PostgreSQL dies. */
async function fillUp(stream: BookingStream, home: PrivateHome, server: string, violations: string[]): Promise<void> {
  await refusalsSince(stream)
  await needNewLog(home)
  await refusalsSince(stream)
  await waitFor('its health says so', async () => (await statusOf(`${server}/health`)) === 503)
  const told = await runCommand(['migrate'], home.environment)
  if (told.code !== 1 || !/^vami migrate: [^\n]+\n$/.test(told.stderr))
    violations.push(`vami migrate on the full disk ended with ${told.code}: ${told.stderr}`)
}

async function refusalsSince(stream: BookingStream): Promise<void> {
  const from = stream.heard.length
  const refused = () => stream.heard.slice(from).filter(({ status }) => status === 503).length
  await waitFor('callers hear that it is full', () => refused() >= enoughRefusals)
}

/** Else PostgreSQL keeps more and more of its log for later, up to a gigabyte, and fills the small disk by itself. */
async function keepLogSmall(home: PrivateHome): Promise<void> {
  const client = new pg.Client({ connectionString: home.databaseUrl() })
  await client.connect()
  await client.query(`alter system set max_wal_size = '64MB'`)
  await client.query(`alter system set min_wal_size = '32MB'`)
  await client.query('select pg_reload_conf()')
  await client.end()
}

/** Uses up what PostgreSQL has set aside of its log, as thousands of bookings would, until it dies of that. */
async function needNewLog(home: PrivateHome): Promise<void> {
  await waitFor('PostgreSQL has no log to write to', async () => {
    try {
      const client = new pg.Client({ connectionString: home.databaseUrl() })
      client.on('error', () => {})
      await client.connect()
      // each needs a record of its own, else the second does nothing
      await client.query(`select pg_logical_emit_message(false, 'proof', 'x'), pg_switch_wal()`)
      await client.end()
      return false
    } catch {
      return true
    }
  })
}
