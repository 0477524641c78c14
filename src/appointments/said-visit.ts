import type { AgentAtWork } from '../agents/agent-tokens.ts'
import type { EpochMs } from '../calendar/interval.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import {
  findByIdOrName,
  type RosteredPractitioner,
  type RosteredService,
  suitablePractitioners,
} from '../clinics/roster.ts'
import { isAnyone } from '../language/anyone.ts'
import { readDuration } from '../language/durations.ts'
import { readName } from '../language/names.ts'
import { spokenLanguageOf } from '../language/number-words.ts'
import { readCallerId, readCustomerPhone } from '../language/phone.ts'
import { isAbsent, readText, readTime } from '../language/said.ts'
import { readSpokenEmail } from '../language/spoken-email.ts'
import type { Inquiry, Visit } from './availability.ts'
import { daysSaid, timesSaid } from './said-when.ts'
import type { Customer, WishedVisit } from './wish.ts'

/** A request of a voice agent as it came: any field may hold anything. */
export type Said = Readonly<Record<string, unknown>>

/** What the model can mend by asking the caller. */
export type FieldFault =
  | { fault: 'missing_field'; fields: string[] }
  /** `contradiction`: the request says two, and there is nothing wrong with either */
  | { fault: 'unclear_date' | 'in_the_past'; didYouMean: Temporal.PlainDate[]; contradiction?: true }
  /** minutes since midnight */
  | { fault: 'unclear_time'; didYouMean: number[]; contradiction?: true }
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
export const readConversationId = (said: Said): string | null =>
  isAbsent(said.conversation_id) ? null : (readText(said.conversation_id)?.slice(0, 200) ?? null)

/** Service, practitioner and duration: 30 minutes unless a service or the request says otherwise. */
export function readVisit({ roster, language }: AgentAtWork, said: Said): Visit | FieldFault {
  const service = isAbsent(said.service) ? undefined : findByIdOrName(roster.services, readText(said.service) ?? '')
  if (service === undefined && !isAbsent(said.service))
    return { fault: 'unknown_service', choices: namesOf(roster.services) }
  const practitioner = readPractitioner(roster.practitioners, suitablePractitioners(roster, service), said)
  if (practitioner !== undefined && isFault(practitioner)) return practitioner
  const durationMinutes = isAbsent(said.duration_minutes)
    ? (service?.duration_minutes ?? 30)
    : readDuration(said.duration_minutes, spokenLanguageOf(language))
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
  inquiry: Inquiry,
  { from, ...offered }: { from: EpochMs } & Visit,
  said: Said,
): WishedVisit | FieldFault {
  const { agent } = inquiry
  const { date, time } = wallTimeOf(agent.roster.timezone, from)
  const otherDay = daysSaid(inquiry, said).find((on) => on.toString() !== date)
  if (otherDay !== undefined) {
    return { fault: 'unclear_date', contradiction: true, didYouMean: [Temporal.PlainDate.from(date), otherDay] }
  }
  const [saidTimes, minutes] = [timesSaid(inquiry, said.start_time), readTime(time)!]
  if (saidTimes.length > 0 && !saidTimes.includes(minutes)) {
    return { fault: 'unclear_time', contradiction: true, didYouMean: [minutes, ...saidTimes] }
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
    minutes: null,
  }
}

/** The caller's name, phone, e-mail and notes. What cannot be read and may be missing is named in `warnings`. */
export function readCustomer(
  { roster, language }: AgentAtWork,
  said: Said,
  callerId: string | null,
): { customer: Customer; warnings: string[] } | FieldFault {
  const name = readName(said.customer_name)
  const ownPhone = readCustomerPhone(said.customer_phone, roster.region, language)
  const phone = ownPhone ?? (callerId === null ? undefined : { number: callerId, clear: true })
  // "this number" is the caller's own
  const phoneClear = ownPhone?.clear ?? (isAbsent(said.customer_phone) || readText(said.customer_phone) !== undefined)
  const named = name !== undefined && [...name].length <= 255
  if (!named || phone === undefined) {
    return {
      fault: 'missing_field',
      fields: [...(named ? [] : ['customer_name']), ...(phone ? [] : ['customer_phone'])],
    }
  }
  const email = isAbsent(said.customer_email)
    ? undefined
    : readSpokenEmail(said.customer_email, spokenLanguageOf(language))
  const notes = isAbsent(said.notes) ? undefined : readText(said.notes)
  const warnings = [
    ...(phoneClear ? [] : ['phone_unclear']),
    ...(email === undefined && !isAbsent(said.customer_email) ? ['email_unclear'] : []),
    ...(email?.assumed ? ['email_assumed'] : []),
    ...(notes === undefined && !isAbsent(said.notes) ? ['notes_unclear'] : []),
    ...(notes !== undefined && notes.length > 2_000 ? ['notes_shortened'] : []),
  ]
  return {
    customer: { name, phone: phone.number, email: email?.email ?? null, notes: notes?.slice(0, 2_000) ?? null },
    warnings,
  }
}

function readPractitioner(
  all: readonly RosteredPractitioner[],
  suitable: readonly RosteredPractitioner[],
  said: Said,
): RosteredPractitioner | undefined | FieldFault {
  if (isAbsent(said.practitioner)) return undefined
  const name = readText(said.practitioner) ?? ''
  const practitioner = findByIdOrName(all, name)
  // models like to name the practitioner whom the caller does not mind
  if (practitioner === undefined && isAnyone(name)) return undefined
  if (practitioner !== undefined && suitable.includes(practitioner)) return practitioner
  return { fault: 'unknown_practitioner', choices: namesOf(suitable), known: practitioner !== undefined }
}

const namesOf = (rows: readonly (RosteredService | RosteredPractitioner)[]): string[] => rows.map(({ name }) => name)
