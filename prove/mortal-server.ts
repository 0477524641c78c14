import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { waitFor } from './proof.ts'

/** `vami` as processes of their own, that a proof may kill at any moment. */

export type Environment = Record<string, string>

export type MortalServer = {
  address: string
  /** from its start to the first 200 of /health, in milliseconds */
  healthyMs: number
  /** ends it without a word, as the kernel does when memory runs out */
  kill(): Promise<void>
  /** asks it to stop; throws what it said when it does not end well */
  stop(): Promise<void>
}

const cli = join(import.meta.dirname, '../src/cli.ts')
const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Starts `vami serve` on a free port and waits until it is healthy. */
export async function startMortalServer(environment: Environment): Promise<MortalServer> {
  const begun = performance.now()
  const { child, said, ended } = launch(['serve', '--json', '--port', '0'], environment)
  const banner = once(createInterface(child.stdout!), 'line').then(([line]) => JSON.parse(String(line)))
  const failed = ended.then((code) => Promise.reject(new Error(`a server ended with ${code}: ${said()}`)))
  // later on an end is what we ask for
  failed.catch(() => {})
  const { address } = await Promise.race([banner, failed])
  await waitFor('a server is healthy', async () => (await statusOf(`${address}/health`)) === 200).catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    address,
    healthyMs: performance.now() - begun,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`a server that was told to stop ended with ${code}: ${said()}`)
    },
  }
}

/** Starts `vami serve` and kills it, and what `alsoKill` kills, at a moment when it may still be on its way. */
export async function startInVain(environment: Environment, alsoKill: () => void, atMoment: Promise<void>) {
  const { child, ended } = launch(['serve', '--json', '--port', '0'], environment)
  await atMoment
  child.kill('SIGKILL')
  alsoKill()
  await ended
}

export type Told = { code: number | null; stdout: string; stderr: string }

/** Runs a command to its end. */
export async function runCommand(words: string[], environment: Environment): Promise<Told> {
  const { child, said, ended } = launch(words, environment)
  let stdout = ''
  child.stdout!.setEncoding('utf8').on('data', (part) => {
    stdout += part
  })
  const code = await ended
  return { code, stdout, stderr: said() }
}

function launch(words: string[], environment: Environment) {
  const child = spawn(process.execPath, [cli, ...words], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  alive.add(child)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part) => {
    said = (said + part).slice(-10_000)
  })
  const ended = once(child, 'close').then(([code]) => {
    alive.delete(child)
    return code as number | null
  })
  return { child, said: () => said, ended }
}

/** The status of an answer, undefined when there is none. */
export const statusOf = (url: string): Promise<number | undefined> =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => undefined,
  )
