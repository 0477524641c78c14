import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Runs the races and then the proofs of survival, these too when a rule was broken before. Ends with 1 when one was
 * broken in either.
 *
 *     npm run prove
 */
const proofs = [import.meta.resolve('./prove.ts'), import.meta.resolve('./survival.ts')]
const broken = proofs.filter((file) => {
  const { status } = spawnSync(process.execPath, [fileURLToPath(file)], { stdio: 'inherit' })
  return status !== 0
})
process.exitCode = broken.length === 0 ? 0 : 1
