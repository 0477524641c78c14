import { isDeepStrictEqual } from 'node:util'
import { fieldAt } from './references.ts'

/** What a script may expect of an answer's field, besides its value. */

type Matcher = {
  /** what is wrong with what the script says, if anything */
  faultOf(wanted: unknown): string | undefined
  holds(found: unknown, wanted: unknown): boolean
  says(wanted: unknown): string
}

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))
const isTrue = (wanted: unknown) => (wanted === true ? undefined : 'takes "true".')
const isWhole = (wanted: unknown) => (Number.isInteger(wanted) ? undefined : 'takes a whole number.')
const anything = () => undefined
const countOf = (found: unknown): number => (Array.isArray(found) ? found.length : -1)
const includes = (found: unknown, wanted: unknown): boolean =>
  Array.isArray(found)
    ? found.some((each) => isDeepStrictEqual(each, wanted))
    : typeof found === 'string' && found.includes(String(wanted))

const matchers: Record<string, Matcher> = {
  present: { faultOf: isTrue, holds: (found) => found !== undefined && found !== null, says: () => 'present' },
  absent: { faultOf: isTrue, holds: (found) => found === undefined, says: () => 'absent' },
  equals: { faultOf: anything, holds: isDeepStrictEqual, says: shown },
  not: {
    faultOf: anything,
    holds: (found, wanted) => !isDeepStrictEqual(found, wanted),
    says: (wanted) => `not ${shown(wanted)}`,
  },
  matches: {
    faultOf: (wanted) => (isPattern(wanted) ? undefined : 'takes a regular expression.'),
    holds: (found, wanted) => typeof found === 'string' && new RegExp(String(wanted), 'iu').test(found),
    says: (wanted) => `like /${wanted}/`,
  },
  count: {
    faultOf: isWhole,
    holds: (found, wanted) => countOf(found) === wanted,
    says: (wanted) => `${wanted} of them`,
  },
  at_least: {
    faultOf: isWhole,
    holds: (found, wanted) => (typeof found === 'number' ? found : countOf(found)) >= Number(wanted),
    says: (wanted) => `at least ${wanted}`,
  },
  includes: { faultOf: anything, holds: includes, says: (wanted) => `with ${shown(wanted)} in it` },
  excludes: {
    faultOf: anything,
    holds: (found, wanted) => found !== undefined && !includes(found, wanted),
    says: (wanted) => `without ${shown(wanted)}`,
  },
}

/** Whatever its references will be filled with. */
function isPattern(wanted: unknown): boolean {
  try {
    return typeof wanted === 'string' && new RegExp(wanted.replace(/\$\{[^}]*\}/g, 'x'), 'iu') !== undefined
  } catch {
    return false
  }
}

const isMatching = (wanted: unknown): wanted is Record<string, unknown> =>
  typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)

/** What is wrong with a matcher as a script has it, as a sentence; undefined when it can be used. */
export function matcherFault(name: string, wanted: unknown): string | undefined {
  const matcher = Object.hasOwn(matchers, name) ? matchers[name] : undefined
  if (matcher === undefined) return `there is no matcher "${name}"; there are ${Object.keys(matchers).join(', ')}.`
  const fault = matcher.faultOf(wanted)
  return fault && `"${name}" ${fault}`
}

/** The expectations that the answer does not meet, a sentence each. A mapping is matchers; all else is the value. */
export function unmetBy(answer: unknown, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected).flatMap(([path, wanted]) => {
    const found = fieldAt(answer, path)
    const all = isMatching(wanted) ? Object.entries(wanted) : [['equals', wanted] as const]
    return all
      .filter(([name, each]) => !matchers[name]!.holds(found, each))
      .map(([name, each]) => `${path} should be ${matchers[name]!.says(each)}, and is ${shown(found)}`)
  })
}
