import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { readDate, readEmail, readLine, readTimeZone, readUtcInstant, showUtc } from '../field-checks.ts'
import { type Tool, type ToolCall, tool } from '../tool.ts'
import { faulted } from '../tool-fault.ts'
import { slotsOn } from './available-slots.ts'
import { type BookingMark, lookUpBooking } from './booking-lookup.ts'
import { type CalcomApi, type CalcomBooking, calcomApi, dataIn, readBooking } from './calcom-api.ts'
import { nothingDone } from './calcom-refusals.ts'
import type { CalcomSettings } from './calcom-server.ts'
import { cancelBooking, readUid, rescheduleBooking } from './change-booking.ts'
import { createBooking } from './create-booking.ts'
import { eventTypesOf } from './event-types.ts'

const start = z.string().describe('When it begins, in UTC with a Z at the end: 2026-12-15T14:00:00Z')
const bookingUid = z.string().describe('The uid of the booking, as create_booking answered it')
const reason = z.string().optional().describe('Why, in a sentence that the attendee may read')
// a model may write a number as text
const eventTypeId = z.coerce
  .number()
  .int()
  .positive()
  .optional()
  .describe('The event type, as list_event_types names it. Leave it out for the usual one.')

const bookingShape = {
  uid: z.string().describe('Names the booking in the other tools'),
  id: z.number(),
  status: z.string().describe('accepted, pending (awaits the host), cancelled or rejected'),
  start: z.string().describe('UTC'),
  end: z.string().describe('UTC'),
  event_type_id: z.number().optional(),
}
const foundShape = {
  found: z.boolean().describe('true: an earlier try had already done it, and nothing was done twice'),
}

const shownBooking = ({ uid, id, status, start, end, eventTypeId }: CalcomBooking) => ({
  ...{ uid, id, status, start, end },
  ...(eventTypeId !== undefined && { event_type_id: eventTypeId }),
})

const longestRange = 31
const mostSlots = 150

type Parts = {
  settings: CalcomSettings
  clock: Clock
  /** Throws when there is no key. */
  api(): CalcomApi
  /** The event type that is named, or else the usual one; throws when there is neither. */
  typeOr(given: number | undefined): number
}

/** The six tools of the calendar. */
export function calcomTools(settings: CalcomSettings, clock: Clock): Tool[] {
  const calcom = calcomApi(settings)
  const parts: Parts = {
    settings,
    clock,
    api: () => {
      if (settings.apiKey === '') throw notConfigured('CALCOM_API_KEY')
      return calcom
    },
    typeOr: (given) => {
      const id = given ?? settings.eventTypeId
      if (id === undefined) throw notConfigured('CALCOM_EVENT_TYPE_ID')
      return id
    },
  }
  const all = [createBookingTool, slotsTool, getBookingTool, rescheduleTool, cancelTool, eventTypesTool]
  return all.map((make) => make(parts))
}

const createBookingTool = (parts: Parts): Tool =>
  tool({
    name: 'create_booking',
    title: 'Book an appointment',
    description:
      'Books an appointment at a time that list_available_slots showed. Safe to repeat with the same arguments: ' +
      'nobody is booked twice. If the time is taken the answer names alternatives.',
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    input: z.object({
      start,
      attendee_name: z.string().describe('Full name of the person who comes'),
      attendee_email: z.string().describe('Their e-mail address; the confirmation goes there'),
      attendee_timezone: z.string().describe('Their IANA time zone, such as America/New_York'),
      event_type_id: eventTypeId,
      language: z.string().optional().describe('In which they are written to, such as en, de or pt-BR; en if left out'),
      guests: z.array(z.string()).optional().describe('E-mail addresses of at most 10 others to invite'),
      metadata: z
        .record(z.string(), z.preprocess(asText, z.string()))
        .optional()
        .describe('Texts to keep with the booking; conversation_id makes it recognisable'),
    }),
    output: z.object({ ...bookingShape, ...foundShape }),
    run: async (input, call) => {
      const wanted = { api: parts.api(), clock: parts.clock, eventTypeId: parts.typeOr(input.event_type_id) }
      const { booking, found } = await createBooking(wanted, input, call)
      return { event_type_id: wanted.eventTypeId, ...shownBooking(booking), found }
    },
  })

const slotsTool = (parts: Parts): Tool =>
  tool({
    name: 'list_available_slots',
    title: 'List free times',
    description: 'Lists the times that can be booked on a day or a stretch of days, in the time zone of the caller.',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    input: z.object({
      from: z.string().describe('First day, as YYYY-MM-DD in the time zone below'),
      to: z.string().optional().describe(`Last day, included; the first if left out. At most ${longestRange} days.`),
      timezone: z.string().describe('IANA time zone of the caller, such as America/New_York'),
      event_type_id: eventTypeId,
    }),
    output: z.object({
      event_type_id: z.number(),
      timezone: z.string(),
      slots: z.array(
        z.object({
          start: z.string().describe('UTC; pass it to create_booking as it is'),
          end: z.string().optional().describe('UTC'),
          local: z.string().describe('The same start in the time zone asked for: YYYY-MM-DD HH:MM'),
        }),
      ),
      more: z.boolean().describe(`true: there are more than these ${mostSlots}; ask for fewer days`),
    }),
    run: async (input, call) => {
      const timezone = readTimeZone(input.timezone)
      const from = readDate(input.from, 'from')
      const to = input.to === undefined ? from : readDate(input.to, 'to')
      const days = from.until(to).days + 1
      if (days < 1) throw faulted('invalid_request', 'to must not be before from.')
      if (days > longestRange) throw faulted('invalid_request', `Ask for at most ${longestRange} days at once.`)
      const event_type_id = parts.typeOr(input.event_type_id)
      const slots = await slotsOn(parts.api(), { eventTypeId: event_type_id, from, to, timeZone: timezone }, call)
      const shown = slots.slice(0, mostSlots).map((slot) => ({ ...slot, local: wallTime(slot.start, timezone) }))
      return { event_type_id, timezone, slots: shown, more: slots.length > shown.length }
    },
  })

const getBookingTool = (parts: Parts): Tool =>
  tool({
    name: 'get_booking',
    title: 'Look up a booking',
    description:
      'Looks up a booking by its uid, or, when an answer got lost, by attendee_email and start (and conversation_id).',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    input: z.object({
      booking_uid: bookingUid.optional(),
      attendee_email: z.string().optional().describe('Together with start, instead of booking_uid'),
      start: start.optional(),
      event_type_id: eventTypeId,
      conversation_id: z.string().optional().describe('Only a booking whose metadata carries it'),
    }),
    output: z.object({
      ...bookingShape,
      rescheduled_to_uid: z.string().optional().describe('The booking into which this one was moved'),
    }),
    run: async (input, call) => {
      const api = parts.api()
      const { booking_uid: uid, attendee_email: email, start: at, conversation_id: talk } = input
      if (uid === undefined && (email === undefined || at === undefined))
        throw faulted('invalid_request', 'Give booking_uid, or attendee_email together with start.')
      const mark = uid === undefined && {
        email: readEmail(email!, 'attendee_email'),
        start: showUtc(readUtcInstant(at!, 'start')),
        eventTypeId: input.event_type_id ?? parts.settings.eventTypeId,
        conversationId: talk === undefined ? undefined : readLine(talk, 'conversation_id', 500),
      }
      const booking = mark ? await bookingThatBears(api, mark, call) : await bookingNamed(api, readUid(uid!), call)
      const { rescheduledToUid } = booking
      return { ...shownBooking(booking), ...(rescheduledToUid && { rescheduled_to_uid: rescheduledToUid }) }
    },
  })

const rescheduleTool = (parts: Parts): Tool =>
  tool({
    name: 'reschedule_booking',
    title: 'Move a booking',
    description:
      'Moves a booking to another time. It gets a new uid, which the answer names. Safe to repeat; if the new time ' +
      'is taken the booking stays where it is and the answer names alternatives.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    input: z.object({ booking_uid: bookingUid, start, reason }),
    output: z.object({ ...bookingShape, previous_uid: z.string(), ...foundShape }),
    run: async (input, call) => {
      const { booking, found } = await rescheduleBooking({ api: parts.api(), clock: parts.clock }, input, call)
      return { ...shownBooking(booking), previous_uid: input.booking_uid.trim(), found }
    },
  })

const cancelTool = (parts: Parts): Tool =>
  tool({
    name: 'cancel_booking',
    title: 'Cancel a booking',
    description: 'Cancels a booking for good. To change its time use reschedule_booking. Twice is harmless.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    input: z.object({ booking_uid: bookingUid, reason }),
    output: z.object({
      uid: z.string(),
      status: z.literal('cancelled'),
      already_cancelled: z.boolean().describe('true: it had been cancelled before'),
    }),
    run: async (input, call) => {
      const { uid, already } = await cancelBooking(parts.api(), input, call)
      return { uid, status: 'cancelled' as const, already_cancelled: already }
    },
  })

const eventTypesTool = (parts: Parts): Tool =>
  tool({
    name: 'list_event_types',
    title: 'List the kinds of appointment',
    description: 'Lists the kinds of appointment that can be booked, with their ids and lengths.',
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    input: z.object({}),
    output: z.object({
      event_types: z.array(
        z.object({
          id: z.number().describe('event_type_id in the other tools'),
          title: z.string(),
          minutes: z.number(),
          usual: z.boolean().describe('true: this one is booked when a call names none'),
        }),
      ),
    }),
    run: async (_input, call) => {
      const types = await eventTypesOf(parts.api(), call)
      return { event_types: types.map((type) => ({ ...type, usual: type.id === parts.settings.eventTypeId })) }
    },
  })

async function bookingNamed(api: CalcomApi, uid: string, call: ToolCall): Promise<CalcomBooking> {
  const outcome = await api.booking(uid, call)
  const booking = readBooking(dataIn(outcome))
  if (booking === undefined) throw nothingDone(outcome, 'booking')
  return booking
}

async function bookingThatBears(api: CalcomApi, mark: BookingMark, call: ToolCall): Promise<CalcomBooking> {
  const found = await lookUpBooking(api, mark, call)
  if (found.kind === 'found') return found.booking
  if (found.kind === 'absent') throw faulted('not_found', 'There is no such booking.')
  throw nothingDone(found.outcome, 'booking')
}

const notConfigured = (setting: string) =>
  faulted('not_configured', `The calendar is not set up: the operator has to set ${setting}.`, { setting })

/** Cal.com keeps texts alone. */
const asText = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value

const wallTime = (utc: string, timeZone: string): string =>
  Temporal.Instant.from(utc)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
