import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type english from '../../locales/en.json'

/** What is said, in one language: `locales/<language>.json`. A missing sentence is said in English. */
type Catalogue = typeof english
export type SentenceKey = keyof Catalogue['sentences']
type Sentence = string | { one: string; other: string }
type Values = Readonly<Record<string, string | number>>

export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

/** Speaks one language. Dates and times are said as people say them, never as digits to be spelled. */
export type Voice = {
  language: Language
  /** `{count}` chooses between one and other; the first letter becomes a capital */
  say(key: SentenceKey, values?: Values): string
  /** "Tuesday, December 15th"; with the year when it is not `today`'s */
  date(on: Temporal.PlainDate, today: Temporal.PlainDate): string
  /** minutes since midnight: "2:30 PM" */
  time(minutes: number): string
  /** a time that stands twice on the clock, as the first or the second of the two: "1:30 AM, before the clocks go back" */
  twin(time: string, first: boolean): string
  /** `time` is minutes since midnight, or what to say for it */
  dateAndTime(on: Temporal.PlainDate, time: number | string, today: Temporal.PlainDate): string
  /** "a, b and c" or "a, b or c" */
  list(items: readonly string[], joined: 'and' | 'or'): string
}

/** The voice for a language tag such as `es-MX`; English for one that has no catalogue. */
export function voiceOf(tag: string): Voice {
  const language = languages.find((known) => known === tag.toLowerCase().split('-')[0]) ?? 'en'
  const known = voices.get(language) ?? makeVoice(language)
  voices.set(language, known)
  return known
}

const voices = new Map<Language, Voice>()

function makeVoice(language: Language): Voice {
  const catalogue = readCatalogue(language)
  const plural = new Intl.PluralRules(language)
  const lists = {
    and: new Intl.ListFormat(language, { type: 'conjunction' }),
    or: new Intl.ListFormat(language, { type: 'disjunction' }),
  }
  const say = (key: SentenceKey, values: Values = {}) => {
    const sentence: Sentence = catalogue.sentences[key]
    const template = typeof sentence === 'string' ? sentence : chosen(sentence, plural, values)
    return capitalised(fill(template, values))
  }
  const date = (on: Temporal.PlainDate, today: Temporal.PlainDate) =>
    fill(on.year === today.year ? catalogue.date : catalogue.dateWithYear, {
      weekday: catalogue.weekdays[on.dayOfWeek - 1]!,
      day: catalogue.days[on.day - 1]!,
      month: catalogue.months[on.month - 1]!,
      year: on.year,
    })
  const time = (minutes: number) => spokenTime(catalogue, minutes)
  return {
    language,
    say,
    date,
    time,
    twin: (said, first) => fill(first ? catalogue.firstOfTwo : catalogue.secondOfTwo, { time: said }),
    dateAndTime: (on, said, today) =>
      fill(catalogue.dateAndTime, { date: date(on, today), time: typeof said === 'string' ? said : time(said) }),
    list: (items, joined) => lists[joined].format(items),
  }
}

/** "K7M4QX" → "K, 7, M, 4, Q, X", so that it is read letter by letter. */
export const spelled = (code: string): string => [...code].join(', ')

function spokenTime(catalogue: Catalogue, minutes: number): string {
  if (minutes === 0) return catalogue.midnight
  if (minutes === 720) return catalogue.noon
  const hour = Math.floor(minutes / 60)
  const part = catalogue.partsOfDay.findLast(([from]) => hour >= (from as number))![1]!
  const values = { hour: catalogue.hours[hour % 12]!, minutes: String(minutes % 60).padStart(2, '0'), part }
  return fill(minutes % 60 === 0 ? catalogue.wholeHour : catalogue.hourAndMinutes, values)
}

const chosen = (sentence: { one: string; other: string }, plural: Intl.PluralRules, values: Values): string =>
  plural.select(Number(values.count)) === 'one' ? sentence.one : sentence.other

// Replaced in one pass, so that a caller's name with braces in it stays a name.
function fill(template: string, values: Values): string {
  const parts = partsOf(template)
  let text = parts[0]!
  for (let i = 1; i < parts.length; i += 2) {
    const name = parts[i]!
    text += (Object.hasOwn(values, name) ? values[name] : `{${name}}`) + parts[i + 1]!
  }
  return text
}

/** Text and names by turns, beginning and ending with text. */
function partsOf(template: string): string[] {
  const known = templates.get(template) ?? template.split(/\{(\w+)\}/)
  templates.set(template, known)
  return known
}

const templates = new Map<string, string[]>()

const capitalised = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1)

function readCatalogue(language: Language): Catalogue {
  const read = (name: Language) =>
    JSON.parse(readFileSync(join(import.meta.dirname, `../../locales/${name}.json`), 'utf8')) as Catalogue
  const fallback = read('en')
  const own = language === 'en' ? fallback : read(language)
  return { ...fallback, ...own, sentences: { ...fallback.sentences, ...own.sentences } }
}
