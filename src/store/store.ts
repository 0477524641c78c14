import type { Config } from '../config.ts'
import { watchCluster } from './cluster-watch.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { type Connection, type Database, openDatabase } from './sql.ts'

/** Where a clinic's data is kept: the database of DATABASE_URL, else the private PostgreSQL in the data folder. */
export type Store = {
  database: Database
  kind: 'private' | 'outside'
  /** where to LISTEN: past a pooler that cannot, if DIRECT_DATABASE_URL says how */
  listening: Connection
  /** versions of the schema that opening it has applied */
  applied: number[]
  /** Closes connections, and stops the private cluster when nobody else uses it. */
  close(): Promise<void>
}

export type StoreOptions = {
  config: Config
  /** a command joins a running cluster and never stops it */
  role: 'server' | 'command'
  onIdleError: (error: Error) => void
  /** the private PostgreSQL died and has been started again, or could not be */
  onRevival?: (error?: unknown) => void
}

/** Opens the store and brings its schema up to date. Throws a sentence for the operator when it cannot. */
export async function openStore({ config, role, onIdleError, onRevival }: StoreOptions): Promise<Store> {
  const outside = config.DATABASE_URL !== ''
  const cluster = outside ? undefined : await openEmbeddedPostgres(config.VAMI_DATA, role)
  // a private cluster speaks through a socket, whatever PGSSLMODE says
  const connection = cluster ? { ...cluster.connection, ssl: false } : { connectionString: config.DATABASE_URL }
  const direct = outside && config.DIRECT_DATABASE_URL !== ''
  const listening = direct ? { connectionString: config.DIRECT_DATABASE_URL } : connection
  const size = role === 'server' ? config.DATABASE_POOL_SIZE : 2
  const database = openDatabase(connection, size, onIdleError)
  const stay = cluster && role === 'server' ? watchCluster(config.VAMI_DATA, cluster, onRevival ?? (() => {})) : cluster
  const close = async () => {
    await database.close()
    await stay?.leave()
  }
  try {
    const applied = await migrate(database.pool)
    return { database, kind: outside ? 'outside' : 'private', listening, applied, close }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}
