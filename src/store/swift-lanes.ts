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

class Lane {
  readonly #config: pg.ClientConfig
  readonly #patienceMs: number
  readonly #onError: (error: Error) => void
  #client: OpenClient | undefined
  #opening: Promise<void> | undefined
  #openedAt = Number.NEGATIVE_INFINITY
  #corked = false
  #closed = false
  /** how many answers are awaited, and since when none has come */
  #awaited = 0
  #quietSince = 0
  #givenUp = false
  #watch: NodeJS.Timeout | undefined

  constructor(config: pg.ClientConfig, patienceMs: number, onError: (error: Error) => void) {
    this.#config = config
    this.#patienceMs = patienceMs
    this.#onError = onError
  }

  query(name: string, text: string, values: unknown[]): Promise<pg.QueryResult> | undefined {
    const client = this.#client
    if (client === undefined) {
      this.#open()
      return undefined
    }
    this.#cork(client)
    this.#watchOver(client)
    return new Promise((resolve, reject) => {
      const query = new pg.Query(text, values, (error: Error | undefined, result: pg.QueryResult) => {
        this.#awaited -= 1
        this.#quietSince = performance.now()
        // A statement was cancelled before it was prepared, and the driver takes it for prepared: the lane is spoilt.
        if ((error as { code?: string } | undefined)?.code === '26000') client.connection.stream.destroy()
        if (error) reject(this.#givenUp ? new Error('Query read timeout', { cause: error }) : error)
        else resolve(result)
      }) as pg.Query & { name: string }
      query.name = name
      client.query(query)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watch)
    await this.#opening
    await this.#client?.end()
  }

  #open(): void {
    if (this.#closed || this.#opening !== undefined || performance.now() - this.#openedAt < retryMs) return
    this.#openedAt = performance.now()
    const client = new pg.Client({ ...this.#config, pipeline: true } as pg.ClientConfig) as OpenClient
    const lose = () => {
      if (this.#client === client) this.#client = undefined
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
          this.#client = client
          this.#givenUp = false
        },
        // the pool, which is asked instead, says what is wrong
        () => {},
      )
      .finally(() => {
        this.#opening = undefined
      })
  }

  /** Until the requests that arrived together have all been read. */
  #cork(client: OpenClient): void {
    if (this.#corked) return
    this.#corked = true
    client.connection.stream.cork()
    setImmediate(() => {
      this.#corked = false
      client.connection.stream.uncork()
    })
  }

  /** One timer a lane instead of one a statement. A lane that has fallen silent is given up, and all who wait hear it. */
  #watchOver(client: OpenClient): void {
    this.#awaited += 1
    if (this.#awaited > 1) return
    this.#quietSince = performance.now()
    if (this.#watch !== undefined) return
    this.#watch = setInterval(() => {
      if (this.#awaited > 0 && performance.now() - this.#quietSince > this.#patienceMs) {
        this.#givenUp = true
        client.connection.stream.destroy()
      }
      if (this.#awaited > 0) return
      clearInterval(this.#watch)
      this.#watch = undefined
    }, this.#patienceMs / 8)
    this.#watch.unref()
  }
}
