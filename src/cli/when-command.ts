import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { systemClock } from '../clock.ts'
import { type Language, readDateTimeWords, readDateWords, readTimeWords, type WhenContext } from '../language/when.ts'
import { type Command, WrongUsage } from './command.ts'

const languages = ['en', 'es', 'fr', 'de', 'pt'] as const

export const command: Command = {
  usage: 'when [--now T] [--timezone TZ] [--lang en|es|fr|de|pt]',
  summary: 'read dates and times in words, a line of JSON each',
  help: `Reads one JSON object a line from stdin, {"phrase", "kind": "date"|"time"|"dateTime", "now"?, "timezone"?, "lang"?,
"region"?}, and writes one a line in the same order: {"phrase", "value"} with YYYY-MM-DD, HH:MM or YYYY-MM-DD HH:MM,
or {"phrase", "error", "did_you_mean"} where it would have to guess. The options stand in for what a line leaves out.
"now" without an offset is wall time; with one it is an instant, seen in "timezone". It only resolves: a past date is
no error, and 4:30 is 04:30. Exits 1 when a line could not be read, after answering all the others.`,
  example: `echo '{"phrase": "next Tuesday at half past two in the afternoon", "kind": "dateTime"}' | vami when --lang en`,
  words: 0,
  options: { now: { type: 'string' }, timezone: { type: 'string' }, lang: { type: 'string' } },
  run: async ({ options }) => {
    const defaults = defaultsFrom(options)
    let exitCode = 0
    process.stdout.on('error', leaveQuietly)
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      if (line.trim() === '') continue
      const answer = answerTo(line, defaults)
      if (answer.isFaulty) exitCode = 1
      if (!process.stdout.write(`${JSON.stringify(answer.line)}\n`)) await once(process.stdout, 'drain')
    }
    return exitCode
  },
}

/** Whoever reads may have had enough, as `head` has. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

type Defaults = { now: string | undefined; timezone: string | undefined; lang: Language }

function defaultsFrom({ now, timezone, lang = 'en' }: Record<string, string | boolean | undefined>): Defaults {
  if (!isLanguage(lang)) throw new WrongUsage(`--lang must be one of ${languages.join(', ')}.`)
  const defaults = { now: now as string | undefined, timezone: timezone as string | undefined, lang }
  try {
    wallTime(defaults.now, defaults.timezone)
  } catch {
    throw new WrongUsage(
      '--now must be a date and time such as 2026-12-15T14:00, and --timezone a name such as Europe/Madrid.',
    )
  }
  return defaults
}

const isLanguage = (lang: unknown): lang is Language => (languages as readonly unknown[]).includes(lang)

const text = z.string().nullish()
const question = z.object({
  phrase: z.string(),
  kind: z.enum(['date', 'time', 'dateTime']),
  now: text,
  timezone: text,
  lang: z.enum(languages).nullish(),
  region: text,
})

type Answer = { line: Record<string, unknown>; isFaulty: boolean }

function answerTo(line: string, defaults: Defaults): Answer {
  let given: unknown
  try {
    given = JSON.parse(line)
  } catch {
    return faulty(null, 'this line is not JSON.')
  }
  const asked = question.safeParse(given)
  const phrase = (given as { phrase?: unknown } | null)?.phrase
  if (!asked.success) return faulty(typeof phrase === 'string' ? phrase : null, sentenceOf(asked.error))
  const { now, timezone, lang, region } = asked.data
  let wall: Temporal.PlainDateTime
  try {
    wall = wallTime(now ?? defaults.now, timezone ?? defaults.timezone)
  } catch {
    return faulty(asked.data.phrase, '"now" or "timezone" cannot be read.')
  }
  const zone = timezone ?? defaults.timezone
  const context: WhenContext = {
    now: wall,
    language: lang ?? defaults.lang,
    ...(region != null && { region }),
    ...(zone !== undefined && { timeZone: zone }),
  }
  return { line: { phrase: asked.data.phrase, ...resolved(asked.data, context) }, isFaulty: false }
}

const faulty = (phrase: string | null, error: string): Answer => ({ line: { phrase, error }, isFaulty: true })

function sentenceOf({ issues }: z.ZodError): string {
  const [{ path, message }] = issues as [z.core.$ZodIssue]
  return path.length === 0 ? 'this line is not a JSON object.' : `"${path.join('.')}": ${message}`
}

/** What is without an offset is wall time as it stands; an instant is seen in the zone, or where its offset is kept. */
function wallTime(now: string | undefined, timezone: string | undefined): Temporal.PlainDateTime {
  const zone = timezone ?? 'UTC'
  if (now === undefined) return systemClock.now().toZonedDateTimeISO(zone).toPlainDateTime()
  if (!/(z|[+-]\d\d:?\d\d)(\[.*\])?$/i.test(now)) {
    systemClock.now().toZonedDateTimeISO(zone)
    return Temporal.PlainDateTime.from(now)
  }
  const instant = Temporal.Instant.from(now)
  const offset = /[+-]\d\d:?\d\d(?=$|\[)/.exec(now)?.[0]
  return instant.toZonedDateTimeISO(timezone ?? offset ?? 'UTC').toPlainDateTime()
}

function resolved({ phrase, kind }: z.infer<typeof question>, context: WhenContext): Record<string, unknown> {
  if (kind === 'date') {
    const said = readDateWords(phrase, context)
    return 'date' in said ? { value: said.date.toString() } : unclear('unclear_date', said.unclear.map(String))
  }
  if (kind === 'time') {
    const said = readTimeWords(phrase, context)
    return 'unclear' in said ? unclear('unclear_time', said.unclear.map(clock)) : { value: clock(said.minutes) }
  }
  const said = readDateTimeWords(phrase, context)
  if (!('unclear' in said)) return { value: `${said.date} ${clock(said.minutes)}` }
  const meant = said.unclear.map((at) => at.toString({ smallestUnit: 'minute' }).replace('T', ' '))
  return unclear(hasDate(phrase, context) ? 'unclear_time' : 'unclear_date', meant)
}

const hasDate = (phrase: string, context: WhenContext): boolean => 'date' in readDateWords(phrase, context)

const unclear = (error: string, meant: readonly string[]) => ({ error, did_you_mean: meant })

const clock = (minutes: number): string =>
  Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toString({ smallestUnit: 'minute' })
