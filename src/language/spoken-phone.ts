import { foldWords, numbersAt, type SpokenLanguage, spokenLanguageOf, spokenLanguages } from './number-words.ts'

/** `plain`: no digit is said in words, so it is for others to read. `unclear`: some are, and the whole is not understood. */
export type SpokenPhone = { digits: string[] } | 'plain' | 'unclear'

/**
 * The digit strings, with a + in front where one is said, that a spoken phone number may mean: "double five" is 55,
 * "twenty three" 23 or 203, "one eight hundred five" 1805 or 18005. Which of them is a number is for the country's
 * numbering plan to say. The language that is given is tried first, then the others, in which all words must be known.
 */
export function readSpokenPhone(said: string, language?: string): SpokenPhone {
  if (!/\p{L}/u.test(said)) return 'plain'
  if (said.length > 300) return 'unclear'
  const first = language === undefined ? [] : [spokenLanguageOf(language)]
  let begun = false
  for (const each of new Set([...first, ...spokenLanguages])) {
    const words = sentenceOf(said, each)
    const digits = digitsOf(words, each)
    const spoken = words.list.some(
      (word, at) => Object.hasOwn(vocabularies[each].times, word) || spokenAt(words.list, at, each).length > 0,
    )
    const signed = words.list.some((word) => word !== '+' && plus.has(word))
    if (digits !== undefined) return spoken || signed ? { digits } : 'plain'
    // "six" in a text that is understood in no language is a digit that went lost
    begun ||= spoken
  }
  return begun ? 'unclear' : 'plain'
}

/** What is dropped: the extension and all that follows. */
const extension = new Set(
  'extension ext extn x poste durchwahl nebenstelle dw anexo interno extensao ramal apparat'.split(' '),
)

type Vocabulary = {
  /** said before the number, and nowhere else, since some are words of numbers too ("y", "et") */
  openers: ReadonlySet<string>
  /** said anywhere, and no digit */
  pauses: ReadonlySet<string>
  /** "double five": how often the digit after it is said */
  times: Readonly<Record<string, number>>
  /** a digit that is no number word */
  digits: Readonly<Record<string, string>>
  thousand: string
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const vocabularies: Record<SpokenLanguage, Vocabulary> = {
  en: {
    openers: set(
      'my number phone telephone is it s its the cell mobile home work office call me at on you can reach um uh er oh so yeah yes sure okay ok and that thats our please a',
    ),
    pauses: set('dash hyphen dot space then um uh er area code country please thanks thank you'),
    times: { double: 2, triple: 3, treble: 3 },
    digits: { o: '0', oh: '0', nought: '0', naught: '0' },
    thousand: 'thousand',
  },
  es: {
    openers: set(
      'mi numero telefono celular movil es el la al me puede llamar llameme si y bueno eh pues claro de contacto casa un',
    ),
    pauses: set('guion espacio punto eh codigo de area prefijo pais luego por favor gracias'),
    times: { doble: 2, triple: 3 },
    digits: {},
    thousand: 'mil',
  },
  fr: {
    openers: set(
      'mon numero telephone portable fixe mobile est le la c au du de et euh alors oui voici a joignable suis je',
    ),
    pauses: set('tiret espace point euh indicatif puis ensuite s il vous plait merci'),
    times: { double: 2, triple: 3 },
    digits: {},
    thousand: 'mille',
  },
  de: {
    openers: set(
      'meine nummer telefonnummer handynummer rufnummer telefon handy mobil ist lautet die das der unter ja also ah ahm ich bin erreichbar',
    ),
    pauses: set('strich bindestrich minus schragstrich leerzeichen vorwahl ortsvorwahl dann ah ahm bitte danke'),
    times: { doppel: 2, doppelt: 2, zweimal: 2, dreimal: 3, dreifach: 3 },
    digits: {},
    thousand: 'tausend',
  },
  pt: {
    openers: set('meu minha numero telefone celular telemovel e o a eh entao sim de do contato contacto casa'),
    pauses: set('traco hifen espaco ponto eh codigo de area ddd indicativo depois por favor obrigado obrigada'),
    times: { duplo: 2, dupla: 2, triplo: 3 },
    digits: { meia: '6' },
    thousand: 'mil',
  },
}

const plus = set('+ plus mas mais')

/** A number word in these places is an article, a filler or half a number. */
const noDigitAlone = set('a ein eine einen einem einer una uma hundred hundert cents')

/** `inside`: the places within "soixante-dix-huit", where its hyphens say that no number ends. */
type Sentence = { list: string[]; inside: ReadonlySet<number> }

function sentenceOf(said: string, language: SpokenLanguage): Sentence {
  const list: string[] = []
  const inside = new Set<number>()
  // a comma or any other sign is a word that nothing knows, so that no number reaches over it
  for (const piece of said.match(/\+|\p{L}[\p{L}\p{M}]*(?:-\p{L}[\p{L}\p{M}]*)*|\p{Nd}+|[^\s\p{L}\p{Nd}+]/gu) ?? []) {
    if (!/[\p{L}\p{Nd}]/u.test(piece)) {
      list.push(piece === '+' ? '+' : ',')
      continue
    }
    const words = foldWords(piece)
    if (extension.has(words[0] ?? '') && list.length > 0) break
    if (numbersAt(words, 0, language)[0]?.length === words.length)
      for (let within = 1; within < words.length; within++) inside.add(list.length + within)
    list.push(...words)
  }
  return { list, inside }
}

/** More readings than this, and nobody can tell. */
const mostReadings = 200

/** Every digit string that the words may mean; undefined when a word is neither digits nor known. */
function digitsOf({ list, inside }: Sentence, language: SpokenLanguage): string[] | undefined {
  const readings: Set<string>[] = Array.from({ length: list.length + 1 }, () => new Set())
  readings[0]!.add('')
  for (let at = 0; at < list.length; at++) {
    const sofar = readings[at]!
    if (sofar.size > mostReadings) return undefined
    for (const step of stepsAt(list, at, language)) {
      if (inside.has(at + step.length)) continue
      for (const digits of sofar)
        if (step.opens ? digits === '' : digits.length < 20) readings[at + step.length]!.add(digits + step.said)
    }
  }
  const whole = [...readings[list.length]!].filter((digits) => /\d/.test(digits))
  return whole.length === 0 ? undefined : whole
}

/** `opens`: only where nothing was said before. */
type Step = { said: string; length: number; opens?: boolean }

function stepsAt(list: readonly string[], at: number, language: SpokenLanguage): Step[] {
  const word = list[at]!
  const { openers, pauses, times, thousand } = vocabularies[language]
  const steps: Step[] = []
  if (word === ',' || pauses.has(word)) steps.push({ said: '', length: 1 })
  if (openers.has(word)) steps.push({ said: '', length: 1, opens: true })
  if (plus.has(word)) steps.push({ said: '+', length: 1, opens: true })
  if (/^\p{Nd}+$/u.test(word)) steps.push({ said: word, length: 1 })
  const repeated = Object.hasOwn(times, word) ? digitAt(list, at + 1, language) : undefined
  if (repeated !== undefined) steps.push({ said: repeated.repeat(times[word]!), length: 2 })
  const digit = digitAt(list, at, language)
  if (digit !== undefined && list[at + 1] === thousand) steps.push({ said: `${digit}000`, length: 2 })
  for (const step of spokenAt(list, at, language)) steps.push(step)
  return steps
}

function spokenAt(list: readonly string[], at: number, language: SpokenLanguage): Step[] {
  const word = list[at]!
  const own = vocabularies[language].digits
  if (Object.hasOwn(own, word)) return [{ said: own[word]!, length: 1 }]
  return numbersAt(list, at, language)
    .filter(({ length }) => !(noDigitAlone.has(word) && (length === 1 || /^hun|^a$/.test(word))))
    .map(({ value, length }) => ({ said: String(value), length }))
}

/** One digit, in a word or as a sign. */
function digitAt(list: readonly string[], at: number, language: SpokenLanguage): string | undefined {
  const word = list[at]
  if (word === undefined) return undefined
  if (/^\d$/.test(word)) return word
  return spokenAt(list, at, language).find(({ said, length }) => length === 1 && said.length === 1)?.said
}
