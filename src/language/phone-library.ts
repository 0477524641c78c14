import { createRequire } from 'node:module'
import type * as PhoneLibrary from 'libphonenumber-js/min'

let loaded: typeof PhoneLibrary | undefined

/** libphonenumber-js, loaded with the first number: the numbering plans of the world took 38 ms of each start. */
export function phoneLibrary(): typeof PhoneLibrary {
  loaded ??= createRequire(import.meta.url)('libphonenumber-js/min') as typeof PhoneLibrary
  return loaded
}
