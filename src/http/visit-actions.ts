import { z } from 'zod'
import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { cancelVisit, findVisits, rescheduleVisit } from '../appointments/callers-visits.ts'
import type { MoveWish } from '../appointments/moved-visits.ts'
import { readClaims } from '../appointments/said-claims.ts'
import { type FieldFault, isFault, type Said } from '../appointments/said-visit.ts'
import type { House } from '../house.ts'
import { isAbsent, readText } from '../language/said.ts'
import { answererFor, answerFault, answerRefused } from './agent-answers.ts'
import { agentRoute, inquiryOf, noted, offersOf, remember } from './agent-door.ts'
import { type MendableWire, mendableWire } from './agent-wire.ts'
import type { Routes } from './http-server.ts'
import {
  answerCancelled,
  answerFound,
  answerMoved,
  answerUnchangeable,
  answerUnclear,
  answerUnverified,
} from './visit-answers.ts'
import {
  type CancelledWire,
  cancelledWire,
  type FoundWire,
  foundWire,
  type RescheduledWire,
  rescheduledWire,
  saidCancel,
  saidFind,
  saidReschedule,
} from './visit-wire.ts'
import { faults } from './wire.ts'
import { readWishedVisit, wishedWords } from './wished-time.ts'

const verified = 'Two of name, confirmation code and caller_id must be right; with strict verification all three.'

/** What callers may do with appointments that they prove to be theirs. */
export const visitActions: Routes = (server, house) => {
  server.post(
    '/api/agent-actions/find-appointments/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'The coming appointments of a verified caller',
        description: verified,
        body: saidFind,
        response: { 200: z.union([foundWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await find(house, request.agentAtWork, request.body)),
  )

  server.post(
    '/api/agent-actions/reschedule-appointment/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Move a verified caller’s appointment; refused means that it keeps its time. Safe to repeat.',
        description: verified,
        body: saidReschedule,
        response: { 200: z.union([rescheduledWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await reschedule(house, request.agentAtWork, request.body)),
  )

  server.post(
    '/api/agent-actions/cancel-appointment/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Cancel a verified caller’s appointment; twice is harmless',
        description: verified,
        body: saidCancel,
        response: { 200: z.union([cancelledWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await cancel(house, request.agentAtWork, request.body)),
  )
}

async function find(house: House, agent: AgentAtWork, said: Said): Promise<FoundWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  const done = await findVisits(house, inquiry, readClaims(agent, said))
  return done.outcome === 'found'
    ? answerFound(answerer, agent, done.appointments)
    : answerUnverified(answerer, done.outcome)
}

async function cancel(house: House, agent: AgentAtWork, said: Said): Promise<CancelledWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  const reason = readText(said.reason)?.slice(0, 500) ?? null
  const done = await cancelVisit(house, inquiry, readClaims(agent, said), reason)
  switch (done.outcome) {
    case 'cancelled':
      return answerCancelled(answerer, agent, done.appointment, done.again)
    case 'unclear_appointment':
      return answerUnclear(answerer, agent, done.choices)
    case 'not_changeable':
      return answerUnchangeable(answerer, done.status)
    default:
      return answerUnverified(answerer, done.outcome)
  }
}

async function reschedule(house: House, agent: AgentAtWork, said: Said): Promise<RescheduledWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  // what is wrong with the request itself is said before anybody is looked up
  const wish = readMoveWish(inquiry, said)
  if (isFault(wish)) return answerFault(answerer, wish)
  if (agent.requireConfirmation && !('holdId' in wish))
    return answerRefused(answerer, { outcome: 'confirmation_required', alternatives: [], wished: null }, undefined, '')
  const claims = readClaims(agent, said)
  const done = await rescheduleVisit(house, inquiry, claims, wish)
  switch (done.outcome) {
    case 'moved':
      return answerMoved(answerer, agent, done, claims.code?.read === done.appointment.confirmation_code)
    case 'unclear_appointment':
      return answerUnclear(answerer, agent, done.choices)
    case 'not_verified':
    case 'locked':
      return answerUnverified(answerer, done.outcome)
    case 'not_changeable':
      return answerUnchangeable(answerer, done.status)
  }
  const refused = answerRefused(
    answerer,
    done,
    done.wished === null ? undefined : done.visit,
    wishedWords(answerer, agent, done.wished, 'minutes' in wish ? wish.minutes : null),
  )
  const message = `${refused.message}; the appointment keeps its time`
  const offered = await remember(house, inquiry, offersOf({ slots: [], alternatives: refused.alternatives }))
  return { ...refused, message, offered_slot_ids: offered }
}

function readMoveWish(inquiry: ReturnType<typeof inquiryOf>, said: Said): MoveWish | FieldFault {
  if (!isAbsent(said.hold_id)) return { holdId: readText(said.hold_id) ?? '' }
  const wished = readWishedVisit(inquiry, said)
  if (isFault(wished)) return wished
  const { durationMinutes, service, practitioner } = wished.visit
  return {
    ...wished,
    isAnybodySaid: !isAbsent(said.practitioner) && practitioner === undefined,
    // a slot of the standard length, offered for nothing in particular, is a time and no length
    isLengthSaid: !isAbsent(said.duration_minutes) || durationMinutes !== (service?.duration_minutes ?? 30),
  }
}
