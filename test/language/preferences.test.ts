import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { spokenLanguages } from '../../src/language/number-words.ts'
import { readPartOfDay } from '../../src/language/part-of-day.ts'
import { readWeekdays, weekdays } from '../../src/language/weekday-lists.ts'

/** "mon wed" → Monday and Wednesday */
const daysOf = (short: string) => weekdays.filter((day) => short.split(' ').includes(day.slice(0, 3)))
const everyDay = 'mon tue wed thu fri sat sun'
const working = 'mon tue wed thu fri'

const wishes: [said: unknown, language: string, days: string][] = [
  ['monday', 'en', 'mon'],
  ['Tuesdays and Thursdays', 'en', 'tue thu'],
  ['Thursday or Tuesday, please', 'en', 'tue thu'],
  ['Mon, Wed & Fri', 'en', 'mon wed fri'],
  ['Mon/Wed', 'en', 'mon wed'],
  ['Mon-Wed', 'en', 'mon tue wed'],
  ['Mon – Wed', 'en', 'mon tue wed'],
  ['Monday through Thursday', 'en', 'mon tue wed thu'],
  ['Friday to Monday', 'en', 'fri sat sun mon'],
  ['Mon-Tue and Fri', 'en', 'mon tue fri'],
  ['weekdays', 'en', working],
  ['during the week', 'en', working],
  ['on the weekend', 'en', 'sat sun'],
  ['weekdays and Saturday', 'en', `${working} sat`],
  ['any day', 'en', everyDay],
  ['no preference', 'en', everyDay],
  ['any day but Friday', 'en', 'mon tue wed thu sat sun'],
  ['weekdays except Monday and Tuesday', 'en', 'wed thu fri'],
  ['not on Mondays', 'en', 'tue wed thu fri sat sun'],
  ['Tuesday mornings', 'en', 'tue'],
  [['monday', 'Wednesday'], 'en', 'mon wed'],
  [['mon', 'mon', 'MON'], 'en', 'mon'],
  [['weekend', 'friday'], 'en', 'fri sat sun'],
  ['["monday","friday"]', 'en', 'mon fri'],
  ['1', 'en', 'mon'],
  ['1,3,5', 'en', 'mon wed fri'],
  [[1, 7], 'en', 'mon sun'],
  ['1-5', 'en', working],
  [2, 'en', 'tue'],
  ['martes y jueves', 'es', 'tue thu'],
  ['los martes o el jueves', 'es', 'tue thu'],
  ['de lunes a miércoles', 'es', 'mon tue wed'],
  ['entre semana', 'es', working],
  ['fines de semana', 'es', 'sat sun'],
  ['el fin de semana', 'es', 'sat sun'],
  ['cualquier día menos el viernes', 'es', 'mon tue wed thu sat sun'],
  ['los lunes por la tarde', 'es', 'mon'],
  ['weekdays', 'es', working],
  ['lundi et mercredi', 'fr', 'mon wed'],
  ['du lundi au mercredi', 'fr', 'mon tue wed'],
  ['en semaine', 'fr', working],
  ['le week-end', 'fr', 'sat sun'],
  ['tous les jours sauf le mardi', 'fr', 'mon wed thu fri sat sun'],
  ['mar. et jeu.', 'fr', 'tue thu'],
  ['Montag und Mittwoch', 'de', 'mon wed'],
  ['montags oder mittwochs', 'de', 'mon wed'],
  ['Mo-Mi', 'de', 'mon tue wed'],
  ['Di bis Do', 'de', 'tue wed thu'],
  ['unter der Woche', 'de', working],
  ['am Wochenende', 'de', 'sat sun'],
  ['Sonnabend', 'de', 'sat'],
  ['nicht am Freitag', 'de', 'mon tue wed thu sat sun'],
  ['segunda e quarta', 'pt', 'mon wed'],
  ['segunda-feira e quarta-feira', 'pt', 'mon wed'],
  ['terças e quintas-feiras', 'pt', 'tue thu'],
  ['de segunda a sexta', 'pt', working],
  ['segunda-feira a quarta-feira', 'pt', 'mon tue wed'],
  ['fim de semana', 'pt', 'sat sun'],
  ['dias úteis', 'pt', working],
  // whatever the agent's language
  ['Dienstag', 'en', 'tue'],
  ['jueves', 'de', 'thu'],
]

suite('weekdays that are wished for', () => {
  for (const [said, language, days] of wishes)
    test(`${JSON.stringify(said)} in ${language}`, () => assert.deepEqual(readWeekdays(said, language), daysOf(days)))

  for (const unclear of [
    ...[
      'next Monday',
      'this Friday',
      'Monday the 12th',
      'every other Tuesday',
      'Moonday',
      'tomorrow',
      'Monday to',
      'except',
    ],
    ...[
      '0',
      '8',
      '12',
      [0],
      [8],
      'Werktage',
      'jours ouvrables',
      'to Monday?!',
      'weekdays to Sunday',
      'any day but',
      '-',
    ],
    ...[
      'weekdays except Monday to Friday',
      'unknown',
      'not provided',
      'morning',
      'and',
      '2026-12-15',
      'x'.repeat(1000),
    ],
    ...[undefined, null, '', ' ', {}, [], [null], ['monday', 'x'], [{}], true, 1.5, -1, Number.NaN],
  ])
    test(`${JSON.stringify(unclear)?.slice(0, 40)} is none`, () => assert.equal(readWeekdays(unclear, 'en'), undefined))

  test('a list says the same as its words', () => {
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        fc.constantFrom(...spokenLanguages),
        (days, language) => {
          assert.deepEqual(readWeekdays(days, language), days)
          assert.deepEqual(readWeekdays(days.join(' and '), 'en'), days)
          assert.deepEqual(
            readWeekdays(
              [...days].reverse().map((day) => day.slice(0, 3)),
              language,
            ),
            days,
          )
        },
      ),
    )
  })

  test('whatever is said, it is days in the order of the week', () => {
    const word = fc.constantFrom(
      'mon',
      'fri',
      '-',
      'to',
      'a',
      'except',
      'not',
      'weekend',
      'entre',
      'semana',
      ',',
      '7',
      'feira',
    )
    const said = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.array(word).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(said, fc.constantFrom(...spokenLanguages), (wish, language) => {
        const days = readWeekdays(wish, language)
        if (days === undefined) return
        assert.ok(days.length > 0)
        assert.deepEqual(
          days,
          weekdays.filter((day) => days.includes(day)),
        )
      }),
      { numRuns: 1_000 },
    )
  })
})

suite('the part of the day that is wished for', () => {
  const parts: [said: string, language: string, part: string][] = [
    ['morning', 'en', 'morning'],
    ['in the morning', 'en', 'morning'],
    ['Tuesday afternoon', 'en', 'afternoon'],
    ['late afternoon', 'en', 'afternoon'],
    ['after lunch', 'en', 'afternoon'],
    ['evening', 'en', 'evening'],
    ['tonight', 'en', 'evening'],
    ['after work', 'en', 'evening'],
    ['a.m.', 'en', 'morning'],
    ['before noon', 'en', 'morning'],
    ['mañana', 'es', 'morning'],
    ['por la mañana', 'es', 'morning'],
    ['mañana por la mañana', 'es', 'morning'],
    ['mañana por la tarde', 'es', 'afternoon'],
    ['por la noche', 'es', 'evening'],
    ['afternoon', 'es', 'afternoon'],
    ['le matin', 'fr', 'morning'],
    ["l'après-midi", 'fr', 'afternoon'],
    ['en soirée', 'fr', 'evening'],
    ['vormittags', 'de', 'morning'],
    ['morgens', 'de', 'morning'],
    ['morgen früh', 'de', 'morning'],
    ['morgen Nachmittag', 'de', 'afternoon'],
    ['am Abend', 'de', 'evening'],
    ['de manhã', 'pt', 'morning'],
    ['amanhã de manhã', 'pt', 'morning'],
    ['à tarde', 'pt', 'afternoon'],
    ['à noite', 'pt', 'evening'],
  ]
  for (const [said, language, part] of parts)
    test(`${said} in ${language} is the ${part}`, () => assert.equal(readPartOfDay(said, language), part))

  for (const unclear of [
    ...[
      'morning or evening',
      'not in the morning',
      'anything but the morning',
      'after the morning',
      'pm',
      'p.m.',
      'noon',
    ],
    ...['any', 'whenever', '3pm', '', null, undefined, {}, [], 7, true, 'unknown', 'mornings'.repeat(100)],
  ])
    test(`${JSON.stringify(unclear)?.slice(0, 40)} is none`, () =>
      assert.equal(readPartOfDay(unclear, 'en'), undefined))

  test('whatever is said, nothing breaks', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), (said) => {
        assert.ok(['morning', 'afternoon', 'evening', undefined].includes(readPartOfDay(said, 'en')))
      }),
    )
  })
})
