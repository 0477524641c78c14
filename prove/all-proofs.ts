import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Runs the races, the calls, the proofs of survival and those of the webhooks, each also when a rule was broken before. Ends with 1
 * when one was broken in any.
 *
 *     npm run prove
 */
const proofs = [
  import.meta.resolve('./prove.ts'),
  import.meta.resolve('./calls.ts'),
  import.meta.resolve('./survival.ts'),
  import.meta.resolve('./bridge-bodies.ts'),
]
const broken = proofs.filter((file) => {
  const { status } = spawnSync(process.execPath, [fileURLToPath(file)], { stdio: 'inherit' })
  return status !== 0
})
process.exitCode = broken.length === 0 ? 0 : 1
