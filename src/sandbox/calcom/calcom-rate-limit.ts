type Window = { ends: number; count: number }

const minuteMs = 60_000
const mostCallers = 1_000

/** Counts a caller's requests in windows of a minute, and says in headers, as Cal.com does with every answer, how many are left. */
export function openRateLimit(perMinute: number, now: () => number) {
  const windows = new Map<string, Window>()
  return (caller: string): { spent: boolean; headers: Record<string, string> } => {
    const window = windowOf(caller, now())
    window.count++
    return {
      spent: window.count > perMinute,
      headers: {
        'X-RateLimit-Limit-Default': `${perMinute}`,
        'X-RateLimit-Remaining-Default': `${Math.max(0, perMinute - window.count)}`,
        'X-RateLimit-Reset-Default': `${Math.ceil((window.ends - now()) / 1_000)}`,
      },
    }
  }

  function windowOf(caller: string, at: number): Window {
    const known = windows.get(caller)
    if (known !== undefined && at < known.ends && known.ends - at <= minuteMs) return known
    if (windows.size >= mostCallers) windows.clear()
    const fresh = { ends: at + minuteMs, count: 0 }
    windows.set(caller, fresh)
    return fresh
  }
}
