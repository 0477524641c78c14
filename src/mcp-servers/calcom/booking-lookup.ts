import type { ToolCall } from '../tool.ts'
import type { VendorOutcome } from '../vendor-call.ts'
import { type CalcomApi, type CalcomBooking, dataIn, readBooking } from './calcom-api.ts'

/** Which booking is looked for: the one of a conversation, whoever attends it; without a conversation an attendee's. */
export type BookingMark = {
  email: string
  eventTypeId: number | undefined
  /** 2026-12-15T14:00:00Z */
  start: string
  /** of the metadata; when there is one, only a booking that carries it is ours */
  conversationId: string | undefined
}

/** `unknown`: Cal.com did not say. */
export type Lookup =
  | { kind: 'found'; booking: CalcomBooking }
  | { kind: 'absent' }
  | { kind: 'unknown'; outcome: VendorOutcome }

/** Asks Cal.com whether a live booking bears this mark. */
export async function lookUpBooking(api: CalcomApi, mark: BookingMark, call: ToolCall): Promise<Lookup> {
  const start = Temporal.Instant.from(mark.start)
  // whether the bounds themselves count is not documented, and how long the event takes is not known here
  const window = { after: start.subtract({ minutes: 1 }).toString(), before: start.add({ hours: 25 }).toString() }
  const { conversationId, eventTypeId } = mark
  const attendee = conversationId === undefined ? { email: mark.email } : {}
  const outcome = await api.bookingsOf({ ...attendee, eventTypeId, ...window }, call)
  const data = dataIn(outcome)
  if (!Array.isArray(data)) return { kind: 'unknown', outcome }
  const booking = data.map(readBooking).find((one) => one !== undefined && bears(one, mark))
  return booking === undefined ? { kind: 'absent' } : { kind: 'found', booking }
}

function bears({ status, start, eventTypeId, attendees, metadata }: CalcomBooking, mark: BookingMark): boolean {
  const live = status === 'accepted' || status === 'pending'
  const sameType = mark.eventTypeId === undefined || eventTypeId === undefined || eventTypeId === mark.eventTypeId
  const ours =
    mark.conversationId === undefined
      ? attendees.length === 0 || attendees.some((email) => same(email, mark.email))
      : metadata.conversation_id === mark.conversationId
  return live && start === mark.start && sameType && ours
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
