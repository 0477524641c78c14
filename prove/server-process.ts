import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** `vami serve` as a process of its own. */
export type ServerProcess = { address: string; stop(): Promise<void> }

const cli = join(import.meta.dirname, '../src/cli.ts')

/** Starts one on a free port; rejects with what it said when it does not come up. */
export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [cli, 'serve', '--json', '--port', '0'], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  const banner = once(createInterface(child.stdout), 'line').then(([line]) => JSON.parse(String(line)))
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a server ended with ${code}: ${said}`)
  })
  // later on an end is what we ask for
  ended.catch(() => {})
  const { address } = await Promise.race([banner, ended])
  return { address, stop: () => stop(child, () => said) }
}

async function stop(child: ChildProcess, said: () => string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  if (child.exitCode !== 0) throw new Error(`a server ended with ${child.exitCode ?? child.signalCode}: ${said()}`)
}
