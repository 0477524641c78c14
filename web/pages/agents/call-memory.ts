import type { VisitWire } from '../../../src/http/agent-wire.ts'
import type { AgentAction, AgentAnswer } from '../../data/agent-door.ts'
import type { ApiFault } from '../../data/api.ts'

export type Offered = { slot_id: string; date: string; start_time: string }
type Held = { hold_id: string; date: string; start_time: string }
export type KnownVisit = {
  appointment_id: string
  date: string
  start_time: string
  code?: string
  cancelled: boolean
  /** by this test, so that it can clean up after itself */
  booked: boolean
}

/** What a voice agent would remember of a call, and so this test does. */
export type CallMemory = { slots: Offered[]; held?: Held; visits: KnownVisit[]; messages: string[] }

export type Call = {
  number: number
  action: AgentAction
  body: Record<string, unknown>
  answer: AgentAnswer | ApiFault
}

type Said = Partial<
  {
    success: boolean
    slots: Offered[]
    alternatives: Offered[]
    next_available: Offered | null
    hold_id: string
    appointments: VisitWire[]
    confirmation_code: string
    message_id: string
  } & VisitWire
>

export const nothingYet: CallMemory = { slots: [], visits: [], messages: [] }

/** What is remembered after an answer: what was offered last, what is held, whose appointment is which. */
export function remember(memory: CallMemory, action: AgentAction, body: Record<string, unknown>): CallMemory {
  const said = body as Said
  const offered = offersOf(said)
  const known = offered.length > 0 ? { ...memory, slots: offered } : memory
  if (said.success !== true) return known
  switch (action) {
    case 'hold-slot':
      return { ...known, held: { hold_id: said.hold_id!, date: said.date!, start_time: said.start_time! } }
    case 'book-appointment':
      return withVisit(withoutTaken(known, said), said, true)
    case 'reschedule-appointment':
      return withVisit(withoutTaken(known, said), said, false)
    case 'cancel-appointment':
      return {
        ...known,
        visits: known.visits.map((visit) => (isIt(visit, said) ? { ...visit, cancelled: true } : visit)),
      }
    case 'find-appointments':
      return (said.appointments ?? []).reduce<CallMemory>((so, visit) => withVisit(so, visit, false), known)
    case 'take-message':
      return { ...known, messages: [...new Set([...known.messages, said.message_id!])] }
    default:
      return known
  }
}

/** Each once; a time of its own beside the day's slots is one of them. */
export function offersOf({ slots = [], alternatives = [], next_available }: Said): Offered[] {
  const all = [...slots, ...alternatives, ...(next_available ? [next_available] : [])]
  return all.filter((slot, index) => all.findIndex(({ slot_id }) => slot_id === slot.slot_id) === index)
}

export const coming = ({ visits }: CallMemory): KnownVisit[] => visits.filter(({ cancelled }) => !cancelled)
export const leftBehind = (memory: CallMemory): KnownVisit[] => coming(memory).filter(({ booked }) => booked)

function withoutTaken({ held: _, ...memory }: CallMemory, { date, start_time }: Said): CallMemory {
  return { ...memory, slots: memory.slots.filter((slot) => slot.date !== date || slot.start_time !== start_time) }
}

function withVisit(memory: CallMemory, said: Said, booked: boolean): CallMemory {
  const before = memory.visits.find((visit) => isIt(visit, said))
  const code = said.confirmation_code ?? before?.code
  const visit: KnownVisit = {
    appointment_id: said.appointment_id!,
    date: said.date!,
    start_time: said.start_time!,
    cancelled: false,
    booked: booked || before?.booked === true,
    ...(code !== undefined && { code }),
  }
  return { ...memory, visits: [...memory.visits.filter((each) => each !== before), visit] }
}

const isIt = (visit: KnownVisit, { appointment_id }: Said): boolean => visit.appointment_id === appointment_id
