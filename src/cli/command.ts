import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'

/** What a command gets: its words and options, the settings, and a way to answer. */
export type Call = {
  words: string[]
  options: Record<string, string | boolean | undefined>
  config: Config
  /** prints `lines`, or `data` as one line of JSON with --json */
  answer(lines: string, data: unknown): void
}

export type Command = {
  /** words and options, as in `vami token AGENT_ID [--regenerate]` */
  usage: string
  summary: string
  help: string
  example: string
  words: number
  /** where fewer words than `words` will do */
  leastWords?: number
  options: NonNullable<ParseArgsConfig['options']>
  /** options that stand for a setting: `--port` is PORT */
  settings?: Record<string, string>
  run(call: Call): Promise<number>
}

/** Wrong words or options: told on stderr with the way to the help, exit 2. */
export class WrongUsage extends Error {}
