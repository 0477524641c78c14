import { createRequire } from 'node:module'
import type * as When from './when.ts'

let loaded: typeof When | undefined

/** Dates and times in words, loaded with the first that are said: models mostly hand over `YYYY-MM-DD` and `HH:MM`. */
export function spokenWhen(): typeof When {
  loaded ??= createRequire(import.meta.url)('./when.ts') as typeof When
  return loaded
}
