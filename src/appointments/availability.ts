import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { type EpochMs, type Interval, merge } from '../calendar/interval.ts'
import type { Schedule } from '../calendar/opening-hours.ts'
import { daySlots, endOfDate, instantsAt, startOfDate, startsOn, wallTimeOf } from '../calendar/slots.ts'
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

/** Where and when something is said, which is what a date or time in words depends on. */
export type Hearing = { agent: Pick<AgentAtWork, 'roster' | 'language'>; now: Temporal.Instant }

/** Who asks, in which conversation, and when: a conversation's own hold reads as free to it. */
export type Inquiry = {
  agent: AgentAtWork
  conversationId: string | null
  now: Temporal.Instant
  /** what this very inquiry has been told already */
  known?: KnownBusy
}

/** What is busy from one instant to another. */
export type KnownBusy = Interval & { rows: readonly BusyRow[] }

/** The buffer after an appointment is part of it. */
export type BusyRow = { practitioner_id: string; from: EpochMs; to: EpochMs }

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

/**
 * What `availabilityOn` will want to know of a date, and of the days after it when nobody works on it; undefined when
 * that needs no database.
 */
export function rangeToAsk(inquiry: Inquiry, visit: Visit, on: Temporal.PlainDate): Interval | undefined {
  const { today, lastDate } = windowOf(inquiry)
  const range = rangeOf(inquiry, visit, on, on)
  const schedules = peopleFor(inquiry.agent.roster, visit)
  const grid = { durationMinutes: visit.durationMinutes, stepMinutes: inquiry.agent.roster.slot_minutes }
  if (isAskable(inquiry, range) && schedules.some(({ schedule }) => startsOn(schedule, on, grid).length > 0))
    return range
  if (Temporal.PlainDate.compare(on, lastDate) > 0) return undefined
  const near = later(on, today)
  return rangeOf(inquiry, visit, near, earlier(near.add({ days: firstLookDays - 1 }), lastDate))
}

/** What a visit on a date may need to know, whatever the zone, the length and the buffer are. */
export function widestRange(on: Temporal.PlainDate): Interval {
  const midnight = startOfDate('UTC', on)
  // the zones lie within 14 hours of UTC; eight hours are the longest visit and four the longest buffer
  return { from: midnight - 14 * hourMs, to: midnight + (24 + 12 + 8 + 4) * hourMs }
}

const hourMs = 3_600_000

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

/** From a local date on the first slot that fits of each of the next `count` days that have one. */
export async function listFirstSlots(
  sql: Sql,
  inquiry: Inquiry,
  visit: Visit,
  wanted: {
    from: Temporal.PlainDate
    count: number
    isDay: (on: Temporal.PlainDate) => boolean
    fits: (slot: Slot) => boolean
  },
): Promise<Slot[]> {
  const { from, count, isDay, fits } = wanted
  return searchSlots(sql, inquiry, visit, { from, backwards: false, enough: count, fits, isDay, mostADay: 1 })
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

const firstLookDays = 4

type Search = {
  from: Temporal.PlainDate
  backwards: boolean
  enough: number
  fits: (slot: Slot) => boolean
  /** days that are not even looked at */
  isDay?: (on: Temporal.PlainDate) => boolean
  mostADay?: number
}

/**
 * The first `enough` slots that fit, day by day from a date to the edge of the window. It looks at four days, then at
 * ever more: most clinics have something soon, and a full one is worth few long looks rather than many short ones.
 */
async function searchSlots(sql: Sql, inquiry: Inquiry, visit: Visit, search: Search): Promise<Slot[]> {
  const { today, lastDate } = windowOf(inquiry)
  const { backwards, enough, fits, isDay, mostADay = enough } = search
  const found: Slot[] = []
  const isInside = (on: Temporal.PlainDate) =>
    backwards ? Temporal.PlainDate.compare(on, today) >= 0 : Temporal.PlainDate.compare(on, lastDate) <= 0
  let near = backwards ? earlier(search.from, lastDate) : later(search.from, today)
  for (let days = firstLookDays; found.length < enough && isInside(near); days *= 4) {
    const far = backwards
      ? later(near.subtract({ days: days - 1 }), today)
      : earlier(near.add({ days: days - 1 }), lastDate)
    const look = await lookAtDays(sql, inquiry, visit, backwards ? far : near, backwards ? near : far)
    // Reversed in time, so that the first ones are the nearest: a day is worked out only when those before were full.
    for (let on = near; found.length < enough && isBetween(on, near, far); on = on.add({ days: backwards ? -1 : 1 })) {
      if (isDay?.(on) === false) continue
      const slots = look(on).slots.filter(fits)
      const most = Math.min(mostADay, enough - found.length)
      found.push(...(backwards ? slots.toReversed() : slots).slice(0, most))
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
export function windowOf(inquiry: Hearing): Window {
  const known = windows.get(inquiry) ?? computeWindow(inquiry)
  windows.set(inquiry, known)
  return known
}

type Window = ReturnType<typeof computeWindow>
const windows = new WeakMap<Hearing, Window>()

function computeWindow({ agent: { roster }, now }: Hearing) {
  const nowMs = now.epochMilliseconds
  return { now: nowMs, notBefore: nowMs + roster.minimum_notice_minutes * 60_000, ...datesFor(roster, nowMs) }
}

/** What stays the same all day. */
function datesFor(
  roster: Roster,
  now: EpochMs,
): { today: Temporal.PlainDate; lastDate: Temporal.PlainDate; notAfter: EpochMs } {
  const known = days.get(roster)
  if (known !== undefined && known.from <= now && now < known.until) return known
  const today = dateOf(roster, now)
  const lastDate = today.add({ days: roster.horizon_days })
  const dates = {
    from: now,
    until: endOfDate(roster.timezone, today),
    today,
    lastDate,
    // the last millisecond of the last date
    notAfter: endOfDate(roster.timezone, lastDate) - 1,
  }
  days.set(roster, dates)
  return dates
}

const days = new WeakMap<Roster, { from: EpochMs; until: EpochMs } & ReturnType<typeof datesFor>>()

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
  const range = rangeOf(inquiry, visit, first, last)
  // nothing to book there, so nothing to ask the database
  const busy = busyByPractitioner(isAskable(inquiry, range) ? await listBusy(sql, inquiry, range) : [])
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

/** From the first instant at which a visit could start to the last at which it keeps somebody. */
function rangeOf(
  { agent: { roster } }: Inquiry,
  visit: Visit,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Interval {
  const reach = (visit.durationMinutes + roster.buffer_minutes) * 60_000
  return {
    from: startOfDate(roster.timezone, first),
    to: endOfDate(roster.timezone, last) + reach,
  }
}

function isAskable(inquiry: Inquiry, range: Interval): boolean {
  const { notBefore, notAfter } = windowOf(inquiry)
  return range.to > notBefore && range.from <= notAfter
}

async function listBusy(
  sql: Sql,
  { agent, conversationId, now, known }: Inquiry,
  range: Interval,
): Promise<readonly BusyRow[]> {
  if (known !== undefined && known.from <= range.from && known.to >= range.to) return known.rows
  // No appointment with its buffer is longer than a day and four hours, so the index on start_time bounds the search.
  return sql.swift<BusyRow>`
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
}

function busyByPractitioner(rows: readonly BusyRow[]): Map<string, Interval[]> {
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
