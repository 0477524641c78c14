/** A dashboard that reads `/api/events`, loses its connection now and then, and goes on where it was. */
export type EventFollower = {
  seen: readonly SeenEvent[]
  /** since when the stream that is open now has been open; undefined while none is */
  openSince(): number | undefined
  /** loses the connection and makes another, to any of the servers */
  drop(): void
  leave(): Promise<void>
}

/** `at` is a moment of `performance.now()`. */
export type SeenEvent = { id: number; event: string; entityId: string; change: string; at: number }

const patienceMs = 60_000

/** Fulfilled when the first stream is open. `server` names one to ask each time. */
export async function followAsReader(server: () => string, bearer: string): Promise<EventFollower> {
  const seen: SeenEvent[] = []
  const opened = Promise.withResolvers<void>()
  let position: number | undefined
  let openSince: number | undefined
  let stop = new AbortController()
  let leaving = false

  const take = (block: string, at: number) => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
    const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')]
    if (id !== undefined) position = Number(id)
    if (event !== undefined) {
      const { id: entityId, change } = JSON.parse(data!)
      seen.push({ id: Number(id), event, entityId, change, at })
    }
    if (fields.has('retry')) {
      openSince = at
      opened.resolve()
    }
  }

  const readOnce = async () => {
    const resumed = position === undefined ? {} : { 'last-event-id': String(position) }
    const headers = { authorization: `Bearer ${bearer}`, ...resumed }
    const response = await fetch(`${server()}/api/events`, { headers, signal: stop.signal })
    if (response.status !== 200) throw new Error(`/api/events answered ${response.status}`)
    let rest = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop()!
      const at = performance.now()
      for (const block of blocks) take(block, at)
    }
  }

  const read = async () => {
    let lastGood = performance.now()
    while (!leaving) {
      try {
        await readOnce()
        lastGood = performance.now()
      } catch (error) {
        // whoever dropped it has already put a new one there
        if ((error as Error).name === 'AbortError') lastGood = performance.now()
        else if (performance.now() - lastGood > patienceMs) throw error
      }
      openSince = undefined
    }
  }

  const lose = () => {
    const lost = stop
    stop = new AbortController()
    openSince = undefined
    lost.abort()
  }
  const reading = read()
  reading.catch((error) => opened.reject(error))
  await opened.promise
  return {
    seen,
    openSince: () => openSince,
    drop: lose,
    leave: async () => {
      leaving = true
      lose()
      await reading
    },
  }
}
