import { parseArgs } from 'node:util'
import { type Cell, tryMatrix } from '../test/bridge/fault-matrix.ts'

/**
 * Tries everything that Cal.com, Graph and Microsoft's log-in can do wrong, and prints what the webhooks make of it as
 * the table of docs/bridge-faults.md.
 *
 *     node tools/bridge-faults.ts [--deadline 4000]
 */

const { values } = parseArgs({ options: { deadline: { type: 'string', default: '4000' } } })
const cells = await tryMatrix(Number(values.deadline), 4)
const head = ['vendor', 'what goes wrong', 'how often', 'status', 'code', 'done', 'ms', 'asked again', 'done then']
const rows = cells.map(rowOf)
const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]!.length)))
const lines = [head, widths.map((width) => '-'.repeat(width)), ...rows].map(
  (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`,
)
process.stdout.write(`${lines.join('\n')}\n`)

function rowOf({ vendor, ill, spell, status, code, retryAfter, done, ms, again, doneThen }: Cell): string[] {
  const waits = retryAfter === null ? '' : `, Retry-After ${retryAfter}`
  return [
    ...[vendor, ill, spell, String(status), `${code}${waits}`, String(done), String(ms)],
    ...[`${again.status} ${again.code}`, String(doneThen)],
  ]
}
