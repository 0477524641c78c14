import { join } from 'node:path'
import { lookAt } from './data-folder.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './embedded-postgres.ts'

// A look reads two small files; two looks in a row keep a restart by somebody else from being taken for a death.
const lookMs = 250

/**
 * Starts the private PostgreSQL again when it dies under a running server (killed, out of memory). `leave` leaves all
 * of the stays that this took. Joining and starting are as safe with several servers as at their start.
 */
export function watchCluster(
  dataFolder: string,
  first: EmbeddedPostgres,
  onRevival: (error?: unknown) => void,
): Pick<EmbeddedPostgres, 'leave'> {
  const stays = [first]
  let looksDown = 0
  let reviving: Promise<void> | undefined
  let left = false
  const timer = setInterval(() => {
    if (reviving !== undefined) return
    looksDown = lookAt(join(dataFolder, 'postgres')).state === 'down' ? looksDown + 1 : 0
    if (looksDown < 2) return
    looksDown = 0
    reviving = openEmbeddedPostgres(dataFolder, 'server')
      .then((stay) => {
        stays.push(stay)
        onRevival()
      })
      .catch(onRevival)
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
