import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { House } from '../house.ts'
import { openSecrets } from '../server.ts'
import { openStore } from '../store/store.ts'

/** A house without doors, for a command: beside a running server it joins that server's database. */
export async function withHouse<Result>(config: Config, work: (house: House) => Promise<Result>): Promise<Result> {
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
