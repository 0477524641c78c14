import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A temporary folder and child processes, all of which are gone at the end, also when it is cut short. */
export type Workshop = {
  /** a new folder below the temporary one */
  folder(name: string): string
  /** Starts node with these words. It is stopped at the end, if it has not ended by then. */
  start(words: string[], environment?: Record<string, string>): Child
  /** done at the end, the last first */
  defer(work: () => Promise<void> | void): void
  close(): Promise<void>
}

export type Child = {
  pid: number
  /** the next line of its output; rejects when it ends without one */
  line(): Promise<string>
  /** SIGTERM once, then its end */
  stop(): Promise<void>
}

/** Opens it, and closes it on Ctrl-C and on SIGTERM before the process ends. */
export function openWorkshop(): Workshop {
  const path = mkdtempSync(join(tmpdir(), 'vami-bench-'))
  // as root, PostgreSQL runs as an ordinary user, who must be able to pass
  chmodSync(path, 0o711)
  const opened = new AsyncDisposableStack()
  opened.defer(() => rmSync(path, { recursive: true, force: true }))
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= opened.disposeAsync()
    return closing
  }
  const cutShort = (code: number) => {
    // whatever is under way now loses its servers and its database
    process.on('uncaughtException', () => {})
    void close().finally(() => process.exit(code))
  }
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
    process.once(signal, () => cutShort(code))
  return {
    folder: (name) => {
      const folder = join(path, name)
      mkdirSync(folder, { recursive: true })
      chmodSync(folder, 0o711)
      return folder
    },
    start: (words, environment = {}) => {
      const child = startChild(words, environment)
      opened.defer(child.stop)
      return child
    },
    defer: (work) => void opened.defer(work),
    close,
  }
}

/** Its log goes to /dev/null. Of our environment it gets the ways to programs and folders and nothing else. */
function startChild(words: string[], environment: Record<string, string>): Child {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'NODE_COMPILE_CACHE']
  const env = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = spawn(process.execPath, words, {
    env: { ...env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    // In a group of its own Ctrl-C does not reach it: a server that is told twice to stop does not wait for PostgreSQL.
    detached: true,
  })
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  const line = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`node ${words.join(' ')} ended: ${child.exitCode ?? child.signalCode}`)
    return String(value)
  }
  return { pid: child.pid!, line, stop: () => stopChild(child) }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Resident memory of a process in MB, where the system tells it through /proc. */
export function residentMegabytes(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}
