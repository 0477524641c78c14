import type { Clock } from '../../clock.ts'
import { readLine, readUtcInstant, refusePast, showUtc } from '../field-checks.ts'
import { earlier } from '../time-left.ts'
import type { ToolCall } from '../tool.ts'
import { Faulted, faulted } from '../tool-fault.ts'
import type { VendorAnswer } from '../vendor-call.ts'
import { alternativesTo } from './available-slots.ts'
import type { Lookup } from './booking-lookup.ts'
import { type CalcomApi, type CalcomBooking, dataIn, readBooking } from './calcom-api.ts'
import { messageIn, nothingDone, refusalOf, saysTaken, unclear } from './calcom-refusals.ts'
import { slotTaken } from './create-booking.ts'
import { onceSurely, type Surely } from './once-surely.ts'

/** Moves a booking, at most once. Cal.com makes a new booking of it, with a uid of its own. */
export async function rescheduleBooking(
  { api, clock }: { api: CalcomApi; clock: Clock },
  input: { booking_uid: string; start: string; reason?: string | undefined },
  call: ToolCall,
): Promise<Surely> {
  const uid = readUid(input.booking_uid)
  const instant = readUtcInstant(input.start, 'start')
  refusePast(instant, clock.now())
  const start = showUtc(instant)
  const reason = input.reason === undefined ? undefined : readLine(input.reason, 'reason', 500)
  const lookUp = (looking: ToolCall) => lookUpMoved(api, uid, start, looking)
  return onceSurely(
    {
      what: 'the appointment was moved',
      post: (posting) => api.reschedule(uid, { start, ...(reason && { reschedulingReason: reason }) }, posting),
      read: (outcome) => readBooking(dataIn(outcome)),
      lookUp,
      refused: async (answer, refusing) => {
        if (!saysTaken(answer) && !isOver(answer)) throw refusalOf(answer, 'booking')
        const found = await lookUp(refusing)
        if (found.kind === 'found') return found.booking
        if (isOver(answer)) throw over(answer)
        throw await takenInstead(api, uid, start, refusing)
      },
    },
    call,
  )
}

/** Whether the booking stands at this start by now, under the uid of the booking that it was moved into. */
async function lookUpMoved(api: CalcomApi, uid: string, start: string, call: ToolCall): Promise<Lookup> {
  const asked = await api.booking(uid, call)
  const old = readBooking(dataIn(asked))
  if (old === undefined) return { kind: 'unknown', outcome: asked }
  if (old.rescheduledToUid === undefined) return { kind: 'absent' }
  const followed = await api.booking(old.rescheduledToUid, call)
  const moved = readBooking(dataIn(followed))
  if (moved === undefined) return { kind: 'unknown', outcome: followed }
  return moved.start === start && moved.status !== 'cancelled' ? { kind: 'found', booking: moved } : { kind: 'absent' }
}

const isOver = (answer: VendorAnswer): boolean =>
  answer.status === 400 && /has been cancelled/i.test(messageIn(answer.body))

function over(answer: VendorAnswer): Faulted {
  const successor = /rescheduled already to booking with uid=([\w-]+)/i.exec(messageIn(answer.body))?.[1]
  if (successor === undefined) return faulted('invalid_request', 'This booking was cancelled. Book a new one instead.')
  return movedOn(successor)
}

const movedOn = (successor: string): Faulted =>
  faulted('invalid_request', `This booking was moved before: it is now the booking ${successor}. Use that uid.`)

async function takenInstead(api: CalcomApi, uid: string, start: string, call: ToolCall): Promise<Faulted> {
  const taken = slotTaken().fault
  const { eventTypeId, timeZone } = readBooking(dataIn(await api.booking(uid, call))) ?? {}
  if (eventTypeId === undefined || timeZone === undefined) return new Faulted(taken)
  return new Faulted({
    ...taken,
    alternatives: await alternativesTo(api, { eventTypeId, start, timeZone, moving: uid }, call),
  })
}

/** Cal.com wants a reason from hosts. */
const standardReason = 'Cancelled at the front desk'

/** Cancels; `already`: it was cancelled before. Harmless to repeat, and therefore repeated after any failure. */
export async function cancelBooking(
  api: CalcomApi,
  input: { booking_uid: string; reason?: string | undefined },
  call: ToolCall,
): Promise<{ uid: string; already: boolean }> {
  const uid = readUid(input.booking_uid)
  const reason = input.reason === undefined ? standardReason : readLine(input.reason, 'reason', 500)
  call.signal.throwIfAborted()
  const outcome = await api.cancel(uid, reason, { ...call, deadline: earlier(call.deadline, call.deadline.left() / 5) })
  if (readBooking(dataIn(outcome))?.status === 'cancelled') return { uid, already: false }
  if (outcome.kind === 'unsent') throw nothingDone(outcome, 'booking')
  if (outcome.kind === 'answered' && outcome.status >= 300 && outcome.status < 500 && !isOver(outcome))
    throw refusalOf(outcome, 'booking')
  const booking = readBooking(dataIn(await api.booking(uid, call)))
  refuseMoved(booking)
  // Cal.com has said it, whether or not it shows the booking
  if (outcome.kind === 'answered' && isOver(outcome)) return { uid, already: true }
  if (booking?.status === 'cancelled') return { uid, already: false }
  throw unclear('the appointment was cancelled')
}

/** A booking that was moved is cancelled in Cal.com's eyes, while its successor stands. */
function refuseMoved(booking: CalcomBooking | undefined): void {
  if (booking?.rescheduledToUid !== undefined) throw movedOn(booking.rescheduledToUid)
}

/** Also keeps a path from being climbed. */
export function readUid(text: string): string {
  const uid = text.trim()
  if (/^[\w-]{1,100}$/.test(uid)) return uid
  throw faulted('invalid_request', 'booking_uid must be the uid of a booking, as create_booking answered it.')
}
