import type { ToolCall } from '../tool.ts'

/** Lets so many through at a time, and the others in the order in which they came. */
export type Turns = {
  /** Throws what `late` makes when the call's deadline comes before its turn, or why its caller gave up. */
  take<T>(call: ToolCall, late: () => Error, work: () => Promise<T>): Promise<T>
}

export function turns(atOnce: number): Turns {
  let free = atOnce
  const waiting = new Set<() => void>()
  const handOn = () => {
    const [next] = waiting
    if (next === undefined) free++
    else next()
  }
  const turn = ({ deadline, signal }: ToolCall, late: () => Error) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted()
      if (free > 0) {
        free--
        return resolve()
      }
      const leave = (then: () => void) => () => {
        waiting.delete(begin)
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
        then()
      }
      const begin = leave(resolve)
      const giveUp = leave(() => reject(signal.reason))
      const timer = setTimeout(
        leave(() => reject(late())),
        deadline.left(),
      )
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.add(begin)
    })
  return {
    take: async (call, late, work) => {
      await turn(call, late)
      try {
        return await work()
      } finally {
        handOn()
      }
    },
  }
}
