import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Problem } from '../../src/problems.ts'
import { openDatabase, sqlState } from '../../src/store/sql.ts'
import { lanesAtOnce } from '../../src/store/swift-lanes.ts'
import { newBareDatabase } from '../cast.ts'
import { plugIn } from '../http/owner/database-cable.ts'
import { onEachEngine } from './engines.ts'
import { until } from './until.ts'

function open(connectionString: string) {
  const database = openDatabase({ connectionString }, 16, () => {})
  after(() => database.close())
  return database
}

/** How many connections there are that swift reads share, asked of the database itself. */
async function openLanes({ sql, pool }: ReturnType<typeof open>): Promise<number> {
  const ours = await sql<{ count: number }>`
    select count(*) from pg_stat_activity where datname = current_database() and query like ${'%swift_mark%'}
      and pid <> pg_backend_pid()`
  assert.ok(pool.totalCount > 0)
  return ours[0]!.count
}

const read = ({ sql }: ReturnType<typeof open>, n: number) =>
  sql.swift<{ swift_mark: number }>`select ${n}::int as swift_mark`

test('many swift reads at once each get their own answer, over a few connections', (t) =>
  onEachEngine(t, async (engine) => {
    const { sql } = open(await engine.newBareDatabase())
    const numbers = Array.from({ length: 500 }, (_, n) => n)
    const ask = (n: number) =>
      sql.swift<{ n: number; backend: number }>`select ${n}::int as n, pg_backend_pid() as backend`
    // the lanes open behind the first reads
    const backends = await until('all reads go over lanes', async () => {
      const rows = (await Promise.all(numbers.map(ask))).flat()
      assert.deepEqual(
        rows.map(({ n }) => n),
        numbers,
      )
      const seen = new Set(rows.map(({ backend }) => backend))
      return seen.size <= lanesAtOnce && seen
    })
    assert.equal(backends.size, lanesAtOnce)
  }))

test('a swift read that fails spoils no other', async () => {
  const database = open(await newBareDatabase())
  await until('the lanes are open', async () => {
    await Promise.all([read(database, 0), read(database, 0)])
    return (await openLanes(database)) > 0
  })
  const divide = (by: number) => database.sql.swift<{ swift_mark: number }>`select 6 / ${by}::int as swift_mark`
  const answers = await Promise.allSettled([3, 0, 2, 0, 1, 6, 0, 3].map(divide))
  assert.deepEqual(
    answers.map((each) => (each.status === 'fulfilled' ? each.value[0]!.swift_mark : sqlState(each.reason))),
    [2, '22012', 3, '22012', 6, 1, '22012', 2],
  )
})

test('a swift read whose statement the database has forgotten is asked again', async () => {
  const database = open(await newBareDatabase())
  const backendOf = async () =>
    (await database.sql.swift<{ backend: number }>`select pg_backend_pid() as backend`)[0]!.backend
  await until('all reads go over lanes', async () => {
    const backends = await Promise.all(Array.from({ length: 60 }, backendOf))
    return new Set(backends).size === lanesAtOnce
  })
  // by turns, so once on each
  for (let lane = 0; lane < lanesAtOnce; lane += 1) await database.sql.swift`deallocate all`
  for (let n = 1; n <= 10; n += 1) assert.ok((await backendOf()) > 0)
})

test('times and nulls come out of a swift read as they do of any other', async () => {
  const database = open(await newBareDatabase())
  const ask = () =>
    database.sql.swift`select '2026-12-15T14:00Z'::timestamptz as at, '2026-12-15'::date as on, null::int as nothing`
  const before = await ask()
  await until('the lanes are open', async () => {
    await Promise.all([read(database, 0), read(database, 0)])
    return (await openLanes(database)) > 0
  })
  for (const rows of [before, await ask(), await ask()]) {
    const [row] = rows as [{ at: Temporal.Instant; on: Temporal.PlainDate; nothing: null }]
    assert.deepEqual([row.at.toString(), row.on.toString(), row.nothing], ['2026-12-15T14:00:00Z', '2026-12-15', null])
  }
})

test('a swift read whose connection breaks is asked again, and says that the database is away when it is', async () => {
  const cable = await plugIn(await newBareDatabase())
  const database = open(cable.url)
  await until('the lanes are open', async () => {
    await Promise.all([read(database, 0), read(database, 0)])
    return (await openLanes(database)) > 0
  })
  const [{ ended }] = (await database.sql`
    select count(pg_terminate_backend(pid)) as ended from pg_stat_activity
    where datname = current_database() and query like ${'%swift_mark%'} and pid <> pg_backend_pid()`) as [
    { ended: number },
  ]
  assert.ok(ended > 0)
  const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => read(database, n)))
  for (const [n, each] of answers.entries()) {
    if (each.status === 'fulfilled') assert.equal(each.value[0]!.swift_mark, n)
    else assert.equal((each.reason as Problem).code, 'database_unavailable')
  }
  cable.pull()
  await assert.rejects(
    read(database, 1),
    (error: unknown) => error instanceof Problem && error.code === 'database_unavailable',
  )
  await cable.plugBackIn()
  await until('reads are answered again', async () => {
    const again = await read(database, 7).catch(() => undefined)
    return again?.[0]?.swift_mark === 7
  })
})
