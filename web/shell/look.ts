import { useSyncExternalStore } from 'react'

export type Look = 'system' | 'light' | 'dark'

const watchers = new Set<() => void>()

/** Light or dark, kept in this browser; theme.js reads it before the first paint. Whoever asks sees the same. */
export const useLook = (): [Look, (look: Look) => void] => [useSyncExternalStore(watch, currentLook), chooseLook]

const currentLook = (): Look => (document.documentElement.dataset.theme as Look | undefined) ?? 'system'

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

function chooseLook(next: Look): void {
  if (next === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem('vami.theme')
  } else {
    document.documentElement.dataset.theme = next
    localStorage.setItem('vami.theme', next)
  }
  for (const watcher of watchers) watcher()
}
