import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { type Inquiry, instantsOf } from '../appointments/availability.ts'
import { type FieldFault, isFault, readOffered, readVisit, type Said } from '../appointments/said-visit.ts'
import { readWhen } from '../appointments/said-when.ts'
import { readSlotId } from '../appointments/slot-id.ts'
import type { WishedVisit } from '../appointments/wish.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { isAbsent, readText } from '../language/said.ts'
import type { Answerer } from './agent-answers.ts'

/** What a request wants to have at which time: by `slot_id`, or by `date` and `start_time`. */
export function readWishedVisit(inquiry: Inquiry, said: Said): WishedVisit | FieldFault {
  const { agent } = inquiry
  if (!isAbsent(said.slot_id)) {
    const offered = readSlotId(agent.slotKey, readText(said.slot_id) ?? '', agent.roster)
    if (offered === undefined) return { fault: 'unknown_slot' }
    return readOffered(inquiry, offered, said)
  }
  const visit = readVisit(agent, said)
  if (isFault(visit)) return visit
  const when = readWhen(inquiry, visit, said, { field: 'start_time', needed: true })
  if (isFault(when)) return when
  const minutes = when.minutes!
  const starts = instantsOf(agent.roster, when.on, minutes)
  if (starts.length > 0) return { visit, starts, skipped: false, minutes }
  return { visit, starts: [skippedInstant(inquiry, when.on, minutes)], skipped: true, minutes }
}

/** The instant that stands for a wall time over which clocks jump: as far after the jump as it was before. */
export function skippedInstant({ agent }: Inquiry, on: Temporal.PlainDate, minutes: number): number {
  return on.toZonedDateTime({
    timeZone: agent.roster.timezone,
    plainTime: Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }),
  }).epochMilliseconds
}

/** The time as it was said, which is not the instant where clocks jump over it. */
export function wishedWords(
  answerer: Answerer,
  agent: AgentAtWork,
  wished: number | null,
  minutes: number | null,
): string {
  if (wished === null) return ''
  if (minutes === null) return answerer.when(wished)
  const on = Temporal.PlainDate.from(wallTimeOf(agent.roster.timezone, wished).date)
  return answerer.voice.dateAndTime(on, minutes, answerer.today)
}
