import { useState } from 'react'

export type Look = 'system' | 'light' | 'dark'

/** Light or dark, kept in this browser; theme.js reads it before the first paint. */
export function useLook(): [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(() => (document.documentElement.dataset.theme as Look | undefined) ?? 'system')
  const choose = (next: Look) => {
    if (next === 'system') {
      delete document.documentElement.dataset.theme
      localStorage.removeItem('vami.theme')
    } else {
      document.documentElement.dataset.theme = next
      localStorage.setItem('vami.theme', next)
    }
    setLook(next)
  }
  return [look, choose]
}
