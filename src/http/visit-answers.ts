import type { AgentAtWork } from '../agents/agent-tokens.ts'
import type { Appointment, Status } from '../appointments/appointment.ts'
import type { Moved } from '../appointments/moved-visits.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import type { Answerer } from './agent-answers.ts'
import type { MendableWire, VisitWire } from './agent-wire.ts'
import type { CancelledWire, FoundWire, RescheduledWire } from './visit-wire.ts'

/** The same for whoever is not verified, whether or not there is such an appointment. */
export function answerUnverified({ voice }: Answerer, outcome: 'not_verified' | 'locked'): MendableWire {
  const message =
    outcome === 'locked'
      ? 'Too many failed verifications: locked for 15 minutes'
      : 'Two of name, confirmation code and caller_id must be right; with strict verification all three'
  return { success: false, error: outcome, message, say: voice.say(outcome) }
}

export function answerFound(answerer: Answerer, agent: AgentAtWork, found: readonly Appointment[]): FoundWire {
  const { voice } = answerer
  const shown = found.slice(0, 3)
  const key = found.length === 0 ? 'found_none' : found.length > shown.length ? 'found_more' : 'found'
  return {
    success: true,
    appointments: found.map((each) => visitOnWire(agent, each)),
    message: `Found ${found.length} coming appointments`,
    say: voice.say(key, { count: found.length, choices: sayAll(answerer, shown, 'and') }),
  }
}

export function answerUnclear(answerer: Answerer, agent: AgentAtWork, choices: readonly Appointment[]): MendableWire {
  const shown = choices.slice(0, 3)
  return {
    success: false,
    error: 'unclear_appointment',
    message: 'This person has several appointments: name one by appointment_id',
    say: answerer.voice.say('unclear_appointment', { choices: sayAll(answerer, shown, 'or') }),
    choices: choices.map((each) => whenOf(answerer, each)),
    appointments: choices.map((each) => visitOnWire(agent, each)),
  }
}

export function answerUnchangeable({ voice }: Answerer, status: Status): MendableWire {
  return {
    success: false,
    error: 'not_changeable',
    message: 'The appointment is past, cancelled or completed',
    say: voice.say(status === 'cancelled' ? 'not_changeable_cancelled' : 'not_changeable_over'),
  }
}

export function answerCancelled(
  answerer: Answerer,
  agent: AgentAtWork,
  appointment: Appointment,
  again: boolean,
): CancelledWire {
  return {
    success: true,
    ...visitOnWire(agent, appointment),
    ...(again && { replayed: true }),
    message: again ? 'The appointment was already cancelled' : 'The appointment is cancelled',
    say: answerer.voice.say(again ? 'cancelled_before' : 'cancelled', { when: whenOf(answerer, appointment) }),
  }
}

/** The code is shown to who has just said it, and to nobody else: it would be one more thing to prove oneself by. */
export function answerMoved(
  answerer: Answerer,
  agent: AgentAtWork,
  { appointment, previous, replayed }: Moved,
  codeShown: boolean,
): RescheduledWire {
  const { timezone } = agent.roster
  const before = wallTimeOf(timezone, previous.start_time.epochMilliseconds)
  const { status: _, ...visit } = visitOnWire(agent, appointment)
  const code = codeShown ? appointment.confirmation_code : null
  return {
    success: true,
    ...visit,
    ...(code !== null && { confirmation_code: code }),
    timezone,
    customer_name: appointment.attendee_name ?? '',
    previous: {
      date: before.date,
      start_time: before.time,
      starts_at: before.iso,
      practitioner: previous.practitioner_name,
    },
    ...(replayed && { replayed }),
    message: `Appointment moved from ${before.date} at ${before.time} to ${visit.date} at ${visit.start_time}`,
    say: answerer.voice.say('rescheduled', { when: whenOf(answerer, appointment) }),
  }
}

function visitOnWire({ roster }: AgentAtWork, appointment: Appointment): VisitWire {
  const { start_time, end_time } = appointment
  const start = wallTimeOf(roster.timezone, start_time.epochMilliseconds)
  return {
    appointment_id: appointment.id,
    date: start.date,
    start_time: start.time,
    end_time: wallTimeOf(roster.timezone, end_time.epochMilliseconds).time,
    starts_at: start.iso,
    duration_minutes: Math.round(start_time.until(end_time).total('minutes')),
    practitioner: appointment.practitioner_name,
    service: appointment.service_name,
    status: appointment.status,
  }
}

const whenOf = ({ when }: Answerer, { start_time }: Appointment): string => when(start_time.epochMilliseconds)

const sayAll = (answerer: Answerer, shown: readonly Appointment[], joined: 'and' | 'or'): string =>
  answerer.voice.list(
    shown.map((each) => whenOf(answerer, each)),
    joined,
  )
