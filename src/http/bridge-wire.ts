import { z } from 'zod'
import { consultationBody } from '../bridge/consultation-wish.ts'
import { mailBody } from '../bridge/mail-wish.ts'
import { bridgeFaults } from '../problems.ts'
import type { BridgeDocument } from './bridge-webhooks.ts'

/** How the two webhooks stand in the document. */

const bookedWire = z
  .object({
    status: z.literal('success'),
    message: z.string(),
    details: z.object({
      id: z.union([z.int(), z.string()]).meta({ description: 'of the booking at Cal.com' }),
      uid: z.string().meta({ description: 'what reschedules or cancels it' }),
      status: z.string().meta({ examples: ['accepted'] }),
      start_time: z.string().meta({ format: 'date-time' }),
      end_time: z.string().meta({ format: 'date-time' }),
    }),
  })
  .meta({ id: 'Booked' })

const sentWire = z.object({ status: z.literal('success'), message: z.string() }).meta({ id: 'Sent' })

const faultWire = z
  .object({
    status: z.literal('error'),
    code: z.enum(Object.keys(bridgeFaults)).meta({ description: 'never renamed' }),
    message: z.string().meta({ description: 'what a voice agent is to say or do' }),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    alternatives: z
      .array(
        z.object({
          start_time: z.string().meta({ format: 'date-time' }),
          end_time: z.string().meta({ format: 'date-time' }).optional(),
        }),
      )
      .optional()
      .meta({ description: 'times that are still free, in UTC' }),
  })
  .meta({ id: 'BridgeFault' })

const statuses = [400, 401, 409, 413, 415, 422, 429, 500, 502, 503, 504] as const
const failures = Object.fromEntries(statuses.map((status) => [status, faultWire])) as Record<
  (typeof statuses)[number],
  typeof faultWire
>

const headers = z.object({
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'the same key and body within 24 hours are answered once' }),
})

/** On loopback no key is needed unless BRIDGE_API_KEY is set. */
const security: Record<string, string[]>[] = [{ bridgeKey: [] }, { bridgeBearer: [] }, {}]

export const bridgeSecuritySchemes = {
  bridgeKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  bridgeBearer: { type: 'http', scheme: 'bearer' },
} as const

const tags = ['Bridge']

export const bridgeDocument: BridgeDocument = {
  schedule: {
    tags,
    security,
    summary: 'Book a consultation at Cal.com',
    description:
      'Once only: the same Idempotency-Key, or the same metadata.conversation_id and start, is booked once. 504 with outcome_unknown is neither done nor failed.',
    headers,
    body: consultationBody,
    response: { 200: bookedWire, ...failures },
  },
  mail: {
    tags,
    security,
    summary: 'Send a mail through Outlook',
    description:
      'Once only: the same Idempotency-Key, or the same recipient, subject and body within 10 minutes, is sent once. The HTML is sanitised.',
    headers,
    body: mailBody,
    response: { 200: sentWire, ...failures },
  },
}
