import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Language,
  readDateTimeWords,
  readDateWords,
  readTimeWords,
  type WhenContext,
} from '../../src/language/when.ts'
import { callersCases } from './when-cases/callers-cases.ts'
import { englishCases } from './when-cases/english-cases.ts'
import { frenchCases } from './when-cases/french-cases.ts'
import { germanCases } from './when-cases/german-cases.ts'
import { portugueseCases } from './when-cases/portuguese-cases.ts'
import { type SaidCases, saidAt } from './when-cases/said-cases.ts'
import { spanishCases } from './when-cases/spanish-cases.ts'

const languages: Record<Language, SaidCases> = {
  en: englishCases,
  es: spanishCases,
  fr: frenchCases,
  de: germanCases,
  pt: portugueseCases,
}

for (const [language, cases] of Object.entries(languages) as [Language, SaidCases][]) {
  for (const kind of ['date', 'time', 'dateTime'] as const) {
    test(`${language}: a ${kind} that callers say is understood, and a doubtful one is asked about`, () => {
      assert.deepEqual(misread(cases[kind], kind, language), [])
    })

    test(`${language}: a ${kind} is found in what callers say around it, and no range, length or limit makes one`, () => {
      assert.deepEqual(misread(callersCases[language][kind], kind, language), [])
    })
  }

  test(`${language}: at least 150 phrases are looked at`, () => {
    const phrases = Object.values(cases).flatMap((meanings) => Object.values(meanings).flat())
    assert.ok(phrases.length >= 150, `${phrases.length}`)
  })
}

function misread(meant: Record<string, readonly string[]>, kind: keyof SaidCases, language: Language): string[] {
  const context: WhenContext = { now: saidAt, language }
  return Object.entries(meant).flatMap(([meaning, phrases]) =>
    phrases.flatMap((phrase) => {
      const read = readAs(kind, phrase, context)
      return read === meaning ? [] : [`${phrase}: ${read || 'asked'}, not ${meaning || 'asked'}`]
    }),
  )
}

function readAs(kind: keyof SaidCases, phrase: string, context: WhenContext): string {
  if (kind === 'date') {
    const said = readDateWords(phrase, context)
    return 'date' in said ? said.date.toString() : ''
  }
  const said = kind === 'time' ? readTimeWords(phrase, context) : readDateTimeWords(phrase, context)
  if ('unclear' in said) return ''
  const time = Temporal.PlainTime.from({ hour: Math.floor(said.minutes / 60), minute: said.minutes % 60 })
  return `${'date' in said ? `${said.date} ` : ''}${time.toString({ smallestUnit: 'minute' })}`
}
