import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Language, readDateTimeWords, readDateWords, readTimeWords } from '../../src/language/when.ts'

// Phrases of the Microsoft Recognizers' specifications, with right answers. They stay where they lie, beside the project.
const file = join(import.meta.dirname, '../../../shared/cases/when.jsonl')

type Case = { phrase: string; kind: 'date' | 'time' | 'dateTime'; lang: Language; now: string; value: string }

const least: Record<Language, number> = { en: 0.9, es: 0.9, fr: 0.8, de: 0.8, pt: 0.8 }

for (const [language, share] of Object.entries(least)) {
  test(`${language}: of the shared phrases ${share * 100} % are understood, and hardly one is misunderstood`, (t) => {
    const cases = sharedCases(t).filter(({ lang }) => lang === language)
    if (cases.length === 0) return
    const answered = cases.map((each) => ({ ...each, got: answerTo(each) }))
    const right = answered.filter(({ got, value }) => got === value)
    const wrong = answered.filter(({ got, value }) => got !== undefined && got !== value)
    const reachable = wrong.filter((each) => !lostItsNow(each))
    t.diagnostic(
      `${right.length} of ${cases.length} right, ${wrong.length} wrong, of these ${wrong.length - reachable.length} without their now`,
    )
    assert.ok(right.length >= share * cases.length, `${right.length} of ${cases.length}`)
    assert.ok(reachable.length <= Math.max(1, cases.length * 0.03), reachable.map(({ phrase }) => phrase).join('; '))
  })
}

/**
 * Whether no reader could find the answer: said a year later the phrase is answered a year later, so that it counts from
 * now, and yet the right answer lies most of a year away from ours.
 */
function lostItsNow(each: Case & { got?: string | undefined }): boolean {
  const later = answerTo({ ...each, now: Temporal.PlainDateTime.from(each.now).add({ years: 1 }).toString() })
  const [got, moved, right] = [each.got!, later!, each.value].map((value) =>
    Temporal.PlainDate.from(value.slice(0, 10)),
  )
  return got!.until(moved!).days >= 365 && Math.abs(got!.until(right!).days) > 300
}

function sharedCases(t: TestContext): Case[] {
  if (!existsSync(file)) {
    t.diagnostic('there are no shared cases beside this checkout')
    return []
  }
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function answerTo({ phrase, kind, lang, now }: Case): string | undefined {
  const context = { now: Temporal.PlainDateTime.from(now), language: lang }
  if (kind === 'date') {
    const said = readDateWords(phrase, context)
    return 'date' in said ? said.date.toString() : undefined
  }
  const said = kind === 'time' ? readTimeWords(phrase, context) : readDateTimeWords(phrase, context)
  if ('unclear' in said) return undefined
  const time = Temporal.PlainTime.from({ hour: Math.floor(said.minutes / 60), minute: said.minutes % 60 })
  return `${'date' in said ? `${said.date} ` : ''}${time.toString({ smallestUnit: 'minute' })}`
}
