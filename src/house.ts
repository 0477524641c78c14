import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Secrets } from './secrets.ts'
import type { Sql } from './store/sql.ts'

/** What every room may ask for. `server.ts` fills it; the doors in `http/` pass its parts on without looking inside. */
export type House = {
  readonly sql: Sql
  readonly clock: Clock
  readonly config: Config
  readonly secrets: Secrets
  /** the address that callers use, without a slash at the end */
  readonly publicUrl: () => string
}
