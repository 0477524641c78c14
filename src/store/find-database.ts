import pg from 'pg'

/** What comes of knocking at a PostgreSQL. */
export type Found = 'there' | 'not yet' | 'unreachable'

/**
 * Finds the database `vami`, or makes it. 'not yet' while the cluster recovers or goes down, or somebody else is making
 * the database just now. Throws what else PostgreSQL refuses.
 */
export async function findDatabase(connection: pg.ClientConfig): Promise<Found> {
  const settings = { ...connection, database: 'postgres', ssl: false, connectionTimeoutMillis: 10_000 }
  const client = new pg.Client(settings)
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query(`select from pg_database where datname = 'vami'`)
    if (rowCount === 0) await client.query('create database vami')
    return 'there'
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return 'unreachable'
    if (['42P04', '23505', '55006'].includes(error.code ?? '') || error.code?.startsWith('57P')) return 'not yet'
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
