import { z } from 'zod'
import { listNewsSince, listOverlapping, type News } from '../appointments/day-at-the-desk.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import { countOpenMessages } from '../messages/messages.ts'
import { appointmentOnWire, appointmentWire } from './appointments-api.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { dateWire, faults, instantWire, saidInstant } from './wire.ts'

const mostNews = 50

// a plus that was not written as %2B arrives as a space
const saidSince = z
  .string()
  .overwrite((text) => text.replace(/ (?=\d\d:?\d\d$)/, '+'))
  .pipe(saidInstant)

export const newsWire = appointmentWire
  .extend({
    happening: z.enum(['booked', 'moved', 'cancelled']),
    happened_at: instantWire,
    by_agent: z.string().nullable().describe('the agent that did it'),
    by_person: z.string().nullable().describe('the colleague who did it, by name or e-mail'),
  })
  .meta({ id: 'AppointmentNews' })

export const todayWire = z
  .object({
    date: dateWire,
    timezone: z.string(),
    now: instantWire.describe('the server’s clock'),
    appointments: z
      .array(appointmentWire)
      .describe('all that lies on this date, wholly or in part, but cancelled ones'),
    new_appointments: z
      .array(newsWire)
      .describe(`booked, moved or cancelled by others after \`since\`; the newest first, at most ${mostNews}`),
    open_messages: z.int(),
  })
  .meta({ id: 'DayAtTheDesk' })

/** The day at the desk. */
export const todayApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/today',
    {
      schema: {
        tags: ['Appointments'],
        security: ownerSecurity,
        summary: 'Today in the clinic’s zone, and with `since` what has come in',
        querystring: z.object({ since: saidSince.optional() }),
        response: { 200: todayWire, ...faults(401, 404, 422, 429, 500, 503) },
      },
    },
    async ({ member, query }) => {
      const { timezone } = await findRoster(house.sql, member.clinic)
      const now = house.clock.now()
      const here = now.toZonedDateTimeISO(timezone)
      const [from, to] = [here.startOfDay(), here.add({ days: 1 }).startOfDay()]
      const [today, news, messages] = await Promise.all([
        listOverlapping(house.sql, member.clinic, from.toInstant(), to.toInstant()),
        query.since === undefined ? [] : listNewsSince(house.sql, member.clinic, member.userId, query.since, mostNews),
        countOpenMessages(house.sql, member.clinic),
      ])
      return {
        date: here.toPlainDate().toString(),
        timezone,
        now: wallTimeOf(timezone, now.epochMilliseconds).iso,
        appointments: today.map((each) => appointmentOnWire(each, timezone)),
        new_appointments: news.map((each) => newsOnWire(each, timezone)),
        open_messages: messages,
      }
    },
  )
}

const newsOnWire = (news: News, timezone: string): z.output<typeof newsWire> => ({
  ...appointmentOnWire(news, timezone),
  happening: news.happening,
  happened_at: wallTimeOf(timezone, news.happened_at.epochMilliseconds).iso,
  by_agent: news.by_agent,
  by_person: news.by_person,
})
