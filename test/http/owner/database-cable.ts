import { connect, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

/** A line to a database that can be cut: `url` is the database's own, by way of it. */
export type Cable = {
  url: string
  pull(): void
  plugBackIn(): Promise<void>
  /** nothing comes through any more, and nobody is told */
  freeze(): void
  thaw(): void
}

export async function plugIn(databaseUrl: string): Promise<Cable> {
  const far = new URL(databaseUrl)
  const host = decodeURIComponent(far.hostname)
  const ends = new Set<Socket>()
  const pairs: [Socket, Socket][] = []
  let frozen = false
  const server = createServer((near) => {
    const beyond = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${far.port}`) : connect(Number(far.port), host)
    for (const end of [near, beyond]) {
      ends.add(end)
      end.on('error', () => {}).on('close', () => ends.delete(end))
    }
    pairs.push([near, beyond])
    if (!frozen) near.pipe(beyond).pipe(near)
  })
  const listen = (port: number) => new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as { port: number }
  const pull = () => {
    server.close()
    for (const end of ends) end.destroy()
  }
  after(pull)
  return {
    url: `postgres://${far.username}@127.0.0.1:${port}${far.pathname}`,
    pull,
    plugBackIn: () => listen(port),
    freeze: () => {
      frozen = true
      for (const [near, beyond] of pairs) for (const end of [near, beyond]) end.unpipe().pause()
    },
    thaw: () => {
      frozen = false
      for (const [near, beyond] of pairs) near.pipe(beyond).pipe(near)
    },
  }
}
