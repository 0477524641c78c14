import { styleText } from 'node:util'
import type { CheckRow } from '../rehearsal/check-row.ts'
import type { CheckedDeployment } from '../rehearsal/deployment-check.ts'

const marks = {
  ok: ['green', 'ok'],
  failed: ['red', 'FAILED'],
  not_configured: ['yellow', 'not set'],
  note: ['yellow', 'note'],
} as const satisfies Record<CheckRow['outcome'], readonly [colour: string, word: string]>

/** The findings a line each, with their times; in colours where stdout is a terminal and NO_COLOR is not set. */
export function checkTable(url: string, { rows, notes }: CheckedDeployment): string {
  const width = (cell: (row: CheckRow) => string) => Math.max(...rows.map((row) => cell(row).length))
  const [part, check, ms] = [width((row) => row.part), width((row) => row.check), width((row) => String(row.ms))]
  const lines = rows.map((row) => {
    const [colour, word] = marks[row.outcome]
    const mark = styleText(colour, word.padEnd(7), { stream: process.stdout })
    const time = `${String(row.ms).padStart(ms)} ms`
    return `  ${mark}  ${row.part.padEnd(part)}  ${row.check.padEnd(check)}  ${time}  ${row.detail}`.trimEnd()
  })
  return [url, '', ...lines, '', summary(rows), ...notes].join('\n')
}

function summary(rows: readonly CheckRow[]): string {
  const count = (outcome: CheckRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  const [bad, unset] = [count('failed'), count('not_configured')]
  const rest = unset === 0 ? '' : ` ${unset} not set up.`
  return bad === 0 ? `Nothing failed of ${rows.length}.${rest}` : `${bad} of ${rows.length} failed.${rest}`
}
