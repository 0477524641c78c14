import { useMemo } from 'react'
import { useClinic } from '../data/queries.ts'
import { type Tongue, useTongue } from './words.ts'

/** How dates and times read: in the screen's language, in the clinic's habits (its hours may have 12 or 24 numbers). */
export type Formats = {
  /** 2:00 PM · 14:00 */
  time(at: Temporal.PlainTime | Temporal.PlainDateTime): string
  /** as short as it can be said: 2 PM, 2:30 PM · 14:00 */
  shortTime(at: Temporal.PlainDateTime): string
  /** 2:00 – 2:30 PM */
  span(from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): string
  /** 2 PM; 1:30 AM EST where the zone's clocks show that time twice */
  timeAt(instant: string, timeZone: string): string
  /** 2:00 – 2:30 PM; 1:00 – 1:30 AM EST, 1:30 AM EDT – 1:00 AM EST */
  spanAt(from: string, to: string, timeZone: string): string
  /** Tuesday, December 15, 2026 */
  longDate(on: Temporal.PlainDate): string
  /** Tue, Dec 15 */
  shortDate(on: Temporal.PlainDate): string
  /** Dec 15 – 21, 2026 */
  dates(from: Temporal.PlainDate, to: Temporal.PlainDate): string
  /** December 2026 */
  month(on: Temporal.PlainDate): string
  /** Tue */
  weekday(on: Temporal.PlainDate, width?: 'long' | 'short' | 'narrow'): string
  /** in 5 minutes, 2 hours ago */
  away(from: Temporal.Instant, to: Temporal.Instant): string
  /** Dec 15, 2:00 PM */
  moment(at: Temporal.PlainDateTime): string
  number(count: number): string
  /** integer cents */
  money(cents: number, currency: string): string
  locale: string
}

/** Formats for the clinic that is open; before it is loaded, for the language alone. */
export function useFormats(): Formats {
  const tongue = useTongue()
  const locale = useClinic().data?.locale
  return useMemo(() => formatsOf(tongue, locale), [tongue, locale])
}

export function formatsOf(tongue: Tongue, clinicLocale?: string): Formats {
  const locale = clinicLocale?.startsWith(tongue) ? clinicLocale : tongue
  // to make one of these costs a millisecond, to use it a thousandth
  const kept = new Map<string, Intl.DateTimeFormat>()
  const form = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
    const key = JSON.stringify(options)
    const format = kept.get(key) ?? new Intl.DateTimeFormat(locale, options)
    kept.set(key, format)
    return format
  }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const numbers = new Intl.NumberFormat(locale)
  const zoneName = (at: Temporal.ZonedDateTime): string =>
    form({ timeZone: at.timeZoneId, timeZoneName: 'short' })
      .formatToParts(at.epochMilliseconds)
      .find(({ type }) => type === 'timeZoneName')?.value ?? at.offset
  const timeAt = (at: Temporal.ZonedDateTime): string =>
    [form(time).format(at.toPlainDateTime()), isShownTwice(at) && zoneName(at)].filter(Boolean).join(' ')
  const spanAt = (from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): string => {
    const isTwofold = isShownTwice(from) || isShownTwice(to)
    if (isTwofold && from.offset !== to.offset) return `${timeAt(from)} – ${timeAt(to)}`
    const span = form(time).formatRange(from.toPlainDateTime(), to.toPlainDateTime())
    return isTwofold ? `${span} ${zoneName(from)}` : span
  }
  return {
    locale,
    time: (at) => form(time).format(at),
    shortTime: (at) =>
      at.minute === 0 && form(time).resolvedOptions().hour12
        ? form({ hour: 'numeric' }).format(at)
        : form(time).format(at),
    span: (from, to) => form(time).formatRange(from, to),
    timeAt: (instant, timeZone) => timeAt(zonedTime(instant, timeZone)),
    spanAt: (from, to, timeZone) => spanAt(zonedTime(from, timeZone), zonedTime(to, timeZone)),
    longDate: (on) => form({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(on),
    shortDate: (on) => form({ weekday: 'short', day: 'numeric', month: 'short' }).format(on),
    dates: (from, to) => form({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(from, to),
    month: (on) => form({ month: 'long', year: 'numeric' }).format(on),
    weekday: (on, width = 'short') => form({ weekday: width }).format(on),
    away: (from, to) => {
      const minutes = Math.round(from.until(to).total('minutes'))
      const [size, unit] =
        Math.abs(minutes) < 60
          ? [minutes, 'minute' as const]
          : Math.abs(minutes) < 36 * 60
            ? [Math.round(minutes / 60), 'hour' as const]
            : [Math.round(minutes / 1_440), 'day' as const]
      return relative.format(size, unit)
    },
    moment: (at) => form({ day: 'numeric', month: 'short', ...time }).format(at),
    number: (count) => numbers.format(count),
    money: (cents, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
        cents /
          10 **
            (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2),
      ),
  }
}

/** An instant of the server's as the clinic's wall time. */
export const wallTime = (instant: string, timeZone: string): Temporal.PlainDateTime =>
  zonedTime(instant, timeZone).toPlainDateTime()

const zonedTime = (instant: string, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)

/** Clocks go back over it. What an instant is read from is never skipped, so the two readings differ for no other reason. */
function isShownTwice(at: Temporal.ZonedDateTime): boolean {
  const wall = at.toPlainDateTime()
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(at.timeZoneId, { disambiguation }),
  )
  return !earlier!.equals(later!)
}
