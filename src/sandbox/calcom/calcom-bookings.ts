import type { VendorAnswer } from '../vendor-answer.ts'
import { type BookingInput, readBookingInput, readCancelInput, readRescheduleInput } from './booking-input.ts'
import { listBookings } from './booking-list.ts'
import { badRequest, CalcomRefusal, notFound, success } from './calcom-answers.ts'
import { type CalcomBooking, type CalcomCalendar, showBooking } from './calcom-calendar.ts'
import { eventTypes, type SandboxEventType } from './event-type-catalogue.ts'

/** What can be done with bookings in API version 2024-08-13; throws Cal.com's refusals. */
export function calcomBookings(calendar: CalcomCalendar, now: () => number) {
  async function book(body: unknown): Promise<VendorAnswer> {
    const input = readBookingInput(body)
    const eventType = eventTypeOf(input)
    if (input.recurrenceCount !== undefined)
      throw notFound(`Event type with id=${eventType.id} is not a recurring event`)
    const minutes = lengthOf(input, eventType)
    refuseLocation(input, eventType)
    const { email, ...attendee } = input.attendee
    if (email === undefined) throw badRequest('responses - {email}error_required_field')
    const { start, guests, metadata, responses, meetingUrl } = input
    const end = start + minutes * 60_000
    const wish = { eventType, start, end, attendee: { ...attendee, email }, guests, metadata, responses }
    const where = meetingUrl === undefined || input.location !== undefined ? {} : { location: meetingUrl }
    return success(201, showBooking(await calendar.book({ ...wish, ...where }, now)))
  }

  function list(query: URLSearchParams): VendorAnswer {
    const { found, pagination } = listBookings(calendar.all(), query, now())
    return success(200, found.map(showBooking), { pagination })
  }

  function cancel(uid: string, body: unknown): VendorAnswer {
    const { reason } = readCancelInput(body)
    const booking = bookingOf(uid)
    if (booking.status === 'cancelled')
      throw badRequest(
        `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`,
      )
    if (booking.end <= now())
      throw new CalcomRefusal(400, 'Cannot cancel a booking that has already ended', { form: 'bare' })
    booking.status = 'cancelled'
    booking.updatedAt = now()
    if (reason !== undefined) booking.cancellationReason = reason
    return success(200, showBooking(booking))
  }

  async function reschedule(uid: string, body: unknown): Promise<VendorAnswer> {
    const { start, reason, by } = readRescheduleInput(body)
    const old = bookingOf(uid)
    refuseGone(old)
    const { eventType, attendee, guests, metadata, responses, location, icsUid } = old
    const kept = { eventType, attendee, guests, metadata, responses, location, icsUid }
    const moved = await calendar.book(
      {
        ...kept,
        start,
        end: start + (old.end - old.start),
        rescheduledFromUid: uid,
        ...(reason === undefined ? {} : { reschedulingReason: reason }),
        ...(by === undefined ? {} : { rescheduledByEmail: by }),
      },
      now,
    )
    Object.assign(old, { status: 'cancelled', rescheduledToUid: moved.uid, updatedAt: now() })
    return success(201, showBooking(moved))
  }

  function bookingOf(uid: string): CalcomBooking {
    const found = calendar.find(uid)
    if (found === undefined) throw notFound(`Booking with uid=${uid} not found`)
    return found
  }

  return { book, list, show: (uid: string) => success(200, showBooking(bookingOf(uid))), cancel, reschedule }
}

function refuseGone({ uid, status, rescheduledToUid: to }: CalcomBooking): void {
  if (to !== undefined)
    throw badRequest(
      `Can't reschedule booking with uid=${uid} because it has been cancelled and rescheduled already to booking with uid=${to}. You probably want to reschedule ${to} instead by passing it within the request URL.`,
    )
  if (status === 'cancelled')
    throw badRequest(
      `Can't reschedule booking with uid=${uid} because it has been cancelled. Please provide uid of a booking that is not cancelled.`,
    )
}

function eventTypeOf({ eventTypeId, eventTypeSlug, username, teamSlug }: BookingInput): SandboxEventType {
  if (eventTypeId !== undefined) {
    const found = eventTypes.find((type) => type.id === eventTypeId)
    if (found === undefined) throw notFound(`Event type with id ${eventTypeId} not found.`)
    return found
  }
  if (username === undefined) throw notFound(`Team with slug ${teamSlug} not found`)
  const theirs = eventTypes.filter(({ host }) => host.username === username)
  if (theirs.length === 0) throw notFound(`User with username ${username} not found`)
  const found = theirs.find(({ slug }) => slug === eventTypeSlug)
  if (found === undefined)
    throw notFound(`Event type with slug ${eventTypeSlug} belonging to user ${username} not found.`)
  return found
}

function lengthOf({ lengthInMinutes }: BookingInput, { length, lengths }: SandboxEventType): number {
  if (lengthInMinutes === undefined) return length
  if (lengths.length === 0)
    throw badRequest(
      "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
    )
  if (!lengths.includes(lengthInMinutes))
    throw badRequest(
      `Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: ${lengths.join(', ')}`,
    )
  return lengthInMinutes
}

/** Every event type here meets in Cal Video alone. */
function refuseLocation({ location }: BookingInput, { id }: SandboxEventType): void {
  if (location === undefined) return
  const { type, integration } = location as { type: string; integration?: string }
  const refuse = (what: string, has: string, these: string) =>
    badRequest(
      `Booking location with ${what} not valid for event type with id=${id}. The event type has following ${has}, and only these ${these} are allowed for booking location.`,
    )
  if (type !== 'integration') throw refuse(`type ${type}`, 'location types: integration', 'types')
  if (integration !== 'cal-video') throw refuse(`integration ${integration}`, 'integrations: cal-video', 'integrations')
}
