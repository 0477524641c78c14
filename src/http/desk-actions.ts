import { z } from 'zod'
import type { AgentAtWork } from '../agents/agent-tokens.ts'
import { dateOf } from '../appointments/availability.ts'
import { readCall, type Said } from '../appointments/said-visit.ts'
import { parseWallTime, type WallStretch } from '../calendar/opening-hours.ts'
import { isWithinHours, wallTimeOf } from '../calendar/slots.ts'
import { findClinic } from '../clinics/clinics.ts'
import { listServices } from '../clinics/services.ts'
import type { House } from '../house.ts'
import { readName } from '../language/names.ts'
import { readCustomerPhone } from '../language/phone.ts'
import { isAbsent, readText } from '../language/said.ts'
import type { Voice } from '../language/sentences.ts'
import { readUrgency } from '../language/urgency.ts'
import { weekdays } from '../language/weekday-lists.ts'
import { takeMessage } from '../messages/messages.ts'
import { answererFor, answerFault } from './agent-answers.ts'
import { agentRoute, idempotencyHeaders, idempotencyKeyOf, inquiryOf, noted } from './agent-door.ts'
import { type MendableWire, mendableWire } from './agent-wire.ts'
import { type InfoWire, infoWire, type MessageTakenWire, messageTakenWire, saidInfo, saidMessage } from './desk-wire.ts'
import type { Routes } from './http-server.ts'
import { closuresOnWire, faults, weekOnWire } from './wire.ts'

/** What a caller leaves for the clinic, and asks about it. */
export const deskActions: Routes = (server, house) => {
  server.post(
    '/api/agent-actions/take-message/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Take a message for the people at the desk. Safe to repeat.',
        headers: idempotencyHeaders,
        body: saidMessage,
        response: {
          200: z.union([messageTakenWire, mendableWire]),
          ...faults(400, 401, 403, 409, 413, 415, 429, 500, 503),
        },
      },
    },
    async (request) =>
      noted(request, await take(house, request.agentAtWork, request.body, idempotencyKeyOf(request) ?? null)),
  )

  server.post(
    '/api/agent-actions/clinic-info/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Name, address, hours, closures, services and prices, and what to do in an emergency',
        body: saidInfo,
        response: { 200: infoWire, ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => noted(request, await info(house, request.agentAtWork)),
  )
}

const longestMessage = 2_000

async function take(
  house: House,
  agent: AgentAtWork,
  said: Said,
  idempotencyKey: string | null,
): Promise<MessageTakenWire | MendableWire> {
  const { now, conversationId } = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, now)
  const name = readName(said.customer_name)
  const text = isAbsent(said.message) ? undefined : readText(said.message)
  const fields = [
    ...(name === undefined || [...name].length > 255 ? ['customer_name'] : []),
    ...(text === undefined ? ['message'] : []),
  ]
  if (name === undefined || text === undefined || fields.length > 0)
    return answerFault(answerer, { fault: 'missing_field', fields })
  const phone = readCustomerPhone(said.customer_phone, agent.roster.region, agent.language)
  const urgency = readUrgency(said.urgency)
  const warnings = [
    ...(phone?.clear === false ? ['phone_unclear'] : []),
    ...(text.length > longestMessage ? ['message_shortened'] : []),
    ...(urgency === undefined && !isAbsent(said.urgency) ? ['urgency_unclear'] : []),
  ]
  const { id, replayed } = await takeMessage(house, agent.clinic, {
    agentId: agent.id,
    idempotencyKey,
    conversation_id: conversationId,
    customer_name: name,
    customer_phone: phone?.number ?? readCall(agent, said).callerId,
    message: text.slice(0, longestMessage),
    urgency: urgency ?? 'normal',
  })
  return {
    success: true,
    message_id: id,
    urgency: urgency ?? 'normal',
    ...(replayed && { replayed }),
    ...(warnings.length > 0 && { warnings }),
    message: 'The message is in the dashboard',
    say: answerer.voice.say('message_taken'),
  }
}

async function info(house: House, agent: AgentAtWork): Promise<InfoWire> {
  const now = house.clock.now()
  const { roster } = agent
  const { voice } = answererFor(agent, now)
  const [clinic, services] = await Promise.all([
    findClinic(house.sql, agent.clinic),
    listServices(house.sql, agent.clinic),
  ])
  const { timezone, opening_hours: openingHours } = clinic
  const today = dateOf(roster, now.epochMilliseconds)
  const coming = clinic.closures.filter(({ date }) => date >= today.toString())
  const closure = coming.find(({ date }) => date === today.toString())
  const hours = closure?.hours ?? openingHours[weekdays[today.dayOfWeek - 1]!]
  const schedule = { timeZone: timezone, openingHours, closures: clinic.closures }
  const at = now.epochMilliseconds
  return {
    success: true,
    name: clinic.name,
    address: clinic.address,
    phone: clinic.phone,
    timezone,
    now: wallTimeOf(timezone, at).iso,
    open_now: isWithinHours(schedule, at, at + 1),
    hours: { today: hours.map(([opens, closes]) => [opens, closes]), week: weekOnWire(openingHours) },
    closures: closuresOnWire(coming.slice(0, 20)),
    services: services
      .filter(({ active }) => active)
      .map(({ id, name, duration_minutes, price_cents, currency }) => ({
        id,
        name,
        duration_minutes,
        price_cents,
        currency,
      })),
    practitioners: roster.practitioners.map(({ id, name }) => ({ id, name })),
    notes: clinic.notes,
    emergency: clinic.emergency || voice.say('emergency'),
    message: `What callers may know of ${clinic.name}`,
    say: sayHours(voice, hours),
  }
}

function sayHours(voice: Voice, hours: readonly WallStretch[]): string {
  const said = hours.map((stretch) => stretch.map((time) => voice.time(parseWallTime(time)! % 1_440)))
  const [first, second] = said
  if (first === undefined) return voice.say('closed_today')
  if (second === undefined) return voice.say('open_today', { opens: first[0]!, closes: first[1]! })
  if (said.length > 2) return voice.say('open_today_breaks', { opens: first[0]!, closes: said.at(-1)![1]! })
  const twice = { opens: first[0]!, closes: first[1]!, reopens: second[0]!, ends: second[1]! }
  return voice.say('open_today_twice', twice)
}
