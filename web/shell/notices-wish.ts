import { useSyncExternalStore } from 'react'

export type NoticesWish = 'on' | 'off'

const key = 'vami.notices'
const listeners = new Set<() => void>()

/** Whether this browser tells of what others change. It does unless somebody has said no. */
export const noticesWish = (): NoticesWish => (localStorage.getItem(key) === 'off' ? 'off' : 'on')

export function useNoticesWish(): [NoticesWish, (wish: NoticesWish) => void] {
  const wish = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, noticesWish)
  return [
    wish,
    (next) => {
      localStorage.setItem(key, next)
      for (const listener of listeners) listener()
    },
  ]
}
