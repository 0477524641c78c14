import { foldWords, numberAt, type SpokenLanguage, spokenLanguageOf, spokenLanguages } from './number-words.ts'
import { isPlaceholder, readText } from './said.ts'

const codeLength = 6

/**
 * A confirmation code as a caller says it or a model writes it: "K7M4QX", "k-7-m 4 q x", "K as in kilo, seven, M like
 * Mike, four, queue, ex", "kilo siete mike cuatro quebec equis". Six letters and digits, or undefined; no letter is
 * guessed. The language that is given is tried first, then the others.
 */
export function readCode(said: unknown, language: string): string | undefined {
  const text = readText(said)?.normalize('NFKC')
  if (text === undefined || text.length > 200 || isPlaceholder(text)) return undefined
  const compact = text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (/^[A-Z0-9]{6}$/.test(compact)) return compact
  const words = foldWords(apart(text))
  const spoken = spokenLanguageOf(language)
  for (const each of new Set([spoken, ...spokenLanguages])) {
    const code = spelledIn(words, each)
    if (code !== undefined) return code
  }
  return undefined
}

/** "K7M 4QX" → "K 7 M 4 Q X": runs with a digit, and short ones in capitals, are signs and no words. */
const apart = (text: string): string =>
  text
    .replace(/\bx[\s-]?ray\b/gi, 'xray')
    .replace(/[\p{L}\p{Nd}]*\p{Nd}[\p{L}\p{Nd}]*|\b[A-Z]{2,4}\b/gu, (run) => [...run].join(' '))

function spelledIn(words: readonly string[], language: SpokenLanguage): string | undefined {
  let code = ''
  for (let at = 0; at < words.length; ) {
    const { sign, length } = signAt(words, at, language)
    code += sign
    at += length
    if (sign.length === 1) at += explanationAt(words, at, sign.toLowerCase())
    if (code.length > codeLength) return undefined
  }
  return code.length === codeLength ? code : undefined
}

/** What is said at a position, in capitals and perhaps nothing, and how many words say it. */
function signAt(words: readonly string[], at: number, language: SpokenLanguage): { sign: string; length: number } {
  const word = words[at]!
  const pair = `${word} ${words[at + 1] ?? ''}`
  const names = letterNames[language]
  const two = names.get(pair)
  if (two !== undefined) return { sign: two, length: 2 }
  if (word.length === 1 || /^\d+$/.test(word)) return { sign: word.toUpperCase(), length: 1 }
  const repeated = repeats.has(word) && at + 1 < words.length ? signAt(words, at + 1, language) : undefined
  if (repeated?.sign.length === 1) return { sign: repeated.sign.repeat(2), length: repeated.length + 1 }
  const number = numberAt(words, at, language)
  if (number !== undefined) return { sign: String(number.value), length: number.length }
  const one = names.get(word) ?? (radioWords.has(word) ? word[0]!.toUpperCase() : undefined)
  return { sign: one ?? '', length: 1 }
}

/** "as in kilo", "de kilo", "wie Konrad", or the radio's word by itself: how many words say once more what the letter is. */
function explanationAt(words: readonly string[], at: number, letter: string): number {
  const begins = (word: string | undefined) => word !== undefined && word.length > 1 && word.startsWith(letter)
  for (const length of [2, 1])
    if (links.has(words.slice(at, at + length).join(' ')) && begins(words[at + length])) return length + 1
  return begins(words[at]) && radioWords.has(words[at]!) ? 1 : 0
}

const set = (text: string): ReadonlySet<string> => new Set(text.split('|'))

const links = set('as in|like|for|as|is for|de|como|como en|comme|wie|wie in|de comme|from')
const repeats = set('double|doble|duplo|doppelt|doppel')

const radioWords = set(
  [
    'alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|juliett|kilo|lima|mike|november|oscar|papa',
    'quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|xray|yankee|zulu',
  ].join('|'),
)

/** "k kay cay" a letter; names of two words with a hyphen. */
const namesFrom = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('|').flatMap((entry) => {
      const [letter, ...names] = entry.split(' ')
      return names.map((name): [string, string] => [name.replace('-', ' '), letter!.toUpperCase()])
    }),
  )

const letterNames: Record<SpokenLanguage, ReadonlyMap<string, string>> = {
  en: namesFrom(
    'a ay|b bee be|c see sea cee|d dee|e ee|f ef eff|g gee|h aitch haitch|i eye|j jay|k kay cay|l el ell|m em|n en|o oh|p pee pea|q cue queue que|r ar are|s ess|t tee tea|u you yu|v vee|w double-u double-you|x ex|y why wye|z zee zed',
  ),
  es: namesFrom(
    'b be|c ce|d de|f efe|g ge|h hache|j jota|k ka ca|l ele|m eme|n ene|p pe|q cu ku|r erre ere|s ese|t te|v uve ve|w uve-doble doble-u doble-ve doble-uve|x equis|y ye i-griega|z zeta',
  ),
  fr: namesFrom(
    'b be|c ce|d de|f effe ef|g ge|h hache ache|j ji|k ka|l elle|m emme|n enne|p pe|q cu ku|r erre|s esse|t te|v ve|w double-ve|x ixe ics|y i-grec igrec|z zed zede',
  ),
  de: namesFrom(
    'b be|c ce tse|d de|f ef eff|g ge|h ha|j jot jott|k ka|l el|m em|n en|p pe|q ku kuh|r er err|s es ess|t te tee|v vau fau|w we weh|x ix iks|y ypsilon|z zet zett',
  ),
  pt: namesFrom(
    'b be|c ce|d de|f efe|g ge|h aga|j jota|k ca ka|l ele|m eme|n ene|p pe|q que ke|r erre|s esse|t te|v ve|w dabliu dablio|x xis chis|y ipsilon|z ze',
  ),
}
