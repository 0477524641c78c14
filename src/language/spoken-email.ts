import {
  doubleWords,
  letterNames,
  letterNamesInRuns,
  likeWords,
  onlyDomain,
  openings,
  providers,
  remarkPhrases,
  sentenceWords,
  signsOf,
  togetherPhrases,
} from './email-words.ts'
import { fold, foldWords, numbersAt, type SpokenLanguage, spokenLanguageOf } from './number-words.ts'
import { isPlaceholder, readEmail, readText } from './said.ts'

/** `assumed`: the caller did not quite say so, and should hear it before it is used. */
export type SpokenEmail = { email: string; assumed?: true }

/**
 * Reads an e-mail address as it is written or said: "john dot smith at gmail dot com", "ana punto garcía arroba hotmail
 * punto es", letters one by one or by "B as in boy", digits in words. Assumed are the ".com" of a provider that has no
 * other, and words in a row that nobody said to belong together. What may be two addresses ("twenty three" is 23 or 203,
 * "müller" may be written with ue) is undefined, like everything that is no address.
 */
export function readSpokenEmail(said: unknown, language: string): SpokenEmail | undefined {
  const text = readText(said)
  if (text === undefined || text.length > 400 || isPlaceholder(text)) return undefined
  const written = readEmail(text.replace(/^(?:mailto:|<)|>$|[.,;!]$/gi, ''))
  if (written !== undefined) return endsRight(written) ? { email: written } : undefined
  const spoken = spokenLanguageOf(language)
  const clean = cleanText(text, spoken)
  if (clean === undefined) return undefined
  const tokens = tokensOf(clean.text, spoken)
  const at = tokens.findIndex(({ kind, text: sign }) => kind === 'sign' && sign === '@')
  if (at < 1 || tokens.some(({ text: sign }, other) => sign === '@' && other !== at)) return undefined
  const local = readLocal(tokens.slice(0, at), spoken)
  const domain = readDomain(tokens.slice(at + 1), spoken)
  if (local === undefined || domain === undefined) return undefined
  // with a written @ nobody was speaking, and a space before it is not a joint
  if (local.joint && text.includes('@')) return undefined
  const email = readEmail(`${local.text}@${domain.text}`)
  if (email === undefined || !endsRight(email)) return undefined
  return (local.joint && !clean.together) || domain.assumed ? { email, assumed: true } : { email }
}

function endsRight(email: string): boolean {
  const domain = email.slice(email.indexOf('@') + 1)
  const host = domain.split('.')[0]!
  return !Object.hasOwn(onlyDomain, host) || onlyDomain[host] === domain
}

/** Small letters without remarks; undefined where letters stand that addresses write in two ways, or signs unheard of. */
function cleanText(text: string, language: SpokenLanguage): { text: string; together: boolean } | undefined {
  const small = text.toLowerCase().normalize('NFKC')
  const kept = small.replace(/(?<!\p{L})(?:ät|wäre)(?!\p{L})/gu, ' ')
  if (/[#$%&*/=?^`{|}~<>[\]\\äöüßæøå]/u.test(kept)) return undefined
  const plain = fold(text)
    .replace(/['’‘"“”]/g, '')
    .replace(/(?<!\p{L})e-?mail-?(?=\s|adresse|$)/gu, 'email ')
  const together = plain.search(togetherPhrases) >= 0
  const bare = plain
    .replace(togetherPhrases, ' ')
    .replace(remarkPhrases, ' ')
    .replace(/[:;,!()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const signs = signsOf(language)
  return { text: openings.reduce((rest, opening) => withoutOpening(rest, opening, signs), bare), together }
}

/** "email at smith dot com" begins with an address, not with an opening. */
function withoutOpening(text: string, opening: RegExp, signs: ReadonlyMap<string, string>): string {
  const rest = text.replace(opening, '')
  const first = foldWords(rest.slice(0, 30))[0]
  return /^[^\p{L}\p{N}]/u.test(rest) || first === undefined || signs.has(first) ? text : rest
}

type Token = { kind: 'sign' | 'letter' | 'digits' | 'word'; text: string }

function tokensOf(text: string, language: SpokenLanguage): Token[] {
  const signs = signsOf(language)
  const pieces = piecesOf(text, language)
  const tokens: Token[] = []
  for (let at = 0; at < pieces.length; ) {
    const [length, token] = signAt(pieces, at, signs) ?? [1, pieces[at]!]
    tokens.push(token)
    at += length
  }
  return tokens
}

/** Words and signs as they are written. */
function piecesOf(text: string, language: SpokenLanguage): Token[] {
  // "j-o-h-n" and "j. o. h. n." are spelled; a full stop before a space ends a sentence, not a label
  const spelled = text
    .replace(/(?<![\p{L}\p{N}])\p{L}(?:-\p{L}){2,}(?![\p{L}\p{N}])/gu, (run) => run.replaceAll('-', ' '))
    .replace(/(?<=\S)\.(?=\s|$)/gu, ' ')
  const found = spelled.match(/\p{L}+(?:-\p{L}+)+|\p{L}+|\p{Nd}+|[^\s]/gu) ?? []
  return found.flatMap((piece): Token[] => {
    // the hyphens of "twenty-three" say that it is one number
    const words = foldWords(piece)
    if (words.length > 1 && numbersAt(words, 0, language)[0]?.length === words.length)
      return [{ kind: 'digits', text: String(numbersAt(words, 0, language)[0]!.value) }]
    return (piece.match(/\p{L}+|\p{Nd}+|./gu) ?? []).map(tokenOf)
  })
}

const tokenOf = (text: string): Token => ({
  kind: /^\p{Nd}/u.test(text) ? 'digits' : !/^\p{L}/u.test(text) ? 'sign' : text.length === 1 ? 'letter' : 'word',
  text,
})

/** "guion bajo" before "guion": the longest phrase that begins here. */
function signAt(pieces: readonly Token[], at: number, signs: ReadonlyMap<string, string>): [number, Token] | undefined {
  for (let length = 3; length >= 1; length--) {
    const phrase = phraseAt(pieces, at, length)
    const sign = phrase === undefined ? undefined : signs.get(phrase)
    if (sign !== undefined) return [length, { kind: 'sign', text: sign }]
  }
  return undefined
}

function phraseAt(tokens: readonly Token[], at: number, length: number): string | undefined {
  const run = tokens.slice(at, at + length)
  if (run.length < length || run[0]!.kind === 'sign') return undefined
  return run.map(({ text }) => text).join(' ')
}

/** `joint`: words stand in a row. */
type Part = { text: string; joint: boolean }

/** More words in a row than this are a sentence. */
const mostWordsInRow = 3

function readLocal(tokens: readonly Token[], language: SpokenLanguage): Part | undefined {
  const chunks = chunksOf(tokens, language)
  if (chunks === undefined) return undefined
  let text = ''
  let row = 0
  let joint = false
  for (const [at, chunk] of chunks.entries()) {
    const before = chunks[at - 1]
    const both = [before?.kind, chunk.kind]
    // said, then spelled: once is enough, and two different ones are one too many
    if (before?.kind === 'word' && chunk.kind === 'spelled' && chunk.text.length > 2) {
      if (before.text !== chunk.text) return undefined
      continue
    }
    // "bill, double l" may well be bill
    if (before?.kind === 'word' && chunk.kind === 'spelled' && /^(.)\1$/.test(chunk.text)) return undefined
    row = chunk.kind === 'word' ? row + 1 : chunk.kind === 'sign' ? 0 : row
    if (row > mostWordsInRow || (row > 1 && chunk.kind === 'word' && sentenceWords.has(chunk.text))) return undefined
    joint ||= both.every((kind) => kind === 'word' || kind === 'spelled')
    text += chunk.text
  }
  if (joint && chunks.some(({ kind, text: word }) => kind === 'word' && sentenceWords.has(word))) return undefined
  return { text, joint }
}

function readDomain(
  tokens: readonly Token[],
  language: SpokenLanguage,
): { text: string; assumed: boolean } | undefined {
  const labels: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '.') labels.push([])
    else labels.at(-1)!.push(token)
  }
  const read = labels.map((label) => readLabel(label, language))
  if (read.some((label) => label === undefined || label.text === '')) return undefined
  const parts = read as Part[]
  if (parts.length === 1) {
    // "gmail com", its dot unheard
    const name = parts[0]!.text.replace(/(?<=.)com$/, '')
    const provider = Object.hasOwn(providers, name) ? providers[name] : undefined
    const isSaid = name !== parts[0]!.text
    if (provider === undefined || !(isSaid || (provider.only ?? language) === language)) return undefined
    return { text: provider.domain, assumed: true }
  }
  const ending = endingOf(labels.at(-1)!, parts.at(-1)!)
  if (ending === undefined) return undefined
  const text = [...parts.slice(0, -1).map((part) => part.text), ending.text].join('.')
  return { text, assumed: parts.slice(0, -1).some(({ joint }) => joint) || ending.assumed }
}

function readLabel(tokens: readonly Token[], language: SpokenLanguage): Part | undefined {
  // "g mail", "hot mail"
  const run = tokens.map(({ text }) => text).join('')
  return Object.hasOwn(providers, run) ? { text: run, joint: false } : readLocal(tokens, language)
}

/** "com", "d e", and "co uk" without its dot; undefined for a sentence that goes on. */
function endingOf(tokens: readonly Token[], label: Part): { text: string; assumed: boolean } | undefined {
  if (!label.joint && tokens.length > 0) return { text: label.text, assumed: false }
  const two = /^(com?)([a-z]{2})$/.exec(label.text)
  return two && tokens[0]!.text === two[1] ? { text: `${two[1]}.${two[2]}`, assumed: true } : undefined
}

type Chunk = { kind: 'sign' | 'spelled' | 'digits' | 'word'; text: string }

/** Letters in a row become one chunk; undefined where something may be read in two ways. */
function chunksOf(tokens: readonly Token[], language: SpokenLanguage): Chunk[] | undefined {
  const chunks: Chunk[] = []
  for (let at = 0; at < tokens.length; ) {
    if (isZeroOrO(tokens, at, language)) return undefined
    const step = letterAt(tokens, at, language) ?? numberStep(tokens, at, language) ?? plainStep(tokens[at]!)
    if (step === 'unclear') return undefined
    const last = chunks.at(-1)
    if (step.kind === 'spelled' && last?.kind === 'spelled') last.text += step.text
    else chunks.push({ kind: step.kind, text: step.text })
    at += step.length
  }
  return chunks
}

type Step = Chunk & { length: number }

function plainStep(token: Token): Step | 'unclear' {
  if (token.kind === 'sign') return /[._+-]/.test(token.text) ? { ...token, kind: 'sign', length: 1 } : 'unclear'
  if (token.kind === 'word') return /^[a-z]+$/.test(token.text) ? { ...token, kind: 'word', length: 1 } : 'unclear'
  return /^[a-z\d]+$/.test(token.text)
    ? { text: token.text, kind: token.kind === 'letter' ? 'spelled' : 'digits', length: 1 }
    : 'unclear'
}

/** A letter by itself, by its name, doubled, or with a word that begins with it. */
function letterAt(tokens: readonly Token[], at: number, language: SpokenLanguage): Step | 'unclear' | undefined {
  const named = namedLetter(tokens, at, language)
  if (named === undefined) return doubledAt(tokens, at, language)
  const after = at + named.length
  for (const like of [...likeWords[language], ...likeWords.en]) {
    const length = like.split(' ').length
    if (phraseAt(tokens, after, length) !== like) continue
    const example = tokens[after + length]
    if (example?.kind !== 'word') continue
    return example.text.startsWith(named.text) ? { ...named, length: named.length + length + 1 } : 'unclear'
  }
  return named
}

function namedLetter(tokens: readonly Token[], at: number, language: SpokenLanguage): Step | undefined {
  const token = tokens[at]
  if (token === undefined) return undefined
  const names = { ...letterNames.en, ...letterNames[language] }
  for (const length of [2, 1]) {
    const phrase = phraseAt(tokens, at, length) ?? ''
    if (Object.hasOwn(names, phrase)) return { kind: 'spelled', text: names[phrase]!, length }
  }
  if (token.kind === 'letter' && /^[a-z]$/.test(token.text)) return { kind: 'spelled', text: token.text, length: 1 }
  const inRun = letterNamesInRuns[language]
  const beside = [tokens[at - 1], tokens[at + 1]].some(
    (other) =>
      other?.kind === 'letter' ||
      (other?.kind === 'word' && (Object.hasOwn(names, other.text) || Object.hasOwn(inRun, other.text))),
  )
  return beside && Object.hasOwn(inRun, token.text)
    ? { kind: 'spelled', text: inRun[token.text]!, length: 1 }
    : undefined
}

/** "double l", "double five" */
function doubledAt(tokens: readonly Token[], at: number, language: SpokenLanguage): Step | undefined {
  if (![...doubleWords.en, ...doubleWords[language]].includes(tokens[at]!.text)) return undefined
  const letter = namedLetter(tokens, at + 1, language)
  if (letter !== undefined) return { ...letter, text: letter.text.repeat(2), length: letter.length + 1 }
  const digit = tokens[at + 1] === undefined ? undefined : numberStep(tokens, at + 1, language)
  if (digit === undefined || digit === 'unclear' || digit.text.length > 1) return undefined
  return { ...digit, text: digit.text.repeat(2), length: digit.length + 1 }
}

const articles = new Set('ein eine einen einem einer una uma hundred hundert'.split(' '))
const thousands = new Set(['thousand', 'mil', 'mille', 'tausend'])

/** Digits in words. "twenty three" is 23 or 203, "oh" a digit only beside others, "two thousand" anybody's guess. */
function numberStep(tokens: readonly Token[], at: number, language: SpokenLanguage): Step | 'unclear' | undefined {
  if (tokens[at]!.kind === 'digits') return { kind: 'digits', text: tokens[at]!.text, length: 1 }
  const words = tokens.map(({ kind, text }) => (kind === 'sign' ? '' : text))
  const found = articles.has(words[at]!) ? [] : numbersIn(words, at, language)
  if (found.length === 0) return ohAt(words, at, language)
  const [longest, ...shorter] = found
  if (thousands.has(words[at + longest!.length] ?? '')) return 'unclear'
  if (shorter.some(({ length }) => numbersIn(words, at + length, language).length > 0)) return 'unclear'
  return { kind: 'digits', text: String(longest!.value), length: longest!.length }
}

function numbersIn(words: readonly string[], at: number, language: SpokenLanguage) {
  const own = numbersAt(words, at, language)
  return own.length > 0 ? own : numbersAt(words, at, 'en')
}

function ohAt(words: readonly string[], at: number, language: SpokenLanguage): Step | 'unclear' | undefined {
  if (words[at] !== 'oh') return undefined
  const beside = [words[at - 1] ?? '', words[at + 1] ?? '']
  const digit = beside.some((word) => /^\d/.test(word) || numbersIn([word], 0, language).length > 0 || word === 'oh')
  return digit ? { kind: 'digits', text: '0', length: 1 } : 'unclear'
}

/** "two o three": a letter beside digits that are said in words. */
function isZeroOrO(tokens: readonly Token[], at: number, language: SpokenLanguage): boolean {
  if (tokens[at]!.text !== 'o') return false
  return [tokens[at - 1], tokens[at + 1]].some(
    (beside) => beside?.kind === 'word' && numbersIn([beside.text], 0, language).length > 0,
  )
}
