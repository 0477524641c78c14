import { z } from 'zod'
import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { listFirstSlots, type Slot, windowOf } from '../appointments/availability.ts'
import { holdMinutes, holdSlot, type PlacedHold } from '../appointments/placed-holds.ts'
import { isFault, readCall, readVisit, type Said } from '../appointments/said-visit.ts'
import { readDay } from '../appointments/said-when.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import type { House } from '../house.ts'
import { type PartOfDay, readPartOfDay } from '../language/part-of-day.ts'
import { isAbsent, readInteger } from '../language/said.ts'
import { readWeekdays, weekdays } from '../language/weekday-lists.ts'
import { type Answerer, answererFor, answerFault, answerRefused } from './agent-answers.ts'
import { agentRoute, inquiryOf, noted, offersOf, remember } from './agent-door.ts'
import { type MendableWire, mendableWire } from './agent-wire.ts'
import type { Routes } from './http-server.ts'
import { type HoldWire, holdWire, type NextWire, nextWire, saidHold, saidNext } from './slot-wire.ts'
import { faults } from './wire.ts'
import { readWishedVisit, wishedWords } from './wished-time.ts'

/** What is free soon, and to keep one of it. */
export const slotActions: Routes = (server, house) => {
  server.post(
    '/api/agent-actions/next-available/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'The earliest slot, then one a day',
        body: saidNext,
        response: { 200: z.union([nextWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await nextAvailable(house, request.agentAtWork, request.body)),
  )

  server.post(
    '/api/agent-actions/hold-slot/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Keep a slot for five minutes; a conversation has one, and a new one takes the place of the old',
        body: saidHold,
        response: { 200: z.union([holdWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await hold(house, request.agentAtWork, request.body)),
  )
}

async function nextAvailable(house: House, agent: AgentAtWork, said: Said): Promise<NextWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  const { today } = windowOf(inquiry)
  const visit = readVisit(agent, said)
  if (isFault(visit)) return answerFault(answerer, visit)
  const date = isAbsent(said.from_date) ? { on: today } : readDay(inquiry, said.from_date)
  if (isFault(date)) return answerFault(answerer, date)
  const { part, days, count, warnings } = readPreferences(agent.language, said)
  const found = await listFirstSlots(house.sql, inquiry, visit, {
    from: date.on,
    count,
    isDay: (on) => days === undefined || days.includes(weekdays[on.dayOfWeek - 1]!),
    fits: ({ from }) => part === undefined || part === partOf(wallTimeOf(agent.roster.timezone, from).time),
  })
  const slots = answerer.slots(found, visit)
  return {
    success: true,
    timezone: agent.roster.timezone,
    slots,
    ...(warnings.length > 0 && { warnings }),
    offered_slot_ids: await remember(house, inquiry, offersOf({ slots })),
    message: `Found ${slots.length} slots from ${date.on} on`,
    say: sayNext(answerer, found),
  }
}

function readPreferences(language: string, said: Said) {
  const part = readPartOfDay(said.part_of_day, language)
  const days = readWeekdays(said.weekdays, language)
  const limit = isAbsent(said.limit) ? 3 : readInteger(said.limit, language)
  const warnings = [
    ...(part === undefined && !isAbsent(said.part_of_day) ? ['part_of_day_unclear'] : []),
    ...(days === undefined && !isAbsent(said.weekdays) ? ['weekdays_unclear'] : []),
    ...(limit === undefined ? ['limit_unclear'] : []),
  ]
  return { part, days, count: Math.min(Math.max(limit ?? 3, 1), 5), warnings }
}

/** Of a start as `HH:MM`: the morning ends at noon, the afternoon at five. */
const partOf = (time: string): PartOfDay => (time < '12:00' ? 'morning' : time < '17:00' ? 'afternoon' : 'evening')

/** At most three are said, whatever the limit: nobody remembers five. */
function sayNext({ voice, offers, when }: Answerer, found: readonly Slot[]): string {
  if (found.length === 0) return voice.say('no_such_opening')
  if (found.length === 1) return voice.say('next_opening', { slot: when(found[0]!.from) })
  return voice.say('offer', { slots: offers(found.slice(0, 3)) })
}

async function hold(house: House, agent: AgentAtWork, said: Said): Promise<HoldWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  const wished = readWishedVisit(inquiry, said)
  if (isFault(wished)) return answerFault(answerer, wished)
  const done = await holdSlot(house, inquiry, wished, readCall(agent, said).callerId)
  if (done.outcome === 'held') return answerHeld(answerer, agent, done.hold)
  const refused = answerRefused(answerer, done, wished.visit, wishedWords(answerer, agent, done.wished, wished.minutes))
  return {
    ...refused,
    offered_slot_ids: await remember(house, inquiry, offersOf({ slots: [], alternatives: refused.alternatives })),
  }
}

function answerHeld(answerer: Answerer, agent: AgentAtWork, held: PlacedHold): HoldWire {
  const { roster } = agent
  const iso = (at: Temporal.Instant) => wallTimeOf(roster.timezone, at.epochMilliseconds)
  const [start, end] = [iso(held.start_time), iso(held.end_time)]
  const minutes = held.start_time.until(held.end_time).total('minutes')
  const practitioner = roster.practitioners.find(({ id }) => id === held.practitioner_id)?.name ?? ''
  const service = roster.services.find(({ id }) => id === held.service_id)?.name ?? null
  const readBack = answerer.voice.say(readBackKey(service !== null, roster.practitioners.length > 1), {
    when: answerer.when(held.start_time.epochMilliseconds),
    count: minutes,
    practitioner,
    service: service ?? '',
  })
  return {
    success: true,
    hold_id: held.id,
    expires_at: iso(held.hold_expires_at).iso,
    date: start.date,
    start_time: start.time,
    end_time: end.time,
    starts_at: start.iso,
    timezone: roster.timezone,
    duration_minutes: minutes,
    practitioner,
    service,
    read_back: readBack,
    message: `Held ${start.date} at ${start.time} for ${holdMinutes} minutes`,
    say: readBack,
  }
}

/** Who it is with is said where there is more than one. */
function readBackKey(hasService: boolean, isNamed: boolean) {
  if (hasService) return isNamed ? 'read_back_service_with' : 'read_back_service'
  return isNamed ? 'read_back_with' : 'read_back'
}
