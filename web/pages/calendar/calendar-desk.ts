import { useMemo } from 'react'
import { DAY, MINUTE } from '../../../src/calendar/wall-clock.ts'
import { instantsShowing, offsetAt, zoneOf } from '../../../src/calendar/zone-offset.ts'
import type { CalendarAppointment, Clinic, Hold, Practitioner, Service } from '../../data/endpoints.ts'
import { useAgents, useServices } from '../../data/queries.ts'
import { type Formats, useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { calendarWords } from './calendar-words.ts'

type Timed = Pick<CalendarAppointment, 'start_time' | 'end_time'>
export type HuedPractitioner = Practitioner & { hue: number; short: string }

/** What the entries of the calendar say. Everything here is asked hundreds of times a week, so it is kept. */
export type CalendarDesk = {
  clinic: Clinic
  timeZone: string
  formats: Formats
  practitioners: readonly HuedPractitioner[]
  practitioner(id: string): HuedPractitioner | undefined
  services: readonly Service[]
  serviceName(id: string): string | undefined
  agentName(id: string): string
  /** 2:00, without AM or PM: for where the axis says it */
  hour(item: Timed): string
  longDate(date: Temporal.PlainDate): string
  weekday(date: Temporal.PlainDate): string
  /** the attendee, else the title of what blocks the time */
  who(item: CalendarAppointment): string
  /** what those who hear the page are told after what is seen on an entry: hours, with whom, status, by whom */
  aside(item: CalendarAppointment, isServiceShown: boolean): string
  wall(instant: string): Temporal.PlainDateTime
}

export function useCalendarDesk(clinic: Clinic, practitioners: readonly Practitioner[]): CalendarDesk {
  const t = useWords(calendarWords)
  const formats = useFormats()
  const services = useServices().data
  const agents = useAgents().data
  return useMemo(() => {
    const hued = practitioners.map((each, position) => ({ ...each, hue: position % 8, short: shortName(each.name) }))
    const byId = new Map(hued.map((each) => [each.id, each]))
    const serviceNames = new Map(services?.map(({ id, name }) => [id, name]))
    const agentNames = new Map(agents?.map(({ agent_id, name }) => [agent_id, name]))
    const times = timesWriter(formats, clinic.timezone)
    const wall = (instant: string) =>
      Temporal.Instant.from(instant).toZonedDateTimeISO(clinic.timezone).toPlainDateTime()
    const who = (item: CalendarAppointment) => item.attendee_name ?? item.title ?? t.blocked
    const agentName = (id: string) => agentNames.get(id) ?? t.anAgent
    return {
      clinic,
      timeZone: clinic.timezone,
      formats,
      practitioners: hued,
      practitioner: (id) => byId.get(id),
      services: services ?? [],
      serviceName: (id) => serviceNames.get(id),
      agentName,
      hour: times.hour,
      longDate: kept((date) => formats.longDate(date)),
      weekday: kept((date) => formats.weekday(date)),
      who,
      wall,
      aside: (item, isServiceShown) =>
        [
          '',
          !isServiceShown && item.service_id && serviceNames.get(item.service_id),
          times.span(item),
          byId.get(item.practitioner_id)?.name,
          item.attendee_name === null ? t.blocked : t.status[item.status],
          item.agent_id && t.bookedBy(agentName(item.agent_id)),
        ]
          .filter((part) => part || part === '')
          .join(', '),
    }
  }, [clinic, practitioners, services, agents, formats, t])
}

/** To make a text of a time is dear, and a week has few different ones. */
function timesWriter(formats: Formats, timeZone: string): { hour(item: Timed): string; span(item: Timed): string } {
  const zone = zoneOf(timeZone)
  const format = new Intl.DateTimeFormat(formats.locale, { hour: 'numeric', minute: '2-digit' })
  const wallOf = (instant: string) => {
    const at = Temporal.Instant.from(instant).epochMilliseconds
    return at + offsetAt(zone, at)
  }
  const plainOf = (wall: number) =>
    Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  const hour = kept((minuteOfDay: number) =>
    format
      .formatToParts(plainOf(minuteOfDay * MINUTE).toPlainTime())
      .filter(({ type }) => type !== 'dayPeriod')
      .map(({ value }) => value)
      .join('')
      .trim(),
  )
  const spans = new Map<string, string>()
  return {
    hour: ({ start_time }) => hour(Math.floor((wallOf(start_time) % DAY) / MINUTE)),
    span: ({ start_time, end_time }) => {
      const [starts, ends] = [wallOf(start_time), wallOf(end_time)]
      if ([starts, ends].some((wall) => instantsShowing(zone, wall).length > 1))
        return formats.spanAt(start_time, end_time, timeZone)
      const isSameDay = Math.floor(starts / DAY) === Math.floor(ends / DAY)
      const key = isSameDay ? `${starts % DAY} ${ends % DAY}` : `${starts} ${ends}`
      const text = spans.get(key) ?? formats.span(plainOf(starts), plainOf(ends))
      spans.set(key, text)
      return text
    },
  }
}

/** The same function, which remembers what it has answered. */
function kept<Key extends { toString(): string }>(write: (key: Key) => string): (key: Key) => string {
  const known = new Map<string, string>()
  return (key) => {
    const name = key.toString()
    const text = known.get(name) ?? write(key)
    known.set(name, text)
    return text
  }
}

/** Dr. Amelia Reyes is Dr. Reyes over a narrow column; Priya Nair, PT is Priya Nair. */
function shortName(name: string): string {
  const words = name.split(',')[0]!.trim().split(/\s+/)
  return words.length > 2 && words[0]!.endsWith('.') ? `${words[0]} ${words.at(-1)}` : words.join(' ')
}

export const isBlock = (item: CalendarAppointment | Hold): boolean =>
  'attendee_name' in item && item.attendee_name === null
