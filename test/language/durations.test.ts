import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { readDuration } from '../../src/language/durations.ts'
import { spokenLanguages } from '../../src/language/number-words.ts'

const lengths: Record<string, [said: unknown, minutes: number][]> = {
  en: [
    [30, 30],
    ['30', 30],
    ['30.0', 30],
    ['thirty', 30],
    ['30 minutes', 30],
    ['30min', 30],
    ["30'", 30],
    ['45 mins.', 45],
    ['forty-five minutes', 45],
    ['twenty five minutes', 25],
    ['one hundred and twenty minutes', 120],
    ['an hour', 60],
    ['1 hour', 60],
    ['one hour, please', 60],
    ['about an hour', 60],
    ['2 hrs', 120],
    ['half an hour', 30],
    ['a half hour', 30],
    ['half hour', 30],
    ['1/2 hour', 30],
    ['½ hour', 30],
    ['a quarter of an hour', 15],
    ['quarter hour', 15],
    ['three quarters of an hour', 45],
    ['¾ hour', 45],
    ['an hour and a half', 90],
    ['one and a half hours', 90],
    ['1½ hours', 90],
    ['1 1/2 hours', 90],
    ['1.5 hours', 90],
    ['two and a half hours', 150],
    ['an hour and a quarter', 75],
    ['an hour and three quarters', 105],
    ['an hour thirty', 90],
    ['1 hour 15 minutes', 75],
    ['1 hour and 15 minutes', 75],
    ['1h', 60],
    ['1h30', 90],
    ['1h 30m', 90],
    ['1:30', 90],
    ['0:45', 45],
    ['01:00:00', 60],
    ['PT30M', 30],
    ['pt1h30m', 90],
    ['PT1.5H', 90],
  ],
  es: [
    ['media hora', 30],
    ['una media hora', 30],
    ['un cuarto de hora', 15],
    ['tres cuartos de hora', 45],
    ['una hora', 60],
    ['hora y media', 90],
    ['una hora y media', 90],
    ['dos horas y media', 150],
    ['una hora y cuarto', 75],
    ['una hora y veinte', 80],
    ['una hora y quince minutos', 75],
    ['cuarenta y cinco minutos', 45],
    ['unos treinta minutos', 30],
    ['1,5 horas', 90],
    ['half an hour', 30],
  ],
  fr: [
    ['une demi-heure', 30],
    ['une demi heure', 30],
    ['un quart d’heure', 15],
    ["trois quarts d'heure", 45],
    ['une heure et demie', 90],
    ['une heure trente', 90],
    ['une heure et quart', 75],
    ['deux heures', 120],
    ['quarante-cinq minutes', 45],
    ['quatre-vingt-dix minutes', 90],
    ['1 h 30', 90],
    ['environ une heure', 60],
  ],
  de: [
    ['eine halbe Stunde', 30],
    ['eine Viertelstunde', 15],
    ['eine Dreiviertelstunde', 45],
    ['drei viertel Stunde', 45],
    ['dreiviertel Stunde', 45],
    ['anderthalb Stunden', 90],
    ['eineinhalb Stunden', 90],
    ['zweieinhalb Stunden', 150],
    ['eine Stunde', 60],
    ['eine Stunde und dreißig Minuten', 90],
    ['fünfundvierzig Minuten', 45],
    ['1,5 Std.', 90],
    ['ca. 30 Minuten', 30],
  ],
  pt: [
    ['meia hora', 30],
    ['um quarto de hora', 15],
    ['três quartos de hora', 45],
    ['uma hora', 60],
    ['uma hora e meia', 90],
    ['duas horas e meia', 150],
    ['uma hora e um quarto', 75],
    ['uma hora e vinte minutos', 80],
    ['quarenta e cinco minutos', 45],
    ['1h30', 90],
  ],
}

for (const [language, rows] of Object.entries(lengths))
  suite(`a length in ${language}`, () => {
    for (const [said, minutes] of rows)
      test(`${said} is ${minutes} minutes`, () => assert.equal(readDuration(said, language), minutes))
  })

suite('a length that may be another one', () => {
  for (const said of [
    ...['30 to 45 minutes', '30-45 minutes', '30 or 45 minutes', 'between 30 and 45 minutes', '45 minutes to an hour'],
    ...[
      'at least an hour',
      'an hour or so',
      'a couple of hours',
      'a few minutes',
      'long',
      'half',
      'a quarter',
      'minutes',
    ],
    ...['30 seconds', '2 days', 'P1D', 'PT', 'PT90S', '1 hour 75 minutes', '1.5 hours 30', 'half an hour and 15'],
    ...[
      '30.5',
      '-30',
      '0',
      'zero minutes',
      '1500',
      '25 hours',
      '1:75',
      '90:00',
      '3/4',
      '12/15/2026',
      '1h30h',
      '3 halves',
    ],
    ...[
      'two quarters of an hour',
      'thirty forty',
      '10:30 pm',
      'noon',
      'three half hours',
      '5 halb Stunden',
      'hour hour',
    ],
  ])
    test(`${said} is unclear`, () => assert.equal(readDuration(said, 'en'), undefined))

  for (const nothing of [undefined, null, '', {}, [], [30], true, 30.5, -30, 0, Number.NaN, 'unknown', 'not provided'])
    test(`${JSON.stringify(nothing)} is none`, () => assert.equal(readDuration(nothing, 'en'), undefined))
})

test('any number of minutes is itself, in every spelling that has digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1440 }), fc.constantFrom(...spokenLanguages), (minutes, language) => {
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
      for (const said of [minutes, `${minutes}`, `${minutes} min`, `PT${minutes}M`, `PT${hours}H${rest}M`])
        assert.equal(readDuration(said, language), minutes, String(said))
      const twoDigits = String(rest).padStart(2, '0')
      for (const said of [`${hours}h${twoDigits}`, `${hours}:${twoDigits}`, `${hours} h ${rest} min`])
        assert.equal(readDuration(said, language), minutes, said)
    }),
  )
})

test('whatever is said, it is whole minutes of a day or nothing', () => {
  const word = fc.constantFrom(
    '1',
    '30',
    'h',
    'min',
    'hora',
    'y',
    'media',
    'half',
    'an',
    'hour',
    'quarts',
    'd',
    '½',
    ':',
    '-',
    '’',
  )
  const said = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((list) => list.join(' ')),
    fc.anything(),
  )
  fc.assert(
    fc.property(said, fc.constantFrom(...spokenLanguages), (length, language) => {
      const minutes = readDuration(length, language)
      assert.ok(minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440))
    }),
    { numRuns: 1_000 },
  )
})
