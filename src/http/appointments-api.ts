import { z } from 'zod'
import { type Appointment, findAppointment, listAppointments, statuses } from '../appointments/appointment.ts'
import { bookFromDesk, cancelFromDesk, changeFromDesk } from '../appointments/owners-book.ts'
import { deskMarks } from '../appointments/repeats.ts'
import type { Action } from '../audit/audit.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import { readPhone } from '../language/phone.ts'
import { problem } from '../problems.ts'
import { idempotencyKeyOf } from './agent-door.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { readBound, saidBound } from './said-bounds.ts'
import { emailWire, faults, idWire, instantWire, lineWire, nameWire, saidInstant, textWire } from './wire.ts'

const tags = ['Appointments']

export const appointmentWire = z
  .object({
    id: z.uuid(),
    start_time: instantWire,
    end_time: instantWire,
    status: z.enum(statuses),
    title: z.string().nullable(),
    attendee_name: z.string().nullable(),
    attendee_phone: z.string().nullable(),
    attendee_email: z.string().nullable(),
    notes: z.string().nullable(),
    practitioner: z.object({ id: z.uuid(), name: z.string() }),
    service: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    agent_id: z.string().nullable().describe('the agent that booked it; null when a person did'),
    conversation_id: z.string().nullable(),
    confirmation_code: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: instantWire,
    updated_at: instantWire,
  })
  .meta({ id: 'Appointment' })

const appointmentFields = z.strictObject({
  start_time: saidInstant,
  end_time: saidInstant,
  attendee_name: nameWire.nullable().optional(),
  attendee_phone: lineWire.min(1).max(100).nullable().optional(),
  attendee_email: emailWire.nullable().optional(),
  title: lineWire.max(255).nullable().optional(),
  notes: textWire.max(2_000).nullable().optional(),
  practitioner: z
    .string()
    .min(1)
    .max(255)
    .nullable()
    .optional()
    .describe('id or name; without one the first who is free'),
  service: z.string().min(1).max(255).nullable().optional().describe('id or name'),
})
export const saidAppointment = appointmentFields.meta({ id: 'NewAppointment' })
export const appointmentChange = appointmentFields
  .partial()
  .extend({ status: z.enum(statuses).optional() })
  .meta({ id: 'AppointmentChange' })
const params = z.object({ id: idWire })

// a plus that was not written as %2B arrives as a space
const saidPhone = z
  .string()
  .max(100)
  .overwrite((text) => text.replace(/^ (?=\d{7,15}$)/, '+'))

/** The clinic's calendar, for the people at the desk. */
export const appointmentsApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/appointments',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Appointments, oldest first, 100 a page',
        querystring: z.object({
          from: saidBound.optional(),
          to: saidBound.optional().describe('exclusive'),
          status: z.enum(statuses).optional(),
          phone: saidPhone.optional(),
          page: z.coerce.number().int().min(1).max(100_000).default(1),
        }),
        response: {
          200: z.object({ appointments: z.array(appointmentWire), next_page: z.int().nullable() }),
          ...faults(401, 404, 422, 429, 500, 503),
        },
      },
    },
    async ({ member, query }) => {
      const roster = await findRoster(house.sql, member.clinic)
      const phone = readPhone(query.phone, roster.region)?.number ?? null
      const [from, to] = [readBound('from', query.from, roster.timezone), readBound('to', query.to, roster.timezone)]
      const filter = { from, to, phone, status: query.status ?? null, page: query.page }
      const { appointments, nextPage } = await listAppointments(house.sql, member.clinic, filter)
      return { appointments: appointments.map((each) => appointmentOnWire(each, roster.timezone)), next_page: nextPage }
    },
  )

  server.post(
    '/api/appointments',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Book from the desk, or block the time with no attendee',
        description: 'With an Idempotency-Key the same request may be sent again: it books once.',
        headers: z.object({ 'idempotency-key': z.string().optional() }),
        body: saidAppointment,
        response: { 201: appointmentWire, ...faults(400, 401, 404, 409, 413, 415, 422, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      const { member, body } = request
      const { timezone, region } = await findRoster(house.sql, member.clinic)
      const wish = { ...body, ...withPhone(body.attendee_phone, region) }
      const marks = deskMarks(member.userId, idempotencyKeyOf(request), body)
      const { appointment } = await recorded(
        house,
        member,
        'book_appointment',
        (within) => bookFromDesk(within, member.clinic, wish, marks),
        ({ appointment: { id }, replayed }) => ({ subjectId: id, outcome: replayed ? 'replayed' : 'done' }),
      )
      return reply.status(201).send(appointmentOnWire(appointment, timezone))
    },
  )

  server.get(
    '/api/appointments/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One appointment',
        params,
        response: { 200: appointmentWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) => {
      const appointment = await findAppointment(house.sql, member.clinic, params.id)
      if (appointment === undefined) throw problem('not_found')
      return appointmentOnWire(appointment, (await findRoster(house.sql, member.clinic)).timezone)
    },
  )

  server.patch(
    '/api/appointments/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Move, confirm, complete, edit or un-cancel; a start alone keeps the duration',
        params,
        body: appointmentChange,
        response: { 200: appointmentWire, ...faults(400, 401, 404, 409, 413, 415, 422, 429, 500, 503) },
      },
    },
    async ({ member, params, body }) => {
      const { timezone, region } = await findRoster(house.sql, member.clinic)
      const change = { ...body, ...withPhone(body.attendee_phone, region) }
      const { appointment } = await recorded(
        house,
        member,
        'change_appointment',
        (within) => changeFromDesk(within, member.clinic, params.id, change),
        (done) => ({ subjectId: done.appointment.id, action: actionOf(done) }),
      )
      return appointmentOnWire(appointment, timezone)
    },
  )

  server.post(
    '/api/appointments/:id/cancel',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Cancel; twice is harmless',
        params,
        response: { 200: appointmentWire, ...faults(400, 401, 404, 415, 429, 500, 503) },
      },
    },
    async ({ member, params }) => {
      const { timezone } = await findRoster(house.sql, member.clinic)
      const { appointment } = await recorded(
        house,
        member,
        'cancel_appointment',
        (within) => cancelFromDesk(within, member.clinic, params.id),
        ({ appointment: { id }, again }) => ({ subjectId: id, outcome: again ? 'cancelled_before' : 'done' }),
      )
      return appointmentOnWire(appointment, timezone)
    },
  )
}

/** What a change amounts to: colleagues are told of moves and cancellations. */
function actionOf({ before, appointment }: { before: Appointment; appointment: Appointment }): Action {
  if (appointment.status === 'cancelled' && before.status !== 'cancelled') return 'cancel_appointment'
  const isMoved =
    !before.start_time.equals(appointment.start_time) || before.practitioner_id !== appointment.practitioner_id
  return isMoved ? 'reschedule_appointment' : 'change_appointment'
}

/** What is kept is E.164 where it can be made: so a caller's own number finds the appointment. */
const withPhone = (said: string | null | undefined, region: string | null) =>
  said == null ? {} : { attendee_phone: readPhone(said, region)?.number ?? null }

export function appointmentOnWire(appointment: Appointment, timeZone: string): z.output<typeof appointmentWire> {
  const { practitioner_id, practitioner_name, service_id, service_name, ...rest } = appointment
  const iso = (at: Temporal.Instant) => wallTimeOf(timeZone, at.epochMilliseconds).iso
  return {
    ...rest,
    start_time: iso(appointment.start_time),
    end_time: iso(appointment.end_time),
    created_at: iso(appointment.created_at),
    updated_at: iso(appointment.updated_at),
    practitioner: { id: practitioner_id, name: practitioner_name },
    service: service_id === null ? null : { id: service_id, name: service_name ?? '' },
  }
}
