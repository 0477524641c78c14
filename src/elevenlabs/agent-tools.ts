import type { Assignment, ObjectParameter, Parameter, ToolRequest } from './tool-form.ts'

/** What the tools depend on. `publicUrl` has no slash at the end. */
export type ToolWish = {
  publicUrl: string
  agentId: string
  /** book and move only what is held */
  requireConfirmation: boolean
  verification: 'standard' | 'strict'
  todayTool: boolean
}

/** Stands where ElevenLabs wants the id of the secret that holds the agent's token; it gives that id when one makes it. */
export const tokenSecret = 'SECRET_ID_OF_VAMI_AGENT_TOKEN'

/** The variable that holds every slot id of this conversation, and the one that holds what is held. */
export const offeredSlots = 'offered_slot_ids'
export const heldSlot = 'hold_id'

/** Longer than our slowest answer, and the platform's own default. */
const timeoutSeconds = 20

/** The agent's actions as webhook tools, in the order of a call. `today` is among them where the owner turned it on. */
export function agentTools(wish: ToolWish): ToolRequest[] {
  const { todayTool, requireConfirmation } = wish
  return [
    checkAvailability(wish),
    nextAvailable(wish),
    holdSlot(wish),
    requireConfirmation ? bookHeld(wish) : bookOffered(wish),
    findAppointments(wish),
    requireConfirmation ? rescheduleHeld(wish) : rescheduleOffered(wish),
    cancelAppointment(wish),
    takeMessage(wish),
    clinicInfo(wish),
    ...(todayTool ? [todaysAppointments(wish)] : []),
  ]
}

const asked = (description: string, more: { enum?: readonly string[] } = {}): Parameter => ({
  type: 'string',
  description,
  ...more,
})

const wholeNumber = (description: string): Parameter => ({ type: 'integer', description })

/** Not one of these is the model's to fill: who calls, and in which call, is what the platform knows. */
const pinned: Record<string, Parameter> = {
  conversation_id: { type: 'string', dynamic_variable: 'system__conversation_id' },
  caller_id: { type: 'string', dynamic_variable: 'system__caller_id' },
  called_number: { type: 'string', dynamic_variable: 'system__called_number' },
}

const slotId: Parameter = {
  type: 'string',
  description:
    'The slot_id of the slot that the caller chose, copied exactly from an answer of check_availability, next_available or from alternatives in this call. Never made up.',
  allowed_values: { dynamic_variable: offeredSlots },
}

/** From the answer of hold_slot, so that the model cannot book anything but what it read back. */
const holdId: Parameter = { type: 'string', dynamic_variable: heldSlot }

const visit = {
  duration_minutes: wholeNumber(
    'Length of the visit in minutes, 5 to 480. Only when the caller asks for a length; leave it out otherwise.',
  ),
  service: asked('Name of the service the caller wants, as clinic_info lists it. Leave it out when none was named.'),
  practitioner: asked('Name of the practitioner the caller wants to see. Leave it out when anyone will do.'),
}

const name = asked('The caller’s full name as written text, such as Maria Lopez.')
const phone = asked(
  'Phone number in digits, such as 2125550123 or +12125550123, not in words. Leave it out when the caller wants to be reached at the number they call from.',
)

const proof = {
  customer_name: asked('The full name on the appointment as written text, such as Maria Lopez.'),
  confirmation_code: asked(
    'The six-character confirmation code without spaces, such as K7M4QX. Only as the caller said it; leave it out when they have none.',
  ),
}

const appointmentId = asked(
  'The appointment_id from find_appointments of the appointment that is meant. Leave it out when the caller has only one.',
)

const assign = (variable: string, keepList: boolean): Assignment => ({
  source: 'response',
  dynamic_variable: variable,
  value_path: variable,
  // The slots beside it carry the same ids: a list of all would only fill the model's memory.
  sanitize: keepList,
  preserve_native_type: keepList,
})

const slotsAreOffered = assign(offeredSlots, true)
const slotIsHeld = assign(heldSlot, false)

type ToolWords = {
  name: string
  description: string
  /** none: a GET */
  body?: { description: string; required?: readonly string[]; properties?: Record<string, Parameter> }
  /** whether the caller may not cut it short: it changes something */
  writes?: true
  assignments?: readonly Assignment[]
}

function tool(wish: ToolWish, path: string, words: ToolWords): ToolRequest {
  const { name, description, body, writes, assignments = [] } = words
  return {
    tool_config: {
      type: 'webhook',
      name,
      description,
      response_timeout_secs: timeoutSeconds,
      interruption_mode: writes ? 'disable_during_tool' : 'allow',
      // By what the tool took lately: a fast answer needs no words before it.
      pre_tool_speech: 'auto',
      // Its default hides an error from the model, which then makes something up.
      tool_error_handling_mode: 'passthrough',
      execution_mode: 'immediate',
      dynamic_variables: { dynamic_variable_placeholders: placeholdersOf(body?.properties ?? {}) },
      assignments,
      api_schema: {
        url: `${wish.publicUrl}/api/agent-actions/${path}`,
        method: body === undefined ? 'GET' : 'POST',
        request_headers: { 'X-Agent-Token': { secret_id: tokenSecret } },
        ...(body && { content_type: 'application/json', request_body_schema: bodyOf(body) }),
      },
    },
  }
}

function bodyOf({ description, required = [], properties = {} }: NonNullable<ToolWords['body']>): ObjectParameter {
  return { type: 'object', description, required, properties: { ...properties, ...pinned } }
}

/** Until an answer fills them: nothing was offered, nothing is held. A blank or "none" would read as a field left out. */
export const emptyVariables = { [offeredSlots]: '[]', [heldSlot]: 'nothing_held' }

function placeholdersOf(properties: Record<string, Parameter>): Record<string, string> {
  const values = Object.values(properties)
  return {
    ...(values.includes(slotId) && { [offeredSlots]: emptyVariables[offeredSlots]! }),
    ...(values.includes(holdId) && { [heldSlot]: emptyVariables[heldSlot]! }),
  }
}

const checkAvailability = (wish: ToolWish) =>
  tool(wish, `check-availability/${wish.agentId}`, {
    name: 'check_availability',
    description:
      'Looks up which slots are free on one day, or whether one time of that day is. Always call it before saying anything about a day or time; never answer from memory. When the time is taken, the answer has alternatives.',
    body: {
      description: 'The day, and the time and kind of visit if the caller named them.',
      required: ['date'],
      properties: {
        date: asked('The day, as YYYY-MM-DD, or in the caller’s own words, such as "next Tuesday".'),
        time: asked(
          'The time the caller asks for, as HH:MM in 24 hours, or in their own words, such as "half past two". Leave it out when they named none.',
        ),
        ...visit,
      },
    },
    assignments: [slotsAreOffered],
  })

const nextAvailable = (wish: ToolWish) =>
  tool(wish, `next-available/${wish.agentId}`, {
    name: 'next_available',
    description:
      'Finds the earliest free slots, one a day after the first. Call it when the caller names no day ("as soon as possible", "some morning next week").',
    body: {
      description: 'What the caller would like; everything may be left out.',
      properties: {
        from_date: asked('The first day that suits, as YYYY-MM-DD or in the caller’s own words. Without it, today.'),
        part_of_day: asked('The part of the day that suits, if the caller said one.', {
          enum: ['morning', 'afternoon', 'evening'],
        }),
        weekdays: {
          type: 'array',
          description: 'The weekdays that suit, if the caller said any.',
          items: { type: 'string', description: 'Name of a weekday in English, such as monday.' },
        },
        limit: wholeNumber('How many slots to find, 1 to 5; without it 3.'),
        ...visit,
      },
    },
    assignments: [slotsAreOffered],
  })

const holdSlot = (wish: ToolWish) =>
  tool(wish, `hold-slot/${wish.agentId}`, {
    name: 'hold_slot',
    description:
      'Keeps the chosen slot for the caller for five minutes. Call it before every booking and every move, then read read_back to the caller and wait for a clear yes. Holding another slot lets go of this one.',
    body: { description: 'The slot to hold.', required: ['slot_id'], properties: { slot_id: slotId } },
    writes: true,
    assignments: [slotsAreOffered, slotIsHeld],
  })

const customer = {
  customer_name: name,
  customer_phone: phone,
  customer_email: asked(
    'E-mail address in written form, such as john.smith@example.com. Only if the caller offers one.',
  ),
  notes: asked('What the clinic should know about the visit, in one or two sentences. Only if the caller said so.'),
}

function book(wish: ToolWish, what: string, properties: Record<string, Parameter>): ToolRequest {
  return tool(wish, `book-appointment/${wish.agentId}`, {
    name: 'book_appointment',
    description: `Books ${what}. Call it once, after the caller has said yes to the read_back of hold_slot. Only success true means that it is booked; say what say says. Safe to repeat after a time-out.`,
    body: {
      description: 'Who the appointment is for.',
      required: [...Object.keys(properties), 'customer_name'],
      properties: { ...properties, ...customer },
    },
    writes: true,
    assignments: [slotsAreOffered],
  })
}

const bookOffered = (wish: ToolWish) => book(wish, 'the slot that was held', { slot_id: slotId })
const bookHeld = (wish: ToolWish) =>
  book(wish, 'the slot that hold_slot holds, and nothing else: hold_slot comes first, always', { [heldSlot]: holdId })

const proofNeeded = ({ verification }: ToolWish) =>
  verification === 'strict'
    ? 'Needs the full name and the confirmation code, and the call must come from the phone of the appointment.'
    : 'Needs the full name, and the confirmation code unless the call comes from the phone of the appointment.'

const findAppointments = (wish: ToolWish) =>
  tool(wish, `find-appointments/${wish.agentId}`, {
    name: 'find_appointments',
    description: `Finds the caller’s own coming appointments. Call it before moving or cancelling anything. ${proofNeeded(wish)}`,
    body: { description: 'What the caller proves themselves with.', required: ['customer_name'], properties: proof },
  })

function reschedule(wish: ToolWish, what: string, properties: Record<string, Parameter>): ToolRequest {
  return tool(wish, `reschedule-appointment/${wish.agentId}`, {
    name: 'reschedule_appointment',
    description: `Moves the caller’s appointment to ${what}. Call it after find_appointments, and after the caller has said yes to the read_back of hold_slot. success false means that the old time is kept. ${proofNeeded(wish)}`,
    body: {
      description: 'Which appointment, its new time, and what the caller proves themselves with.',
      required: [...Object.keys(properties), 'customer_name'],
      properties: { appointment_id: appointmentId, ...properties, ...proof },
    },
    writes: true,
    assignments: [slotsAreOffered],
  })
}

const rescheduleOffered = (wish: ToolWish) => reschedule(wish, 'the slot that was held', { slot_id: slotId })
const rescheduleHeld = (wish: ToolWish) =>
  reschedule(wish, 'the slot that hold_slot holds: hold_slot comes first, always', { [heldSlot]: holdId })

const cancelAppointment = (wish: ToolWish) =>
  tool(wish, `cancel-appointment/${wish.agentId}`, {
    name: 'cancel_appointment',
    description: `Cancels the caller’s appointment. Call it after find_appointments, and after the caller has said yes to cancelling that day and time. ${proofNeeded(wish)}`,
    body: {
      description: 'Which appointment, and what the caller proves themselves with.',
      required: ['customer_name'],
      properties: {
        appointment_id: appointmentId,
        ...proof,
        reason: asked('Why, in one sentence. Only if the caller said so; do not ask.'),
      },
    },
    writes: true,
  })

const takeMessage = (wish: ToolWish) =>
  tool(wish, `take-message/${wish.agentId}`, {
    name: 'take_message',
    description:
      'Leaves a message for the people at the clinic. Call it when the caller wants a person, when something has failed twice, or when no other tool can help.',
    body: {
      description: 'Who calls, and what the clinic should know.',
      required: ['customer_name', 'message'],
      properties: {
        customer_name: name,
        customer_phone: phone,
        message: asked('What to tell the clinic, in the caller’s language, complete and in full sentences.'),
        urgency: asked('How soon the clinic should see it.', { enum: ['low', 'normal', 'urgent'] }),
      },
    },
    writes: true,
  })

const clinicInfo = (wish: ToolWish) =>
  tool(wish, `clinic-info/${wish.agentId}`, {
    name: 'clinic_info',
    description:
      'Tells the clinic’s address, phone, opening hours, closures, services with prices, practitioners and notes of the owner. Always call it before answering a question about the clinic; never answer from memory.',
    body: { description: 'Nothing needs to be said.' },
  })

const todaysAppointments = (wish: ToolWish) =>
  tool(wish, `appointments/${wish.agentId}/today`, {
    name: 'todays_appointments',
    description:
      'Lists today’s appointments with the names of the people. For the clinic’s own staff: never tell a caller who else has an appointment.',
  })
