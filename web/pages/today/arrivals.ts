import { useState } from 'react'

/** Which of them were not there yet when the list was first shown: those come in gently. */
export function useArrivals(ids: readonly string[]): (id: string) => boolean {
  const [first] = useState(() => new Set(ids))
  return (id) => !first.has(id)
}
