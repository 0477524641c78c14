import { z } from 'zod'
import { actions, listDeeds } from '../audit/audit.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { readBound, saidBound } from './said-bounds.ts'
import { faults, idWire, instantWire, lineWire } from './wire.ts'

export const deedWire = z
  .object({
    id: z.uuid(),
    at: instantWire,
    action: z.enum(actions),
    outcome: z.string(),
    assurance: z.string().nullable().describe('what a caller has proven, such as caller_id+name'),
    user_id: z.uuid().nullable(),
    user_email: z.string().nullable(),
    user_name: z.string().nullable(),
    agent_id: z.string().nullable(),
    agent_name: z.string().nullable(),
    subject_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
  })
  .meta({ id: 'Deed' })

const saidCode = lineWire.max(255)

/** The clinic's record of who did what: ids and codes. Names are looked up when it is read. */
export const auditApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/audit',
    {
      schema: {
        tags: ['Audit'],
        security: ownerSecurity,
        summary: 'Who did what, the newest first, 100 a page',
        querystring: z.object({
          action: z.enum(actions).optional(),
          outcome: saidCode.optional(),
          agent_id: saidCode.optional(),
          user_id: idWire.optional(),
          conversation_id: saidCode.optional(),
          subject_id: saidCode.optional(),
          from: saidBound.optional(),
          to: saidBound.optional().describe('exclusive'),
          page: z.coerce.number().int().min(1).max(100_000).default(1),
        }),
        response: {
          200: z.object({ entries: z.array(deedWire), next_page: z.int().nullable() }),
          ...faults(401, 403, 404, 422, 429, 500, 503),
        },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, query }) => {
      const { timezone } = await findRoster(house.sql, member.clinic)
      const filter = {
        action: query.action ?? null,
        outcome: query.outcome ?? null,
        agentId: query.agent_id ?? null,
        userId: query.user_id ?? null,
        conversationId: query.conversation_id ?? null,
        subjectId: query.subject_id ?? null,
        from: readBound('from', query.from, timezone),
        to: readBound('to', query.to, timezone),
      }
      const { deeds, nextPage } = await listDeeds(house.sql, member.clinic, filter, query.page)
      const entries = deeds.map((deed) => ({ ...deed, at: wallTimeOf(timezone, deed.at.epochMilliseconds).iso }))
      return { entries, next_page: nextPage }
    },
  )
}
