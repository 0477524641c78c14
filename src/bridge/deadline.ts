/** How long there is still time, by the process's own clock. */
export type Deadline = {
  /** milliseconds; negative when it has passed */
  left(): number
}

/** `ms` after `begun`, which is a reading of `performance.now()`. */
export const deadlineAfter = (ms: number, begun = performance.now()): Deadline => ({
  left: () => begun + ms - performance.now(),
})
