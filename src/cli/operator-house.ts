import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { House } from '../house.ts'
import { openSecrets } from '../server.ts'
import { openStore } from '../store/store.ts'

/** A house without doors, for a command: beside a running server it joins that server's database. */
export async function withHouse<Result>(config: Config, work: (house: House) => Promise<Result>): Promise<Result> {
  // a command that only looks must not make a database where there is none
  if (config.DATABASE_URL === '' && !existsSync(join(config.VAMI_DATA, 'postgres'))) {
    throw new Error(`there is no database in ${config.VAMI_DATA}. Name its folder with --data, or set DATABASE_URL.`)
  }
  const secrets = openSecrets(config)
  const store = await openStore({ config, role: 'command', onIdleError: () => {} })
  try {
    return await work({
      sql: store.database.sql,
      clock: systemClock,
      config,
      secrets,
      publicUrl: () => config.PUBLIC_URL,
    })
  } finally {
    await store.close()
  }
}
