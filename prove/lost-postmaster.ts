import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { streamBookings } from './booking-stream.ts'
import { openFrontDesk } from './front-desk.ts'
import { startMortalServer, statusOf } from './mortal-server.ts'
import { killIfThere, makePrivateHome, type PrivateHome } from './private-home.ts'
import { type Proof, percentile, seconds, waitFor } from './proof.ts'
import { findBackend } from './restarts.ts'

/**
 * Proves that a PostgreSQL which has lost its way is ended and started again: when its recovery from a crash fails at
 * once, or the checkpoint at its end, as may happen on a full disk, it may hear of that before it hears that it has
 * begun, and then lets nobody in for ever. It is made to: held still meanwhile, it hears of both at once. Where the
 * machine is too busy to catch the moment, it is tried again.
 */
export type LostPostmaster = { times: number; only?: readonly (typeof victims)[number][] }

const triesEach = 10
const victims = ['startup', 'checkpointer'] as const

export async function proveLostPostmaster({ times, only }: LostPostmaster): Promise<Proof & { cannot?: string }> {
  const cannot = 'Not provable here: only Linux tells of the processes of PostgreSQL.'
  if (process.platform !== 'linux')
    return { rows: [{ proof: 'lost postmaster', result: cannot }], violations: [], cannot }
  const home = makePrivateHome()
  const violations: string[] = []
  const returns: number[] = []
  const lost = { startup: 0, checkpointer: 0 }
  let tries = 0
  const server = await startMortalServer(home.environment)
  try {
    const desk = await openFrontDesk(server.address, 'lost')
    using stream = streamBookings(() => server.address, desk, 2, 20)
    for (const victim of only ?? victims) {
      for (let left = times * triesEach; left > 0 && lost[victim] < times; left -= 1) {
        tries += 1
        const before = stream.booked()
        await waitFor('bookings flow', () => stream.booked() > before + 8)
        const ended = timesEnded(home)
        const began = performance.now()
        if (!(await crashAndKill(home, victim))) continue
        await waitFor('it is healthy', async () => (await statusOf(`${server.address}/health`)) === 200)
        // else it has found its way, or its end, by itself
        if (timesEnded(home) > ended) {
          lost[victim] += 1
          returns.push(performance.now() - began)
        }
        violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `try ${tries}: ${said}`))
      }
      if (lost[victim] < times)
        violations.push(`only ${lost[victim]} were lost with their ${victim}, so less was proved`)
    }
    await stream.end()
    violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `at the end: ${said}`))
    await server.stop()
    violations.push(...home.remains())
    const row = {
      proof: 'lost postmaster',
      tries,
      'lost with the recovery': lost.startup,
      'with the checkpointer': lost.checkpointer,
      'healthy after s, median': seconds(percentile(returns, 0.5)),
      'healthy after s, longest': seconds(percentile(returns, 1)),
      bookings: stream.booked(),
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

/** Kills a backend, holds the postmaster while it recovers, and kills that or the checkpointer at its work. */
async function crashAndKill(home: PrivateHome, victim: (typeof victims)[number]): Promise<boolean> {
  const postmaster = (await waitFor('PostgreSQL runs', home.postmaster))!
  await leaveMuchToWrite(home)
  killIfThere(await findBackend(home.databaseUrl()))
  const caught = catchRecovery(postmaster)
  if (caught === undefined) return false
  try {
    if (victim === 'checkpointer' && !(await catchAtWork(caught))) return false
    killIfThere(Number(caught[victim]))
    await waitFor('it is gone', () => !isAlive(caught[victim]))
  } finally {
    process.kill(Number(caught.checkpointer), 'SIGCONT')
    process.kill(postmaster, 'SIGCONT')
  }
  return true
}

/** So that the checkpoint after the crash takes a while. */
async function leaveMuchToWrite(home: PrivateHome): Promise<void> {
  const client = new pg.Client({ connectionString: home.databaseUrl() })
  await client.connect()
  await client.query('drop table if exists much')
  await client.query(`create table much as select repeat('x', 500) from generate_series(1, 20000)`)
  await client.end()
}

type Caught = Record<(typeof victims)[number], string>

/** In one breath, as a recovery may take some ten milliseconds. */
function catchRecovery(postmaster: number): Caught | undefined {
  const deadline = performance.now() + 2_000
  while (performance.now() < deadline) {
    const children = contentOf(`/proc/${postmaster}/task/${postmaster}/children`).trim().split(' ')
    const [startup, checkpointer] = victims.map((title) =>
      children.find((pid) => contentOf(`/proc/${pid}/cmdline`).startsWith(`postgres: ${title}`)),
    )
    if (startup === undefined || checkpointer === undefined) continue
    process.kill(postmaster, 'SIGSTOP')
    process.kill(Number(checkpointer), 'SIGSTOP')
    return { startup, checkpointer }
  }
}

/** Lets the checkpointer go when the recovery waits for it, until it has begun; false when they were through already. */
async function catchAtWork({ startup, checkpointer }: Caught): Promise<boolean> {
  let naps = ''
  const look = async () => {
    const before = naps
    naps = napsOf(startup)
    await pause(100)
    if (!isAlive(startup)) return 'ended'
    return isAsleep(startup) && naps === before && 'waits'
  }
  // one that does neither for long has been caught at another moment, and is let go
  const seen = await waitFor('the recovery waits or ends', look, 10_000).catch(() => 'neither')
  if (seen !== 'waits') return false
  const before = napsOf(checkpointer)
  // lest it is through before a busy machine lets us look
  setPriority(Number(checkpointer), constants.priority.PRIORITY_LOW)
  process.kill(Number(checkpointer), 'SIGCONT')
  const deadline = performance.now() + 2_000
  while (performance.now() < deadline && napsOf(checkpointer) === before);
  return true
}

const isAlive = (pid: string): boolean => /^State:\t[^ZX]/m.test(statusOfProcess(pid))

const isAsleep = (pid: string): boolean => /^State:\tS/m.test(statusOfProcess(pid))

const napsOf = (pid: string): string => /^voluntary_ctxt_switches:\t(\d+)/m.exec(statusOfProcess(pid))?.[1] ?? ''

const statusOfProcess = (pid: string): string => contentOf(`/proc/${pid}/status`)

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
