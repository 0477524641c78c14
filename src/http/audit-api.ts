import { z } from 'zod'
import { listDeeds } from '../audit/audit.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { faults, instantWire } from './wire.ts'

export const deedWire = z
  .object({
    id: z.uuid(),
    at: instantWire,
    action: z.string(),
    outcome: z.string(),
    assurance: z.string().nullable().describe('what a caller has proven, such as caller_id+name'),
    user_id: z.uuid().nullable(),
    agent_id: z.string().nullable(),
    subject_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
  })
  .meta({ id: 'Deed' })

/** The clinic's record of who did what: ids and codes, never a name or a number. */
export const auditApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/audit',
    {
      schema: {
        tags: ['Audit'],
        security: ownerSecurity,
        summary: 'Who did what, the newest first, 100 a page',
        querystring: z.object({ page: z.coerce.number().int().min(1).max(100_000).default(1) }),
        response: {
          200: z.object({ entries: z.array(deedWire), next_page: z.int().nullable() }),
          ...faults(401, 403, 404, 422, 429, 500, 503),
        },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, query }) => {
      const { deeds, nextPage } = await listDeeds(house.sql, member.clinic, query.page)
      const { timezone } = await findRoster(house.sql, member.clinic)
      const entries = deeds.map((deed) => ({ ...deed, at: wallTimeOf(timezone, deed.at.epochMilliseconds).iso }))
      return { entries, next_page: nextPage }
    },
  )
}
