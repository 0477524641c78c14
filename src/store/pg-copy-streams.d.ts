declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream'
  import type { Submittable } from 'pg'

  /** `copy … to stdout` as a stream of text; what is not read yet stays with the server. */
  export function to(statement: string): Readable & Submittable
  /** `copy … from stdin`: finished when the server has taken everything, and `rowCount` says how many rows that were. */
  export function from(statement: string): Writable & Submittable & { readonly rowCount: number }
}
