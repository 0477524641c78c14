import { z } from 'zod'
import { statuses } from '../appointments/appointment.ts'
import { listDrawn, listLiveHolds } from '../appointments/drawn-calendar.ts'
import type { EpochMs } from '../calendar/interval.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { readStretch, saidBound } from './said-bounds.ts'
import { faults, instantWire } from './wire.ts'

export const calendarAppointmentWire = z
  .object({
    id: z.uuid(),
    start_time: instantWire,
    end_time: instantWire,
    status: z.enum(statuses),
    title: z.string().nullable(),
    attendee_name: z.string().nullable(),
    practitioner_id: z.uuid(),
    service_id: z.uuid().nullable(),
    agent_id: z.string().nullable().describe('the agent that booked it; null when a person did'),
    conversation_id: z.string().nullable(),
    created_at: instantWire,
  })
  .meta({ id: 'CalendarAppointment' })

export const holdWire = z
  .object({
    id: z.uuid(),
    start_time: instantWire,
    end_time: instantWire,
    practitioner_id: z.uuid(),
    agent_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
    expires_at: instantWire,
  })
  .meta({ id: 'LiveHold' })

export const calendarWire = z
  .object({
    timezone: z.string(),
    now: instantWire.describe('the server’s clock'),
    from: instantWire,
    to: instantWire.describe('exclusive'),
    appointments: z.array(calendarAppointmentWire),
    holds: z.array(holdWire).describe('live at `now`: for whom is not known yet'),
  })
  .meta({ id: 'Calendar' })

// two months, each with the days of its neighbours that its first and last week show
const mostDays = 62

/** What a calendar draws. */
export const calendarApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/calendar',
    {
      schema: {
        tags: ['Appointments'],
        security: ownerSecurity,
        summary:
          'All that lies between two times, wholly or in part: appointments of any status and live holds, by start',
        description: `At most ${mostDays} days, and no pages.`,
        querystring: z.object({ from: saidBound, to: saidBound.describe('exclusive') }),
        response: { 200: calendarWire, ...faults(401, 404, 422, 429, 500, 503) },
      },
    },
    async ({ member, query }) => {
      const { timezone } = await findRoster(house.sql, member.clinic)
      const { from, to } = readStretch(query, timezone, mostDays)
      const now = house.clock.now()
      const [appointments, holds] = await Promise.all([
        listDrawn(house.sql, member.clinic, from, to),
        listLiveHolds(house.sql, member.clinic, from, to, now),
      ])
      const iso = (at: EpochMs) => wallTimeOf(timezone, at).iso
      return {
        timezone,
        now: iso(now.epochMilliseconds),
        from: iso(from.epochMilliseconds),
        to: iso(to.epochMilliseconds),
        appointments: appointments.map(({ id, starts, ends, created, ...rest }) => ({
          id,
          start_time: iso(starts),
          end_time: iso(ends),
          ...rest,
          created_at: iso(created),
        })),
        holds: holds.map(({ id, starts, ends, expires, ...rest }) => ({
          id,
          start_time: iso(starts),
          end_time: iso(ends),
          ...rest,
          expires_at: iso(expires),
        })),
      }
    },
  )
}
