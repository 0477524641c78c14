import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { type EpochMs, type Interval, merge } from '../calendar/interval.ts'
import type { Schedule } from '../calendar/opening-hours.ts'
import { daySlots, instantsAt, startOfDate, wallTimeOf } from '../calendar/slots.ts'
import {
  type Roster,
  type RosteredPractitioner,
  type RosteredService,
  scheduleOf,
  suitablePractitioners,
} from '../clinics/roster.ts'
import type { Sql } from '../store/sql.ts'

/** What a caller wants a slot for, settled. */
export type Visit = {
  durationMinutes: number
  service?: RosteredService
  practitioner?: RosteredPractitioner
}

/** A slot that can be booked, and who is free then. */
export type Slot = { from: EpochMs; to: EpochMs; free: string[] }

/** Who asks, in which conversation, and when: a conversation's own hold reads as free to it. */
export type Inquiry = { agent: AgentAtWork; conversationId: string | null; now: Temporal.Instant }

export type NothingFree = 'closed' | 'fully_booked' | 'past' | 'too_soon' | 'too_far'

export type DayAvailability = { total: number; slots: Slot[]; reason?: NothingFree; next?: Slot | null }

/** The bookable slots of a local date; when there is none, why, and the next one after it. */
export async function availabilityOn(
  sql: Sql,
  inquiry: Inquiry,
  visit: Visit,
  on: Temporal.PlainDate,
): Promise<DayAvailability> {
  const day = (await lookAtDays(sql, inquiry, visit, on, on))(on)
  if (day.slots.length > 0) return day
  const reason = reasonFor(inquiry, visit, on, day.total)
  return { ...day, reason, next: await findNextSlot(sql, inquiry, visit, on) }
}

/** The first bookable slot on or after a local date, up to the horizon; null when there is none. */
export async function findNextSlot(
  sql: Sql,
  inquiry: Inquiry,
  visit: Visit,
  from: Temporal.PlainDate,
): Promise<Slot | null> {
  const [next] = await searchSlots(sql, inquiry, visit, { from, backwards: false, enough: 1, fits: () => true })
  return next ?? null
}

/** The at most `count` bookable slots nearest to an instant, in order of time. */
export async function listNearestSlots(
  sql: Sql,
  inquiry: Inquiry,
  visit: Visit,
  around: EpochMs,
  count: number,
): Promise<Slot[]> {
  const { now, notAfter } = windowOf(inquiry)
  // Seen from outside the window the order is that from its edge, and a search from the edge settles it.
  const wished = Math.min(Math.max(around, now), notAfter)
  const from = dateOf(inquiry.agent.roster, wished)
  const search = { from, enough: count }
  const after = await searchSlots(sql, inquiry, visit, {
    ...search,
    backwards: false,
    fits: (slot) => slot.from >= wished,
  })
  const before = await searchSlots(sql, inquiry, visit, {
    ...search,
    backwards: true,
    fits: (slot) => slot.from < wished,
  })
  return [...before, ...after]
    .toSorted((a, b) => Math.abs(a.from - wished) - Math.abs(b.from - wished) || a.from - b.from)
    .slice(0, count)
    .toSorted((a, b) => a.from - b.from)
}

type Search = { from: Temporal.PlainDate; backwards: boolean; enough: number; fits: (slot: Slot) => boolean }

/**
 * The first `enough` slots that fit, day by day from a date to the edge of the window. It looks at four days, then at
 * ever more: most clinics have something soon, and a full one is worth few long looks rather than many short ones.
 */
async function searchSlots(sql: Sql, inquiry: Inquiry, visit: Visit, search: Search): Promise<Slot[]> {
  const { today, lastDate } = windowOf(inquiry)
  const { backwards, enough, fits } = search
  const found: Slot[] = []
  const isInside = (on: Temporal.PlainDate) =>
    backwards ? Temporal.PlainDate.compare(on, today) >= 0 : Temporal.PlainDate.compare(on, lastDate) <= 0
  let near = backwards ? earlier(search.from, lastDate) : later(search.from, today)
  for (let days = 4; found.length < enough && isInside(near); days *= 4) {
    const far = backwards
      ? later(near.subtract({ days: days - 1 }), today)
      : earlier(near.add({ days: days - 1 }), lastDate)
    const look = await lookAtDays(sql, inquiry, visit, backwards ? far : near, backwards ? near : far)
    // Reversed in time, so that the first ones are the nearest: a day is worked out only when those before were full.
    for (let on = near; found.length < enough && isBetween(on, near, far); on = on.add({ days: backwards ? -1 : 1 })) {
      const slots = look(on).slots.filter(fits)
      found.push(...(backwards ? slots.toReversed() : slots).slice(0, enough - found.length))
    }
    near = far.add({ days: backwards ? -1 : 1 })
  }
  return found
}

/** The instants a local date and wall time may mean: one, two when clocks go back, none when they jump over it. */
export function instantsOf(roster: Roster, on: Temporal.PlainDate, minutes: number): EpochMs[] {
  return instantsAt(roster.timezone, on, minutes)
}

/** First and last instant at which a visit may start, and the same as local dates. */
export function windowOf(inquiry: Inquiry): Window {
  const known = windows.get(inquiry) ?? computeWindow(inquiry)
  windows.set(inquiry, known)
  return known
}

type Window = ReturnType<typeof computeWindow>
const windows = new WeakMap<Inquiry, Window>()

function computeWindow({ agent: { roster }, now }: Inquiry) {
  const nowMs = now.epochMilliseconds
  const today = dateOf(roster, nowMs)
  const lastDate = today.add({ days: roster.horizon_days })
  return {
    now: nowMs,
    today,
    lastDate,
    notBefore: nowMs + roster.minimum_notice_minutes * 60_000,
    // the last millisecond of the last date
    notAfter: startOfDate(roster.timezone, lastDate.add({ days: 1 })) - 1,
  }
}

/** Who could see this visit, each with their hours. */
export function peopleFor(roster: Roster, visit: Visit): { id: string; schedule: Schedule }[] {
  const suitable =
    visit.practitioner === undefined ? suitablePractitioners(roster, visit.service) : [visit.practitioner]
  return suitable.map((practitioner) => ({ id: practitioner.id, schedule: scheduleOf(roster, practitioner) }))
}

/** The local date of an instant in the clinic's zone. */
export const dateOf = (roster: Roster, at: EpochMs): Temporal.PlainDate =>
  Temporal.PlainDate.from(wallTimeOf(roster.timezone, at).date)

/** Asks once for what is busy from the first to the last date, and works out any day between them. */
async function lookAtDays(
  sql: Sql,
  inquiry: Inquiry,
  visit: Visit,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Promise<(on: Temporal.PlainDate) => { total: number; slots: Slot[] }> {
  const { roster } = inquiry.agent
  const { notBefore, notAfter } = windowOf(inquiry)
  const reach = (visit.durationMinutes + roster.buffer_minutes) * 60_000
  const range = {
    from: startOfDate(roster.timezone, first),
    to: startOfDate(roster.timezone, last.add({ days: 1 })) + reach,
  }
  // nothing to book there, so nothing to ask the database
  const open = range.to > notBefore && range.from <= notAfter
  const busy = open ? await listBusy(sql, inquiry, range) : new Map<string, Interval[]>()
  const people = peopleFor(roster, visit).map((person) => ({ ...person, busy: busy.get(person.id) ?? [] }))
  const rules = {
    durationMinutes: visit.durationMinutes,
    stepMinutes: roster.slot_minutes,
    bufferMinutes: roster.buffer_minutes,
    notBefore,
    notAfter,
  }
  return (on) => daySlots(people, on, rules)
}

/** Busy times by practitioner, merged. The buffer after each appointment is part of it. */
async function listBusy(
  sql: Sql,
  { agent, conversationId, now }: Inquiry,
  range: Interval,
): Promise<Map<string, Interval[]>> {
  // No appointment with its buffer is longer than a day and four hours, so the index on start_time bounds the search.
  const rows = await sql<{ practitioner_id: string; from: number; to: number }>`
    select practitioner_id, floor(date_part('epoch', lower(during)) * 1000) as from,
      ceil(date_part('epoch', upper(during)) * 1000) as to
    from appointments
    where clinic_id = ${agent.clinic}::uuid
      and start_time > ${Temporal.Instant.fromEpochMilliseconds(range.from)}::timestamptz - interval '28 hours'
      and start_time < ${Temporal.Instant.fromEpochMilliseconds(range.to)}
      and status in ('held', 'scheduled', 'confirmed')
      -- without coalesce a hold or a request without a conversation makes this null, and the hold would read as free
      and not (status = 'held' and (
        hold_expires_at <= ${now}
        or coalesce(agent_id = ${agent.id}::uuid and conversation_id = ${conversationId}, false)
      ))`
  const busy = new Map<string, Interval[]>()
  for (const { practitioner_id, from, to } of rows) {
    const known = busy.get(practitioner_id)
    if (known === undefined) busy.set(practitioner_id, [{ from, to }])
    else known.push({ from, to })
  }
  for (const [id, intervals] of busy) busy.set(id, merge(intervals))
  return busy
}

function reasonFor(inquiry: Inquiry, visit: Visit, on: Temporal.PlainDate, total: number): NothingFree {
  const { today, lastDate, now, notBefore, notAfter } = windowOf(inquiry)
  if (Temporal.PlainDate.compare(on, today) < 0) return 'past'
  if (Temporal.PlainDate.compare(on, lastDate) > 0) return 'too_far'
  if (total === 0) return 'closed'
  const { roster } = inquiry.agent
  const people = peopleFor(roster, visit).map((person) => ({ ...person, busy: [] }))
  const rules = { durationMinutes: visit.durationMinutes, stepMinutes: roster.slot_minutes, bufferMinutes: 0, notAfter }
  const startsFrom = (earliest: EpochMs) => daySlots(people, on, { ...rules, notBefore: earliest }).slots.length
  if (startsFrom(now) === 0) return 'past'
  return startsFrom(notBefore) === 0 ? 'too_soon' : 'fully_booked'
}

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b)
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b)
const isBetween = (on: Temporal.PlainDate, one: Temporal.PlainDate, other: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(on, earlier(one, other)) >= 0 && Temporal.PlainDate.compare(on, later(one, other)) <= 0
