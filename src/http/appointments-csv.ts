import { pipeline, Readable } from 'node:stream'
import { z } from 'zod'
import { type Appointment, statuses } from '../appointments/appointment.ts'
import { exportAfter, listExportPart } from '../appointments/exported-appointments.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { readBound, saidBound } from './said-bounds.ts'
import { faults } from './wire.ts'

/** Appointments as a file for a spreadsheet. */
export const appointmentsCsv: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/appointments.csv',
    {
      schema: {
        tags: ['Appointments'],
        security: ownerSecurity,
        summary: 'All appointments that begin between two times as CSV, oldest first (written down)',
        description:
          'UTF-8 with a byte order mark, times of the clinic’s wall clock. What a spreadsheet would take for a formula has ' +
          'an apostrophe in front, and so has the plus of a phone.',
        querystring: z.object({
          from: saidBound.optional(),
          to: saidBound.optional().describe('exclusive'),
          status: z.enum(statuses).optional(),
        }),
        response: {
          200: { description: 'A file', content: { 'text/csv': { schema: z.string() } } },
          ...faults(401, 404, 422, 429, 500, 503),
        },
      },
    },
    async ({ member, query }, reply) => {
      const { timezone } = await findRoster(house.sql, member.clinic)
      const [from, to] = [readBound('from', query.from, timezone), readBound('to', query.to, timezone)]
      const filter = { from, to, status: query.status ?? null }
      // before the answer begins, so that a database that is away is still a 503
      const first = await recorded(house, member, 'export_appointments', ({ sql }) =>
        listExportPart(sql, member.clinic, filter, null),
      )
      const { stringify } = await import('csv-stringify')
      const lines = stringify({
        bom: true,
        header: true,
        columns: [...columns],
        record_delimiter: 'windows',
        escape_formulas: true,
      })
      const rows = rowsOf(exportAfter(house.sql, member.clinic, filter, first), timezone)
      // a fault half-way breaks the connection off: an incomplete file must not look complete
      pipeline(Readable.from(rows), lines, () => {})
      const { date } = wallTimeOf(timezone, house.clock.now().epochMilliseconds)
      reply.header('content-disposition', `attachment; filename="appointments-${date}.csv"`)
      return reply.type('text/csv; charset=utf-8').send(lines as never)
    },
  )
}

const columns = [
  ...['date', 'start_time', 'end_date', 'end_time', 'timezone', 'status', 'title', 'attendee_name', 'attendee_phone'],
  ...['attendee_email', 'practitioner', 'service', 'notes', 'agent_id', 'created_at', 'id'],
] as const

async function* rowsOf(
  appointments: AsyncIterable<Appointment>,
  timeZone: string,
): AsyncGenerator<Record<(typeof columns)[number], string>> {
  for await (const each of appointments) {
    const [start, end] = [each.start_time, each.end_time].map((at) => wallTimeOf(timeZone, at.epochMilliseconds))
    yield {
      date: start!.date,
      start_time: start!.time,
      end_date: end!.date,
      end_time: end!.time,
      timezone: timeZone,
      status: each.status,
      title: plainText(each.title),
      attendee_name: plainText(each.attendee_name),
      attendee_phone: plainText(each.attendee_phone),
      attendee_email: plainText(each.attendee_email),
      practitioner: plainText(each.practitioner_name),
      service: plainText(each.service_name),
      notes: plainText(each.notes),
      agent_id: each.agent_id ?? '',
      created_at: wallTimeOf(timeZone, each.created_at.epochMilliseconds).iso,
      id: each.id,
    }
  }
}

/**
 * An apostrophe before every place where a spreadsheet might begin to read a formula. csv-stringify sees to the first
 * character of a cell (`= + - @`, tab, carriage return, and the full-width forms); here is what it leaves: after spaces
 * and what cannot be seen, after a line break, and after the semicolon that parts cells where a comma parts decimals.
 */
const plainText = (text: string | null): string =>
  text?.replace(/(?:^|[;\t\r\n])[\s\p{Cf}]*(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu, "$&'") ?? ''
