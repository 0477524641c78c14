import { credentials, generations, laterParticles, noNames, particles, secondGivenNames, titles } from './name-words.ts'
import { fold } from './number-words.ts'
import { readText } from './said.ts'

/**
 * A name as it will be kept: trimmed, composed (NFC), on one line, without control and format characters. Undefined for
 * mere punctuation and for what models write when they know none ("null", "unknown", "the caller").
 */
export function readName(said: unknown): string | undefined {
  const name = readText(said)
  if (name === undefined || !/[\p{L}\p{N}\p{S}]/u.test(name)) return undefined
  const plain = fold(name.slice(0, 60))
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim()
  return noNames.has(plain) || noNames.has(plain.replaceAll(' ', '/')) ? undefined : name
}

/**
 * Whether two names are one person's, as far as names can tell, for verification:
 *
 * - Case, accents, apostrophes, titles, particles ("de la"), credentials and spacing do not count; ß is ss, ø o or oe,
 *   ü u or ue; words that sound alike count as one ("Katherine", "Catherine"; "Meyer", "Meier").
 * - The first name and the last must both be said in full, in this order, turned round, or as "Smith, John". A hyphenated
 *   first name is one name: "Jean-Luc" is not "Jean".
 * - Names between them may be missing or initials, but may not contradict each other. Of two surnames the second may be
 *   missing.
 * - One slip of the keyboard in the whole name: two inner letters of a word of six or more swapped, "ue" for "u" there, or
 *   one letter deep inside a word of ten or more. Never one more, since Maria is not Mario and Johnson not Johnston.
 * - A son is not his father ("Jr.", "III", "Filho"), Mr. Smith not Mrs. Smith, and an initial nobody.
 * - A name of one word is the same as itself only.
 */
export function sameName(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)]
  if (a === undefined || b === undefined || a.generation !== b.generation) return false
  if (a.sex !== undefined && b.sex !== undefined && a.sex !== b.sex) return false
  const [left, right] = [fold(a.words.join(' ')), fold(b.words.join(' '))]
  if (a.words.length < 2 || b.words.length < 2) return left === right && a.sex === b.sex
  if (left === right) return true
  return isSameInOrder(a.words, b.words) || isSameJoined(a.all, b.all) || isSameTurned(a.words, b.words)
}

type Name = {
  /** without titles, particles and generation; a hyphenated first name is one word */
  words: string[]
  /** with particles */
  all: string[]
  /** "son", "third", or empty */
  generation: string
  sex?: 'man' | 'woman'
}

function parse(name: string): Name | undefined {
  const text = readText(name)?.slice(0, 255).toLowerCase()
  if (text === undefined) return undefined
  const plain = text.replace(/\([^)]*\)/g, ' ').replace(/[\s,]+(?:m\.d|ph\.d|d\.d\.s|d\.v\.m)\.?$/, '')
  const [last, first, ...more] = plain.split(',')
  const isTurned = first !== undefined && more.length === 0 && wordsOf(first).some((word) => !isAfterName(word))
  const words = wordsOf(isTurned ? `${first} ${last}` : plain)
  if (words.length === 0 || words.length > 12) return undefined
  const { sex, rest } = withoutTitles(words)
  const { generation, rest: named } = withoutEndings(rest)
  const all = named
    .flatMap((word, at) => (at === 0 ? [word.replaceAll('-', '')] : word.split('-')))
    .filter((word) => word !== '')
  return { words: withoutParticles(all), all, generation, ...(sex && { sex }) }
}

/** Letters with their umlauts, since those are compared in two ways. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/['’‘`´"“”]/g, '')
    .split(/[^\p{L}\p{M}\p{N}-]+/u)
    .map((word) => word.replace(/^-+|-+$/g, ''))
    .filter((word) => word !== '')

const isAfterName = (word: string): boolean => Object.hasOwn(generations, fold(word)) || credentials.has(fold(word))

function withoutTitles(words: readonly string[]): { sex?: 'man' | 'woman'; rest: string[] } {
  let sex: 'man' | 'woman' | undefined
  let at = 0
  for (; at < words.length - 1; at++) {
    const word = fold(words[at]!)
    if (titles.man.has(word)) sex = 'man'
    else if (titles.woman.has(word)) sex = 'woman'
    else if (!titles.either.has(word)) break
  }
  return { ...(sex && { sex }), rest: words.slice(at) }
}

function withoutEndings(words: readonly string[]): { generation: string; rest: string[] } {
  let generation = ''
  let end = words.length
  for (; end > 2; end--) {
    const word = fold(words[end - 1]!)
    if (Object.hasOwn(generations, word)) generation = generations[word]!
    else if (!credentials.has(word)) break
  }
  return { generation, rest: words.slice(0, end) }
}

/** A particle begins no name and ends none: "Al Green", "Anh Do". */
function withoutParticles(words: readonly string[]): string[] {
  return words.filter((word, at) => {
    if (at === 0 || at === words.length - 1) return true
    return !particles.has(word) && !(laterParticles.has(word) && particles.has(words[at - 1]!))
  })
}

/** First and last word the same, what stands between compatible; or the second surname missing. */
function isSameInOrder(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const first = slipsBetween(short[0]!, long[0]!)
  const between = (end: number) => areMissing(short.slice(1, -1), long.slice(1, end))
  const withLast = first + slipsBetween(short.at(-1)!, long.at(-1)!) + between(-1)
  if (withLast <= 1) return true
  if (long.length === short.length || secondGivenNames.has(fold(short.at(-1)!))) return false
  return first + slipsBetween(short.at(-1)!, long.at(-2)!) + between(-2) <= 1
}

/** Slips, when all of `few` stand in `many` in their order, perhaps as initials; Infinity otherwise. */
function areMissing(few: readonly string[], many: readonly string[]): number {
  let slips = 0
  let from = 0
  for (const word of few) {
    const at = many.findIndex((other, index) => index >= from && slipsInMiddle(word, other) <= 1)
    if (at < 0) return Number.POSITIVE_INFINITY
    slips += slipsInMiddle(word, many[at]!)
    from = at + 1
  }
  return slips
}

const slipsInMiddle = (one: string, other: string): number =>
  (one.length === 1 || other.length === 1) && fold(one)[0] === fold(other)[0] ? 0 : slipsBetween(one, other)

/** "Mary Ann" is "Maryann", "Van der Berg" "Vanderberg": written apart or together, which must be the difference. */
function isSameJoined(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length) return false
  const joined = fold(a.join(''))
  return turned(b).some((words) => fold(words.join('')) === joined)
}

/** "Smith John", and of names with as many words any turn in which all of them agree. */
function isSameTurned(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 2) return isSameFromEnd(b, a)
  if (b.length === 2) return isSameFromEnd(a, b)
  if (a.length !== b.length) return false
  return turned(b).some((words) => isSameInOrder(a, words))
}

/** `two` turned round has the first and the last word of the other. */
const isSameFromEnd = (words: readonly string[], two: readonly string[]): boolean =>
  slipsBetween(two[1]!, words[0]!) + slipsBetween(two[0]!, words.at(-1)!) <= 1

const turned = (words: readonly string[]): string[][] =>
  words.map((_, at) => [...words.slice(at), ...words.slice(0, at)])

/** 0 for the same word or one that sounds the same, 1 for a slip of the keyboard, Infinity otherwise and for initials. */
function slipsBetween(one: string, other: string): number {
  const [ones, others] = [spellings(one), spellings(other)]
  const some = (test: (a: string, b: string) => boolean) => ones.some((a) => others.some((b) => test(a, b)))
  if (one.length < 2 || other.length < 2) return Number.POSITIVE_INFINITY
  if (some((a, b) => a === b || soundOf(a) === soundOf(b))) return 0
  return some((a, b) => isSwapped(a, b) || isUmlautLost(a, b) || isLongWordsSlip(a, b)) ? 1 : Number.POSITIVE_INFINITY
}

/** "müller" → "muller", "mueller" */
const spellings = (word: string): string[] => [
  ...new Set([fold(word), fold(word.normalize('NFC').replace(/[äöüøåæœ]/g, (letter) => twoLetters[letter]!))]),
]

const twoLetters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa', æ: 'ae', œ: 'oe' }

/**
 * Spellings of one sound, in the languages that write them. A double letter before a final vowel stays double: Daniele is
 * not Danielle, Anna not Ana. A final h stays in short words and after "ia": Noah is not Noa, Mariah not Maria.
 */
function soundOf(word: string): string {
  if (word.length < 4) return word
  return word
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/ck/g, 'k')
    .replace(/tz/g, 'z')
    .replace(/dt$/, 't')
    .replace(/c(?![heiy])/g, 'k')
    .replace(/z/g, 's')
    .replace(/y/g, 'i')
    .replace(/ai/g, 'ei')
    .replace(/(?<=[aeou])h(?=[^aeiou])|(?<=..[^i]a)h$/g, '')
    .replace(/([^aeiou])\1(?![aeiou]$)/g, '$1')
}

/** Two inner letters the wrong way round: Micheal. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 6) return false
  const at = firstDifference(a, b)
  return (
    at > 0 && at < a.length - 2 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
  )
}

/** Muller for Mueller; "ae" is not forgiven, since Michal is not Michael. */
function isUmlautLost(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (long.length !== short.length + 1 || short.length < 6) return false
  const at = firstDifference(short, long)
  return at > 0 && long[at] === 'e' && /[ou]/.test(long[at - 1]!) && short.slice(at) === long.slice(at + 1)
}

/** One letter wrong, missing or too many in a long word, away from its beginning and its ending, which tells the sex. */
function isLongWordsSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length < 10 || long.length - short.length > 1) return false
  const at = firstDifference(short, long)
  if (at < 3 || at > long.length - 4) return false
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at)
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
