import { z } from 'zod'
import { bookingWire, call, said, saidVisit, visitWire } from './agent-wire.ts'

/** What a caller's own appointments are found, moved and cancelled by. */

const proof = {
  customer_name: said('string', 'the name on the appointment', { examples: ['Maria Lopez'] }),
  confirmation_code: said('string', 'in any form: "K7M4QX", "K as in kilo, seven …"', { examples: ['K7M4QX'] }),
  ...call,
}
const which = { appointment_id: said('string', 'which one, where a caller has several') }

export const saidFind = z
  .looseObject({
    customer_phone: said('string', 'proves nothing: only the platform’s caller_id does'),
    ...proof,
  })
  .meta({ id: 'FindRequest' })

export const saidReschedule = z
  .looseObject({
    ...which,
    date: said('string', 'the new date; with start_time, unless slot_id or hold_id is given', {
      examples: ['2026-12-16'],
    }),
    start_time: said('string', 'the new time, HH:MM', { examples: ['14:00'] }),
    slot_id: said('string', 'slot_id of an offered slot'),
    hold_id: said('string', 'hold_id of a held slot'),
    ...saidVisit,
    ...proof,
  })
  .meta({ id: 'RescheduleRequest' })

export const saidCancel = z
  .looseObject({ ...which, reason: said('string', 'at most 500 characters, for the clinic'), ...proof })
  .meta({ id: 'CancelRequest' })

export const foundWire = z
  .object({ success: z.literal(true), appointments: z.array(visitWire), message: z.string(), say: z.string() })
  .meta({ id: 'FoundAppointments' })

export const rescheduledWire = bookingWire
  .extend({
    previous: z.object({
      date: z.string(),
      start_time: z.string(),
      starts_at: z.string().meta({ format: 'date-time' }),
      practitioner: z.string(),
    }),
  })
  .meta({ id: 'Rescheduled' })

export const cancelledWire = visitWire
  .extend({
    success: z.literal(true),
    replayed: z.literal(true).optional().describe('it had been cancelled before'),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'Cancelled' })

export type FoundWire = z.input<typeof foundWire>
export type RescheduledWire = z.input<typeof rescheduledWire>
export type CancelledWire = z.input<typeof cancelledWire>
