import type { EpochMs } from '../calendar/interval.ts'
import { isOnGrid, isWithinHours } from '../calendar/slots.ts'
import { type Inquiry, peopleFor, type Visit, windowOf } from './availability.ts'

export type Refusal =
  | 'in_the_past'
  | 'too_far'
  | 'outside_hours'
  | 'too_soon'
  | 'not_a_slot'
  | 'slot_taken'
  | 'hold_expired'
  | 'unknown_slot'
  | 'confirmation_required'

/** The first reason why a visit cannot start then, else the practitioners to try, in the clinic's order. */
export function judge(inquiry: Inquiry, visit: Visit, from: EpochMs): Refusal | string[] {
  const { now, notBefore, notAfter } = windowOf(inquiry)
  const { roster } = inquiry.agent
  const grid = { durationMinutes: visit.durationMinutes, stepMinutes: roster.slot_minutes }
  if (from < now) return 'in_the_past'
  if (from > notAfter) return 'too_far'
  const atWork = peopleFor(roster, visit).filter(({ schedule }) => isWithinHours(schedule, from, endOf(visit, from)))
  if (atWork.length === 0) return 'outside_hours'
  if (from < notBefore) return 'too_soon'
  const offered = atWork.filter(({ schedule }) => isOnGrid(schedule, from, grid))
  return offered.length === 0 ? 'not_a_slot' : offered.map(({ id }) => id)
}

/** Whether anybody suitable is at work at this moment. */
export const isOpenAt = ({ agent }: Inquiry, visit: Visit, at: EpochMs): boolean =>
  peopleFor(agent.roster, visit).some(({ schedule }) => isWithinHours(schedule, at, at + 60_000))

export const endOf = (visit: Visit, from: EpochMs): EpochMs => from + visit.durationMinutes * 60_000
