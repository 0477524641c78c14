import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { ICalEventBusyStatus, ICalEventData, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { z } from 'zod'
import { type FedAppointment, listFed, type OpenFeed, openFeed } from '../appointments/calendar-feeds.ts'
import { problem } from '../problems.ts'
import type { Routes } from './http-server.ts'
import { rateLimit } from './rate-limit.ts'
import { faults } from './wire.ts'

// Programs ask every few minutes at the most, and one that is stuck should not cost the clinic its server.
const feedPerMinute = 20

/** A clinic's appointments for calendar programs. Its secret address is all that is asked for. */
export const calendarFeed: Routes = (server, house) => {
  const { clock, config } = house
  const feedLimit = rateLimit(clock, feedPerMinute, feedPerMinute)
  // many clinics' feeds come to one of the large calendars' machines, so this is no limit of a single feed
  const addressLimit = rateLimit(clock, config.LIMIT_FEEDS_PER_MINUTE, config.LIMIT_FEEDS_PER_MINUTE)

  server.get(
    '/calendar-feed/:secret.ics',
    {
      schema: {
        tags: ['Calendar feeds'],
        summary: 'Appointments of the last 30 and the next 365 days as iCalendar; cancelled ones are left out',
        params: z.object({ secret: z.string() }),
        response: {
          200: { description: 'RFC 5545', content: { 'text/calendar': { schema: z.string() } } },
          ...faults(404, 429, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { secret } = request.params
      addressLimit.take(request.ip)
      // by its hash: what lies about in memory should open nothing
      feedLimit.take(hash('sha256', secret))
      const feed = await openFeed(house.sql, secret)
      if (feed === undefined) throw problem('not_found')
      request.logged.clinic_id = feed.clinic
      const appointments = await listFed(house.sql, feed, clock.now())
      reply.header('cache-control', 'private, max-age=60').header('x-robots-tag', 'noindex')
      return reply.type('text/calendar; charset=utf-8').send(Readable.from(written(feed, appointments)) as never)
    },
  )
}

// 10,000 at once would keep every caller of the server waiting for 350 ms
const eventsAtOnce = 200

/** As iCalendar, in UTC: so no program needs to know our zone's rules. */
async function* written(feed: OpenFeed, appointments: readonly FedAppointment[]): AsyncGenerator<string> {
  // loaded when the first feed is read
  const { default: ical, escape: escaped, foldLines, ICalEvent } = await import('ical-generator')
  const name = feed.practitionerName === null ? feed.clinicName : `${feed.practitionerName}, ${feed.clinicName}`
  const prodId = { company: 'Vami', product: 'Vami' }
  // the one text that the library does not escape by itself
  const calendar = ical({ prodId, name: escaped(legible(name), false) })
  const end = 'END:VCALENDAR'
  yield calendar.toString().slice(0, -end.length)
  for (let first = 0; first < appointments.length; first += eventsAtOnce) {
    const part = appointments.slice(first, first + eventsAtOnce)
    const events = part.map((each) => new ICalEvent(eventOf(feed, each), calendar).toString())
    // each of them ends its last line
    yield `${foldLines(events.join('').trimEnd())}\r\n`
    await setImmediate()
  }
  yield `${end}\r\n`
}

function eventOf(feed: OpenFeed, appointment: FedAppointment): ICalEventData {
  const { id, start_time, end_time, created_at, updated_at } = appointment
  const utc = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC')
  const description = feed.details ? detailsOf(appointment) : ''
  return {
    id: `${id}@vami`,
    stamp: utc(updated_at),
    created: utc(created_at),
    lastModified: utc(updated_at),
    start: utc(start_time),
    end: utc(end_time),
    summary: legible(summaryOf(feed, appointment)),
    ...(description !== '' && { description: legible(description) }),
    status: 'CONFIRMED' as ICalEventStatus,
    transparency: 'OPAQUE' as ICalEventTransparency,
    busystatus: 'BUSY' as ICalEventBusyStatus,
  }
}

function summaryOf(feed: OpenFeed, { attendee_name, title, service_name }: FedAppointment): string {
  const [appointment, blocked] = words[feed.locale.split('-')[0]!] ?? words.en!
  if (!feed.details) return attendee_name === null ? blocked : (service_name ?? appointment)
  return attendee_name ?? title ?? blocked
}

const detailsOf = ({ attendee_phone, service_name, practitioner_name }: FedAppointment): string =>
  [service_name, attendee_phone, practitioner_name].filter(Boolean).join('\n')

const words: Record<string, readonly [appointment: string, blocked: string]> = {
  en: ['Appointment', 'Blocked'],
  es: ['Cita', 'Bloqueado'],
  fr: ['Rendez-vous', 'Bloqué'],
  de: ['Termin', 'Gesperrt'],
  pt: ['Consulta', 'Bloqueado'],
}

/** Without control characters, which iCalendar forbids; line breaks the library escapes. */
const legible = (text: string): string => text.replace(/(?!\n)\p{Cc}/gu, '')
