import { parseArgs } from 'node:util'
import { type Config, readConfig, UnreadableSetting } from '../config.ts'
import { Problem } from '../problems.ts'
import { version } from '../version.ts'
import { type Command, WrongUsage } from './command.ts'

const commands: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./serve.ts'),
  bridge: () => import('./bridge-command.ts'),
  mcp: () => import('./mcp-command.ts'),
  sandbox: () => import('./sandbox-command.ts'),
  migrate: () => import('./migrate-command.ts'),
  token: () => import('./token.ts'),
  'user reset': () => import('./user-reset.ts'),
  backup: () => import('./backup-command.ts'),
  restore: () => import('./restore-command.ts'),
  check: () => import('./check-command.ts'),
  'elevenlabs config': () => import('./elevenlabs-config.ts'),
  openapi: () => import('./openapi.ts'),
  when: () => import('./when-command.ts'),
  call: () => import('./call-command.ts'),
}

/** Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(words: string[]): Promise<number> {
  const found = Object.keys(commands).find((name) => name.split(' ').every((word, i) => words[i] === word))
  if (found === undefined) return withoutCommand(words)
  const { command } = await commands[found]!()
  try {
    return await runCommand(command, words.slice(found.split(' ').length))
  } catch (error) {
    process.stderr.write(`vami ${found}: ${sentenceOf(error)}\n`)
    if (!(error instanceof WrongUsage)) return 1
    process.stderr.write(`Usage: vami ${command.usage}\nTry: vami ${found} --help\n`)
    return 2
  }
}

async function runCommand(command: Command, words: string[]): Promise<number> {
  const { values, positionals } = parse(command, words)
  if (values.help === true) {
    process.stdout.write(`Usage: vami ${command.usage}\n\n${command.help}\n\nExample:\n  ${command.example}\n`)
    return 0
  }
  if (positionals.length > command.words || positionals.length < (command.leastWords ?? command.words))
    throw new WrongUsage(`takes ${command.words === 1 ? 'one word' : 'no words'}, and got ${positionals.length}.`)
  const given = Object.entries({ data: 'VAMI_DATA', ...command.settings }).filter(
    ([option]) => typeof values[option] === 'string',
  )
  const config = readSettings(
    { ...process.env, ...Object.fromEntries(given.map(([option, name]) => [name, values[option] as string])) },
    new Map(given.map(([option, name]) => [name, option])),
  )
  const answer = (lines: string, data: unknown) =>
    process.stdout.write(`${values.json === true ? JSON.stringify(data) : lines}\n`)
  return command.run({ words: positionals, options: values, config, answer })
}

/** A setting that came as an option is wrong usage, and is named as it was given. */
function readSettings(environment: NodeJS.ProcessEnv, options: Map<string, string>): Config {
  try {
    return readConfig(environment)
  } catch (error) {
    const option = error instanceof UnreadableSetting ? options.get(error.setting) : undefined
    throw option === undefined ? error : new WrongUsage(`--${option} must be ${(error as UnreadableSetting).reason}.`)
  }
}

function parse(command: Command, words: string[]) {
  const everywhere = {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
    data: { type: 'string' },
  } as const
  try {
    const { values, positionals } = parseArgs({
      args: words,
      options: { ...everywhere, ...command.options },
      allowPositionals: true,
    })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    throw new WrongUsage((error as Error).message)
  }
}

async function withoutCommand(words: string[]): Promise<number> {
  if (words[0] === '--version') {
    process.stdout.write(`${version}\n`)
    return 0
  }
  const asked = words.length === 0 || words[0] === '--help' || words[0] === '-h' || words[0] === 'help'
  const loaded = await Promise.all(Object.values(commands).map((load) => load()))
  const width = Math.max(...loaded.map(({ command }) => command.usage.length))
  const list = loaded.map(({ command }) => `  vami ${command.usage.padEnd(width)}  ${command.summary}`).join('\n')
  const text = `Vami: the front desk behind a voice agent.\n\n${list}\n\nEach has --help with an example, and --json.\n`
  if (asked) process.stdout.write(text)
  else process.stderr.write(`vami: there is no command "${words[0]}".\n\n${text}`)
  return asked ? 0 : 2
}

/** For the operator. Never a stack, and never a value: an address of a database has its password in it. */
function sentenceOf(error: unknown): string {
  // its own sentence is for a client of the server
  if (error instanceof Problem && error.cause !== undefined) return sentenceOf(error.cause)
  const code = codeOf(error)
  const { syscall, message = '' } = (error ?? {}) as { syscall?: string; message?: string }
  if (code === 'EADDRINUSE') return 'the port is taken by another program. Choose one with --port.'
  if (syscall === 'listen') return `cannot listen there (${code}). Choose another address with --host and --port.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `the host named in DATABASE_URL or --host cannot be found (${code}).`
  if (unreachable.has(code) || syscall === 'connect' || /^connection terminated|^timeout/i.test(message))
    return `the database in DATABASE_URL cannot be reached (${code}).`
  if (code === '28P01' || code === '28000') return 'the database refuses the user or password in DATABASE_URL.'
  if (code === '3D000') return 'the database named in DATABASE_URL does not exist.'
  return message === '' ? `failed (${code})` : message
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'no answer')
