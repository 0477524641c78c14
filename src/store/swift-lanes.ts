import pg from 'pg'

/**
 * A few connections that many short reads share: each statement is sent without waiting for the answers of those before
 * it, and all that are asked for in one turn of the event loop leave in one write. One statement and connection at a
 * time, as the pool has it, cost 36 % of the process's time in writes to sockets.
 * Who is slow here holds up whoever comes after: for statements that take microseconds and wait for no lock.
 */
export type SwiftLanes = {
  /** undefined when no lane is open just now: ask the pool */
  query(name: string, text: string, values: unknown[]): Promise<pg.QueryResult> | undefined
  close(): Promise<void>
}

export const lanesAtOnce = 2
// A lane that could not be opened is tried again at the first statement after this long.
const retryMs = 1_000
const idleMs = 10_000

/** `patienceMs`: how long a lane may be silent before it is given up. */
export function openSwiftLanes(
  config: pg.ClientConfig,
  patienceMs: number,
  onError: (error: Error) => void,
): SwiftLanes {
  const lanes = Array.from({ length: lanesAtOnce }, () => new Lane(config, patienceMs, onError))
  let turn = 0
  return {
    query: (name, text, values) => {
      turn = (turn + 1) % lanes.length
      return lanes[turn]!.query(name, text, values)
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()))
    },
  }
}

type OpenClient = pg.Client & { connection: { stream: { cork(): void; uncork(): void; destroy(): void } } }

/** A connection in use: how many answers are awaited, and since when none has come. */
type Open = { client: OpenClient; awaited: number; quietSince: number; corked: boolean; givenUp: boolean }

class Lane {
  readonly #config: pg.ClientConfig
  readonly #patienceMs: number
  readonly #onError: (error: Error) => void
  #open: Open | undefined
  #opening: Promise<void> | undefined
  #triedAt = Number.NEGATIVE_INFINITY
  #closed = false

  constructor(config: pg.ClientConfig, patienceMs: number, onError: (error: Error) => void) {
    this.#config = config
    this.#patienceMs = patienceMs
    this.#onError = onError
  }

  query(name: string, text: string, values: unknown[]): Promise<pg.QueryResult> | undefined {
    const open = this.#open
    if (open === undefined) {
      this.#connect()
      return undefined
    }
    cork(open)
    if (open.awaited === 0) open.quietSince = performance.now()
    open.awaited += 1
    return new Promise((resolve, reject) => {
      const query = new pg.Query(text, values, (error: Error | undefined, result: pg.QueryResult) => {
        open.awaited -= 1
        open.quietSince = performance.now()
        // A statement was cancelled before it was prepared, and the driver takes it for prepared: the lane is spoilt.
        if ((error as { code?: string } | undefined)?.code === '26000') open.client.connection.stream.destroy()
        if (error) reject(open.givenUp ? new Error('Query read timeout', { cause: error }) : error)
        else resolve(result)
      }) as pg.Query & { name: string }
      query.name = name
      open.client.query(query)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#opening
    await this.#open?.client.end()
  }

  #connect(): void {
    if (this.#closed || this.#opening !== undefined || performance.now() - this.#triedAt < retryMs) return
    this.#triedAt = performance.now()
    const client = new pg.Client({ ...this.#config, pipeline: true } as pg.ClientConfig) as OpenClient
    const open: Open = { client, awaited: 0, quietSince: this.#triedAt, corked: false, givenUp: false }
    let watch: NodeJS.Timeout | undefined
    const lose = () => {
      clearInterval(watch)
      if (this.#open === open) this.#open = undefined
    }
    client.on('error', (error) => {
      lose()
      this.#onError(error)
    })
    client.on('end', lose)
    this.#opening = client
      .connect()
      .then(
        () => {
          this.#open = open
          watch = setInterval(() => this.#look(open, lose), this.#patienceMs / 8).unref()
        },
        // the pool, which is asked instead, says what is wrong
        () => {},
      )
      .finally(() => {
        this.#opening = undefined
      })
  }

  /**
   * By one timer a lane instead of one a statement: a lane that has fallen silent is given up, and all who wait hear it;
   * one that nobody uses is closed, as the pool's connections are.
   */
  #look(open: Open, lose: () => void): void {
    const quietMs = performance.now() - open.quietSince
    if (open.awaited > 0 && quietMs > this.#patienceMs) {
      open.givenUp = true
      open.client.connection.stream.destroy()
    } else if (open.awaited === 0 && quietMs > idleMs) {
      lose()
      open.client.end().catch(() => {})
    }
  }
}

/** Until the requests that arrived together have all been read. */
function cork(open: Open): void {
  if (open.corked) return
  open.corked = true
  open.client.connection.stream.cork()
  setImmediate(() => {
    open.corked = false
    open.client.connection.stream.uncork()
  })
}
