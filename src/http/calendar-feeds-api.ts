import { z } from 'zod'
import { addFeed, type CalendarFeed, listFeeds, removeFeed } from '../appointments/calendar-feeds.ts'
import { recordHourly } from '../audit/audit.ts'
import type { House } from '../house.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { faults, idWire, instantWire } from './wire.ts'

const tags = ['Calendar feeds']

export const calendarFeedWire = z
  .object({
    id: z.uuid(),
    practitioner_id: z.uuid().nullable().describe('null: the whole clinic'),
    details: z.boolean().describe('whether it says who comes'),
    address: z
      .string()
      .nullable()
      .describe('whoever has it reads the calendar. null: the key to show it is lost; it still works'),
    created_at: instantWire,
    created_by: z.uuid().nullable().describe('the user who made it'),
  })
  .meta({ id: 'CalendarFeed' })

export const saidFeed = z
  .strictObject({ practitioner_id: idWire.nullable().optional(), details: z.boolean().optional() })
  .meta({ id: 'NewCalendarFeed' })
const params = z.object({ id: idWire })

/** Addresses for calendar programs, which cannot log in. */
export const calendarFeedsApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/calendar-feeds',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'The addresses under which calendar programs read appointments (written down)',
        response: { 200: z.object({ feeds: z.array(calendarFeedWire) }), ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member }) => {
      const feeds = await listFeeds(house, member.clinic)
      if (feeds.length > 0)
        await recordHourly(house, member.clinic, { action: 'reveal_calendar_feeds', userId: member.userId })
      return { feeds: feeds.map((feed) => onWire(house, feed)) }
    },
  )

  server.post(
    '/api/calendar-feeds',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'A new address, of a practitioner or the whole clinic',
        body: saidFeed,
        response: { 201: calendarFeedWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, body }, reply) => {
      const wish = { practitionerId: body.practitioner_id ?? null, details: body.details ?? false }
      const feed = await recorded(
        house,
        member,
        'add_calendar_feed',
        (within) => addFeed(within, member.clinic, member.userId, wish),
        ({ id }) => ({ subjectId: id }),
      )
      return reply.status(201).send(onWire(house, feed))
    },
  )

  server.delete(
    '/api/calendar-feeds/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'End an address at once',
        params,
        response: { 204: z.null(), ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params }, reply) => {
      const work = ({ sql }: House) => removeFeed(sql, member.clinic, params.id)
      await recorded(house, member, 'remove_calendar_feed', work, () => ({ subjectId: params.id }))
      return reply.status(204).send(null)
    },
  )
}

const onWire = (house: House, { secret, created_at, ...feed }: CalendarFeed): z.output<typeof calendarFeedWire> => ({
  ...feed,
  address: secret && `${house.publicUrl()}/calendar-feed/${secret}.ics`,
  created_at: created_at.toString(),
})
