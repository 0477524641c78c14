import type { AgentAtWork } from '../agents/agent-tokens.ts'
import type { EpochMs } from '../calendar/interval.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import {
  findByIdOrName,
  type RosteredPractitioner,
  type RosteredService,
  suitablePractitioners,
} from '../clinics/roster.ts'
import { readCallerId, readPhone } from '../language/phone.ts'
import { isAbsent, readDate, readEmail, readInteger, readText, readTime } from '../language/said.ts'
import type { Visit } from './availability.ts'
import type { Customer, WishedVisit } from './wish.ts'

/** A request of a voice agent as it came: any field may hold anything. */
export type Said = Readonly<Record<string, unknown>>

/** What the model can mend by asking the caller. */
export type FieldFault =
  | { fault: 'missing_field'; fields: string[] }
  /** `contradiction`: the request says two dates, and both exist */
  | { fault: 'unclear_date' | 'in_the_past'; didYouMean: Temporal.PlainDate[]; contradiction?: true }
  /** minutes since midnight */
  | { fault: 'unclear_time'; didYouMean: number[] }
  | { fault: 'unclear_duration' | 'unknown_slot' }
  | { fault: 'unknown_service'; choices: string[] }
  | { fault: 'unknown_practitioner'; choices: string[]; known: boolean }

export const isFault = (read: object): read is FieldFault => 'fault' in read

/** What the platform tells of the call. A caller who hides their number has none. */
export function readCall(agent: AgentAtWork, said: Said): { conversationId: string | null; callerId: string | null } {
  return {
    conversationId: readConversationId(said),
    callerId: readCallerId(said.caller_id, agent.roster.region) ?? null,
  }
}

/** null when the platform tells of none */
export const readConversationId = (said: Said): string | null => readText(said.conversation_id)?.slice(0, 200) ?? null

/** Service, practitioner and duration: 30 minutes unless a service or the request says otherwise. */
export function readVisit({ roster }: AgentAtWork, said: Said): Visit | FieldFault {
  const service = isAbsent(said.service) ? undefined : findByIdOrName(roster.services, readText(said.service) ?? '')
  if (service === undefined && !isAbsent(said.service))
    return { fault: 'unknown_service', choices: namesOf(roster.services) }
  const practitioner = readPractitioner(roster.practitioners, suitablePractitioners(roster, service), said)
  if (practitioner !== undefined && isFault(practitioner)) return practitioner
  const durationMinutes = isAbsent(said.duration_minutes)
    ? (service?.duration_minutes ?? 30)
    : readInteger(said.duration_minutes)
  if (durationMinutes === undefined || durationMinutes < 5 || durationMinutes > 480)
    return { fault: 'unclear_duration' }
  return { durationMinutes, ...(service && { service }), ...(practitioner && { practitioner }) }
}

/**
 * What is asked for under a slot's id. A service, practitioner or duration that the request names counts, as it is what
 * the caller said last; what it does not name is as it was offered. Whether that still fits is judged like any wish. A
 * date or time that contradicts the slot is asked about, never chosen between.
 */
export function readOffered(
  agent: AgentAtWork,
  { from, ...offered }: { from: EpochMs } & Visit,
  said: Said,
): WishedVisit | FieldFault {
  const { date, time } = wallTimeOf(agent.roster.timezone, from)
  const [saidDate, saidTime] = [readDate(said.date), readTime(said.start_time)]
  if (saidDate !== undefined && saidDate.toString() !== date) {
    return { fault: 'unclear_date', contradiction: true, didYouMean: [Temporal.PlainDate.from(date), saidDate] }
  }
  if (saidTime !== undefined && saidTime !== readTime(time)) {
    return { fault: 'unclear_time', didYouMean: [readTime(time)!, saidTime] }
  }
  const kept = (field: 'service' | 'practitioner') => (isAbsent(said[field]) ? offered[field]?.id : said[field])
  const asOffered = {
    service: kept('service'),
    practitioner: kept('practitioner'),
    duration_minutes: said.duration_minutes,
  }
  const visit = readVisit(agent, asOffered)
  if (isFault(visit)) return visit
  const sameLength = isAbsent(said.duration_minutes) && visit.service?.id === offered.service?.id
  return {
    visit: sameLength ? { ...visit, durationMinutes: offered.durationMinutes } : visit,
    starts: [from],
    skipped: false,
  }
}

/** A date that is not in a past year. `today` is the clinic's. */
export function readVisitDate(said: unknown, today: Temporal.PlainDate): { on: Temporal.PlainDate } | FieldFault {
  if (isAbsent(said)) return { fault: 'missing_field', fields: ['date'] }
  const on = readDate(said)
  if (on === undefined) return { fault: 'unclear_date', didYouMean: neighboursOf(said) }
  if (on.year < today.year) return { fault: 'in_the_past', didYouMean: [nextSameDay(on, today)] }
  return { on }
}

/** Minutes since midnight, or null when nothing was said. */
export function readVisitTime(said: unknown): { minutes: number | null } | FieldFault {
  if (isAbsent(said)) return { minutes: null }
  const minutes = readTime(said)
  return minutes === undefined ? { fault: 'unclear_time', didYouMean: [] } : { minutes }
}

/** The caller's name, phone, e-mail and notes. What cannot be read and may be missing is named in `warnings`. */
export function readCustomer(
  { roster }: AgentAtWork,
  said: Said,
  callerId: string | null,
): { customer: Customer; warnings: string[] } | FieldFault {
  const name = readText(said.customer_name)
  const ownPhone = readPhone(said.customer_phone, roster.region)
  const phone = ownPhone ?? (callerId === null ? undefined : { number: callerId, clear: true })
  const phoneClear = ownPhone?.clear ?? isAbsent(said.customer_phone)
  const named = name !== undefined && [...name].length <= 255
  if (!named || phone === undefined) {
    return {
      fault: 'missing_field',
      fields: [...(named ? [] : ['customer_name']), ...(phone ? [] : ['customer_phone'])],
    }
  }
  const email = readEmail(said.customer_email)
  const notes = readText(said.notes)
  const warnings = [
    ...(phoneClear ? [] : ['phone_unclear']),
    ...(email === undefined && !isAbsent(said.customer_email) ? ['email_unclear'] : []),
    ...(notes === undefined && !isAbsent(said.notes) ? ['notes_unclear'] : []),
    ...(notes !== undefined && notes.length > 2_000 ? ['notes_shortened'] : []),
  ]
  return {
    customer: { name, phone: phone.number, email: email ?? null, notes: notes?.slice(0, 2_000) ?? null },
    warnings,
  }
}

function readPractitioner(
  all: readonly RosteredPractitioner[],
  suitable: readonly RosteredPractitioner[],
  said: Said,
): RosteredPractitioner | undefined | FieldFault {
  // models like to name the practitioner whom the caller does not mind
  if (
    isAbsent(said.practitioner) ||
    /^(any|anyone|anybody|whoever|cualquiera)$/i.test(readText(said.practitioner) ?? '')
  )
    return undefined
  const practitioner = findByIdOrName(all, readText(said.practitioner) ?? '')
  if (practitioner !== undefined && suitable.includes(practitioner)) return practitioner
  return { fault: 'unknown_practitioner', choices: namesOf(suitable), known: practitioner !== undefined }
}

/** For February 30: the last day of February and the first of March. */
function neighboursOf(said: unknown): Temporal.PlainDate[] {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(readText(said) ?? '')
  const [year, month, day] = (match ?? []).slice(1).map(Number)
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || day < 29 || day > 31)
    return []
  const lastDay = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' })
  return [lastDay, lastDay.add({ days: 1 })]
}

/** The next time that this day and month come round; for February 29 the next leap year's. */
function nextSameDay(on: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  for (let year = today.year; ; year += 1) {
    const candidate = on.with({ year }, { overflow: 'constrain' })
    if (candidate.day === on.day && Temporal.PlainDate.compare(candidate, today) >= 0) return candidate
  }
}

const namesOf = (rows: readonly (RosteredService | RosteredPractitioner)[]): string[] => rows.map(({ name }) => name)
