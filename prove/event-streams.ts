import pg from 'pg'
import { type EventFollower, followAsReader } from './event-follower.ts'
import { type FrontDesk, openFrontDesk } from './front-desk.ts'
import { type Moments, makeManyChanges } from './many-changes.ts'
import { startMortalServer } from './mortal-server.ts'
import { makePrivateHome } from './private-home.ts'
import { type Proof, percentile, waitFor } from './proof.ts'

/**
 * Proves that each reader of `/api/events` sees each change exactly once and in order, whichever door it came through,
 * whichever server the reader asks, though transactions are rolled back or committed late, readers come and go, and
 * the servers' own listening connections are cut.
 */
export type EventStreams = { readers: number; changes: number }

const cuts = 6
/** one reader is dropped each time so many changes have been made */
const changesPerDrop = 4

export async function proveEventStreams({ readers, changes }: EventStreams): Promise<Proof> {
  const home = makePrivateHome()
  const servers = [await startMortalServer(home.environment), await startMortalServer(home.environment)]
  const followers: EventFollower[] = []
  let stopped = false
  const pool = new pg.Pool({ connectionString: home.databaseUrl(), max: 2 })
  try {
    const addresses = servers.map(({ address }) => address)
    const desks = [await openFrontDesk(addresses[0]!, 'busy'), await openFrontDesk(addresses[1]!, 'calm')] as const
    const before = await lastNumber(pool)
    const anyServer = () => addresses[Math.floor(Math.random() * addresses.length)]!
    const deskOf = (reader: number) => desks[reader % 10 === 9 ? 1 : 0]
    for (let i = 0; i < readers; i += 1) followers.push(await followAsReader(anyServer, deskOf(i).bearer))
    const trouble = new Trouble(pool, followers, changes)
    const begun = performance.now()
    const moments = await makeManyChanges({
      databaseUrl: home.databaseUrl(),
      servers: addresses,
      desks,
      count: changes,
      onChange: (made) => trouble.at(made),
    })
    const ms = performance.now() - begun
    await trouble.over()
    const violations: string[] = []
    let delivered = 0
    for (const [i, follower] of followers.entries()) {
      const kept = await keptEvents(pool, deskOf(i), before)
      const found = await judge(follower, kept)
      violations.push(...found.map((sentence) => `reader ${i}: ${sentence}`))
      delivered += follower.seen.length
    }
    const { free, behindOthers } = trouble.delaysOf(moments)
    const row = {
      proof: 'events',
      readers,
      changes: (await lastNumber(pool)) - before,
      'changes/s': Math.round((changes / ms) * 1_000),
      delivered,
      drops: trouble.drops,
      cuts: trouble.listenersCut,
      'delay p50 ms': percentile(free, 0.5),
      'delay p99 ms': percentile(free, 0.99),
      'delay max ms': percentile(free, 1),
      'behind an unfinished one, p50 ms': percentile(behindOthers, 0.5),
      violations: violations.length,
    }
    await Promise.all(followers.splice(0).map((follower) => follower.leave()))
    await pool.end()
    stopped = true
    await Promise.all(servers.map((server) => server.stop()))
    return { rows: [row], violations: [...violations, ...home.remains()] }
  } finally {
    if (!stopped) {
      for (const follower of followers) follower.leave().catch(() => {})
      await pool.end()
      await Promise.all(servers.map((server) => server.kill()))
    }
    await home.sweep()
  }
}

/** Drops readers and cuts the servers' listening connections as the changes go on. */
class Trouble {
  drops = 0
  listenersCut = 0
  readonly #pool: pg.Pool
  readonly #followers: readonly EventFollower[]
  readonly #changes: number
  readonly #cutting: Promise<void>[] = []
  readonly #droppedAt = new Map<EventFollower, number[]>()

  constructor(pool: pg.Pool, followers: readonly EventFollower[], changes: number) {
    this.#pool = pool
    this.#followers = followers
    this.#changes = changes
  }

  at(made: number): void {
    while (this.drops < made / changesPerDrop) this.#drop()
    if (this.#cutting.length < Math.floor((made * (cuts + 1)) / this.#changes) && this.#cutting.length < cuts)
      this.#cutting.push(this.#cut())
  }

  async over(): Promise<void> {
    await Promise.all(this.#cutting)
  }

  /**
   * From sending the commit to each reader who was there all the while, in milliseconds. What came behind another
   * transaction that had a number and was not finished has to wait for it, and counts apart.
   */
  delaysOf({ sent, unfinished }: Moments): { free: number[]; behindOthers: number[] } {
    const free: number[] = []
    const behindOthers: number[] = []
    const waiting = new Map(
      [...sent].map(([id, from]) => [id, unfinished.some((other) => other.from < from && from < other.to)]),
    )
    for (const follower of this.#followers) {
      const drops = this.#droppedAt.get(follower) ?? []
      for (const { entityId, change, at } of follower.seen) {
        const from = change === 'created' ? sent.get(entityId) : undefined
        // one that was dropped shortly before may have been away when it happened
        if (from === undefined || drops.some((moment) => moment > from - 1_000 && moment < at)) continue
        if (waiting.get(entityId)) behindOthers.push(at - from)
        else free.push(at - from)
      }
    }
    return { free, behindOthers }
  }

  #drop(): void {
    const follower = this.#followers[Math.floor(Math.random() * this.#followers.length)]!
    this.drops += 1
    this.#droppedAt.set(follower, [...(this.#droppedAt.get(follower) ?? []), performance.now()])
    follower.drop()
  }

  async #cut(): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'`,
    )
    this.listenersCut += rowCount ?? 0
  }
}

type Kept = { number: number; entity_id: string; change: string }

/** What the log holds of a clinic; each reader has to have seen just this. */
async function keptEvents(pool: pg.Pool, { clinicId }: FrontDesk, after: number): Promise<Kept[]> {
  const { rows } = await pool.query<Kept>(
    'select number::int, entity_id, change from events where clinic_id = $1 and number > $2 order by number',
    [clinicId, after],
  )
  return rows
}

async function lastNumber(pool: pg.Pool): Promise<number> {
  return (await pool.query('select coalesce(max(number), 0)::int as last from events')).rows[0].last
}

async function judge({ seen }: EventFollower, kept: readonly Kept[]): Promise<string[]> {
  await waitFor('all has come', () => seen.length >= kept.length).catch(() => {})
  const ids = seen.map(({ id }) => id)
  const found: string[] = []
  const missing = kept.filter(({ number }) => !ids.includes(number))
  if (missing.length > 0)
    found.push(`${missing.length} of ${kept.length} are missing, the first is ${missing[0]!.number}`)
  if (new Set(ids).size < ids.length) found.push(`${ids.length - new Set(ids).size} came twice`)
  if (ids.some((id, i) => i > 0 && id < ids[i - 1]!)) found.push('not in order')
  if (seen.some(({ event }) => event !== 'change')) found.push('was told to load everything anew')
  const told = (each: { entityId: string; change: string }) => `${each.entityId} ${each.change}`
  const asKept = new Map(kept.map(({ number, entity_id, change }) => [number, `${entity_id} ${change}`]))
  const wrong = seen.filter((each) => asKept.get(each.id) !== told(each))
  if (wrong.length > 0) found.push(`${wrong.length} are not what the log holds`)
  return found
}
