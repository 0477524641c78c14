const instant =
  /^\s*(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s?(z|[+-]\d\d(?::?\d\d)?)(?:\[[^\]]*\])?\s*$/i

/**
 * The wall times that an instant with an offset may mean, undefined for anything else. Models write an offset behind a
 * local time without thinking, so it is believed only where it changes nothing: else both readings come back.
 */
export function wallTimesOf(phrase: string, timeZone: string | undefined): Temporal.PlainDateTime[] | undefined {
  const match = instant.exec(phrase)
  if (match === null) return undefined
  try {
    const written = Temporal.PlainDateTime.from(`${match[1]}T${match[2]}`, { overflow: 'reject' })
    if (timeZone === undefined) return [written]
    const offset = match[3]!.toUpperCase()
    const seen = Temporal.Instant.from(`${match[1]}T${match[2]}${offset}`)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime()
    return written.equals(seen) ? [written] : [written, seen]
  } catch {
    return []
  }
}
