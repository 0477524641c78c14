import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Language, readTimeWords } from '../../src/language/when.ts'

/** What people say of a clock most often, with each hour in each frame; the minutes are reckoned from the hour. */
const hours: Record<Language, string[]> = {
  en: 'one two three four five six seven eight nine ten eleven twelve'.split(' '),
  es: 'una dos tres cuatro cinco seis siete ocho nueve diez once doce'.split(' '),
  fr: 'une deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
  de: 'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' '),
  pt: 'uma duas três quatro cinco seis sete oito nove dez onze doze'.split(' '),
}
const las = (hour: string) => (hour === 'una' ? 'la' : 'las')
const as = (hour: string) => (hour === 'uma' ? 'a' : 'as')
const heures = (hour: string) => (hour === 'une' ? 'heure' : 'heures')

const frames: Record<Language, [minutes: number, say: (hour: string) => string][]> = {
  en: [
    [30, (hour) => `half past ${hour}`],
    [15, (hour) => `quarter past ${hour}`],
    [15, (hour) => `a quarter past ${hour}`],
    [10, (hour) => `ten past ${hour}`],
    [20, (hour) => `twenty past ${hour}`],
    [-15, (hour) => `quarter to ${hour}`],
    [-15, (hour) => `a quarter to ${hour}`],
    [-20, (hour) => `twenty to ${hour}`],
    [0, (hour) => `at ${hour} o'clock`],
    [30, (hour) => `${hour} thirty`],
    [15, (hour) => `at ${hour} fifteen`],
    [5, (hour) => `${hour} oh five`],
  ],
  es: [
    [0, (hour) => `a ${las(hour)} ${hour}`],
    [30, (hour) => `a ${las(hour)} ${hour} y media`],
    [15, (hour) => `a ${las(hour)} ${hour} y cuarto`],
    [10, (hour) => `${las(hour)} ${hour} y diez`],
    [-15, (hour) => `a ${las(hour)} ${hour} menos cuarto`],
    [-10, (hour) => `${las(hour)} ${hour} menos diez`],
  ],
  fr: [
    [0, (hour) => `à ${hour} ${heures(hour)}`],
    [30, (hour) => `à ${hour} ${heures(hour)} et demie`],
    [15, (hour) => `${hour} ${heures(hour)} et quart`],
    [10, (hour) => `${hour} ${heures(hour)} dix`],
    [-15, (hour) => `${hour} ${heures(hour)} moins le quart`],
    [-10, (hour) => `${hour} ${heures(hour)} moins dix`],
  ],
  de: [
    [0, (hour) => `um ${hour === 'eins' ? 'ein' : hour} Uhr`],
    [-30, (hour) => `halb ${hour}`],
    [15, (hour) => `Viertel nach ${hour}`],
    [-15, (hour) => `um Viertel vor ${hour}`],
    [-15, (hour) => `drei viertel ${hour}`],
    [10, (hour) => `zehn nach ${hour}`],
    [-10, (hour) => `zehn vor ${hour}`],
    [-25, (hour) => `fünf nach halb ${hour}`],
    [30, (hour) => `${hour === 'eins' ? 'ein' : hour} Uhr dreißig`],
  ],
  pt: [
    [0, (hour) => `às ${hour} ${hour === 'uma' ? 'hora' : 'horas'}`],
    [30, (hour) => `${hour} e meia`],
    [15, (hour) => `às ${hour} e quinze`],
    [-15, (hour) => `quinze para ${as(hour)} ${hour}`],
    [-10, (hour) => `dez para ${as(hour)} ${hour}`],
  ],
}

const now = Temporal.PlainDateTime.from('2026-11-18T10:00')

for (const language of ['en', 'es', 'fr', 'de', 'pt'] as const) {
  test(`each hour with each fraction is the minute that it is, in ${language}`, () => {
    const wrong: string[] = []
    for (const [minutes, say] of frames[language]) {
      for (const [i, hour] of hours[language].entries()) {
        const read = readTimeWords(say(hour), { now, language })
        const wanted = (((i + 1) * 60 + minutes) % 720).toString()
        const got = 'minutes' in read ? (read.minutes % 720).toString() : `asked ${read.unclear.join(' ')}`
        if (got !== wanted) wrong.push(`${say(hour)}: ${got}, not ${wanted}`)
      }
    }
    assert.deepEqual(wrong, [])
  })
}
