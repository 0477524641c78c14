import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AgentAtWork, authenticateAgent } from '../agents/agent-tokens.ts'
import { authenticateWithBusy, type BusyQuestion } from '../appointments/agent-with-busy.ts'
import { listAppointmentsBetween } from '../appointments/appointment.ts'
import { book } from '../appointments/appointment-book.ts'
import {
  availabilityOn,
  dateOf,
  type Inquiry,
  instantsOf,
  listNearestSlots,
  rangeToAsk,
  type Visit,
  widestRange,
} from '../appointments/availability.ts'
import { rememberOffers } from '../appointments/conversation-offers.ts'
import {
  type FieldFault,
  isFault,
  readCall,
  readConversationId,
  readCustomer,
  readOffered,
  readVisit,
  type Said,
} from '../appointments/said-visit.ts'
import { readWhen, type SaidWhen } from '../appointments/said-when.ts'
import { readSlotId } from '../appointments/slot-id.ts'
import type { WishedVisit } from '../appointments/wish.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import type { House } from '../house.ts'
import { isAbsent, readDate, readText } from '../language/said.ts'
import { type Answerer, answerBooked, answerDay, answererFor, answerFault, answerRefused } from './agent-answers.ts'
import {
  type AvailabilityWire,
  availabilityWire,
  type BookingWire,
  bookingWire,
  type MendableWire,
  mendableWire,
  saidAvailability,
  saidBooking,
  type TodayWire,
  todayWire,
} from './agent-wire.ts'
import type { Routes } from './http-server.ts'
import { rateLimit } from './rate-limit.ts'
import { faults } from './wire.ts'

declare module 'fastify' {
  interface FastifyRequest {
    agentAtWork: AgentAtWork
  }
  interface FastifyContextConfig {
    /** asks who it is in the same trip to the database as what it wants to know */
    authenticatesItself?: true
  }
}

const agentParams = z.object({ agent_id: z.string() })
const security = [{ agentToken: [] }]
const tags = ['Agent actions']

/** The door of the voice agents: what they ask in the middle of a call. */
export const agentActions: Routes = (server, house) => {
  const limit = rateLimit(house.clock, house.config.LIMIT_TOKEN_PER_MINUTE, house.config.LIMIT_TOKEN_BURST)
  server.decorateRequest('agentAtWork', null as unknown as AgentAtWork)
  const letIn = (request: FastifyRequest, agent: AgentAtWork) => {
    request.agentAtWork = agent
    request.logged.agent_id = agent.agentId
    request.logged.clinic_id = agent.clinic
  }
  const authenticate = async (request: FastifyRequest) =>
    letIn(request, await authenticateAgent(house, agentIdOf(request), headerOf(request, 'x-agent-token')))
  server.addHook('onRequest', async (request: FastifyRequest) => {
    const token = headerOf(request, 'x-agent-token')
    if (token !== undefined) limit.take(token)
    if (!request.routeOptions.config.authenticatesItself) await authenticate(request)
  })

  server.post(
    '/api/agent-actions/check-availability/:agent_id',
    {
      schema: {
        tags,
        security,
        summary: 'Which slots are free on a date, and is this time free?',
        params: agentParams,
        body: saidAvailability,
        response: { 200: z.union([availabilityWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
      config: { authenticatesItself: true },
      // A stranger whose body cannot be read is told that they are a stranger, and no more.
      errorHandler: async (fault, request) => {
        if (Number.isNaN(request.stages.read)) await authenticate(request)
        throw fault
      },
    },
    async (request) => {
      const now = house.clock.now()
      const read = (agent: AgentAtWork) => {
        const inquiry: Inquiry = { agent, now, ...readCall(agent, request.body) }
        return { inquiry, asked: readAsked(inquiry, request.body) }
      }
      let question: ReturnType<typeof read> | undefined
      const { agent, known } = await authenticateWithBusy(
        house,
        agentIdOf(request),
        headerOf(request, 'x-agent-token'),
        (recalled) => {
          if (recalled === undefined) return strangersQuestion(request.body, now)
          question = read(recalled)
          const { inquiry, asked } = question
          const range = isFault(asked) ? undefined : rangeToAsk(inquiry, asked.visit, asked.on)
          return range && { range, now, conversationId: inquiry.conversationId }
        },
      )
      const { inquiry, asked } = question?.inquiry.agent === agent ? question : read(agent)
      if (known !== undefined) inquiry.known = known
      letIn(request, agent)
      return noted(request, await checkAvailability(house, inquiry, asked))
    },
  )

  server.post(
    '/api/agent-actions/book-appointment/:agent_id',
    {
      schema: {
        tags,
        security,
        summary: 'Book a slot. Safe to repeat.',
        params: agentParams,
        headers: z.object({ 'idempotency-key': z.string().optional().describe('kept 24 hours') }),
        body: saidBooking,
        response: { 200: z.union([bookingWire, mendableWire]), ...faults(400, 401, 403, 409, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => {
      const key = headerOf(request, 'idempotency-key')?.trim()
      return noted(
        request,
        await bookAppointment(house, request.agentAtWork, request.body, key === '' ? undefined : key),
      )
    },
  )

  server.get(
    '/api/agent-actions/appointments/:agent_id/today',
    {
      schema: {
        tags,
        security,
        summary: 'Today’s appointments, by time',
        params: agentParams,
        response: { 200: todayWire, ...faults(401, 403, 429, 500, 503) },
      },
    },
    async (request) => today(house, request.agentAtWork),
  )
}

/** What an agent that is not known yet may want to know: what needs no zone to be understood. */
function strangersQuestion(said: Said, now: Temporal.Instant): BusyQuestion | undefined {
  const on = readDate(said.date)
  return on && { range: widestRange(on), now, conversationId: readConversationId(said) }
}

/** What is asked for, or what is wrong with it. */
type Asked = { visit: Visit } & SaidWhen

function readAsked(inquiry: Inquiry, said: Said): Asked | FieldFault {
  const visit = readVisit(inquiry.agent, said)
  if (isFault(visit)) return visit
  const when = readWhen(inquiry, visit, said, { field: 'time', needed: false })
  return isFault(when) ? when : { visit, ...when }
}

async function checkAvailability(
  house: House,
  inquiry: Inquiry,
  asked: Asked | FieldFault,
): Promise<AvailabilityWire | MendableWire> {
  const { agent, now } = inquiry
  const answerer = answererFor(agent, now)
  if (isFault(asked)) return answerFault(answerer, asked)
  const { visit, on, minutes } = asked
  const day = await availabilityOn(house.sql, inquiry, visit, on)
  const time = minutes === null ? null : await lookAtTime(house, inquiry, visit, on, minutes, day.slots)
  const answer = answerDay(answerer, agent, visit, on, day, time)
  return { ...answer, offered_slot_ids: await remember(house, inquiry, offersOf(answer)) }
}

type Offers = Pick<AvailabilityWire, 'slots' | 'alternatives' | 'next_available'>

/** Each once: an alternative may be one of the day's slots. */
function offersOf({ slots, alternatives, next_available }: Offers): string[] {
  const ids = slots.map(({ slot_id }) => slot_id)
  const others = [...(alternatives ?? []), ...(next_available ? [next_available] : [])].map(({ slot_id }) => slot_id)
  return others.length === 0 ? ids : [...new Set([...ids, ...others])]
}

async function lookAtTime(
  house: House,
  inquiry: Inquiry,
  visit: Visit,
  on: Temporal.PlainDate,
  minutes: number,
  slots: readonly { from: number }[],
) {
  const instants = instantsOf(inquiry.agent.roster, on, minutes)
  const free = instants.find((at) => slots.some(({ from }) => from === at))
  const from = free ?? instants[0] ?? skippedInstant(inquiry, on, minutes)
  const nearest = free === undefined ? await listNearestSlots(house.sql, inquiry, visit, from, 3) : []
  return { minutes, available: free !== undefined, from, nearest }
}

async function bookAppointment(
  house: House,
  agent: AgentAtWork,
  said: Said,
  idempotencyKey: string | undefined,
): Promise<BookingWire | MendableWire> {
  const inquiry = inquiryOf(house, agent, said)
  const answerer = answererFor(agent, inquiry.now)
  const wished = isAbsent(said.hold_id) ? readWishedVisit(inquiry, said) : { holdId: readText(said.hold_id) ?? '' }
  if (isFault(wished)) return answerFault(answerer, withCustomerFields(agent, said, wished))
  const { callerId } = readCall(agent, said)
  const read = readCustomer(agent, said, callerId)
  if (isFault(read)) return answerFault(answerer, read)
  const wish = { ...wished, customer: read.customer, idempotencyKey: idempotencyKey ?? null, body: said }
  const done = await book(house, inquiry, wish)
  if (done.outcome === 'booked') return answerBooked(answerer, agent, done, read.warnings)
  const { visit, minutes } = 'visit' in wished ? wished : { visit: undefined, minutes: null }
  const refused = answerRefused(answerer, done, visit, wishedWords(answerer, agent, done.wished, minutes))
  return {
    ...refused,
    offered_slot_ids: await remember(house, inquiry, offersOf({ slots: [], alternatives: refused.alternatives })),
  }
}

/** Everything that is missing is named at once, so that the model asks once. */
function withCustomerFields(agent: AgentAtWork, said: Said, fault: FieldFault): FieldFault {
  if (fault.fault !== 'missing_field') return fault
  const customer = readCustomer(agent, said, readCall(agent, said).callerId)
  if (!isFault(customer) || customer.fault !== 'missing_field') return fault
  return { fault: 'missing_field', fields: [...fault.fields, ...customer.fields] }
}

function readWishedVisit(inquiry: Inquiry, said: Said): WishedVisit | FieldFault {
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
function skippedInstant({ agent }: Inquiry, on: Temporal.PlainDate, minutes: number): number {
  return on.toZonedDateTime({
    timeZone: agent.roster.timezone,
    plainTime: Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }),
  }).epochMilliseconds
}

/** The time as it was said, which is not the instant where clocks jump over it. */
function wishedWords(answerer: Answerer, agent: AgentAtWork, wished: number | null, minutes: number | null): string {
  if (wished === null) return ''
  if (minutes === null) return answerer.when(wished)
  const on = Temporal.PlainDate.from(wallTimeOf(agent.roster.timezone, wished).date)
  return answerer.voice.dateAndTime(on, minutes, answerer.today)
}

async function today(house: House, agent: AgentAtWork): Promise<TodayWire> {
  const now = house.clock.now()
  const { timezone } = agent.roster
  const on = dateOf(agent.roster, now.epochMilliseconds)
  const [from, to] = [on, on.add({ days: 1 })].map((day) => day.toZonedDateTime(timezone).toInstant())
  const rows = await listAppointmentsBetween(house.sql, agent.clinic, from!, to!)
  const { voice } = answererFor(agent, now)
  return {
    success: true,
    date: on.toString(),
    total_appointments: rows.length,
    appointments: rows.map((row) => ({
      time: wallTimeOf(timezone, row.start_time.epochMilliseconds).time,
      // a blocked time has nobody, and its title is not for callers
      customer_name: row.attendee_name ?? '',
      status: row.status,
    })),
    say: rows.length === 0 ? voice.say('today_none') : voice.say('today', { count: rows.length }),
  }
}

function inquiryOf(house: House, agent: AgentAtWork, said: Said): Inquiry {
  return { agent, conversationId: readCall(agent, said).conversationId, now: house.clock.now() }
}

const remember = (house: House, { agent, conversationId, now }: Inquiry, slotIds: string[]) =>
  rememberOffers(house.sql, agent, conversationId, slotIds, now)

/** The outcome's code, for the log. */
function noted<Answer extends { success: boolean; error?: string }>(request: FastifyRequest, answer: Answer): Answer {
  request.logged.outcome = answer.success ? 'done' : (answer.error ?? 'refused')
  return answer
}

const agentIdOf = (request: FastifyRequest): string => (request.params as { agent_id: string }).agent_id

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
