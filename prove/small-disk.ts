import { execFile } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A disk in memory that is soon full, with a folder for data on it. Only root can mount one. */
export type SmallDisk = {
  folder: string
  /** takes all space there is */
  load(): Ballast
  close(): Promise<void>
}

export type Ballast = {
  /** also takes what others give back, until the work is done */
  holdWhile(work: Promise<void>): Promise<void>
  drop(): void
}

const run = promisify(execFile)

/** undefined where it cannot be mounted. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const mount = mkdtempSync(join(tmpdir(), 'vami-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', mount])
  } catch {
    rmdirSync(mount)
    return undefined
  }
  const folder = join(mount, 'data')
  mkdirSync(folder)
  const close = async () => {
    await run('umount', [mount])
    rmdirSync(mount)
  }
  return { folder, load: () => loadBallast(join(mount, 'ballast')), close }
}

const block = Buffer.alloc(1 << 20)

function loadBallast(path: string): Ballast {
  const file = openSync(path, 'w')
  const takeMore = () => {
    for (const size of [block.length, 4_096]) {
      try {
        while (writeSync(file, block, 0, size) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    }
  }
  takeMore()
  return {
    holdWhile: async (work) => {
      let over = false
      const done = work.finally(() => {
        over = true
      })
      done.catch(() => {})
      while (!over) {
        takeMore()
        await pause(5)
      }
      await done
    },
    drop: () => {
      closeSync(file)
      rmSync(path)
    },
  }
}
