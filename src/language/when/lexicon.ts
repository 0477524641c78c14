/** What a word can be to the grammar. A word may be several of these: Spanish `segundo` is a number and a unit. */
export type Kind =
  // numbers
  | 'number'
  | 'ordinal'
  | 'monthth'
  | 'one'
  | 'hundred'
  | 'thousand'
  | 'oh'
  // the calendar
  | 'weekday'
  | 'weekdays'
  | 'month'
  | 'day'
  | 'morrow'
  | 'unit'
  | 'which'
  | 'holiday'
  | 'weekend'
  | 'now'
  | 'noun'
  // the clock
  | 'clock'
  | 'dotted'
  | 'hourmark'
  | 'meridiem'
  | 'part'
  | 'spot'
  | 'half'
  | 'halfto'
  | 'quarter'
  | 'quarterto'
  | 'past'
  | 'to'
  | 'plus'
  | 'minus'
  // how things stand to each other
  | 'in'
  | 'ago'
  | 'fromnow'
  | 'after'
  | 'before'
  | 'end'
  | 'numeric'
  // what joins them
  | 'dash'
  | 'the'
  | 'at'
  | 'of'
  | 'ofmonth'
  | 'and'
  | 'comma'
  | 'for'

export type Reading = { kind: Kind; value: number }

/**
 * The words of one language. A value is: for a weekday 1 (Monday) to 7; for a day its distance from today; for a unit
 * one of `units`; for a part of the day one of `parts`; for `which` -1 last, 0 this, 1 next, 2 the one after, and
 * `nearest` for the coming one; for now 1 where it is as soon as can be; morrow is tomorrow, else in the morning; for a
 * spot (noon) its minute of the day; for a meridiem 0 or 1; for a quarter its minutes; for an hour's mark 0 where it
 * counts to 24, 2 where no minutes follow it; for `to` one of `joints`; for after and before 1 where
 * they hold the article of a day; for a noun see `withoutNouns`. A plural weekday is
 * a habit and no day: only a count takes it. What names a limit (within, d'ici) or leans on another day (the same day)
 * is in no list, so that it is asked about.
 */
export type WordList = {
  /** Cardinals by value, spellings apart by `|`. */
  numbers: ReadonlyMap<number, string>
  ordinals: ReadonlyMap<number, string>
  words: readonly (readonly [Kind, number, string])[]
  holidays: Readonly<Record<string, string>>
  /** Words that say nothing of when. */
  fillers: string
  /** What stands behind a figure to make it an ordinal: `1er`. */
  ordinalSuffix: RegExp
  /** Whether the suffix may stand apart, as speech-to-text writes `21 st`. */
  looseSuffix?: boolean
  /** Mends the folded text before it is taken apart. */
  rewrites?: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[]
  /** Whether a word written with an umlaut is also written with an e behind it. */
  umlauts?: boolean
  /** Numbers of days that mean whole weeks in some mouths and days in others: `dans quinze jours`. */
  looseDays: readonly number[]
  /** Whether twelve in the morning is noon, as in Spain. */
  noonIsMorning?: boolean
}

export const units = {
  ...{ second: 0, minute: 1, hour: 2, day: 3, week: 4, month: 5, year: 6, fortnight: 7, quarterHour: 8 },
  // apart from the day, since the next days are no tomorrow
  days: 9,
}
/** What a word between two numbers may be: only minutes before an hour, a range as well, that rather, or `of` (10 of 3). */
export const joints = { before: 0, to: 1, till: 2, of: 3 }
export const parts = { dawn: 0, morning: 1, midday: 2, afternoon: 3, evening: 4, night: 5, tonight: 6 }
export const nearest = 10
/** The value of an `at` that says a time only roughly. */
export const approximate = 1

export type Lexicon = {
  source: WordList
  /** Readings by phrase; the words of a phrase are apart by one space. */
  phrases: ReadonlyMap<string, readonly Reading[]>
  /** The most words that a phrase beginning with this word has. */
  longest: ReadonlyMap<string, number>
  /** Words long enough to be known by all but one of their letters. */
  guessable: readonly string[]
  holidayNames: readonly string[]
}

export const filler: readonly Reading[] = []

/** Makes the look-up tables of a language; a millisecond or two, so it is done when the language is first spoken. */
export function buildLexicon(source: WordList): Lexicon {
  const phrases = new Map<string, Reading[]>()
  const add = (spellings: string, reading?: Reading) => {
    for (const spelling of spellings.split('|')) {
      for (const phrase of new Set(foldings(spelling.trim(), source.umlauts === true))) {
        const known = phrases.get(phrase) ?? []
        if (reading !== undefined) known.push(reading)
        phrases.set(phrase, known)
      }
    }
  }
  add(source.fillers)
  for (const [value, spellings] of source.numbers) add(spellings, { kind: 'number', value })
  for (const [value, spellings] of source.ordinals) add(spellings, { kind: 'ordinal', value })
  for (const [kind, value, spellings] of source.words) add(spellings, { kind, value })
  const holidayNames = Object.keys(source.holidays)
  for (const [i, name] of holidayNames.entries()) add(source.holidays[name]!, { kind: 'holiday', value: i })
  const longest = new Map<string, number>()
  for (const phrase of phrases.keys()) {
    const words = phrase.split(' ')
    longest.set(words[0]!, Math.max(words.length, longest.get(words[0]!) ?? 0))
  }
  return { source, phrases, longest, guessable: guessableWords(phrases), holidayNames }
}

function foldings(spelling: string, umlauts: boolean): string[] {
  const plain = fold(spelling)
  return umlauts && /[äöü]/.test(spelling)
    ? [plain, fold(spelling.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'))]
    : [plain]
}

/** Lower case without accents; signs that stand for letters become letters. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (/^[\0-\x7f]*$/.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[’‘`´ʼ“”„«»]/g, "'")
}

function guessableWords(phrases: ReadonlyMap<string, readonly Reading[]>): string[] {
  return [...phrases]
    .filter(
      ([phrase, readings]) =>
        phrase.length >= 5 &&
        !phrase.includes(' ') &&
        readings.some(({ kind }) => kind === 'weekday' || kind === 'month' || kind === 'day'),
    )
    .map(([phrase]) => phrase)
}

/**
 * The readings of a misspelt weekday, month or day: one letter too many, too few, wrong, or two exchanged, after the
 * first. Nothing when two different words are as near: `tursday`.
 */
export function guessReadings(lexicon: Lexicon, word: string): readonly Reading[] | undefined {
  if (word.length < 5) return undefined
  let guess: readonly Reading[] | undefined
  for (const known of lexicon.guessable) {
    if (!isOneSlipAway(word, known)) continue
    const readings = lexicon.phrases.get(known)!
    if (guess !== undefined && !sameReadings(guess, readings)) return undefined
    guess = readings
  }
  return guess
}

const sameReadings = (a: readonly Reading[], b: readonly Reading[]): boolean =>
  a.length === b.length && a.every(({ kind, value }, i) => kind === b[i]!.kind && value === b[i]!.value)

function isOneSlipAway(a: string, b: string): boolean {
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && a[i] === b[i]) i += 1
  const rest = (from: number, to: number) => a.slice(i + from) === b.slice(i + to)
  const exchanged = a[i] === b[i + 1] && a[i + 1] === b[i] && rest(2, 2)
  return i === a.length || rest(1, 1) || rest(1, 0) || rest(0, 1) || exchanged
}
