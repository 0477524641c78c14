import type { Matcher } from './grammar.ts'
import { type Kind, units } from './lexicon.ts'
import type { Shift } from './meaning.ts'
import { has, type Token, valueAs } from './when-tokens.ts'

/** A length: `two weeks`, `1 month, 21 days`, `an hour and a half`, `una hora y media`. */
const match: Matcher['match'] = (tokens, from, use) => {
  const go = (at: number, sum: Lengths): void => {
    for (const [end, more] of lengthsAt(tokens, at)) {
      const together = addLengths(sum, more)
      const next = skip(tokens, end, ['and', 'plus', 'comma'])
      // what could belong to the length belongs to it: in a day and two hours is not at two
      use(end, { shift: { ...together, from: 'now' } }, lengthsAt(tokens, next).length > 0 ? 1 : 0)
      go(next, together)
    }
  }
  go(from, none)
}

export const lengths: Matcher = { starts: new Set(['number', 'one', 'half', 'quarter']), match }

type Lengths = Omit<Shift, 'from'>

const none: Lengths = { years: 0, months: 0, days: 0, minutes: 0 }

const addLengths = (a: Lengths, b: Lengths): Lengths => ({
  years: a.years + b.years,
  months: a.months + b.months,
  days: a.days + b.days,
  minutes: a.minutes + b.minutes,
  ...((a.loose ?? b.loose) !== undefined && { loose: (a.loose ?? b.loose)! }),
})

/** One length that begins here, with each end it may have. */
function lengthsAt(tokens: readonly Token[], at: number): [number, Lengths][] {
  const first = tokens[at]
  if (first === undefined) return []
  if (has(first, 'half')) {
    const unit = skip(tokens, at + 1, ['one'])
    return lengthOf(0.5, tokens[unit], unit + 1)
  }
  const part = has(first, 'one') && tokens[at + 1] !== undefined && has(tokens[at + 1]!, 'quarter') ? at + 1 : at
  const quarter = valueAs(tokens[part]!, 'quarter')
  if (quarter !== undefined) {
    const unit = skip(tokens, part + 1, ['of'])
    return lengthOf(quarter / 60, tokens[unit], unit + 1)
  }
  const count = has(first, 'number') ? valueAs(first, 'number')! : has(first, 'one') ? 1 : undefined
  if (count === undefined) return []
  if (tokens[at + 1] !== undefined && has(tokens[at + 1]!, 'half')) {
    // ein halbes Jahr, une demi-heure
    const halves = lengthOf(count / 2, tokens[at + 2], at + 3)
    return count === 1 ? halves : []
  }
  const whole = lengthOf(count, tokens[at + 1], at + 2)
  return [...whole, ...andHalf(tokens, at + 1, count)]
}

/** `one and a half hours`, `two hours and a half`. */
function andHalf(tokens: readonly Token[], at: number, count: number): [number, Lengths][] {
  const half = (from: number): number | undefined => {
    const joint = skip(tokens, from, ['and', 'plus'])
    const found = skip(tokens, joint, ['one'])
    return joint > from && tokens[found] !== undefined && has(tokens[found]!, 'half') ? found + 1 : undefined
  }
  const before = half(at)
  if (before !== undefined) return lengthOf(count + 0.5, tokens[before], before + 1)
  const after = half(at + 1)
  return after !== undefined ? lengthOf(count + 0.5, tokens[at], after) : []
}

function lengthOf(count: number, unit: Token | undefined, end: number): [number, Lengths][] {
  const value = unit === undefined ? undefined : valueAs(unit, 'unit')
  if (value === undefined || count > 2000) return []
  const whole = Number.isInteger(count)
  if (value === units.second) return [[end, none]]
  if (value === units.minute) return whole ? [[end, { ...none, minutes: count }]] : []
  if (value === units.hour) return [[end, { ...none, minutes: Math.round(count * 60) }]]
  if (value === units.quarterHour) return whole ? [[end, { ...none, minutes: count * 15 }]] : []
  if (value === units.year) return [[end, { ...none, months: Math.round(count * 12) }]]
  if (!whole) return []
  if (value === units.day || value === units.days) return [[end, { ...none, days: count, ...looseWeeks(count) }]]
  if (value === units.month) return [[end, { ...none, months: count }]]
  return [[end, { ...none, days: count * (value === units.fortnight ? 14 : 7) }]]
}

/** Eight days are a week and fifteen two to many; which languages, the resolver knows. */
const looseWeeks = (days: number): { loose?: number } => (days % 7 === 1 && days > 1 ? { loose: 1 } : {})

function skip(tokens: readonly Token[], at: number, kinds: readonly Kind[]): number {
  const token = tokens[at]
  return token !== undefined && kinds.some((kind) => has(token, kind)) ? at + 1 : at
}
