import { randomBytes } from 'node:crypto'
import { type Kept, kept } from '../kept.ts'
import { badRequest, CalcomRefusal } from './calcom-answers.ts'
import { type Host, isOpen, type SandboxEventType } from './event-type-catalogue.ts'

export type Attendee = { name: string; email: string; timeZone: string; language: string; phoneNumber?: string }

/** A booking as it is kept; instants are epoch milliseconds. */
export type CalcomBooking = {
  id: number
  uid: string
  eventType: SandboxEventType
  status: 'accepted' | 'pending' | 'cancelled'
  start: number
  end: number
  attendee: Attendee
  guests: string[]
  metadata: Record<string, string>
  responses: Record<string, unknown>
  location: string
  icsUid: string
  createdAt: number
  updatedAt: number
  cancellationReason?: string
  reschedulingReason?: string
  rescheduledByEmail?: string
  rescheduledFromUid?: string
  rescheduledToUid?: string
}

/** What somebody wants to book. */
export type BookingWish = Pick<CalcomBooking, 'eventType' | 'start' | 'end' | 'attendee'> &
  Partial<Pick<CalcomBooking, 'guests' | 'metadata' | 'responses' | 'location' | 'icsUid'>> &
  Pick<CalcomBooking, 'reschedulingReason' | 'rescheduledByEmail' | 'rescheduledFromUid'>

export type CalcomCalendar = ReturnType<typeof openCalcomCalendar>

const taken = 'User either already has booking at this time or is not available'
const checkMs = 5

/**
 * The bookings of the sandbox. As in Cal.com's own code the check and the insert are two steps with a gap between
 * them, and the two losers of a race are told apart: whoever finds the time taken hears so, and whoever collides in
 * the insert with the very same start hears of a database error. Unlike Cal.com two bookings that overlap without
 * starting together never both pass the gap.
 */
export function openCalcomCalendar() {
  let lastId = 8_100_000
  const bookings: Kept<CalcomBooking> = kept({ entries: 50_000, bytes: 64 << 20 }, (one) => JSON.stringify(one).length)
  const live = (host: Host) =>
    bookings.all().filter((one) => one.status !== 'cancelled' && one.eventType.host.id === host.id)
  const overlapping = (host: Host, start: number, end: number, exceptUid?: string) =>
    live(host).find((one) => one.uid !== exceptUid && one.start < end && start < one.end)

  async function book(wish: BookingWish, now: () => number): Promise<CalcomBooking> {
    const { eventType, start, end, rescheduledFromUid } = wish
    const clash = () => overlapping(eventType.host, start, end, rescheduledFromUid)
    if (start <= now()) throw badRequest('Attempting to book a meeting in the past.')
    if (!isOpen(eventType, start, end) || clash() !== undefined) throw badRequest(taken)
    await new Promise((resolve) => setTimeout(resolve, checkMs))
    const first = clash()
    if (first !== undefined && first.start === start && first.end === end && first.status === 'accepted')
      throw new CalcomRefusal(400, 'An error occurred while querying the database.', { form: 'bare' })
    if (first !== undefined) throw badRequest(taken)
    return add(wish, now())
  }

  function add(wish: BookingWish, at: number): CalcomBooking {
    const uid = randomUid()
    const booking: CalcomBooking = {
      guests: [],
      metadata: {},
      responses: {},
      location: `https://app.cal.com/video/${uid}`,
      ...dropUndefined(wish),
      id: ++lastId,
      uid,
      status: wish.eventType.requiresConfirmation ? 'pending' : 'accepted',
      icsUid: wish.icsUid ?? `${uid}@Cal.com`,
      createdAt: at,
      updatedAt: at,
    }
    bookings.add(booking)
    return booking
  }

  return {
    book,
    find: (uid: string) => bookings.all().find((one) => one.uid === uid),
    all: () => bookings.all(),
    /** the stretches that are taken, as pairs of start and end, in order */
    busy: (host: Host, exceptUid?: string) =>
      live(host)
        .filter(({ uid }) => uid !== exceptUid)
        .map(({ start, end }): [number, number] => [start, end])
        .sort(([a], [b]) => a - b),
    clear: () => bookings.clear(),
  }
}

const dropUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz123456789'
const randomUid = (): string => Array.from(randomBytes(22), (byte) => alphabet[byte % alphabet.length]).join('')

const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 })

/** A booking in the form of API version 2024-08-13. */
export function showBooking(booking: CalcomBooking): Record<string, unknown> {
  const { eventType, attendee, guests, rescheduledFromUid, rescheduledToUid } = booking
  const { host } = eventType
  return dropUndefined({
    id: booking.id,
    uid: booking.uid,
    title: `${eventType.title} between ${host.name} and ${attendee.name}`,
    description: '',
    hosts: [{ ...host, displayEmail: host.email }],
    status: booking.status,
    cancellationReason: booking.cancellationReason,
    reschedulingReason: booking.reschedulingReason,
    rescheduledByEmail: booking.rescheduledByEmail,
    rescheduledFromUid,
    rescheduledToUid,
    start: iso(booking.start),
    end: iso(booking.end),
    duration: (booking.end - booking.start) / 60_000,
    eventTypeId: eventType.id,
    eventType: { id: eventType.id, slug: eventType.slug },
    meetingUrl: booking.location,
    location: booking.location,
    absentHost: false,
    createdAt: iso(booking.createdAt),
    updatedAt: iso(booking.updatedAt),
    metadata: booking.metadata,
    icsUid: booking.icsUid,
    attendees: [{ ...attendee, displayEmail: attendee.email, absent: false }],
    guests,
    bookingFieldsResponses: {
      name: attendee.name,
      email: attendee.email,
      guests,
      ...booking.responses,
    },
  })
}
