/** Reads `/api/events` as a dashboard would: by fetch, with the token in a header. */
export type Seen = { id: number; event: string; data: any }

export type EventReader = {
  seen: Seen[]
  /** the number to resume from */
  lastId(): number | undefined
  /** fulfilled when `count` events of the kind have come; rejected when the stream ends before */
  until(count: number, event?: string): Promise<Seen[]>
  /** fulfilled when the server has ended the stream */
  ended: Promise<void>
  drop(): void
}

export async function readEvents(url: string, bearer: string, lastId?: number): Promise<EventReader> {
  const stop = new AbortController()
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(lastId !== undefined && { 'last-event-id': String(lastId) }),
  }
  const response = await fetch(`${url}/api/events`, { headers, signal: stop.signal })
  if (response.status !== 200) throw new Error(`/api/events answered ${response.status}: ${await response.text()}`)
  const seen: Seen[] = []
  let position = lastId
  let changed = Promise.withResolvers<void>()
  let over = false
  const opened = Promise.withResolvers<void>()
  const take = (block: string) => {
    const lines = block.split('\n')
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    const id = field('id')
    if (id !== undefined) position = Number(id)
    if (lines.includes(': open')) opened.resolve()
    const event = field('event')
    if (event !== undefined) seen.push({ id: Number(id), event, data: JSON.parse(field('data')!) })
  }
  const read = async () => {
    let rest = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop()!
      for (const block of blocks) take(block)
      changed.resolve()
      changed = Promise.withResolvers()
    }
  }
  const ended = read()
    .catch(() => {})
    .finally(() => {
      over = true
      changed.resolve()
      opened.resolve()
    })
  await opened.promise
  return {
    seen,
    lastId: () => position,
    until: async (count, event = 'change') => {
      for (;;) {
        const found = seen.filter((each) => each.event === event)
        if (found.length >= count) return found
        if (over) throw new Error(`the stream ended after ${found.length} of ${count} events`)
        await changed.promise
      }
    },
    ended,
    drop: () => stop.abort(),
  }
}
