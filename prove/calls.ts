import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { type Clock, systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/server.ts'
import { playCallSequences } from './call-sequences.ts'
import { proveEnumeration } from './enumeration.ts'
import { openFrontDesk } from './front-desk.ts'

/**
 * Proves what a call may do, for minutes: sequences of calls against a simple picture of the calendar, and guesses of
 * codes, numbers and names. Ends with 1 when a rule was broken.
 *
 *     node prove/calls.ts [--sequences 1000] [--guesses 10000]
 */
const { values } = parseArgs({
  options: { sequences: { type: 'string', default: '1000' }, guesses: { type: 'string', default: '10000' } },
})

// as root, the cluster runs as another user, who has to pass
const folder = mkdtempSync(join(tmpdir(), 'vami-calls-'))
chmodSync(folder, 0o755)
let ahead = Temporal.Duration.from({ minutes: 0 })
const clock: Clock = { now: () => systemClock.now().add(ahead) }
const config = readConfig({
  VAMI_DATA: folder,
  PORT: '0',
  SESSION_MINUTES: '1440',
  LIMIT_TOKEN_PER_MINUTE: '1000000',
  LIMIT_TOKEN_BURST: '1000000',
})
const server = await startServer(config, clock, pino({ level: 'silent' }))
try {
  const address = `http://127.0.0.1:${server.port}`
  const { host, port, user, database } = server.store.listening
  const databaseUrl = `postgres://${user}@${encodeURIComponent(host!)}:${port}/${database}`
  const violations: string[] = []
  if (values.guesses !== '0') {
    const desk = await openFrontDesk(address, 'guesses')
    const proof = await proveEnumeration({
      server: address,
      databaseUrl,
      desk,
      guesses: Number(values.guesses),
      appointments: 20_000,
    })
    console.table(proof.rows)
    violations.push(...proof.violations)
  }
  if (values.sequences !== '0') {
    const desk = await openFrontDesk(address, 'sequences')
    const advance = (minutes: number) => {
      ahead = ahead.add({ minutes })
    }
    const runs = Number(values.sequences)
    try {
      const calls = await playCallSequences({ server: address, databaseUrl, desk, advance, runs })
      console.log(`${runs} sequences of ${calls} calls`)
    } catch (error) {
      violations.push(`sequences: ${(error as Error).message}`)
    }
  }
  for (const sentence of violations) console.log(sentence)
  console.log(violations.length === 0 ? 'No rule was broken.' : `${violations.length} violations.`)
  process.exitCode = violations.length === 0 ? 0 : 1
} finally {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
