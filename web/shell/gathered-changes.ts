type Listener<Item> = {
  /** few: told by themselves */
  each(items: Item[]): void
  /** more than few within a short time */
  many(items: Item[]): void
}

const momentMs = 350
const whileMs = 2_000
const few = 3

/**
 * Gathers what comes in: up to three in two seconds are told a moment later; when there are more, the rest waits those
 * two seconds and is told as one. The same key twice is one thing.
 */
export function gatherChanges<Item>({ each, many }: Listener<Item>) {
  const waiting = new Map<string, Item>()
  let told: number[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const take = (): Item[] => {
    const items = [...waiting.values()]
    waiting.clear()
    timer = undefined
    return items
  }
  const look = () => {
    const now = performance.now()
    told = told.filter((at) => now - at < whileMs)
    if (told.length + waiting.size > few) {
      timer = setTimeout(() => many(take()), whileMs)
      return
    }
    told.push(...Array.from(waiting, () => now))
    each(take())
  }
  return {
    add(key: string, item: Item): void {
      if (!waiting.has(key)) waiting.set(key, item)
      timer ??= setTimeout(look, momentMs)
    },
    stop(): void {
      clearTimeout(timer)
      waiting.clear()
    },
  }
}
