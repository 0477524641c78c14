import { connect, type Socket } from 'node:net'

/**
 * Clients that each ask again as soon as they are answered, on connections that stay open. It speaks HTTP on the bare
 * socket: node's own client costs as much as the server it measures, and on two cores would be what is measured.
 */
export type Load = {
  /** answers with status 200 a second */
  perSecond: number
  /** those of them that say `"success":true` a second */
  successesPerSecond: number
  /** milliseconds, ascending */
  latencies: number[]
}

export type Request = { method: string; path: string; token?: string; body?: unknown }

/** Asks for `seconds` what `next` says. Throws at the first answer that is no 200. */
export async function generateLoad(
  port: number,
  { clients, seconds }: { clients: number; seconds: number },
  next: () => Request,
): Promise<Load> {
  const begun = performance.now()
  const until = begun + seconds * 1000
  const tally = { latencies: [] as number[], successes: 0 }
  await Promise.all(Array.from({ length: clients }, () => runClient(port, until, next, tally)))
  const elapsed = (performance.now() - begun) / 1000
  return {
    perSecond: tally.latencies.length / elapsed,
    successesPerSecond: tally.successes / elapsed,
    latencies: tally.latencies.sort((a, b) => a - b),
  }
}

/** The value below which this share of the ascending numbers lies. */
export const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN

type Tally = { latencies: number[]; successes: number }

function runClient(port: number, until: number, next: () => Request, tally: Tally): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let asked = 0
  let received = ''
  const ask = () => {
    asked = performance.now()
    socket.write(wordsOf(next()))
  }
  socket.setEncoding('latin1')
  socket.on('connect', ask)
  socket.on('data', (part) => {
    received += part
    const body = bodyOf(received)
    if (body === undefined) return
    const now = performance.now()
    if (!received.startsWith('HTTP/1.1 200 ')) return fail(socket, reject, received)
    tally.latencies.push(now - asked)
    if (body.includes('"success":true')) tally.successes += 1
    received = ''
    if (now < until) return ask()
    socket.destroy()
    resolve()
  })
  socket.on('error', reject)
  socket.on('end', () => reject(new Error('the server closed a connection')))
  return promise
}

function fail(socket: Socket, reject: (error: Error) => void, answer: string): void {
  socket.destroy()
  reject(new Error(`an answer that was not expected: ${answer.slice(0, 1000)}`))
}

function wordsOf({ method, path, token, body }: Request): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const sent = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${text.length}\r\n`
  const shown = token === undefined ? '' : `x-agent-token: ${token}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${shown}${sent}\r\n${text}`
}

/** The body, once all of it is there. One character is one byte. */
function bodyOf(received: string): string | undefined {
  const headEnds = received.indexOf('\r\n\r\n')
  if (headEnds < 0) return undefined
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnds))?.[1])
  const body = received.slice(headEnds + 4)
  return body.length >= length ? body : undefined
}
