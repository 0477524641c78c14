import { Agent, request } from 'node:http'

/** Callers who all speak at the same moment, each over a connection of their own that is open already. */
export type Crowd = {
  /** Sends all at once, turn about to each server; answers in the order of `bodies`. */
  post(path: string, token: string, bodies: readonly unknown[]): Promise<Heard[]>
  leave(): void
}

export type Heard = { status: number; body: any; ms: number }

/** Opens `size` connections, spread over the servers, before anybody speaks. */
export async function gather(servers: readonly string[], size: number): Promise<Crowd> {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: size, scheduling: 'fifo' })
  const serverOf = (i: number) => servers[i % servers.length]!
  const all = <T>(one: (i: number) => Promise<T>) => Promise.all(Array.from({ length: size }, (_, i) => one(i)))
  // none of them is free again before the last has been opened, so each gets its own
  await all((i) => say(agent, `${serverOf(i)}/live`, 'GET', {}))
  return {
    post: (path, token, bodies) => {
      const headers = { 'content-type': 'application/json', 'x-agent-token': token }
      return all((i) => say(agent, `${serverOf(i)}${path}`, 'POST', headers, JSON.stringify(bodies[i])))
    },
    leave: () => agent.destroy(),
  }
}

function say(agent: Agent, url: string, method: string, headers: Record<string, string>, sent = ''): Promise<Heard> {
  const begun = performance.now()
  const length = sent === '' ? {} : { 'content-length': String(Buffer.byteLength(sent)) }
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: response.statusCode!, body: readJson(text), ms: performance.now() - begun })
      })
    })
    asked.on('error', reject)
    asked.end(sent)
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
