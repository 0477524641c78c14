import { has, type Token, valueAs } from './when-tokens.ts'

/**
 * Words for what is booked (`appointment`, `slot`) and for its being free say nothing of when, but the `first`, `next` or
 * `last` before them is theirs: the first available Friday is no first Friday of the month. Takes them out, and what
 * belongs to them. Their value: 0 for a noun, 1 for `one`, which is one only behind such a word, 2 for `available`.
 */
export function withoutNouns(tokens: readonly Token[]): Token[] {
  if (!tokens.some((token) => has(token, 'noun'))) return [...tokens]
  const kept: Token[] = []
  for (const [i, token] of tokens.entries()) {
    const noun = valueAs(token, 'noun')
    if (noun === undefined || (noun === 1 && !standsForNoun(tokens, i))) kept.push(token)
    else if (isOfNoun(kept) || isArticle(kept.at(-1))) kept.pop()
    // le premier jour disponible
    else if (noun === 2 && has(kept.at(-1) ?? token, 'unit') && isOfNoun(kept.slice(0, -1))) kept.splice(-2, 2)
    // the first Friday you have
    else if (noun === 2 && isFirst(kept.at(-2)) && !has(kept.at(-3) ?? token, 'month') && has(kept.at(-1)!, 'weekday'))
      kept.splice(-2, 1)
  }
  return kept
}

const behindWhich = ['ordinal', 'which', 'meridiem'] as const
const withWhich = ['weekday', 'unit', 'part'] as const

/** `the second one`, `the 3 pm one`; but `December first one pm` and `half past one`. */
function standsForNoun(tokens: readonly Token[], at: number): boolean {
  const [before, behind] = [tokens[at - 1], tokens[at + 1]]
  const isBehind = before !== undefined && !has(before, 'past') && behindWhich.some((kind) => has(before, kind))
  return isBehind && (behind === undefined || has(behind, 'comma') || has(behind, 'the') || has(behind, 'of'))
}

/** An ordinal or `next` that stands last and belongs to nothing before it, as it does in `lundi prochain`. */
function isOfNoun(kept: readonly Token[]): boolean {
  const [before, last] = [kept.at(-2), kept.at(-1)]
  if (last === undefined || has(last, 'weekday')) return false
  const isOrdinal = has(last, 'ordinal') && valueAs(last, 'ordinal')! <= 5
  if (!isOrdinal && !has(last, 'which')) return false
  if (before === undefined) return true
  return !has(before, 'month') && (isOrdinal || !withWhich.some((kind) => has(before, kind)))
}

/** The `a` of `a checkup`; the one of `21` is no article. */
const isArticle = (token: Token | undefined): boolean => token !== undefined && has(token, 'one')

const isFirst = (token: Token | undefined): boolean => token !== undefined && valueAs(token, 'ordinal') === 1
