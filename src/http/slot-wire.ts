import { z } from 'zod'
import { call, said, saidVisit, slotWire } from './agent-wire.ts'

/** What `next-available` and `hold-slot` take and answer. */

export const saidNext = z
  .looseObject({
    from_date: said('string', 'YYYY-MM-DD; without it today', { examples: ['2026-12-15'] }),
    part_of_day: said('string', 'morning (before noon), afternoon (before five) or evening'),
    weekdays: z
      .unknown()
      .optional()
      .meta({ type: ['array', 'string', 'null'], items: {}, description: 'names of weekdays, as a list or in words' }),
    limit: said('integer', '1 to 5; 3 unless said'),
    ...saidVisit,
    ...call,
  })
  .meta({ id: 'NextAvailableRequest' })

export const saidHold = z
  .looseObject({
    date: said('string', 'YYYY-MM-DD; with start_time, unless slot_id is given', { examples: ['2026-12-15'] }),
    start_time: said('string', 'HH:MM', { examples: ['14:00'] }),
    slot_id: said('string', 'slot_id of an offered slot'),
    ...saidVisit,
    ...call,
  })
  .meta({ id: 'HoldRequest' })

export const nextWire = z
  .object({
    success: z.literal(true),
    timezone: z.string(),
    slots: z.array(slotWire),
    offered_slot_ids: z.array(z.string()),
    warnings: z.array(z.string()).optional(),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'NextAvailable' })

export const holdWire = z
  .object({
    success: z.literal(true),
    hold_id: z.uuid(),
    expires_at: z.string().meta({ format: 'date-time' }),
    date: z.string(),
    start_time: z.string(),
    end_time: z.string(),
    starts_at: z.string().meta({ format: 'date-time' }),
    timezone: z.string(),
    duration_minutes: z.int(),
    practitioner: z.string(),
    service: z.string().nullable(),
    read_back: z.string().describe('the sentence to read to the caller before booking'),
    message: z.string(),
    say: z.string(),
  })
  .meta({ id: 'Hold' })

export type NextWire = z.input<typeof nextWire>
export type HoldWire = z.input<typeof holdWire>
