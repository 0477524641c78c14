import { has, type Token } from './when-tokens.ts'

/** Whether words stand side by side in a way that names several days or times, of which none is meant yet. */
export const isAskedAbout = (tokens: readonly Token[]): boolean =>
  tokens.some((_token, i) => isRange(tokens, i) || isAnyWeekday(tokens, i))

/** `9 am - 11 am`, `14 - 16 Uhr`, `Monday - Friday`; but `December 15 - 3 pm`. */
function isRange(tokens: readonly Token[], at: number): boolean {
  const [earlier, before, behind] = [tokens[at - 2], tokens[at - 1], tokens[at + 1]]
  if (!has(tokens[at]!, 'dash') || before === undefined || behind === undefined) return false
  if (has(before, 'weekday') && has(behind, 'weekday')) return true
  if (!(['number', 'clock', 'dotted', 'spot'] as const).some((kind) => has(behind, kind))) return false
  const isHour = (['clock', 'hourmark', 'meridiem', 'spot'] as const).some((kind) => has(before, kind))
  return isHour || (has(before, 'number') && !(earlier !== undefined && has(earlier, 'month')))
}

/** `a Tuesday` is any of them; but `at one Tuesday`, and `one Sunday from now`. */
function isAnyWeekday(tokens: readonly Token[], at: number): boolean {
  const [before, behind, later] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]]
  if (!has(tokens[at]!, 'one') || behind === undefined || !has(behind, 'weekday')) return false
  return !(before !== undefined && has(before, 'at')) && !(later !== undefined && has(later, 'fromnow'))
}
