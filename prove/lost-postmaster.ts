import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { streamBookings } from './booking-stream.ts'
import { openFrontDesk } from './front-desk.ts'
import { cannot, keepLogSmall, needNewLog } from './full-disk.ts'
import { startMortalServer, statusOf } from './mortal-server.ts'
import { makePrivateHome, type PrivateHome } from './private-home.ts'
import { type Proof, percentile, seconds, waitFor } from './proof.ts'
import { type Ballast, mountSmallDisk, type SmallDisk } from './small-disk.ts'

/**
 * Proves that a PostgreSQL which has lost its way is ended and started again: after a crash on a full disk it may hear
 * of the recovery's failure before it hears of its beginning, and then lets nobody in for ever. It is made to, by
 * holding it still meanwhile; where the machine is too busy to catch the moment, it is tried again.
 */
export type LostPostmaster = { times: number }

const diskMb = 160
const triesEach = 5

export async function proveLostPostmaster({ times }: LostPostmaster): Promise<Proof & { cannot?: string }> {
  const disk = await mountSmallDisk(diskMb)
  if (disk === undefined) return { rows: [{ proof: 'lost postmaster', result: cannot }], violations: [], cannot }
  try {
    return await proveOn(disk, times)
  } finally {
    await disk.close()
  }
}

async function proveOn(disk: SmallDisk, times: number): Promise<Proof> {
  const home = makePrivateHome(disk.folder)
  const violations: string[] = []
  const returns: number[] = []
  let lost = 0
  const server = await startMortalServer(home.environment)
  try {
    await keepLogSmall(home)
    const desk = await openFrontDesk(server.address, 'lost')
    const stream = streamBookings(() => server.address, desk, 2, 20)
    let tries = 0
    while (lost < times && tries < times * triesEach) {
      tries += 1
      const before = stream.booked()
      await waitFor('bookings flow', () => stream.booked() > before + 8)
      const postmaster = home.postmaster()!
      const ballast = disk.load()
      await needNewLog(home, () => ballast.takeMore())
      holdDuringRecovery(postmaster, ballast)
      const freed = performance.now()
      ballast.drop()
      await waitFor('it is healthy', async () => (await statusOf(`${server.address}/health`)) === 200)
      // else it has found its way, or its end, by itself
      if (timesEnded(home) > lost) {
        lost += 1
        returns.push(performance.now() - freed)
      }
      violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `try ${tries}: ${said}`))
    }
    await stream.end()
    await server.stop()
    if (lost < times) violations.push(`of ${tries} postmasters only ${lost} were lost, so less was proved`)
    violations.push(...home.remains())
    const row = {
      proof: 'lost postmaster',
      tries,
      lost,
      'healthy after s, median': seconds(percentile(returns, 0.5)),
      'healthy after s, longest': seconds(percentile(returns, 1)),
      violations: violations.length,
    }
    return { rows: [row], violations }
  } finally {
    await server.kill()
    await home.sweep()
  }
}

/** By the watch, as nobody else asks for such a shutdown. */
function timesEnded({ environment }: PrivateHome): number {
  const log = contentOf(join(environment.VAMI_DATA!, 'postgres.log'))
  return log.match(/received immediate shutdown request/g)?.length ?? 0
}

/** In one breath, as a recovery that fails takes some ten milliseconds. */
function holdDuringRecovery(postmaster: number, ballast: Ballast): void {
  const deadline = performance.now() + 5_000
  while (performance.now() < deadline) {
    ballast.takeMore()
    const recovery = findRecovery(postmaster)
    if (recovery === undefined) continue
    process.kill(postmaster, 'SIGSTOP')
    while (!hasEnded(recovery) && performance.now() < deadline) ballast.takeMore()
    process.kill(postmaster, 'SIGCONT')
    return
  }
}

function findRecovery(postmaster: number): string | undefined {
  const children = contentOf(`/proc/${postmaster}/task/${postmaster}/children`).trim().split(' ')
  return children.find((pid) => contentOf(`/proc/${pid}/cmdline`).startsWith('postgres: startup'))
}

const hasEnded = (pid: string): boolean => /^$|\) Z /.test(contentOf(`/proc/${pid}/stat`))

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
