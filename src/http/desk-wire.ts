import { z } from 'zod'
import { call, said } from './agent-wire.ts'
import { closureWire, openingHoursWire } from './wire.ts'

/** What callers leave at the desk, and what they may know of the clinic. */

export const saidMessage = z
  .looseObject({
    customer_name: said('string', '1 to 255 characters', { examples: ['Maria Lopez'] }),
    customer_phone: said('string', 'any common spelling; without it the caller_id'),
    message: said('string', 'what to tell the clinic; 2,000 characters are kept', {
      examples: ['Please call me back about my results.'],
    }),
    urgency: said('string', 'low, normal or urgent; normal unless said'),
    ...call,
  })
  .meta({ id: 'MessageRequest' })

export const messageTakenWire = z
  .object({
    success: z.literal(true),
    message_id: z.uuid(),
    urgency: z.string(),
    replayed: z.literal(true).optional(),
    warnings: z.array(z.string()).optional(),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'MessageTaken' })

export const saidInfo = z.looseObject(call).meta({ id: 'ClinicInfoRequest' })

export const infoWire = z
  .object({
    success: z.literal(true),
    name: z.string(),
    address: z.string().nullable(),
    phone: z.string().nullable(),
    timezone: z.string(),
    now: z.string().meta({ format: 'date-time' }).describe('the clinic’s wall clock'),
    open_now: z.boolean(),
    hours: z.object({ today: z.array(z.tuple([z.string(), z.string()])), week: openingHoursWire }),
    closures: z.array(closureWire).describe('the next twenty; these hours replace the date’s, none means closed'),
    services: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        duration_minutes: z.int(),
        price_cents: z.int().nullable(),
        currency: z.string().nullable(),
      }),
    ),
    practitioners: z.array(z.object({ id: z.uuid(), name: z.string() })),
    notes: z.string().nullable().describe('the owner’s own'),
    emergency: z.string().describe('what to tell a caller in an emergency'),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'ClinicInfo' })

export type MessageTakenWire = z.input<typeof messageTakenWire>
export type InfoWire = z.input<typeof infoWire>
