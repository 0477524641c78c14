import { join } from 'node:path'
import { brokenRules } from './house-rules.ts'

const broken = brokenRules(join(import.meta.dirname, '..'))
for (const line of broken) console.error(line)
if (broken.length > 0)
  console.error(
    `\n${broken.length} rules of the house are broken; STYLE.md and tools/house-rules.ts say why they stand.`,
  )
process.exitCode = broken.length > 0 ? 1 : 0
