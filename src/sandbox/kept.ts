/** A list that forgets its oldest entries rather than grow without end. `weigh` says how many bytes one takes. */
export type Kept<T> = { add(entry: T): void; all(): T[]; clear(): void }

export function kept<T>(limits: { entries: number; bytes: number }, weigh: (entry: T) => number): Kept<T> {
  let entries: { entry: T; bytes: number }[] = []
  let bytes = 0
  return {
    add: (entry) => {
      const weight = weigh(entry)
      entries.push({ entry, bytes: weight })
      bytes += weight
      while (entries.length > 1 && (entries.length > limits.entries || bytes > limits.bytes))
        bytes -= entries.shift()!.bytes
    },
    all: () => entries.map(({ entry }) => entry),
    clear: () => {
      entries = []
      bytes = 0
    },
  }
}
