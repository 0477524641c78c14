import { z } from 'zod'

/**
 * What agent actions take and answer. A request is read field by field and never refused for a field's form: a model
 * can mend a question that it may ask, not a 422. So the schemas of requests say what is meant, and accept anything.
 */

/** A field as a model may send it, with what is meant. */
export const said = (type: 'string' | 'integer', description: string, extra: Record<string, unknown> = {}) =>
  z
    .unknown()
    .optional()
    .meta({
      type: type === 'integer' ? ['integer', 'string', 'null'] : ['string', 'number', 'null'],
      description,
      ...extra,
    })

export const call = {
  conversation_id: said('string', 'system__conversation_id of the platform'),
  caller_id: said('string', 'system__caller_id of the platform; a hidden one counts as absent'),
  called_number: said('string', 'system__called_number of the platform'),
}

export const saidVisit = {
  duration_minutes: said('integer', '5 to 480; 30 unless the service says otherwise'),
  service: said('string', 'id or name of a service'),
  practitioner: said('string', 'id or name of a practitioner; without one any suitable one'),
}

export const saidAvailability = z
  .looseObject({
    date: said('string', 'YYYY-MM-DD, in the clinic’s zone', { examples: ['2026-12-15'] }),
    time: said('string', 'HH:MM: is this time free?', { examples: ['14:00'] }),
    ...saidVisit,
    ...call,
  })
  .meta({ id: 'AvailabilityRequest' })

export const saidBooking = z
  .looseObject({
    date: said('string', 'YYYY-MM-DD; with start_time, unless slot_id or hold_id is given', {
      examples: ['2026-12-15'],
    }),
    start_time: said('string', 'HH:MM', { examples: ['14:00'] }),
    slot_id: said('string', 'slot_id of an offered slot'),
    hold_id: said('string', 'hold_id of a held slot'),
    customer_name: said('string', '1 to 255 characters', { examples: ['Maria Lopez'] }),
    customer_phone: said('string', 'any common spelling; without it the caller_id', { examples: ['(212) 555-0123'] }),
    customer_email: said('string', 'optional'),
    notes: said('string', 'optional'),
    ...saidVisit,
    ...call,
  })
  .meta({ id: 'BookingRequest' })

export const slotWire = z
  .object({
    date: z.string(),
    start_time: z.string(),
    end_time: z.string(),
    available: z.literal(true),
    slot_id: z.string(),
    starts_at: z.string().meta({ format: 'date-time' }),
  })
  .meta({ id: 'Slot' })

/** An appointment as its own caller may hear of it: without notes and code. */
export const visitWire = z
  .object({
    appointment_id: z.uuid(),
    date: z.string(),
    start_time: z.string(),
    end_time: z.string(),
    starts_at: z.string().meta({ format: 'date-time' }),
    duration_minutes: z.int(),
    practitioner: z.string(),
    service: z.string().nullable(),
    status: z.string(),
  })
  .meta({ id: 'Visit' })

export const faultCodes = [
  'missing_field',
  'unclear_date',
  'unclear_time',
  'unclear_duration',
  'unknown_service',
  'unknown_practitioner',
  'unknown_slot',
  'hold_expired',
  'in_the_past',
  'too_far',
  'outside_hours',
  'too_soon',
  'not_a_slot',
  'slot_taken',
  'confirmation_required',
  'too_many_holds',
  'not_verified',
  'locked',
  'unclear_appointment',
  'not_changeable',
] as const

/** What the model can mend by asking or saying something. */
export const mendableWire = z
  .object({
    success: z.literal(false),
    error: z.enum(faultCodes),
    message: z.string(),
    say: z.string(),
    fields: z.array(z.string()).optional().describe('with missing_field'),
    did_you_mean: z.array(z.string()).optional().describe('with unclear_date, unclear_time and a past year'),
    choices: z
      .array(z.string())
      .optional()
      .describe('with unknown_service, unknown_practitioner and unclear_appointment'),
    alternatives: z.array(slotWire).optional(),
    offered_slot_ids: z.array(z.string()).optional(),
    appointments: z.array(visitWire).optional().describe('with unclear_appointment'),
  })
  .meta({ id: 'Mendable' })

export const availabilityWire = z
  .object({
    success: z.literal(true),
    date: z.string(),
    timezone: z.string(),
    total_slots: z.int(),
    available_slots: z.int(),
    slots: z.array(slotWire),
    offered_slot_ids: z.array(z.string()),
    requested: z.object({ start_time: z.string(), end_time: z.string(), available: z.boolean() }).optional(),
    alternatives: z.array(slotWire).optional(),
    reason: z.enum(['closed', 'fully_booked', 'past', 'too_soon', 'too_far']).optional(),
    next_available: slotWire.nullable().optional(),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'Availability' })

export const bookingWire = z
  .object({
    success: z.literal(true),
    appointment_id: z.uuid(),
    confirmation_code: z.string().optional().describe('a repeat shows it to the same conversation or key only'),
    date: z.string(),
    start_time: z.string(),
    end_time: z.string(),
    starts_at: z.string().meta({ format: 'date-time' }),
    timezone: z.string(),
    duration_minutes: z.int(),
    customer_name: z.string(),
    practitioner: z.string(),
    service: z.string().nullable(),
    replayed: z.literal(true).optional(),
    warnings: z.array(z.string()).optional(),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'Booking' })

export const todayWire = z
  .object({
    success: z.literal(true),
    date: z.string(),
    total_appointments: z.int(),
    appointments: z.array(z.object({ time: z.string(), customer_name: z.string(), status: z.string() })),
    say: z.string(),
  })
  .meta({ id: 'Today' })

export type VisitWire = z.input<typeof visitWire>
export type SlotWire = z.input<typeof slotWire>
export type MendableWire = z.input<typeof mendableWire>
export type AvailabilityWire = z.input<typeof availabilityWire>
export type BookingWire = z.input<typeof bookingWire>
export type TodayWire = z.input<typeof todayWire>
