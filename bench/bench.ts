import { parseArgs } from 'node:util'
import { compareBridge } from './bridge-overhead.ts'
import { compareCalls } from './calls.ts'
import { compareColdStarts } from './cold-start.ts'
import { profileAvailability } from './profile.ts'
import { type Finding, tableOf } from './rounds.ts'
import { compareScreen } from './screen-speed.ts'
import { compareServing, openDatabases } from './serving.ts'
import { compareSlotSpeed } from './slot-speed.ts'
import { compareWords } from './words.ts'
import { openWorkshop } from './workshop.ts'

/**
 * Measures Vami beside what it stands on, in the same run and by turns, since a shared machine's figures are only good
 * for ratios. Prints one table, and leaves nothing behind.
 *
 *     node bench/bench.ts [--rounds 7] [--quick] [--only slots|words|start|bridge|serving|calls|screen] [--profile]
 *
 * --quick takes a tenth of the clinics, short rounds and three of them: good for seeing that it runs. --profile looks
 * for where the time of check-availability goes instead of measuring it.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
})

const parts = ['slots', 'words', 'start', 'bridge', 'serving', 'calls', 'screen']
if (values.only !== undefined && !parts.includes(values.only)) throw new Error(`--only takes ${parts.join(', ')}.`)
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7))
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.')

const crowd = { clinics: values.quick ? 1_000 : 10_000, appointmentsEach: 100 }
const workshop = openWorkshop()
try {
  await (values.profile ? profile() : bench())
} finally {
  await workshop.close()
}

async function bench(): Promise<void> {
  const findings: Finding[] = []
  if (wants('slots')) findings.push(...(await compareSlotSpeed(rounds, values.quick)))
  if (wants('words')) findings.push(...(await compareWords(rounds, values.quick)))
  if (wants('start')) findings.push(...(await compareColdStarts(workshop, rounds)))
  if (wants('bridge')) findings.push(...(await compareBridge(workshop, rounds, values.quick ? 20 : 100)))
  if (wants('serving') || wants('calls')) {
    const databases = await openDatabases(workshop, crowd, say)
    const times = { rounds, seconds: values.quick ? 1 : 3 }
    if (wants('serving')) findings.push(...(await compareServing(workshop, databases, crowd, times)))
    if (wants('calls')) findings.push(...(await compareCalls(workshop, databases, crowd, times)))
    say('The servers log each request as in production, to /dev/null; the floor has no log.')
  }
  if (wants('screen')) findings.push(...(await compareScreen(workshop, rounds)))
  say(`${rounds} rounds by turns; the spread is over the rounds.\n\n${tableOf(findings)}`)
}

async function profile(): Promise<void> {
  const databases = await openDatabases(workshop, crowd, say)
  say(await profileAvailability(workshop, databases.crowded, crowd, values.quick ? 3 : 10))
}

function wants(part: string): boolean {
  return values.only === undefined || values.only === part
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
