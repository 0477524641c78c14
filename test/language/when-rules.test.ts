import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Language,
  readDateTimeWords,
  readDateWords,
  readTimeWords,
  type WhenContext,
} from '../../src/language/when.ts'

const wednesday = Temporal.PlainDateTime.from('2026-11-18T10:00')
const said = (language: Language, region?: string): WhenContext => ({
  now: wednesday,
  language,
  ...(region !== undefined && { region }),
})

const day = (phrase: string, context: WhenContext = said('en')): string | string[] => {
  const read = readDateWords(phrase, context)
  return 'date' in read ? read.date.toString() : read.unclear.map(String)
}

test('03/04 is month first in the United States and in English without a region, day first elsewhere', () => {
  assert.equal(day('03/04/2027'), '2027-03-04')
  assert.equal(day('03/04/2027', said('en', 'US')), '2027-03-04')
  assert.equal(day('03/04/2027', said('en', 'GB')), '2027-04-03')
  for (const language of ['es', 'fr', 'de', 'pt'] as const)
    assert.equal(day('03/04/2027', said(language)), '2027-04-03')
})

test('03/04 is asked about where language and region are at odds, unless a figure or a weekday settles it', () => {
  const both = ['2027-03-04', '2027-04-03']
  assert.deepEqual(day('03/04/2027', said('es', 'US')), both)
  assert.deepEqual(day('03/04/2027', said('en', 'CA')), both)
  assert.equal(day('03/14/2027', said('es', 'US')), '2027-03-14')
  assert.equal(day('05/05/2027', said('es', 'US')), '2027-05-05')
  // 4 March 2027 is a Thursday, 3 April a Saturday
  assert.equal(day('jueves 03/04/2027', said('es', 'US')), '2027-03-04')
})

test('a weekday is the next one from today on, and next Friday that of the coming week', () => {
  assert.equal(day('Wednesday'), '2026-11-18')
  assert.equal(day('Friday'), '2026-11-20')
  assert.equal(day('next Friday'), '2026-11-27')
  const saturday = { ...said('en'), now: Temporal.PlainDateTime.from('2026-11-21T10:00') }
  assert.equal(day('next Friday', saturday), '2026-11-27')
  assert.equal(day('this Friday', saturday), '2026-11-27')
})

test('a weekday at an hour that has passed today is the one in a week', () => {
  const at = (phrase: string) => {
    const read = readDateTimeWords(phrase, said('en'))
    return 'date' in read ? read.date.toString() : undefined
  }
  assert.equal(at('Wednesday at 9 am'), '2026-11-25')
  assert.equal(at('Wednesday at 11 am'), '2026-11-18')
  // nine in the evening is still to come
  assert.equal(at('Wednesday at 9'), '2026-11-18')
})

test('a day of a year that is over comes with the same day to come', () => {
  const read = readDateWords('December 15, 2024', said('en'))
  assert.ok('date' in read)
  assert.equal(String(read.date), '2024-12-15')
  assert.equal(String(read.pastYear), '2026-12-15')
})

test('an impossible day has its nearest days proposed, a contradiction both its sides', () => {
  assert.deepEqual(day('February 30'), ['2027-02-28', '2027-03-01'])
  assert.deepEqual(day('the 32nd'), ['2026-11-30'])
  // December 15 is a Tuesday
  assert.deepEqual(day('Friday, December 15'), ['2026-12-15', '2026-12-18'])
  assert.deepEqual(day('dans quinze jours', said('fr')), ['2026-12-02', '2026-12-03'])
})

test('a weekday and a day of the month that do not meet within five weeks are asked about', () => {
  assert.equal(day('Tuesday the 15th'), '2026-12-15')
  // December 16 is a Wednesday, and the first Tuesday the sixteenth is in February
  assert.deepEqual(day('Tuesday the 16th'), ['2026-12-16', '2026-12-15'])
  assert.deepEqual(day('dienstag den 16.', said('de')), ['2026-12-16', '2026-12-15'])
  assert.equal(day('Tuesday the 16th of February'), '2027-02-16')
})

test('one at night may follow that evening or the one before', () => {
  const read = readDateTimeWords('Friday night at 1', said('en'))
  assert.deepEqual('unclear' in read && read.unclear.map(String), ['2026-11-20T01:00:00', '2026-11-21T01:00:00'])
})

test('an impossible time is asked about', () => {
  assert.deepEqual(readTimeWords('25:00', said('en')), { unclear: [60] })
  assert.deepEqual(readTimeWords('11 in the afternoon', said('en')), { unclear: [660, 1380] })
})

test('a time says whether it may be meant twelve hours later', () => {
  const open = (phrase: string, language: Language = 'en') => {
    const read = readTimeWords(phrase, said(language))
    return 'open' in read ? read.open : undefined
  }
  for (const phrase of ['3', 'half past two', '4:30', "5 o'clock", 'twelve']) assert.equal(open(phrase), true, phrase)
  for (const phrase of ['3pm', 'noon', '15:30', '04:30', '10:30', '3 in the morning', 'in two hours'])
    assert.equal(open(phrase), false, phrase)
  assert.equal(open('halb drei', 'de'), true)
  assert.equal(open('las tres de la tarde', 'es'), false)
})

test('a time that stands beside the day comes along', () => {
  const read = readDateWords('tomorrow at 3', said('en'))
  assert.deepEqual('date' in read && read.time, { minutes: 180, open: true })
  assert.equal(
    'date' in readDateWords('tomorrow', said('en')) && 'time' in readDateWords('tomorrow', said('en')),
    false,
  )
})

test('Thanksgiving and Labor Day lie where the region keeps them', () => {
  assert.equal(day('Thanksgiving 2027', said('en', 'CA')), '2027-10-11')
  assert.equal(day('Thanksgiving 2027', said('en', 'US')), '2027-11-25')
  assert.equal(day('Labor Day 2027', said('en', 'US')), '2027-09-06')
})

test('an offset behind a time is believed where it changes nothing, and else asked about', () => {
  const inNewYork = { ...said('en'), timeZone: 'America/New_York' }
  const at = (phrase: string, context: WhenContext) => {
    const read = readDateTimeWords(phrase, context)
    return 'date' in read ? [`${read.date} ${read.minutes}`] : read.unclear.map(String)
  }
  assert.deepEqual(at('2026-12-15T14:00:00-05:00', inNewYork), ['2026-12-15 840'])
  assert.deepEqual(at('2026-12-15T14:00:00Z', inNewYork), ['2026-12-15T14:00:00', '2026-12-15T09:00:00'])
  assert.deepEqual(at('2026-12-15T14:00Z', said('en')), ['2026-12-15 840'])
  // the day is the same either way
  assert.equal(day('2026-12-15T14:00:00Z', inNewYork), '2026-12-15')
  assert.deepEqual(day('2026-12-15T02:00:00Z', inNewYork), ['2026-12-15', '2026-12-14'])
  assert.deepEqual(day('2026-02-30T14:00:00Z', inNewYork), [])
})

test('10.30 is a time where a time is asked for, and a day where a day is', () => {
  assert.deepEqual(readTimeWords('10.30', said('en')), { minutes: 630, open: true })
  assert.equal(day('10.30', said('en')), '2027-10-30')
  assert.deepEqual(day('at 3.30', said('en')), [])
})

test('the same words mean the same, as often as they are asked', () => {
  const ask = () => JSON.stringify([readDateWords('the 12th', said('en')), readTimeWords('half past two', said('en'))])
  assert.equal(ask(), ask())
})

test('random words are answered quickly and without a fault in every language', () => {
  const words: Record<Language, string> = {
    en: "next last this the of at in a half quarter past to from after before week day month monday friday march second first three twenty 15 2026 03/04 10:30 noon am pm tomorrow and or , . - o'clock christmas every end until now ago",
    es: 'próximo pasado este el la de a las en un una media cuarto y menos para después antes semana día mes lunes viernes marzo segundo primer tres veinte 15 2026 03/04 10:30 mediodía am pm mañana pasado por , . - o navidad hace fin hasta ahora',
    fr: "prochain dernier ce le la de à dans un une demie quart et moins avant après semaine jour mois lundi vendredi mars second premier trois vingt 15 2026 03/04 10:30 midi h heures demain soir matin , . - ou noël il y a fin jusqu'à maintenant huit",
    de: 'nächsten letzten diesen der den am um in ein halb viertel nach vor und woche tag monat montag freitag märz zweiten ersten drei zwanzig 15. 2026 03.04. 10:30 mittag uhr morgen früh abend , . - oder silvester ende bis jetzt von',
    pt: 'próxima passada esta o a de às em um uma meia quarto e menos para depois antes semana dia mês segunda sexta março segundo primeiro três vinte 15 2026 03/04 10:30 meio-dia h horas amanhã noite manhã , . - ou natal há fim até agora que vem',
  }
  const next = generator(20261118)
  for (const [language, list] of Object.entries(words) as [Language, string][]) {
    const vocabulary = list.split(' ')
    let slowest = 0
    for (let i = 0; i < 10_000; i++) {
      const phrase = Array.from({ length: 1 + (next() % 12) }, () => vocabulary[next() % vocabulary.length]!).join(' ')
      const begun = process.cpuUsage()
      readDateWords(phrase, said(language))
      readTimeWords(phrase, said(language))
      readDateTimeWords(phrase, said(language))
      const { user, system } = process.cpuUsage(begun)
      slowest = Math.max(slowest, user + system)
    }
    assert.ok(slowest < 250_000, `${language}: ${slowest} µs of the processor for one phrase`)
  }
})

test('a long or senseless text is no burden', () => {
  for (const phrase of [
    '1 '.repeat(79),
    'a'.repeat(100_000),
    '15 '.repeat(50_000),
    '9'.repeat(150),
    'и завтра',
    '\u0000',
    '🦷 tomorrow',
  ])
    assert.deepEqual(readDateWords(phrase, said('en')), { unclear: [] }, phrase.slice(0, 20))
})

/** The same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 8
  }
}
