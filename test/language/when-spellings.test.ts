import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Language, readDateTimeWords, readDateWords, readTimeWords } from '../../src/language/when.ts'
import { spoken, spokenYear } from './when-cases/spoken-numbers.ts'

const now = Temporal.PlainDateTime.from('2026-11-18T10:00')
const first = now.toPlainDate()
const twoYears = Array.from({ length: 730 }, (_, i) => first.add({ days: i }))
const minutes = Array.from({ length: 1440 }, (_, minute) => minute)
const languages: Language[] = ['en', 'es', 'fr', 'de', 'pt']
// the spellings of the locale data that Node brings along, which is nobody's word list here
const written = (language: Language, how: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(language, { ...how, timeZone: 'UTC' })
  return (date: Temporal.PlainDate) => format.format(date.toZonedDateTime('UTC').epochMilliseconds)
}

const day = (language: Language, date: Temporal.PlainDate): string => {
  const word = spoken[language](date.day)
  if (language === 'de') return `${word}${date.day < 20 ? 'ten' : 'sten'}`
  return word
}
// the forms that are not made from the number
const germanDays: Record<number, string> = { 1: 'ersten', 3: 'dritten', 7: 'siebten', 8: 'achten' }

const inWords: Record<Language, (date: Temporal.PlainDate, month: string) => string> = {
  en: (date, month) => `${month} ${day('en', date)}, ${spokenYear.en(date.year)}`,
  es: (date, month) => `el ${day('es', date)} de ${month} de ${spokenYear.es(date.year)}`,
  fr: (date, month) => `le ${date.day === 1 ? 'premier' : day('fr', date)} ${month} ${spokenYear.fr(date.year)}`,
  de: (date, month) => `am ${germanDays[date.day] ?? day('de', date)} ${month} ${spokenYear.de(date.year)}`,
  pt: (date, month) => `dia ${day('pt', date)} de ${month} de ${spokenYear.pt(date.year)}`,
}

for (const language of languages) {
  test(`${language}: every day of two years is read back from each way to write it`, () => {
    const month = written(language, { month: 'long' })
    const ways: ((date: Temporal.PlainDate) => string)[] = [
      written(language, { dateStyle: 'full' }),
      written(language, { dateStyle: 'long' }),
      written(language, { dateStyle: 'medium' }),
      written(language, { year: 'numeric', month: 'numeric', day: 'numeric' }),
      written(language, { year: 'numeric', month: '2-digit', day: '2-digit' }),
      written(language, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
      (date) => date.toString(),
      (date) => inWords[language](date, month(date)),
    ]
    const misread = ways.flatMap((say) =>
      twoYears.filter((date) => readDay(say(date), language) !== date.toString()).map((date) => say(date)),
    )
    assert.deepEqual(misread, [])
  })

  test(`${language}: every day of the coming year is read back without its year`, () => {
    const say = written(language, { weekday: 'long', day: 'numeric', month: 'long' })
    const misread = twoYears.slice(0, 365).filter((date) => readDay(say(date), language) !== date.toString())
    assert.deepEqual(misread.map(say), [])
  })

  test(`${language}: every minute of the day is read back in figures and in words`, () => {
    const misread = minutes.flatMap((minute) =>
      [figures(minute), `${tomorrow[language]} ${at[language]} ${figures(minute)}`, clock[language](minute)].filter(
        (phrase) => readMinutes(phrase, language) !== minute,
      ),
    )
    assert.deepEqual(misread, [])
  })

  test(`${language}: a day and a time together are both read back`, () => {
    const say = written(language, { dateStyle: 'full' })
    const misread = twoYears.slice(0, 365).flatMap((date, i) => {
      const minute = 1 + ((i * 37) % 1439)
      const phrase = `${say(date)} ${at[language]} ${figures(minute)}`
      const said = readDateTimeWords(phrase, { now, language })
      return 'date' in said && said.date.equals(date) && said.minutes === minute ? [] : [phrase]
    })
    assert.deepEqual(misread, [])
  })
}

const tomorrow: Record<Language, string> = { en: 'tomorrow', es: 'mañana', fr: 'demain', de: 'morgen', pt: 'amanhã' }
const at: Record<Language, string> = { en: 'at', es: 'a las', fr: 'à', de: 'um', pt: 'às' }

const figures = (minute: number): string =>
  Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }).toString({ smallestUnit: 'minute' })

/** English by the half day, the others by the hours of the day, as they are said. */
const clock: Record<Language, (minute: number) => string> = {
  en: (of) => {
    const { hour, minute } = split(of)
    const rest = minute === 0 ? '' : minute < 10 ? ` oh ${spoken.en(minute)}` : ` ${spoken.en(minute)}`
    return `${spoken.en(hour % 12 === 0 ? 12 : hour % 12)}${rest} ${hour < 12 ? 'a.m.' : 'p.m.'}`
  },
  es: (of) =>
    joined(of, (hour) => (hour === 1 ? 'la una' : `las ${spoken.es(hour).replace(/uno$/, 'una')}`), ' y ', 'es'),
  fr: (of) => joined(of, (hour) => `${spoken.fr(hour).replace(/un$/, 'une')} heures`, ' ', 'fr'),
  de: (of) => joined(of, (hour) => `${hour === 1 ? 'ein' : spoken.de(hour)} Uhr`, ' ', 'de'),
  pt: (of) =>
    joined(of, (hour) => `${spoken.pt(hour).replace(/um$/, 'uma').replace(/dois$/, 'duas')} horas`, ' e ', 'pt'),
}

function joined(of: number, sayHour: (hour: number) => string, joint: string, language: Language): string {
  const { hour, minute } = split(of)
  return minute === 0 ? sayHour(hour) : `${sayHour(hour)}${joint}${spoken[language](minute)}`
}

const split = (of: number) => ({ hour: Math.floor(of / 60), minute: of % 60 })

function readDay(phrase: string, language: Language): string | undefined {
  const said = readDateWords(phrase, { now, language })
  return 'date' in said ? said.date.toString() : undefined
}

function readMinutes(phrase: string, language: Language): number | undefined {
  const said = readTimeWords(phrase, { now, language })
  return 'minutes' in said ? said.minutes : undefined
}
