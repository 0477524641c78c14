import { fold, numberAt, type SpokenLanguage, spokenLanguageOf } from './number-words.ts'
import { isPlaceholder, readText } from './said.ts'

const longest = 24 * 60

/**
 * How long something takes, in whole minutes, 1 to 1440: `30`, `"30 minutes"`, "half an hour", "1h30", "1:30" (hours and
 * minutes), "PT45M", "hora y media", "trois quarts d'heure", "anderthalb Stunden", "meia hora". A bare number is minutes.
 * A range, "at least", "an hour or so" and what has seconds or days are undefined, since each may mean several lengths.
 */
export function readDuration(said: unknown, language: string): number | undefined {
  const text = readText(said)?.toLowerCase()
  if (text === undefined || text.length > 100 || isPlaceholder(text)) return undefined
  const spoken = spokenLanguageOf(language)
  const minutes = writtenMinutes(text) ?? spokenMinutes(text, spoken) ?? spokenMinutes(text, 'en')
  return minutes !== undefined && Number.isInteger(minutes) && minutes >= 1 && minutes <= longest ? minutes : undefined
}

/** `PT1H30M`, `1:30` and `01:30:00`. */
function writtenMinutes(text: string): number | undefined {
  const clock = /^(\d{1,2}):([0-5]\d)(?::00)?$/.exec(text)
  if (clock !== null) return Number(clock[1]) * 60 + Number(clock[2])
  if (!/^pt[\d.,hms]+$/.test(text)) return undefined
  try {
    return Temporal.Duration.from(text).total('minutes')
  } catch {
    return undefined
  }
}

type Lexicon = {
  hour: Words
  minute: Words
  half: Words
  quarter: Words
  and: Words
  of: Words
  idle: Words
  whole: Whole
}
type Words = ReadonlySet<string>
/** words that say a number of hours with its fraction */
type Whole = Readonly<Record<string, number>>

const set = (text: string): Words => new Set(text.split(' '))

const lexicons: Record<SpokenLanguage, Lexicon> = {
  en: {
    hour: set('hour hours hr hrs h'),
    minute: set('minute minutes min mins mn m'),
    half: set('half'),
    quarter: set('quarter quarters'),
    and: set('and'),
    of: set('of'),
    idle: set('about around approximately roughly exactly just for please long appointment session visit'),
    whole: { a: 1, an: 1 },
  },
  es: {
    hour: set('hora horas h hr hrs'),
    minute: set('minuto minutos min mins m'),
    half: set('media medio'),
    quarter: set('cuarto cuartos'),
    and: set('y con'),
    of: set('de'),
    idle: set('unos unas aproximadamente alrededor casi por durante favor exactamente'),
    whole: {},
  },
  fr: {
    hour: set('heure heures h hr'),
    minute: set('minute minutes min mins mn m'),
    half: set('demi demie'),
    quarter: set('quart quarts'),
    and: set('et'),
    of: set('d de'),
    idle: set('environ pendant pour exactement svp'),
    whole: {},
  },
  de: {
    hour: set('stunde stunden std stdn h'),
    minute: set('minute minuten min mins m'),
    half: set('halbe halb halben'),
    quarter: set('viertel'),
    and: set('und'),
    of: set('-'),
    idle: set('etwa ungefahr circa ca genau lang bitte fur'),
    whole: { anderthalb: 1.5, eineinhalb: 1.5, zweieinhalb: 2.5, dreieinhalb: 3.5, viereinhalb: 4.5 },
  },
  pt: {
    hour: set('hora horas h hr hrs'),
    minute: set('minuto minutos min mins m'),
    half: set('meia meio'),
    quarter: set('quarto quartos'),
    and: set('e'),
    of: set('de'),
    idle: set('uns umas aproximadamente cerca por durante favor exatamente'),
    whole: {},
  },
}

/** n a number, h hours, m minutes, f a fraction of an hour, a "and", o "of" */
type Sign = { sign: 'n' | 'h' | 'm' | 'f' | 'a' | 'o'; value: number }

function spokenMinutes(text: string, language: SpokenLanguage): number | undefined {
  const signs = signsOf(text, language)
  if (signs === undefined) return undefined
  const shape = signs.map(({ sign }) => sign).join('')
  for (const [pattern, minutesOf] of shapes) {
    const match = pattern.exec(shape)
    if (match === null) continue
    const at = (name: string) => match.indices!.groups![name]?.[0]
    const value = (name: string) => (at(name) === undefined ? undefined : signs[at(name)!]!.value)
    return minutesOf(value)
  }
  return undefined
}

type Values = (name: string) => number | undefined

const shapes: [RegExp, (value: Values) => number | undefined][] = [
  // "30", "30 minutes"
  [/^(?<n>n)m?$/d, (value) => value('n')],
  // "an hour", "1.5 hours"
  [/^(?<n>n)?h$/d, (value) => (value('n') ?? 1) * 60],
  // "an hour and twenty minutes", "1h30"
  [/^(?<n>n)?ha?(?<m>n)m?$/d, (value) => sumOf(value('n'), value('m')!)],
  // "half an hour", "three quarters of an hour"
  [/^(?<k>n)?(?<f>f)o?(?<one>n)?h$/d, (value) => (isOne(value('one')) ? partOf(value('k'), value('f')!) : undefined)],
  // "an hour and a half", "une heure et trois quarts"
  [/^(?<n>n)?ha(?<k>n)?(?<f>f)$/d, (value) => plus(value('n'), partOf(value('k'), value('f')!))],
  // "two and a half hours"
  [/^(?<n>n)a(?<k>n)?(?<f>f)h$/d, (value) => plus(value('n'), partOf(value('k'), value('f')!))],
]

const isOne = (count: number | undefined): boolean => count === undefined || count === 1

const sumOf = (hours = 1, minutes: number): number | undefined =>
  Number.isInteger(hours) && minutes < 60 ? hours * 60 + minutes : undefined

const plus = (hours = 1, part: number | undefined): number | undefined =>
  Number.isInteger(hours) && part !== undefined ? hours * 60 + part : undefined

/** Of an hour, in minutes: a half, a quarter, three quarters. */
function partOf(count: number | undefined, fraction: number): number | undefined {
  if (isOne(count)) return fraction * 60
  return count === 3 && fraction === 0.25 ? 45 : undefined
}

/** Undefined when a word is not known. */
function signsOf(text: string, language: SpokenLanguage): Sign[] | undefined {
  const plain = fold(text.replace(/½/g, ' 1/2').replace(/¼/g, ' 1/4').replace(/¾/g, ' 3/4'))
    .replace(/(\d)\s*['’′](?!\p{L})/gu, '$1 min ')
    // "1 1/2" and "1/2"
    .replace(/(?<![\d/.,])(?:(\d{1,2})\s+)?([13])\/([24])(?![\d/.,])/g, (_, whole = '0', top: string, bottom: string) =>
      String(Number(whole) + Number(top) / Number(bottom)),
    )
    .replace(/(viertel|halb)(?=stunde)/g, '$1 ')
  // a hyphen between digits is a range
  if (/[^\p{L}\p{N}\s.,'’-]|\d\s*-|-\s*\d/u.test(plain)) return undefined
  const words = plain.match(/\p{L}+|\d+(?:[.,]\d+)?/gu) ?? []
  return readSigns(words, language)
}

function readSigns(words: readonly string[], language: SpokenLanguage): Sign[] | undefined {
  const lexicon = lexicons[language]
  const signs: Sign[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    const number = numberAt(words, at, language)
    if (/^\d/.test(word)) signs.push({ sign: 'n', value: Number(word.replace(',', '.')) })
    else if (Object.hasOwn(lexicon.whole, word) && !(number && number.length > 1))
      signs.push({ sign: 'n', value: lexicon.whole[word]! })
    else if (number !== undefined) {
      signs.push({ sign: 'n', value: number.value })
      at += number.length - 1
    } else if (lexicon.hour.has(word)) signs.push({ sign: 'h', value: 60 })
    else if (lexicon.minute.has(word)) signs.push({ sign: 'm', value: 1 })
    else if (lexicon.half.has(word)) signs.push({ sign: 'f', value: 0.5 })
    else if (lexicon.quarter.has(word)) signs.push({ sign: 'f', value: 0.25 })
    else if (word === 'dreiviertel') signs.push({ sign: 'f', value: 0.75 })
    else if (lexicon.and.has(word)) signs.push({ sign: 'a', value: 0 })
    else if (lexicon.of.has(word)) signs.push({ sign: 'o', value: 0 })
    else if (!lexicon.idle.has(word)) return undefined
  }
  return signs
}
