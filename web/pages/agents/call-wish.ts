import type { AgentAction } from '../../data/agent-door.ts'
import type { CallMemory } from './call-memory.ts'

/** What the form says, for all actions together: what was typed for one is there for the next. */
export type CallWish = {
  date: string
  time: string
  from_date: string
  part_of_day: string
  service: string
  practitioner: string
  customer_name: string
  customer_phone: string
  notes: string
  /** `held`, `other`, or the id of an offered slot */
  place: string
  confirmation_code: string
  appointment_id: string
  reason: string
  message: string
  urgency: string
}

/** The body that the platform would send, without what was left empty. */
export function bodyOf(action: AgentAction, wish: CallWish, memory: CallMemory): Record<string, string> {
  const { customer_name, confirmation_code, appointment_id, service, practitioner } = wish
  const visit = { service, practitioner }
  const proof = { customer_name, confirmation_code }
  const said: Record<AgentAction, () => Record<string, string>> = {
    'check-availability': () => ({ date: wish.date, time: wish.time, ...visit }),
    'next-available': () => ({ from_date: wish.from_date, part_of_day: wish.part_of_day, ...visit }),
    'hold-slot': () => placeOf(wish, memory, visit),
    'book-appointment': () => ({
      ...placeOf(wish, memory, visit),
      customer_name,
      customer_phone: wish.customer_phone,
      notes: wish.notes,
    }),
    'find-appointments': () => proof,
    'reschedule-appointment': () => ({ appointment_id, ...placeOf(wish, memory, {}), ...proof }),
    'cancel-appointment': () => ({ appointment_id, ...proof, reason: wish.reason }),
    'take-message': () => ({
      customer_name,
      customer_phone: wish.customer_phone,
      message: wish.message,
      urgency: wish.urgency,
    }),
    'clinic-info': () => ({}),
  }
  return Object.fromEntries(Object.entries(said[action]()).filter(([, value]) => value.trim() !== ''))
}

/** The place that a form means: what it named before may have been taken or have lapsed. */
export function placeFor(action: AgentAction, { place }: CallWish, memory: CallMemory): string {
  if (place === 'held' && action !== 'hold-slot' && memory.held !== undefined) return 'held'
  if (memory.slots.some(({ slot_id }) => slot_id === place)) return place
  return place === 'other' ? 'other' : (memory.slots[0]?.slot_id ?? 'other')
}

function placeOf(wish: CallWish, memory: CallMemory, visit: Record<string, string>): Record<string, string> {
  const { place } = wish
  if (place === 'held') return { hold_id: memory.held!.hold_id }
  // an offered slot has its service and practitioner in it
  if (place !== 'other') return { slot_id: place }
  return { date: wish.date, start_time: wish.time, ...visit }
}
