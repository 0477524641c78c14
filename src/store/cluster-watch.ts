import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { contentOf, lookAt } from './data-folder.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.ts'

// A look reads two small files; two looks in a row keep a restart by somebody else from being taken for a death.
const lookMs = 250
// While it does not start, as on a full disk, every try takes a process.
const longestPauseLooks = 8
// So many looks in a row find it lost before it is ended: seven seconds. After ten a recovery stirs once, also for ever
// waiting, to log how far it is.
const lostLooks = 28

/**
 * Starts the private PostgreSQL again when it dies under a running server (killed, out of memory), and ends one that
 * has lost its way, so that it can be. `leave` leaves all of the stays that this took. Joining and starting are as safe
 * with several servers as at their start. `onRevival` hears of an outage once: that it does not start, with the reason,
 * and that it runs again.
 */
export function watchCluster(
  dataFolder: string,
  first: EmbeddedPostgres,
  onRevival: (error?: unknown) => void,
): Pick<EmbeddedPostgres, 'leave'> {
  const stays = [first]
  let looksDown = 0
  let lost: string | undefined
  let looksLost = 0
  let failures = 0
  let reviving: Promise<void> | undefined
  let left = false
  const timer = setInterval(() => {
    if (reviving !== undefined) return
    const seen = look(join(dataFolder, 'postgres'))
    if (seen.state === 'lost') {
      looksLost = seen.trace === lost ? looksLost + 1 : 1
      lost = seen.trace
      if (looksLost % lostLooks === 0) end(seen.pid, looksLost / lostLooks)
    } else lost = undefined
    looksDown = seen.state === 'down' ? looksDown + 1 : 0
    if (looksDown < Math.min(2 ** (failures + 1), longestPauseLooks)) return
    looksDown = 0
    reviving = openEmbeddedPostgres(dataFolder, 'server')
      .then((stay) => {
        stays.push(stay)
        failures = 0
        onRevival()
      })
      .catch((error: Error) => {
        failures += 1
        if (failures === 1) onRevival(error.cause ?? error)
      })
      .finally(() => {
        reviving = undefined
      })
  }, lookMs)
  timer.unref()
  return {
    leave: async () => {
      if (left) return
      left = true
      clearInterval(timer)
      await reviving
      for (const stay of stays) await stay.leave()
    },
  }
}

/**
 * Down, and still there: a folder that was taken away is not made anew, as a server would go on in an empty database.
 * A look that fails, as when too many files are open, tells nothing; thrown from a timer it would end the server.
 */
function look(cluster: string): { state: 'down' | 'well' } | { state: 'lost'; pid: number; trace: string } {
  try {
    const seen = lookAt(cluster)
    if (seen.state === 'down' && existsSync(join(cluster, 'PG_VERSION'))) return { state: 'down' }
    const trace = seen.state === 'ready' ? traceOfLost(seen.pid) : undefined
    if (seen.state === 'ready' && trace !== undefined) return { state: 'lost', pid: seen.pid, trace }
  } catch {}
  return { state: 'well' }
}

/**
 * PostgreSQL 18 can lose its way when it recovers from the crash of a backend: until it hears that the recovery has
 * begun it takes no notice of processes that die. Where recovery or its checkpoint fails at once, as on a full disk (in
 * about one of 60 such crashes), it lets nobody in for ever. It has no walwriter then, as one that says it is ready
 * otherwise has, and its checkpointer and its recovery, if it is there, sleep: the trace of that stays the same. One
 * that works stirs, and one that is going down does not say it is ready. Only Linux tells.
 */
function traceOfLost(postmaster: number): string | undefined {
  const children = contentOf(`/proc/${postmaster}/task/${postmaster}/children`)?.trim().split(' ') ?? []
  const sleepers: string[] = []
  let hasCheckpointer = false
  for (const pid of children) {
    // from the first word on, as a connection that is being made ends in "startup" too
    const [, title] =
      /^postgres: (walwriter|checkpointer|startup)\b/.exec(contentOf(`/proc/${pid}/cmdline`) ?? '') ?? []
    if (title === undefined) continue
    const status = contentOf(`/proc/${pid}/status`) ?? ''
    const naps = /^voluntary_ctxt_switches:\t(\d+)/m.exec(status)?.[1]
    if (title === 'walwriter' || !/^State:\tS/m.test(status) || naps === undefined) return undefined
    hasCheckpointer ||= title === 'checkpointer'
    sleepers.push(`${pid} ${naps}`)
  }
  return hasCheckpointer ? sleepers.join() : undefined
}

/**
 * Asks for an immediate shutdown, and where that is not heard either ends it: its children go when they see that. What
 * was committed is in the write-ahead log, and the next start reads it, so one that was not lost loses no more than time.
 */
function end(postmaster: number, attempt: number): void {
  try {
    process.kill(postmaster, attempt === 1 ? 'SIGQUIT' : 'SIGKILL')
  } catch {
    // gone by itself, or another user's; thrown from a timer it would end the server
  }
}
