import { z } from 'zod'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import { findMessage, listMessages, type Message, markMessage, urgencies } from '../messages/messages.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { faults, idWire, instantWire } from './wire.ts'

const tags = ['Messages']

export const messageWire = z
  .object({
    id: z.uuid(),
    customer_name: z.string(),
    customer_phone: z.string().nullable(),
    message: z.string(),
    urgency: z.enum(urgencies),
    done: z.boolean(),
    done_at: instantWire.nullable(),
    done_by: z.uuid().nullable().describe('the user who marked it'),
    agent_id: z.string().nullable().describe('the agent that took it'),
    conversation_id: z.string().nullable(),
    created_at: instantWire,
    updated_at: instantWire,
  })
  .meta({ id: 'Message' })

const params = z.object({ id: idWire })

/** What callers have left for the people at the desk. */
export const messagesApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/messages',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Messages, the newest first, 100 a page',
        querystring: z.object({
          status: z.enum(['open', 'done']).optional(),
          page: z.coerce.number().int().min(1).max(100_000).default(1),
        }),
        response: {
          200: z.object({ messages: z.array(messageWire), next_page: z.int().nullable() }),
          ...faults(401, 404, 422, 429, 500, 503),
        },
      },
    },
    async ({ member, query }) => {
      const done = query.status === undefined ? null : query.status === 'done'
      const { messages, nextPage } = await listMessages(house.sql, member.clinic, { done, page: query.page })
      const { timezone } = await findRoster(house.sql, member.clinic)
      return { messages: messages.map((each) => onWire(each, timezone)), next_page: nextPage }
    },
  )

  server.get(
    '/api/messages/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One message',
        params,
        response: { 200: messageWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) =>
      onWire(
        await findMessage(house.sql, member.clinic, params.id),
        (await findRoster(house.sql, member.clinic)).timezone,
      ),
  )

  server.patch(
    '/api/messages/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Mark as done, or as still to do; twice is harmless',
        params,
        body: z.strictObject({ done: z.boolean() }).meta({ id: 'MessageChange' }),
        response: { 200: messageWire, ...faults(400, 401, 404, 413, 415, 422, 429, 500, 503) },
      },
    },
    async ({ member, params, body }) => {
      const message = await markMessage(house, member.clinic, member.userId, params.id, body.done)
      return onWire(message, (await findRoster(house.sql, member.clinic)).timezone)
    },
  )
}

function onWire(message: Message, timeZone: string): z.output<typeof messageWire> {
  const iso = (at: Temporal.Instant) => wallTimeOf(timeZone, at.epochMilliseconds).iso
  return {
    ...message,
    done: message.done_at !== null,
    done_at: message.done_at && iso(message.done_at),
    created_at: iso(message.created_at),
    updated_at: iso(message.updated_at),
  }
}
