import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const cli = join(import.meta.dirname, '../../src/cli.ts')

async function when(words: string[], lines: readonly unknown[]) {
  const child = spawn(process.execPath, [cli, 'when', ...words], {
    env: { PATH: process.env.PATH ?? '', TZ: 'Asia/Tokyo' },
  })
  child.stdin.end(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const answers = stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { code: await ended, answers, stderr }
}

test('answers each line in order, with a value or what is unclear about it', async () => {
  const now = '2026-11-18T10:00'
  const { code, answers } = await when(
    [],
    [
      { phrase: 'next Tuesday', kind: 'date', now },
      { phrase: 'evening 4', kind: 'time', now },
      { phrase: '4:30', kind: 'time', now },
      { phrase: 'yesterday', kind: 'date', now },
      { phrase: 'pasado mañana a las tres y media de la tarde', kind: 'dateTime', now, lang: 'es' },
      { phrase: 'February 30', kind: 'date', now },
      { phrase: '25:00', kind: 'time', now },
      { phrase: 'whenever you like', kind: 'dateTime', now },
    ],
  )
  assert.deepEqual(answers, [
    { phrase: 'next Tuesday', value: '2026-11-24' },
    { phrase: 'evening 4', value: '16:00' },
    { phrase: '4:30', value: '04:30' },
    { phrase: 'yesterday', value: '2026-11-17' },
    { phrase: 'pasado mañana a las tres y media de la tarde', value: '2026-11-20 15:30' },
    { phrase: 'February 30', error: 'unclear_date', did_you_mean: ['2027-02-28', '2027-03-01'] },
    { phrase: '25:00', error: 'unclear_time', did_you_mean: ['01:00'] },
    { phrase: 'whenever you like', error: 'unclear_date', did_you_mean: [] },
  ])
  assert.equal(code, 0)
})

test('the options stand in for what a line leaves out', async () => {
  const { answers } = await when(
    ['--now', '2026-11-18T10:00', '--lang', 'de'],
    [
      { phrase: 'morgen', kind: 'date' },
      { phrase: 'morgen', kind: 'date', now: '2027-01-31' },
      { phrase: 'tomorrow', kind: 'date', lang: 'en' },
    ],
  )
  assert.deepEqual(
    answers.map(({ value }) => value),
    ['2026-11-19', '2027-02-01', '2026-11-19'],
  )
})

test('a now with an offset is an instant, seen in the time zone; without one it is wall time', async () => {
  const today = { phrase: 'today', kind: 'date' }
  const { answers } = await when(
    ['--timezone', 'America/New_York'],
    [
      { ...today, now: '2026-11-18T02:00:00Z' },
      { ...today, now: '2026-11-18T02:00:00' },
      { ...today, now: '2026-11-18T02:00:00Z', timezone: 'Europe/Berlin' },
      { ...today, now: '2026-11-17T23:30:00-05:00', timezone: 'Europe/Berlin' },
    ],
  )
  assert.deepEqual(
    answers.map(({ value }) => value),
    ['2026-11-17', '2026-11-18', '2026-11-18', '2026-11-18'],
  )
})

test('a line that cannot be read gets an error of its own, the others their answers, and the exit code says so', async () => {
  const good = { phrase: 'noon', kind: 'time' }
  const { code, answers } = await when(
    [],
    [
      'this is no JSON',
      good,
      { kind: 'date' },
      { phrase: 'noon', kind: 'week' },
      { phrase: 'noon', kind: 'time', timezone: 'Mars/Base' },
      [1],
      good,
    ],
  )
  assert.equal(code, 1)
  assert.deepEqual(
    answers.map(({ phrase, value, error }) => [phrase, value ?? typeof error]),
    [
      [null, 'string'],
      ['noon', '12:00'],
      [null, 'string'],
      ['noon', 'string'],
      ['noon', 'string'],
      [null, 'string'],
      ['noon', '12:00'],
    ],
  )
})

test('a language, time zone or now that does not exist is wrong usage', async () => {
  for (const words of [
    ['--lang', 'xx'],
    ['--timezone', 'Mars/Base'],
    ['--now', 'soon'],
  ]) {
    const { code, stderr } = await when(words, [])
    assert.equal(code, 2)
    assert.match(stderr, new RegExp(`${words[0]}`))
  }
})

test('ten thousand lines are answered in order', async () => {
  const days = Array.from({ length: 10_000 }, (_, i) => Temporal.PlainDate.from('2026-11-18').add({ days: i % 700 }))
  const { code, answers } = await when(
    ['--now', '2026-11-18T10:00'],
    days.map((date) => ({ phrase: date.toString(), kind: 'date' })),
  )
  assert.equal(code, 0)
  assert.deepEqual(
    answers.map(({ value }) => value),
    days.map(String),
  )
})
