import * as chrono from 'chrono-node'
import { type Language, readDateWords } from '../src/language/when.ts'
import { type Finding, interleaved } from './rounds.ts'

/** Both read the same phrases, which both understand: a day in words, in figures, with a weekday, with a time. */
const phrases: Record<Language, readonly string[]> = {
  en: ['tomorrow', 'December 15th', 'in two weeks', '12/15/2026', 'tomorrow at 3 pm', 'Tuesday, December 15, 2026'],
  es: [
    'mañana',
    '15 de diciembre',
    'dentro de 2 semanas',
    '15/12/2026',
    'mañana a las 3 pm',
    '15 de diciembre de 2026',
  ],
  fr: ['demain', '15 décembre', 'dans deux semaines', '15/12/2026', 'demain à 15h', 'mardi 15 décembre 2026'],
  de: ['morgen', '15. Dezember', 'in zwei Wochen', '15.12.2026', 'morgen um 15 Uhr', 'Dienstag, 15. Dezember 2026'],
  pt: ['amanhã', '15 de dezembro', 'hoje', '15/12/2026', 'amanhã às 15:00', '15 de dezembro de 2026'],
}
const readers = { en: chrono.en, es: chrono.es, fr: chrono.fr, de: chrono.de, pt: chrono.pt }
const now = Temporal.PlainDateTime.from('2026-11-18T10:00')
const reference = new Date(2026, 10, 18, 10)
const all = (Object.entries(phrases) as [Language, readonly string[]][]).flatMap(([language, said]) =>
  said.map((phrase) => ({ language, phrase })),
)

/** What a phrase costs here and in chrono-node, which must find the same days. Throws when it does not. */
export async function compareWords(rounds: number, quick: boolean): Promise<Finding[]> {
  for (const { language, phrase } of all) {
    const [ours, theirs] = [ourDay(language, phrase), theirDay(language, phrase)]
    if (ours === undefined || ours !== theirs) throw new Error(`${phrase} is ${ours} here and ${theirs} in chrono-node`)
  }
  const ms = quick ? 100 : 400
  const times = await interleaved(rounds, {
    ours: () => timeOf(ourDay, ms),
    theirs: () => timeOf(theirDay, ms),
  })
  return [
    {
      figure: 'a date in words, five languages',
      unit: 'µs',
      values: times.map(({ ours }) => ours),
      target: { most: 100 },
    },
    { figure: '  the same by chrono-node', unit: 'µs', values: times.map(({ theirs }) => theirs) },
    { figure: "  chrono-node's time / ours", values: times.map(({ ours, theirs }) => theirs / ours) },
  ]
}

function ourDay(language: Language, phrase: string): string | undefined {
  const said = readDateWords(phrase, { now, language })
  return 'date' in said ? said.date.toString() : undefined
}

function theirDay(language: Language, phrase: string): string | undefined {
  const found = readers[language].casual.parse(phrase, reference, { forwardDate: true })[0]?.start
  if (found === undefined) return undefined
  const fields = { year: found.get('year')!, month: found.get('month')!, day: found.get('day')! }
  return Temporal.PlainDate.from(fields).toString()
}

/** Microseconds a phrase, over all of them for at least `ms`. */
function timeOf(read: (language: Language, phrase: string) => unknown, ms: number): number {
  const begun = performance.now()
  let count = 0
  do {
    for (const { language, phrase } of all) read(language, phrase)
    count += all.length
  } while (performance.now() - begun < ms)
  return ((performance.now() - begun) * 1000) / count
}
