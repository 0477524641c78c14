import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after } from 'node:test'
import { until } from '../store/until.ts'

/** `vami` as its user starts it: a process of its own, with nothing in its environment but what a test names. */

export type Environment = Record<string, string>

/** What a command that has ended leaves behind. */
export type Ended = { code: number | null; stdout: string; stderr: string }

export type Vami = {
  stdout(): string
  stderr(): string
  signal(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

const cli = join(import.meta.dirname, '../../src/cli.ts')
const running = new Set<ChildProcess>()
const killAll = () => {
  for (const child of running) child.kill('SIGKILL')
}
process.on('exit', killAll)
// A server that a failed test left running would keep the whole run waiting.
after(killAll)

/** Runs a command to its end. */
export const runVami = (words: string[], environment: Environment = {}): Promise<Ended> =>
  startVami(words, environment).ended

/** Starts a command that stays. */
export function startVami(words: string[], environment: Environment = {}): Vami {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [cli, ...words], {
    env: { PATH, HOME, TMPDIR, TZ: 'America/New_York', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part) => {
    said.stdout += part
  })
  child.stderr.setEncoding('utf8').on('data', (part) => {
    said.stderr += part
  })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return { code: code as number | null, ...said }
  })
  return { stdout: () => said.stdout, stderr: () => said.stderr, signal: (signal) => child.kill(signal), ended }
}

export type Server = Vami & { address: string; banner: string }

/** Starts `vami serve` on a free port and waits until it says where it is. */
export async function serve(words: string[], environment: Environment = {}): Promise<Server> {
  const vami = startVami(['serve', '--port', '0', ...words], environment)
  let ended: Ended | undefined
  vami.ended.then((end) => {
    ended = end
  })
  const address = await until('the server says its address', () => {
    if (ended !== undefined) throw new Error(`it ended with ${ended.code}: ${ended.stderr}`)
    // the banner is one write, and ends its last line
    return vami.stdout().endsWith('\n') && /http:\/\/[^/\s"]+/.exec(vami.stdout())?.[0]
  })
  return { ...vami, address, banner: vami.stdout() }
}

/** Ends a server as its supervisor would. */
export async function stop(server: Vami): Promise<Ended> {
  server.signal('SIGTERM')
  return server.ended
}

export type Reply = { status: number; body: any }

export async function ask(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

export const logIn = (address: string, email: string, password: string): Promise<Reply> =>
  ask('POST', `${address}/api/auth/login`, {}, { email, password })
