/** A figure over all rounds, beside what it should be. */
export type Finding = {
  figure: string
  /** one a round */
  values: number[]
  /** what the number is: a ratio unless it says otherwise */
  unit?: 'ms' | 'µs' | 'MB' | 'a second'
  target?: { least: number } | { most: number }
}

/** Does everything once a round, each round in another order, so that what the machine does besides hits all alike. */
export async function interleaved<Key extends string, Result>(
  rounds: number,
  works: Record<Key, () => Promise<Result> | Result>,
): Promise<Record<Key, Result>[]> {
  const keys = Object.keys(works) as Key[]
  const results: Record<Key, Result>[] = []
  for (let round = 0; round < rounds; round++) {
    const result = {} as Record<Key, Result>
    for (const i of keys.keys()) {
      const key = keys[(i + round) % keys.length]!
      result[key] = await works[key]()
    }
    results.push(result)
  }
  return results
}

/** The findings as a table of text; the last line says how many targets were missed. */
export function tableOf(findings: readonly Finding[]): string {
  const head = ['', 'median', 'lowest', 'highest', 'target', '']
  const rows = findings.map(({ figure, values, unit, target }) => {
    const spread = [median(values), Math.min(...values), Math.max(...values)].map(numberOf)
    return [unit === undefined ? figure : `${figure}, ${unit}`, ...spread, wordsOf(target), verdictOf(values, target)]
  })
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)))
  const lineOf = (row: string[]) =>
    row.map((cell, i) => (i === 0 || i > 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')
  const missed = rows.filter((row) => row.at(-1) === 'missed').length
  return [...[head, ...rows].map((row) => lineOf(row).trimEnd()), '', `${missed} targets missed.`].join('\n')
}

export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b)
  const middle = ascending.length / 2
  return (ascending[Math.ceil(middle) - 1]! + ascending[Math.floor(middle)]!) / 2
}

const wordsOf = (target: Finding['target']): string =>
  target === undefined ? '' : 'least' in target ? `at least ${target.least}` : `at most ${target.most}`

function verdictOf(values: readonly number[], target: Finding['target']): string {
  if (target === undefined) return ''
  return ('least' in target ? median(values) >= target.least : median(values) <= target.most) ? 'ok' : 'missed'
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? String(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2)
}
