import { z } from 'zod'
import type { AgentAtWork } from '../agents/agent-tokens.ts'
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
import {
  type FieldFault,
  isFault,
  readCall,
  readConversationId,
  readCustomer,
  readVisit,
  type Said,
} from '../appointments/said-visit.ts'
import { readWhen, type SaidWhen } from '../appointments/said-when.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import type { House } from '../house.ts'
import { isAbsent, readDate, readText } from '../language/said.ts'
import { answerBooked, answerDay, answererFor, answerFault, answerRefused } from './agent-answers.ts'
import {
  agentIdOf,
  agentRoute,
  authenticate,
  headerOf,
  idempotencyHeaders,
  idempotencyKeyOf,
  inquiryOf,
  letIn,
  noted,
  offersOf,
  remember,
  requireAgent,
} from './agent-door.ts'
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
import { deskActions } from './desk-actions.ts'
import type { Routes } from './http-server.ts'
import { slotActions } from './slot-actions.ts'
import { visitActions } from './visit-actions.ts'
import { faults } from './wire.ts'
import { readWishedVisit, skippedInstant, wishedWords } from './wished-time.ts'

/** The door of the voice agents: what they ask in the middle of a call. */
export const agentActions: Routes = (server, house) => {
  requireAgent(server, house)
  slotActions(server, house)
  visitActions(server, house)
  deskActions(server, house)

  server.post(
    '/api/agent-actions/check-availability/:agent_id',
    {
      schema: {
        ...agentRoute,
        summary: 'Which slots are free on a date, and is this time free?',
        body: saidAvailability,
        response: { 200: z.union([availabilityWire, mendableWire]), ...faults(400, 401, 403, 413, 415, 429, 500, 503) },
      },
      config: { authenticatesItself: true },
      // A stranger whose body cannot be read is told that they are a stranger, and no more.
      errorHandler: async (fault, request) => {
        if (Number.isNaN(request.stages.read)) await authenticate(house, request)
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
        ...agentRoute,
        summary: 'Book a slot. Safe to repeat.',
        headers: idempotencyHeaders,
        body: saidBooking,
        response: { 200: z.union([bookingWire, mendableWire]), ...faults(400, 401, 403, 409, 413, 415, 429, 500, 503) },
      },
    },
    async (request) => {
      return noted(request, await bookAppointment(house, request.agentAtWork, request.body, idempotencyKeyOf(request)))
    },
  )

  server.get(
    '/api/agent-actions/appointments/:agent_id/today',
    {
      schema: {
        ...agentRoute,
        summary: 'Today’s appointments, by time',
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
