import { parseArgs } from 'node:util'
import { proveBackups } from './backups-under-load.ts'
import { proveComingsAndGoings } from './comings-and-goings.ts'
import { proveEventStreams } from './event-streams.ts'
import { proveFullDisk } from './full-disk.ts'
import { proveLostPostmaster } from './lost-postmaster.ts'
import { provePrivateCrashes } from './private-crashes.ts'
import type { Proof, Row } from './proof.ts'
import { proveRestarts } from './restarts.ts'

/**
 * Proves that what was acknowledged survives: crashes, restarts, a full disk, lost connections. Ends with 1 when a
 * rule was broken.
 *
 *     node prove/survival.ts [--only NAME] [--times 20]
 */
export const survivalProofs: Record<string, (times: number) => Promise<Proof>> = {
  server: (times) => provePrivateCrashes({ times, victims: 'server' }),
  everything: (times) => provePrivateCrashes({ times, victims: 'server and PostgreSQL' }),
  visits: (times) => proveComingsAndGoings({ seconds: times }),
  restarts: (times) => proveRestarts({ times: Math.ceil(times / 4) }),
  disk: (times) => proveFullDisk({ times: Math.ceil(times / 4) }),
  lost: (times) => proveLostPostmaster({ times: Math.ceil(times / 4) }),
  backup: (times) => proveBackups({ times: Math.ceil(times / 4) }),
  events: (times) => proveEventStreams({ readers: 50, changes: times * 100 }),
}

if (import.meta.main) await main()

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, times: { type: 'string', default: '20' } } })
  const names = values.only === undefined ? Object.keys(survivalProofs) : [values.only]
  const violations: string[] = []
  for (const name of names) {
    const prove = survivalProofs[name]
    if (prove === undefined) throw new Error(`there is no proof "${name}": ${Object.keys(survivalProofs).join(', ')}`)
    const proof = await prove(Number(values.times)).catch((error: Error) => ({ rows: [], violations: [error.message] }))
    console.table(proof.rows satisfies Row[])
    violations.push(...proof.violations.map((sentence) => `${name}: ${sentence}`))
  }
  for (const sentence of violations) console.log(sentence)
  console.log(violations.length === 0 ? 'No rule was broken.' : `${violations.length} violations.`)
  process.exitCode = violations.length === 0 ? 0 : 1
}
