import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Language,
  readDateTimeWords,
  readDateWords,
  readTimeWords,
  type WhenContext,
} from '../../src/language/when.ts'
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
      const context: WhenContext = { now: saidAt, language }
      const misread = Object.entries(cases[kind]).flatMap(([meant, phrases]) =>
        phrases.flatMap((phrase) => {
          const read = readAs(kind, phrase, context)
          return read === meant ? [] : [`${phrase}: ${read || 'asked'}, not ${meant || 'asked'}`]
        }),
      )
      assert.deepEqual(misread, [])
    })
  }

  test(`${language}: at least 150 phrases are looked at`, () => {
    const phrases = Object.values(cases).flatMap((meanings) => Object.values(meanings).flat())
    assert.ok(phrases.length >= 150, `${phrases.length}`)
  })
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
