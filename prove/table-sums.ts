import type pg from 'pg'

/** Rows and checksum of each table of ours, generated columns included. */
export async function sumsOf(database: pg.Pool | pg.PoolClient | pg.Client): Promise<Record<string, string>> {
  const { rows } = await database.query(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relpersistence = 'p' and relname <> 'vami_migrations' order by relname`,
  )
  const sums = rows.map(
    ({ name }) => `select '${name}' as name, count(*) || ' rows ' ||
      coalesce(md5(string_agg(t::text, chr(10) order by t::text collate "C")), '') as sum from ${name} t`,
  )
  const found = await database.query(sums.join(' union all '))
  return Object.fromEntries(found.rows.map(({ name, sum }) => [name, sum]))
}
