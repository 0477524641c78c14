/**
 * Cardinals from 0 to 999 as callers say them and speech-to-text writes them: "twenty-three", "veintitrés", "treinta y
 * uno", "soixante-dix-huit", "septante-huit", "vierundzwanzig", "vier und zwanzig", "vinte e quatro", "a hundred and
 * five". Ordinals are not read here, nor digits.
 *
 * - `foldWords(text)` makes the words that the others take: small letters without accents, apart from everything else.
 * - `numberAt(words, at, language)` is the longest number that begins at `words[at]`, with how many words it took.
 * - `numbersAt(…)` are all that begin there ("eight hundred five" is 8, 800 or 805), the longest first.
 * - `readCardinal(said, language)` is for a text that is one number and nothing else, in digits or words.
 */
export const spokenLanguages = ['en', 'es', 'fr', 'de', 'pt'] as const
export type SpokenLanguage = (typeof spokenLanguages)[number]

/** A number and the count of words that say it. */
export type NumberFound = { value: number; length: number }

/** The language of a tag such as `pt-BR`; English for one that is not understood. */
export function spokenLanguageOf(tag: string | null | undefined): SpokenLanguage {
  const primary = tag?.toLowerCase().split(/[-_]/)[0]
  return spokenLanguages.find((known) => known === primary) ?? 'en'
}

/** Small letters, without accents; ß is ss, æ is ae, ø is o, full-width letters are plain ones. Nothing else changes. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðłı]/g, (letter) => plainLetters[letter]!)
    .normalize('NFC')

const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
}

/** The words of a text, folded; digits stay together, and every sign parts words, hyphens and apostrophes too. */
export const foldWords = (text: string): string[] => fold(text).match(/\p{L}+|\p{Nd}+/gu) ?? []

/** The longest number that begins at `words[at]`; undefined where none begins. */
export const numberAt = (words: readonly string[], at: number, language: SpokenLanguage): NumberFound | undefined =>
  numbersAt(words, at, language)[0]

/** Every number that begins at `words[at]`, the longest first. */
export function numbersAt(words: readonly string[], at: number, language: SpokenLanguage): NumberFound[] {
  const known = tableOf(language)
  const found: NumberFound[] = []
  let phrase = ''
  for (let length = 1; length <= mostWords && at + length <= words.length; length++) {
    phrase = length === 1 ? words[at]! : `${phrase} ${words[at + length - 1]}`
    const value = known.get(phrase)
    if (value !== undefined) found.unshift({ value, length })
  }
  return found
}

/** A text that is one whole number, in digits or words: `"30"`, `"30.0"`, `"thirty"`; undefined for anything else. */
export function readCardinal(said: string, language: SpokenLanguage): number | undefined {
  const digits = /^\s*(\d{1,9})(?:\.0+)?\s*$/.exec(said)
  if (digits !== null) return Number(digits[1])
  if (/[^\p{L}\p{M}\s-]/u.test(said)) return undefined
  const words = foldWords(said)
  const found = numberAt(words, 0, language)
  return found?.length === words.length ? found.value : undefined
}

/** "two hundred and twenty three" and "quatre cent quatre-vingt-dix-neuf" have no more */
const mostWords = 7

const tables = new Map<SpokenLanguage, Map<string, number>>()

function tableOf(language: SpokenLanguage): Map<string, number> {
  const known = tables.get(language)
  if (known !== undefined) return known
  const table = new Map<string, number>()
  for (let number = 0; number < 1000; number++)
    for (const spelling of spellings[language](number)) table.set(spelling, number)
  tables.set(language, table)
  return table
}

/** `a|b c|d` → a list of lists: what stands at each place, with its variants. */
const places = (text: string): string[][] => text.split(' ').map((place) => place.split('|'))

/** Every choice of one from each list, joined. */
const joined = (...parts: (readonly string[])[]): string[] =>
  parts.reduce<string[]>((sofar, part) => sofar.flatMap((begun) => part.map((end) => begun + end)), [''])

const en = {
  below20: places(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ),
  tens: places('- - twenty thirty forty|fourty fifty sixty seventy eighty ninety'),
}

function english(number: number): string[] {
  if (number < 20) return en.below20[number]!
  const [tens, rest] = [en.tens[Math.floor(number / 10)], number % 10]
  if (number < 100) return rest === 0 ? tens! : joined(tens!, [' '], en.below20[rest]!)
  const count = number < 200 ? ['one ', 'a ', ''] : [`${en.below20[Math.floor(number / 100)]![0]} `]
  const hundred = joined(count, ['hundred'])
  return number % 100 === 0 ? hundred : joined(hundred, [' ', ' and '], english(number % 100))
}

const es = {
  below20: places(
    'cero uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
  ),
  tens: places('- - veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa'),
  hundreds: places('- - doscient trescient cuatrocient quinient seiscient setecient ochocient novecient'),
}

function spanish(number: number): string[] {
  const rest = number % 10
  const unit = es.below20[rest]!
  if (number < 16) return es.below20[number]!
  if (number < 20) return [...es.below20[number]!, `diez y ${unit[0]}`]
  if (number < 100) {
    const tens = es.tens[Math.floor(number / 10)]!
    if (rest === 0) return tens
    return [...joined(tens, [' y '], unit), ...(number < 30 ? joined(['veinti'], unit) : [])]
  }
  if (number === 100) return ['cien', 'ciento']
  const hundred = number < 200 ? ['ciento'] : joined(es.hundreds[Math.floor(number / 100)]!, ['os', 'as'])
  return number % 100 === 0 ? hundred : joined(hundred, [' '], spanish(number % 100))
}

const fr = {
  below20: places(
    'zero un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept|dixsept dix_huit|dixhuit dix_neuf|dixneuf',
  ).map((place) => place.map((word) => word.replace('_', ' '))),
  tens: places('- - vingt trente quarante cinquante soixante septante huitante|octante nonante'),
}

function french(number: number): string[] {
  if (number < 20) return fr.below20[number]!
  if (number < 100) {
    const tens = fr.tens[Math.floor(number / 10)]!
    const rest = number % 10
    const plain = rest === 0 ? tens : joined(tens, rest === 1 ? [' et ', ' '] : [' '], fr.below20[rest]!)
    if (number < 70) return plain
    if (number < 80)
      return [...plain, ...joined(['soixante'], number === 71 ? [' et ', ' '] : [' '], french(number - 60))]
    const eighty = ['quatre vingt', 'quatre vingts']
    return [...plain, ...(number === 80 ? eighty : joined(eighty, [' '], french(number - 80)))]
  }
  const count = number < 200 ? [''] : [`${fr.below20[Math.floor(number / 100)]![0]} `]
  const hundred = joined(count, ['cent', ...(number < 200 ? [] : ['cents'])])
  return number % 100 === 0 ? hundred : joined(hundred, [' '], french(number % 100))
}

const de = {
  below20: places(
    'null eins|ein|eine|einen|einem|einer zwei|zwo drei vier funf|fuenf sechs sieben acht neun zehn elf zwolf|zwoelf dreizehn vierzehn funfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn',
  ),
  tens: places('- - zwanzig dreissig vierzig funfzig|fuenfzig sechzig siebzig achtzig neunzig'),
}

function german(number: number): string[] {
  if (number < 20) return de.below20[number]!
  const units = (digit: number) => (digit === 1 ? ['ein'] : de.below20[digit]!)
  if (number < 100) {
    const tens = de.tens[Math.floor(number / 10)]!
    return number % 10 === 0 ? tens : joined(units(number % 10), ['und', ' und '], tens)
  }
  const count = number < 200 ? ['', 'ein', 'ein '] : joined(units(Math.floor(number / 100)), ['', ' '])
  const hundred = joined(count, ['hundert'])
  return number % 100 === 0 ? hundred : joined(hundred, ['', ' ', 'und', ' und '], german(number % 100))
}

const pt = {
  below20: places(
    'zero um|uma dois|duas tres quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove',
  ),
  tens: places('- - vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'),
  hundreds: places('- - duzent trezent quatrocent quinhent seiscent setecent oitocent novecent'),
}

function portuguese(number: number): string[] {
  if (number < 20) return pt.below20[number]!
  if (number < 100) {
    const tens = pt.tens[Math.floor(number / 10)]!
    return number % 10 === 0 ? tens : joined(tens, [' e '], pt.below20[number % 10]!)
  }
  if (number === 100) return ['cem']
  const hundred = number < 200 ? ['cento'] : joined(pt.hundreds[Math.floor(number / 100)]!, ['os', 'as'])
  return number % 100 === 0 ? hundred : joined(hundred, [' e '], portuguese(number % 100))
}

const spellings: Record<SpokenLanguage, (number: number) => string[]> = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  pt: portuguese,
}
