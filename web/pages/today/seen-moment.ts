import { useSyncExternalStore } from 'react'
import { useMember } from '../../data/session.ts'

/**
 * Up to when somebody has said that they have seen what came in: an instant, kept in this browser for each clinic and
 * each person. `undefined` before they have ever been here.
 */
export function useSeenMoment(): [moment: string | undefined, see: (moment: string) => void] {
  const { user, clinic } = useMember()
  const key = `vami.seen.${clinic.id}.${user.id}`
  const moment = useSyncExternalStore(subscribe, () => localStorage.getItem(key))
  const see = (next: string) => {
    localStorage.setItem(key, next)
    for (const listener of listeners) listener()
  }
  return [moment ?? undefined, see]
}

const listeners = new Set<() => void>()

// the same person may have it open in two tabs
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
