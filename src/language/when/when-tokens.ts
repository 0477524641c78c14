import { filler, fold, guessReadings, type Kind, type Lexicon, type Reading } from './lexicon.ts'

/** A word or figure of the phrase, with all that it can be. */
export type Token = {
  readings: readonly Reading[]
  /** how many figures it was written with; 0 for words */
  digits: number
  /** what a numeric date or a time of day was written as: `12/15/2026`, `14:30` */
  numeric?: Numeric
}

export type Numeric =
  | { form: 'date'; fields: readonly string[]; sign: string }
  | { form: 'clock'; hour: number; minute: number; twentyFour: boolean }

const longestPhrase = 160
const mostTokens = 32

// In this order: a whole date before a part of one, a time before a number.
const pieces = new RegExp(
  [
    String.raw`(?<!\d)\d{1,4}(?<mark>[./-])\d{1,2}(?:\k<mark>|, ?)\d{1,4}(?!\d)`,
    String.raw`(?<!\d)\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?!\d)`,
    String.raw`(?<!\d)\d{1,2}[/-]\d{1,2}(?!\d)`,
    String.raw`(?<!\d)\d{1,2}\.\d{1,2}(?!\d)\.?`,
    String.raw`\d+`,
    '[a-z]+',
    String.raw`[^\s]`,
  ].join('|'),
  'gu',
)

type PieceKind = 'dash' | 'compact' | 'date' | 'clock' | 'dotted' | 'number' | 'word' | 'comma' | 'sign'
type Piece = { kind: PieceKind; text: string; glued: boolean }

function kindOf(text: string): PieceKind {
  const first = text.charCodeAt(0)
  if (first >= 97 && first <= 122) return 'word'
  if (first < 48 || first > 57) return /[,;]/.test(text) ? 'comma' : /[&@]/.test(text) ? 'word' : 'sign'
  if (/^\d+$/.test(text)) return /^(19|20)\d{6}$/.test(text) ? 'compact' : 'number'
  if (text.includes(':')) return 'clock'
  return /^\d+\.\d+\.?$/.test(text) ? 'dotted' : 'date'
}

/** The tokens of a phrase; undefined when there is a word in it that may mean anything. */
export function tokenise(phrase: string, lexicon: Lexicon): Token[] | undefined {
  const tokens: Token[] = []
  const found = takeApart(phrase, lexicon)
  if (found === undefined) return undefined
  for (let i = 0; i < found.length; ) {
    const piece = found[i]!
    const taken = piece.kind === 'word' ? takeWords(found, i, lexicon, tokens) : takeFigure(found, i, lexicon, tokens)
    if (taken === 0 || tokens.length > mostTokens) return undefined
    i += taken
  }
  return joinNumbers(tokens)
}

function takeApart(phrase: string, lexicon: Lexicon): Piece[] | undefined {
  if (phrase.length > longestPhrase) return undefined
  let text = fold(phrase)
    .replace(/[–—]/g, '-')
    .replace(/(\d)\s*([:/])\s*(?=\d)/g, '$1$2')
    .replace(/(?<![\d/.-])(\d{1,2}),(\d\d)(?!\d)/g, '$1.$2')
    .replace(/\/(?=[a-z])|(?<=[a-z])\//g, ' ')
    .replace(/(\d{4}-\d\d-\d\d)t(?=\d)/g, '$1 ')
  for (const [pattern, replacement] of lexicon.source.rewrites ?? [])
    text = text.replace(pattern, replacement as string)
  const found: Piece[] = []
  let end = -1
  for (const match of text.matchAll(pieces)) {
    const kind = isDash(text, match.index) ? 'dash' : kindOf(match[0])
    const glued = match.index === end
    end = match.index + match[0].length
    if (kind !== 'sign') found.push({ kind, text: match[0], glued })
    else if (!/[-'".!?()¿¡|]/.test(match[0])) return undefined
  }
  return found
}

/** A dash before a figure, or one that stands alone; the one in `twenty-first` is none. */
const isDash = (text: string, at: number): boolean =>
  text[at] === '-' && (/^\s?\d/.test(text.slice(at + 1, at + 3)) || text.slice(at - 1, at + 2) === ' - ')

/** The longest phrase that the lexicon knows here, else a slip of the pen. */
function takeWords(found: readonly Piece[], at: number, lexicon: Lexicon, tokens: Token[]): number {
  const first = found[at]!.text
  for (let length = lexicon.longest.get(first) ?? 1; length > 0; length--) {
    const words = found.slice(at, at + length)
    if (words.length < length || words.some(({ kind }) => kind !== 'word')) continue
    const readings = lexicon.phrases.get(words.map(({ text }) => text).join(' '))
    if (readings === undefined) continue
    if (readings.length > 0) tokens.push({ readings, digits: 0 })
    return length
  }
  const guess = guessReadings(lexicon, first)
  if (guess === undefined) return 0
  if (guess !== filler) tokens.push({ readings: guess, digits: 0 })
  return 1
}

function takeFigure(found: readonly Piece[], at: number, lexicon: Lexicon, tokens: Token[]): number {
  const { kind, text } = found[at]!
  if (kind === 'comma' || kind === 'dash') tokens.push({ readings: [{ kind, value: 0 }], digits: 0 })
  else if (kind === 'number') return takeNumber(found, at, lexicon, tokens)
  else tokens.push(numericToken(kind, text))
  return 1
}

function takeNumber(found: readonly Piece[], at: number, { source }: Lexicon, tokens: Token[]): number {
  const { text } = found[at]!
  const value = Number(text)
  const next = found[at + 1]
  const suffix =
    next?.kind === 'word' && (next.glued || source.looseSuffix === true) && source.ordinalSuffix.test(next.text)
  tokens.push({ readings: [{ kind: suffix ? 'ordinal' : 'number', value }], digits: text.length })
  return suffix ? 2 : 1
}

function numericToken(kind: PieceKind, text: string): Token {
  const numbers = text.split(/[^\d]+/).filter(Boolean)
  if (kind === 'clock') {
    const [hour, minute] = numbers
    const twentyFour = hour!.length === 2 && minute!.length === 2
    // 14:3 is a time that lost a figure
    return clockToken(minute!.length === 2 ? Number(hour) : 99, Number(minute), twentyFour)
  }
  if (kind === 'compact')
    return dateToken([text.slice(0, 4), text.slice(4, 6), text.slice(6)], '-', [{ kind: 'numeric', value: 0 }])
  if (kind !== 'dotted') return dateToken(numbers, /[./-]/.exec(text)![0], [{ kind: 'numeric', value: 0 }])
  // 10.30 is a date or a time; what stands around it decides
  return dateToken(numbers, '.', [
    { kind: 'numeric', value: 0 },
    { kind: 'dotted', value: 0 },
  ])
}

const dateToken = (fields: string[], sign: string, readings: Reading[]): Token => ({
  readings,
  digits: 0,
  numeric: { form: 'date', fields, sign },
})

const clockToken = (hour: number, minute: number, twentyFour: boolean): Token => ({
  readings: [{ kind: 'clock', value: hour * 60 + minute }],
  digits: 0,
  numeric: { form: 'clock', hour, minute, twentyFour },
})

/** Makes one number of `two thousand and eighteen`, `mil novecientos setenta y ocho` or `fourteen hundred`. */
function joinNumbers(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (let i = 0; i < tokens.length; ) {
    const end = endOfGreatNumber(tokens, i)
    if (end === i) joined.push(tokens[i++]!)
    else {
      joined.push({ readings: [{ kind: 'number', value: greatNumber(tokens.slice(i, end)) }], digits: 0 })
      i = end
    }
  }
  return joined
}

/** Where a number with a thousand or a hundred in it ends, such as a year; `from` where none begins. */
function endOfGreatNumber(tokens: readonly Token[], from: number): number {
  const isGreat = (i: number) => i < tokens.length && (has(tokens[i]!, 'thousand') || has(tokens[i]!, 'hundred'))
  const isSmall = (i: number) => i < tokens.length && has(tokens[i]!, 'number') && tokens[i]!.digits === 0
  const isJoint = (i: number) => i < tokens.length && (has(tokens[i]!, 'and') || has(tokens[i]!, 'plus'))
  let end = from
  let i = from
  for (;;) {
    if (isGreat(i)) i += 1
    else if (isSmall(i) && isGreat(i + 1)) i += 2
    else break
    end = i
    if (isJoint(i)) i += 1
    // nine hundred stands in one word in Spanish and Portuguese
    if (end > from && isSmall(i) && valueAs(tokens[i]!, 'number')! >= 100) {
      end = i + 1
      i = isJoint(end) ? end + 1 : end
    }
  }
  return end > from && isSmall(i) && valueAs(tokens[i]!, 'number')! < 100 ? i + 1 : end
}

function greatNumber(tokens: readonly Token[]): number {
  let sum = 0
  let current = 0
  for (const token of tokens) {
    if (has(token, 'thousand')) {
      sum += Math.max(current, 1) * 1000
      current = 0
    } else if (has(token, 'hundred')) current = Math.max(current, 1) * 100
    else current += valueAs(token, 'number') ?? 0
  }
  return sum + current
}

export const has = (token: Token, kind: Kind): boolean => token.readings.some((reading) => reading.kind === kind)

export const valueAs = (token: Token, kind: Kind): number | undefined =>
  token.readings.find((reading) => reading.kind === kind)?.value
