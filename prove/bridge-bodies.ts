import { parseArgs } from 'node:util'
import { startBridgeStage } from '../test/bridge/bridge-stage.ts'
import { sendRandomBodies } from '../test/bridge/random-bodies.ts'

/**
 * Proves that no body, whatever is in it, makes the webhooks fail, write to anybody who was not asked for, or log what
 * somebody said. Ends with 1 when one did.
 *
 *     node prove/bridge-bodies.ts [--bodies 10000] [--seed 1]
 */

const { values } = parseArgs({
  options: { bodies: { type: 'string', default: '10000' }, seed: { type: 'string', default: String(process.pid) } },
})
// so many go to the same people that the limits would answer most of them
const environment = { LIMIT_MAILS_PER_RECIPIENT_HOUR: '1000000', LIMIT_BRIDGE_PER_MINUTE: '1000000' }
const stage = await startBridgeStage({ environment })
const begun = performance.now()
const { sent, statuses, booked, mailed, faults } = await sendRandomBodies(
  stage,
  Number(values.bodies),
  Number(values.seed),
)
await stage.close()

say(`${sent} bodies of any kind (seed ${values.seed}) in ${Math.round((performance.now() - begun) / 1000)} s`)
console.table({ ...statuses, booked, mailed })
for (const sentence of faults.slice(0, 20)) say(sentence)
say(faults.length === 0 ? 'No rule was broken.' : `${faults.length} violations.`)
process.exitCode = faults.length === 0 && booked > 0 && mailed > 0 ? 0 : 1

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
