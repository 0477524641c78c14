import { type Change, followChanges } from './live.ts'
import { queryClient, takeChange, takeReset } from './queries.ts'

/** Who wants to hear of each change that somebody else has made: the gentle notices. */
type Hearer = (change: Change) => void
const hearers = new Set<Hearer>()
// what this screen has just done itself is no news to who sits before it
const own = new Map<string, ReturnType<typeof setTimeout>>()
const ownForMs = 4_000

export function hearNews(hearer: Hearer): () => void {
  hearers.add(hearer)
  return () => hearers.delete(hearer)
}

/** Call with the id when this screen changes something, before and after. */
export function markOwn(id: string): void {
  clearTimeout(own.get(id))
  own.set(
    id,
    setTimeout(() => own.delete(id), ownForMs),
  )
}

/** The stream may be quicker than the answer that tells the id: who speaks a moment later asks again. */
export const isOwn = (id: string): boolean => own.has(id)

/** Keeps all that is on the screen true, until told to stop. */
export function followNews(): () => void {
  return followChanges({
    onChange: (change) => {
      takeChange(change)
      if (own.has(change.id)) return
      for (const hearer of hearers) hearer(change)
    },
    onReset: takeReset,
  })
}

/** For what the server does not tell of: settings. */
export const refreshSettings = (): void => {
  for (const key of ['clinic', 'practitioners', 'services', 'staff', 'feeds', 'audit', 'calendar', 'today'])
    void queryClient.invalidateQueries({ queryKey: [key] })
}
