import { performance } from 'node:perf_hooks'

/** Answered in `milliseconds`, the body read. A body that is no JSON is null. */
export type DeskAnswer = { status: number; body: unknown; milliseconds: number }

/** Where an agent asks in the middle of a call. */
export type Desk = {
  ask(action: string, body: Readonly<Record<string, unknown>>, key?: string): Promise<DeskAnswer>
  wait(duration: Temporal.Duration): Promise<void>
}

// a voice platform gives up then
const longestMs = 20_000

/** The desk of an agent at a Vami's address, over HTTP. Throws an Error with a sentence where nobody answers. */
export function deskAt(url: string, agentId: string, token: string, wait: Desk['wait']): Desk {
  const base = `${url.replace(/\/+$/, '')}/api/agent-actions`
  const agent = encodeURIComponent(agentId)
  return {
    wait,
    ask: async (action, body, key) => {
      const isToday = action === 'today'
      const request: RequestInit = {
        method: isToday ? 'GET' : 'POST',
        headers: {
          'x-agent-token': token,
          ...(!isToday && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        signal: AbortSignal.timeout(longestMs),
        ...(!isToday && { body: JSON.stringify(body) }),
      }
      const began = performance.now()
      try {
        const answer = await fetch(`${base}/${isToday ? `appointments/${agent}/today` : `${action}/${agent}`}`, request)
        const text = await answer.text()
        return { status: answer.status, body: jsonOf(text), milliseconds: performance.now() - began }
      } catch (error) {
        throw new Error(`${url} does not answer (${reasonOf(error)}).`)
      }
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return name === 'TimeoutError' ? 'in 20 seconds' : (cause?.code ?? 'no connection')
}
