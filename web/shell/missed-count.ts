let missed = 0

/** Counts what happens while the page is not seen, in the browser's tab: "(3) Today · Vami". */
export function countMissed(count: number): void {
  if (!document.hidden) return
  missed += count
  write()
}

/** Until told to stop, the count goes when the page is seen again. */
export function forgetMissedWhenSeen(): () => void {
  const look = () => {
    if (document.hidden) return
    missed = 0
    write()
  }
  document.addEventListener('visibilitychange', look)
  return () => document.removeEventListener('visibilitychange', look)
}

function write(): void {
  const bare = document.title.replace(/^\(\d+\) /, '')
  document.title = missed > 0 ? `(${missed}) ${bare}` : bare
}
