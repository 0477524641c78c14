import type { AgentAtWork } from '../agents/agent-tokens.ts'
import type { Booked, Refused } from '../appointments/appointment-book.ts'
import { type DayAvailability, dateOf, type Slot, type Visit } from '../appointments/availability.ts'
import type { HoldRefused } from '../appointments/placed-holds.ts'
import type { FieldFault } from '../appointments/said-visit.ts'
import { mintSlotIds } from '../appointments/slot-id.ts'
import type { EpochMs } from '../calendar/interval.ts'
import { clockFace, twinsOf, wallTimeOf } from '../calendar/slots.ts'
import { readTime } from '../language/said.ts'
import { spelled, type Voice, voiceOf } from '../language/sentences.ts'
import type { AvailabilityWire, BookingWire, MendableWire, SlotWire } from './agent-wire.ts'

/** How one agent answers: its voice, its clinic's clock, its slot ids. */
export type Answerer = {
  voice: Voice
  today: Temporal.PlainDate
  slots(slots: readonly Slot[], visit: Visit): SlotWire[]
  /** "Tuesday, December 15th" */
  day(at: EpochMs): string
  /** "2 PM"; an hour that comes twice says which of the two it is */
  time(at: EpochMs): string
  /** "Tuesday, December 15th at 2 PM" */
  when(at: EpochMs): string
  /** "Tuesday, December 15th at 2 PM or 3 PM, or Wednesday, December 16th at noon": each date once */
  offers(slots: readonly Slot[]): string
}

export function answererFor(agent: AgentAtWork, now: Temporal.Instant): Answerer {
  const { roster, slotKey } = agent
  const voice = voiceOf(agent.language)
  const today = dateOf(roster, now.epochMilliseconds)
  const dateAt = (at: EpochMs) => Temporal.PlainDate.from(wallTimeOf(roster.timezone, at).date)
  const time = (at: EpochMs) => {
    const said = voice.time(minutesOf(wallTimeOf(roster.timezone, at).time))
    const twins = twinsOf(roster.timezone, at)
    return twins.length < 2 ? said : voice.twin(said, twins[0] === at)
  }
  return {
    voice,
    time,
    today,
    slots: (slots, { service, practitioner, durationMinutes }) => {
      const asked = { durationMinutes, ...(service && { service }), ...(practitioner && { practitioner }) }
      const ids = mintSlotIds(
        slotKey,
        slots.map(({ from }) => ({ from, ...asked })),
      )
      return slots.map(({ from, to }, i) => {
        const start = wallTimeOf(roster.timezone, from)
        return {
          date: start.date,
          start_time: start.time,
          end_time: wallTimeOf(roster.timezone, to).time,
          available: true,
          slot_id: ids[i]!,
          starts_at: start.iso,
        }
      })
    },
    day: (at) => voice.date(dateAt(at), today),
    when: (at) => voice.dateAndTime(dateAt(at), time(at), today),
    offers: (slots) => {
      const starts = slots.map(({ from }) => from)
      const byDate = Map.groupBy(starts, (at) => wallTimeOf(roster.timezone, at).date)
      const days = [...byDate].map(([date, ats]) =>
        voice.dateAndTime(Temporal.PlainDate.from(date), voice.list(ats.map(time), 'or'), today),
      )
      return voice.list(days, 'or')
    },
  }
}

/** The question that settles what a field left open. */
export function answerFault(answerer: Answerer, fault: FieldFault): MendableWire {
  const { voice, today } = answerer
  const answer = (message: string, say: string, extra: Partial<MendableWire> = {}): MendableWire => ({
    success: false,
    error: fault.fault,
    message,
    say,
    ...extra,
  })
  switch (fault.fault) {
    case 'missing_field': {
      const question = `ask_${fault.fields[0]}` as
        | 'ask_date'
        | 'ask_start_time'
        | 'ask_customer_name'
        | 'ask_customer_phone'
        | 'ask_message'
      return answer(`Missing or unusable: ${fault.fields.join(', ')}`, voice.say(question), { fields: fault.fields })
    }
    case 'unclear_date': {
      const dates = fault.didYouMean.map((on) => voice.date(on, today))
      const choices = voice.list(dates, 'or')
      const options = fault.contradiction
        ? voice.say('which', { choices })
        : voice.say('unclear_date_options', { dates: choices })
      const say = dates.length === 0 ? voice.say('unclear_date') : options
      const message = fault.contradiction ? 'The request names two dates' : 'The date could not be understood'
      return answer(message, say, { did_you_mean: fault.didYouMean.map(String) })
    }
    case 'in_the_past': {
      const say = voice.say('past_year', { date: voice.date(fault.didYouMean[0]!, today) })
      return answer('The date lies in a past year', say, {
        did_you_mean: fault.didYouMean.map(String),
        alternatives: [],
      })
    }
    case 'unclear_time': {
      const choices = voice.list(fault.didYouMean.map(voice.time), 'or')
      const say = choices === '' ? voice.say('unclear_time') : voice.say('which', { choices })
      const message = fault.contradiction ? 'The request names two times' : 'The time could not be understood'
      return answer(message, say, { did_you_mean: fault.didYouMean.map(clockFace) })
    }
    case 'unclear_duration':
      return answer('duration_minutes must be a whole number from 5 to 480', voice.say('unclear_duration'))
    case 'unknown_slot':
      return answer('This slot_id was not offered by this agent', voice.say('unknown_slot'))
    case 'unknown_service': {
      const say =
        fault.choices.length === 0
          ? voice.say('unknown_service_none')
          : voice.say('unknown_service', { choices: voice.list(fault.choices.slice(0, 8), 'and') })
      return answer('There is no such service', say, { choices: fault.choices })
    }
    case 'unknown_practitioner': {
      const choices = voice.list(fault.choices.slice(0, 8), 'or')
      const say = voice.say(fault.known ? 'unavailable_practitioner' : 'unknown_practitioner', { choices })
      return answer('There is no such practitioner for this', say, { choices: fault.choices })
    }
  }
}

/** Everything but `offered_slot_ids`, which needs the conversation. */
export function answerDay(
  answerer: Answerer,
  agent: AgentAtWork,
  visit: Visit,
  on: Temporal.PlainDate,
  day: DayAvailability,
  asked: { minutes: number; available: boolean; from: EpochMs; nearest: Slot[] } | null,
): Omit<AvailabilityWire, 'offered_slot_ids'> {
  const date = on.toString()
  const slots = answerer.slots(day.slots, visit)
  const none = slots.length === 0 && {
    reason: day.reason!,
    next_available: day.next == null ? null : answerer.slots([day.next], visit)[0]!,
  }
  const requested = asked && {
    start_time: clockFace(asked.minutes),
    end_time: wallTimeOf(agent.roster.timezone, asked.from + visit.durationMinutes * 60_000).time,
    available: asked.available,
  }
  return {
    success: true,
    date,
    timezone: agent.roster.timezone,
    total_slots: day.total,
    available_slots: slots.length,
    slots,
    ...(requested && { requested }),
    ...(asked && !asked.available && { alternatives: answerer.slots(asked.nearest, visit) }),
    ...none,
    message: `Found ${slots.length} available slots on ${date}`,
    say: asked === null ? sayDay(answerer, on, day) : sayTime(answerer, on, day, asked),
  }
}

function sayDay(answerer: Answerer, on: Temporal.PlainDate, day: DayAvailability): string {
  const { voice, today } = answerer
  const date = voice.date(on, today)
  const count = day.slots.length
  if (count === 0 && day.reason === 'too_far') return voice.say('too_far', { date })
  if (count === 0) return `${voice.say(day.reason!, { date })} ${sayNext(answerer, day.next)}`
  // three that are spread over the day say more than the first three
  const shown = count <= 3 ? day.slots : [day.slots[0]!, day.slots[Math.floor(count / 2)]!, day.slots.at(-1)!]
  const times = shown.map(({ from }) => answerer.time(from))
  if (count > 1 && count <= 3) return voice.say('openings_few', { date, times: voice.list(times, 'and') })
  return voice.say('openings', { date, count, times: voice.list(times, 'or') })
}

function sayNext({ voice, when }: Answerer, next: Slot | null | undefined): string {
  return next == null ? voice.say('no_opening') : voice.say('next_opening', { slot: when(next.from) })
}

function sayTime(
  { voice, today, offers }: Answerer,
  on: Temporal.PlainDate,
  day: DayAvailability,
  asked: { minutes: number; available: boolean; nearest: Slot[] },
): string {
  const wished = voice.dateAndTime(on, asked.minutes, today)
  if (asked.available) return voice.say('time_free', { when: wished })
  const why = day.reason === undefined ? '' : `${voice.say(day.reason, { date: voice.date(on, today) })} `
  if (asked.nearest.length === 0) return voice.say('time_not_free_at_all', { when: wished })
  const slots = offers(asked.nearest)
  return why === '' ? voice.say('time_not_free', { when: wished, slots }) : why + voice.say('offer', { slots })
}

export function answerBooked(answerer: Answerer, agent: AgentAtWork, booked: Booked, warnings: string[]): BookingWire {
  const { appointment, replayed, codeShown } = booked
  const { timezone } = agent.roster
  const from = appointment.start_time.epochMilliseconds
  const start = wallTimeOf(timezone, from)
  const code = codeShown ? appointment.confirmation_code : null
  const when = answerer.when(from)
  const name = appointment.attendee_name ?? ''
  return {
    success: true,
    appointment_id: appointment.id,
    ...(code !== null && { confirmation_code: code }),
    date: start.date,
    start_time: start.time,
    end_time: wallTimeOf(timezone, appointment.end_time.epochMilliseconds).time,
    starts_at: start.iso,
    timezone,
    duration_minutes: appointment.start_time.until(appointment.end_time).total('minutes'),
    customer_name: name,
    practitioner: appointment.practitioner_name,
    service: appointment.service_name,
    ...(replayed && { replayed }),
    ...(warnings.length > 0 && { warnings }),
    message: `Appointment booked successfully for ${name} on ${start.date} at ${start.time}`,
    say:
      code === null
        ? answerer.voice.say('booked_again', { when })
        : answerer.voice.say('booked', { when, code: spelled(code) }),
  }
}

export function answerRefused(
  answerer: Answerer,
  refused: Refused | HoldRefused,
  visit: Visit | undefined,
  wished: string,
): MendableWire {
  const { voice, offers } = answerer
  const date = refused.wished === null ? '' : answerer.day(refused.wished)
  const alternatives = visit === undefined ? [] : answerer.slots(refused.alternatives, visit)
  const offer =
    refused.outcome === 'confirmation_required' || refused.outcome === 'too_many_holds' || visit === undefined
      ? ''
      : ` ${
          alternatives.length === 0
            ? voice.say('offer_nothing')
            : voice.say('offer', {
                slots: offers(refused.alternatives),
              })
        }`
  return {
    success: false,
    error: refused.outcome,
    message: refusalMessages[refused.outcome],
    say: `${voice.say(refused.endsAfterClosing ? 'ends_after_closing' : refused.outcome, { when: wished, date })}${offer}`,
    alternatives,
  }
}

const refusalMessages: Record<(Refused | HoldRefused)['outcome'], string> = {
  in_the_past: 'The time has passed',
  too_far: 'The date is beyond the booking horizon',
  outside_hours: 'The clinic is not open for all of that time',
  too_soon: 'The time is inside the minimum notice',
  not_a_slot: 'No slot begins at that time',
  slot_taken: 'The slot is taken',
  hold_expired: 'The hold has lapsed; hold a slot again',
  unknown_slot: 'This slot was not offered in this conversation',
  confirmation_required: 'This agent books held slots only: hold the slot, read it back, then book with hold_id',
  too_many_holds: 'Too many slots are held for this caller or by this agent',
}

const minutesOf = (time: string): number => readTime(time)!
