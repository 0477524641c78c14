import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import english from '../../locales/en.json' with { type: 'json' }
import { languages, type SentenceKey, spelled, voiceOf } from '../../src/language/sentences.ts'

type Sentence = string | { one: string; other: string }
const folder = join(import.meta.dirname, '../../locales')
const catalogueOf = (language: string): typeof english =>
  JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'))
const formsOf = (sentence: Sentence) => (typeof sentence === 'string' ? [sentence] : [sentence.one, sentence.other])
const placeholdersOf = (sentence: Sentence) =>
  [...new Set(formsOf(sentence).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort()
const on = Temporal.PlainDate.from('2026-12-15')

test('there is a catalogue for every language that is spoken, and for no other', () => {
  assert.deepEqual(readdirSync(folder).sort(), languages.map((language) => `${language}.json`).sort())
})

for (const language of languages) {
  const catalogue = catalogueOf(language)

  suite(`the catalogue ${language}.json`, () => {
    test('has every sentence of the English one, with the same placeholders, and no other', () => {
      assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(english).sort())
      assert.deepEqual(Object.keys(catalogue.sentences).sort(), Object.keys(english.sentences).sort())
      for (const [key, sentence] of Object.entries(english.sentences)) {
        const said = catalogue.sentences[key as SentenceKey]
        assert.deepEqual(placeholdersOf(said), placeholdersOf(sentence), key)
        assert.equal(typeof said, typeof sentence, key)
      }
      for (const key of ['date', 'dateWithYear', 'wholeHour', 'hourAndMinutes', 'dateAndTime'] as const)
        assert.deepEqual(placeholdersOf(catalogue[key]), placeholdersOf(english[key]), key)
    })

    test('has all weekdays, months, days and hours, each its own', () => {
      const { weekdays, months, days, hours } = catalogue
      assert.deepEqual(
        [weekdays, months, days, hours].map((list) => new Set(list).size),
        [7, 12, 31, 12],
      )
    })

    test('has no sentence that is empty, unfinished or the English one', () => {
      for (const [key, sentence] of Object.entries<Sentence>(catalogue.sentences)) {
        for (const form of formsOf(sentence)) assert.match(form, /[.?]$/, key)
        if (language !== 'en') assert.notDeepEqual(sentence, english.sentences[key as SentenceKey], key)
      }
    })

    test('says every sentence without a placeholder left, beginning with a capital', () => {
      const voice = voiceOf(language)
      const names = Object.values<Sentence>(english.sentences).flatMap((sentence) => placeholdersOf(sentence))
      const values = Object.fromEntries(names.map((name) => [name.slice(1, -1), 'x']))
      for (const key of Object.keys(english.sentences) as SentenceKey[]) {
        for (const count of [1, 2, 0]) assert.match(voice.say(key, { ...values, count }), /^[\p{Lu}¿][^{}]*$/u, key)
      }
    })
  })
}

suite('a voice', () => {
  const en = voiceOf('en')
  const es = voiceOf('es-MX')

  test('says dates as people do, with the year only when it is another one', () => {
    assert.equal(en.date(on, on), 'Tuesday, December 15th')
    assert.equal(en.date(on.add({ years: 1 }), on), 'Wednesday, December 15th, 2027')
    assert.equal(es.date(on, on), 'el martes 15 de diciembre')
    assert.equal(es.date(on.add({ years: 1 }), on), 'el miércoles 15 de diciembre de 2027')
    const days = {
      1: '1st',
      2: '2nd',
      3: '3rd',
      4: '4th',
      11: '11th',
      12: '12th',
      13: '13th',
      21: '21st',
      22: '22nd',
      23: '23rd',
      31: '31st',
    }
    for (const [day, said] of Object.entries(days)) assert.ok(en.date(on.with({ day: Number(day) }), on).endsWith(said))
  })

  test('knows the weekday of every day', () => {
    const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
    for (let day = 0; day < 7; day++)
      assert.ok(en.date(Temporal.PlainDate.from('2026-12-07').add({ days: day }), on).startsWith(weekdays[day]!))
  })

  test('says times as people do', () => {
    const times: [minutes: number, english: string, spanish: string][] = [
      [0, '12 AM', 'las 0 horas'],
      [30, '12:30 AM', 'las 12:30 de la madrugada'],
      [65, '1:05 AM', 'la 1:05 de la madrugada'],
      [359, '5:59 AM', 'las 5:59 de la madrugada'],
      [360, '6 AM', 'las 6 de la mañana'],
      [690, '11:30 AM', 'las 11:30 de la mañana'],
      [720, 'noon', 'las 12 del mediodía'],
      [750, '12:30 PM', 'las 12:30 de la tarde'],
      [780, '1 PM', 'la 1 de la tarde'],
      [1200, '8 PM', 'las 8 de la noche'],
      [1439, '11:59 PM', 'las 11:59 de la noche'],
    ]
    for (const [minutes, english, spanish] of times) {
      assert.equal(en.time(minutes), english)
      assert.equal(es.time(minutes), spanish)
    }
    assert.equal(en.dateAndTime(on, 840, on), 'Tuesday, December 15th at 2 PM')
    assert.equal(es.dateAndTime(on, 840, on), 'el martes 15 de diciembre a las 2 de la tarde')
  })

  test('chooses one or other by the count', () => {
    assert.equal(en.say('today', { count: 1 }), 'There is one appointment today.')
    assert.equal(en.say('today', { count: 21 }), 'There are 21 appointments today.')
    assert.equal(es.say('today', { count: 1 }), 'Hoy hay una cita.')
    assert.equal(es.say('today', { count: 2 }), 'Hoy hay 2 citas.')
  })

  test('leaves braces and dollars in what callers say alone', () => {
    const choices = '{date} $& {choices} $1'
    assert.equal(
      en.say('unknown_service', { choices, date: 'never' }),
      `I do not know that service. We offer ${choices}.`,
    )
  })

  test('lists with and, and with or', () => {
    assert.equal(en.list(['a', 'b'], 'and'), 'a and b')
    assert.match(en.list(['a', 'b', 'c'], 'or'), /^a, b,? or c$/)
    assert.equal(es.list(['a', 'b', 'c'], 'and'), 'a, b y c')
    assert.equal(es.list(['a', 'b'], 'or'), 'a o b')
  })

  test('is English for a language without a catalogue, whatever the tag', () => {
    for (const tag of ['sv', 'sv-SE', '', 'x', 'english', 'EN-us']) assert.equal(voiceOf(tag).language, 'en', tag)
    for (const tag of ['es', 'ES', 'es-419', 'es-MX']) assert.equal(voiceOf(tag).language, 'es', tag)
  })

  test('spells a code letter by letter', () => assert.equal(spelled('K7M4QX'), 'K, 7, M, 4, Q, X'))
})
