import { approximate, joints, type Kind } from './lexicon.ts'
import { type Meaning, merge } from './meaning.ts'
import { has, type Token, valueAs } from './when-tokens.ts'

/** What stood at one place of a pattern: a word as the kind that was asked for, or the meaning of a group. */
export type Found = { token?: Token; kind?: Kind; value: number; meaning?: Meaning }
export type Build = (found: readonly (Found | undefined)[]) => Meaning | undefined

/** Finds what may begin at a token, and says for each where it ends. */
export type Matcher = {
  /** the kinds of words it can begin with */
  starts: ReadonlySet<Kind>
  match(tokens: readonly Token[], at: number, use: (end: number, meaning: Meaning, cost: number) => void): void
}

type Place = { kinds: readonly Kind[]; group?: Matcher; optional: boolean }
export type Rule = { places: readonly Place[]; build: Build; cost: number }
export type Parse = { meaning: Meaning; cost: number }

/**
 * A rule of the grammar. Its pattern names one place after another: kinds apart by `|`, with `?` where nothing may stand,
 * or the name of a group in capitals. The cost says how much is read into the words: 0 for what can mean nothing else.
 */
export function rule(pattern: string, build: Build, cost = 0, groups: Readonly<Record<string, Matcher>> = {}): Rule {
  const places = pattern.split(' ').map((place): Place => {
    const name = place.replace(/\?$/, '')
    const group = groups[name]
    if (group === undefined && name !== name.toLowerCase()) throw new Error(`no group ${name}`)
    return { kinds: name.split('|') as Kind[], ...(group !== undefined && { group }), optional: place !== name }
  })
  return { places, build, cost }
}

/** A group that is any one of these rules. */
export function anyOf(rules: readonly Rule[]): Matcher {
  const beginnings = rules.map((each) => ({ rule: each, starts: startsOf(each) }))
  const starts = new Set(beginnings.flatMap((each) => [...each.starts]))
  const byKind = new Map(
    [...starts].map((kind) => [kind, beginnings.filter((each) => each.starts.has(kind)).map((each) => each.rule)]),
  )
  const match: Matcher['match'] = (tokens, at, use) => {
    const readings = tokens[at]?.readings ?? []
    const fitting =
      readings.length === 1
        ? byKind.get(readings[0]!.kind)
        : new Set(readings.flatMap(({ kind }) => byKind.get(kind) ?? []))
    for (const each of fitting ?? []) matchRule(each, tokens, at, use)
  }
  return { starts, match }
}

function startsOf({ places }: Rule): Set<Kind> {
  const starts = new Set<Kind>()
  for (const { kinds, group, optional } of places) {
    for (const kind of group?.starts ?? kinds) starts.add(kind)
    if (!optional) break
  }
  return starts
}

function matchRule(
  { places, build, cost }: Rule,
  tokens: readonly Token[],
  from: number,
  use: (end: number, meaning: Meaning, cost: number) => void,
): void {
  const found: (Found | undefined)[] = new Array(places.length)
  const go = (i: number, at: number, spent: number): void => {
    if (i === places.length) {
      const meaning = build(found)
      if (meaning !== undefined) use(at, meaning, spent)
      return
    }
    const place = places[i]!
    if (place.group !== undefined)
      place.group.match(tokens, at, (end, meaning, more) => {
        found[i] = { value: 0, meaning }
        go(i + 1, end, spent + more)
      })
    else if (at < tokens.length) {
      const token = tokens[at]!
      for (const { kind, value } of token.readings) {
        if (!place.kinds.includes(kind)) continue
        found[i] = { token, kind, value }
        go(i + 1, at + 1, spent)
      }
    }
    if (place.optional) {
      found[i] = undefined
      go(i + 1, at, spent)
    }
  }
  go(0, from, cost)
}

// Words that only join; `in` joins nothing to a number, and with one it is a length of time.
const joining: readonly Kind[] = ['the', 'at', 'of', 'and', 'comma', 'in']
const mostSteps = 3_000

type Part = { end: number; meaning: Meaning; cost: number }

/** Every way to read the whole phrase as parts that contradict each other nowhere. */
export function readAll(tokens: readonly Token[], element: Matcher): Parse[] {
  const parses: Parse[] = []
  const parts: Part[][] = []
  let steps = 0
  const partsAt = (at: number): Part[] => {
    const known = parts[at]
    if (known !== undefined) return known
    const found: Part[] = []
    parts[at] = found
    element.match(tokens, at, (end, meaning, cost) => found.push({ end, meaning, cost }))
    return found
  }
  const walk = (at: number, meaning: Meaning, cost: number): void => {
    steps += 1
    if (steps > mostSteps) return
    if (at === tokens.length) {
      parses.push({ meaning, cost })
      return
    }
    for (const part of partsAt(at)) {
      if (part.meaning.bareDay && part.meaning.day !== undefined && !mayBeDay(tokens, at, part.end, meaning)) continue
      const together = merge(meaning, part.meaning)
      if (together !== undefined) walk(part.end, together, cost + part.cost)
    }
    if (isJoint(tokens, at)) walk(at + 1, meaning, cost)
  }
  walk(0, {}, 0)
  return steps > mostSteps ? [] : parses
}

/** A number is no day of the month between the words of a range: `de 3 a 4`, `14 und 15 Uhr`; nor in a row: `5 8 30`. */
function mayBeDay(tokens: readonly Token[], at: number, end: number, { weekday }: Meaning): boolean {
  const [before, behind] = [tokens[at - 1], tokens[end]]
  // ich habe einen am Freitag; but martes uno
  if (has(tokens[at]!, 'one') && !(before !== undefined && has(before, 'weekday'))) return false
  const isHour = before !== undefined && (has(before, 'at') || has(before, 'of')) && !has(before, 'the')
  if (behind === undefined) return !isHour
  const isRow = weekday === undefined && has(behind, 'number')
  return !isHour && !isRow && !has(behind, 'and') && !has(behind, 'plus')
}

function isJoint(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!
  const next = tokens[at + 1]
  const before = tokens[at - 1]
  // three of, four in: something follows that was not understood
  if (next === undefined && !(['the', 'comma', 'for'] as const).some((kind) => has(token, kind))) return false
  // diez para las ocho, and una cita para las ocho
  if (has(token, 'for') && isLength(next, tokens[at + 2])) return false
  if (has(token, 'for') && !has(token, 'to')) return true
  if (has(token, 'for'))
    return before === undefined || !(has(before, 'number') || has(before, 'quarter') || has(before, 'unit'))
  // around the 20th is no day
  if (valueAs(token, 'at') === approximate) return next !== undefined && (has(next, 'part') || has(next, 'at'))
  // ten of five is no tenth at five
  const isHour = (['number', 'clock', 'spot', 'at'] as const).some((kind) => next !== undefined && has(next, kind))
  if (valueAs(token, 'to') === joints.of && before !== undefined && has(before, 'number') && isHour) return false
  // Freitag von drei: until when was not said
  if (has(token, 'after') && has(next!, 'number') && tokens[at + 2] === undefined) return false
  if (has(token, 'in') && next !== undefined && (has(next, 'number') || has(next, 'one'))) return false
  return token.readings.some(({ kind }) => joining.includes(kind))
}

/** `por una hora` is how long; `pour neuf heures` is when. */
function isLength(count: Token | undefined, unit: Token | undefined): boolean {
  if (count === undefined || unit === undefined || !has(unit, 'unit')) return false
  return has(count, 'one') || has(count, 'half') || (valueAs(count, 'number') ?? 9) <= 4
}
