import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lookAt } from './data-folder.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.ts'

// A look reads two small files; two looks in a row keep a restart by somebody else from being taken for a death.
const lookMs = 250
// While it does not start, as on a full disk, every try takes a process.
const longestPauseLooks = 8

/**
 * Starts the private PostgreSQL again when it dies under a running server (killed, out of memory). `leave` leaves all
 * of the stays that this took. Joining and starting are as safe with several servers as at their start.
 * `onRevival` hears of an outage once: that it does not start, with the reason, and that it runs again.
 */
export function watchCluster(
  dataFolder: string,
  first: EmbeddedPostgres,
  onRevival: (error?: unknown) => void,
): Pick<EmbeddedPostgres, 'leave'> {
  const stays = [first]
  let looksDown = 0
  let failures = 0
  let reviving: Promise<void> | undefined
  let left = false
  const timer = setInterval(() => {
    if (reviving !== undefined) return
    looksDown = isDown(dataFolder) ? looksDown + 1 : 0
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
function isDown(dataFolder: string): boolean {
  const cluster = join(dataFolder, 'postgres')
  try {
    return lookAt(cluster).state === 'down' && existsSync(join(cluster, 'PG_VERSION'))
  } catch {
    return false
  }
}
