import { useEffect, useMemo, useState } from 'react'

/**
 * The server's time. A browser's clock may be wrong or be set to another zone; the server says `now` in its answers,
 * and only the distance to it is kept here. Nothing else in the screen reads a clock.
 */
let aheadMs = 0

export function setServerClock(now: string): void {
  aheadMs = Temporal.Instant.from(now).epochMilliseconds - Temporal.Now.instant().epochMilliseconds
}

export const serverNow = (): Temporal.Instant => Temporal.Now.instant().add({ milliseconds: aheadMs })

/** Now, anew every so many seconds and whenever the page comes to the front. */
export function useNow(everySeconds = 20): Temporal.Instant {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const look = () => setNow(serverNow())
    look()
    const timer = setInterval(look, everySeconds * 1_000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [everySeconds])
  return now
}

/** Today in a zone; changes at its midnight. */
export function useToday(timeZone: string): Temporal.PlainDate {
  const text = useNow().toZonedDateTimeISO(timeZone).toPlainDate().toString()
  return useMemo(() => Temporal.PlainDate.from(text), [text])
}
