/** How long something may still take. Counted on the process's own steady clock: no wall clock can shorten it. */
export type Deadline = {
  /** milliseconds, never below 0 */
  left(): number
}

/** Ends in `ms` milliseconds. */
export function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms
  return { left: () => Math.max(0, end - performance.now()) }
}

/** The same deadline, `ms` milliseconds earlier. */
export const earlier = (deadline: Deadline, ms: number): Deadline => ({
  left: () => Math.max(0, deadline.left() - ms),
})

/** Waits `ms` milliseconds, or throws the reason of `signal` as soon as it is given up. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
