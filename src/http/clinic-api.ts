import { z } from 'zod'
import { listAgents } from '../agents/agents.ts'
import { type AffectedAppointment, listAffectedByClosures } from '../appointments/closure-effects.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import { changeClinic, findClinic, listClinicsOfUser, openClinic } from '../clinics/clinics.ts'
import { findSubscription, plans, type Subscription, subscribe } from '../clinics/subscriptions.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { addRecordedAgent, agentOnWire, agentWire } from './agents-api.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember, requireUser } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import {
  closuresOnWire,
  closureWire,
  faults,
  instantWire,
  lineWire,
  localeWire,
  nameWire,
  openingHoursWire,
  regionWire,
  saidClosures,
  saidOpeningHours,
  textWire,
  timeZoneWire,
  weekOnWire,
} from './wire.ts'

const tags = ['Clinic']

export const clinicWire = z
  .object({
    id: z.uuid(),
    name: z.string(),
    timezone: z.string(),
    opening_hours: openingHoursWire,
    closures: z.array(closureWire),
    slot_minutes: z.int(),
    buffer_minutes: z.int(),
    minimum_notice_minutes: z.int(),
    horizon_days: z.int(),
    locale: z.string(),
    region: z.string().nullable(),
    address: z.string().nullable(),
    phone: z.string().nullable(),
    notes: z.string().nullable(),
    emergency: z.string().nullable().describe('what a caller in an emergency is told; null: a standard sentence'),
    now: instantWire.describe('the server’s clock, with the clinic’s offset'),
  })
  .meta({ id: 'Clinic' })

export const affectedWire = z
  .object({
    appointment_id: z.uuid(),
    date: z.string(),
    start_time: instantWire,
    end_time: instantWire,
    practitioner: z.string(),
    attendee_name: z.string().nullable(),
  })
  .meta({ id: 'AffectedAppointment' })

export const changedClinicWire = clinicWire
  .extend({
    affected_appointments: z
      .array(affectedWire)
      .describe(
        'coming appointments that the closures named in this request leave outside the hours; none is cancelled',
      ),
  })
  .meta({ id: 'ChangedClinic' })

const longText = textWire.max(4_000).nullable()

export const clinicChange = z
  .strictObject({
    name: nameWire,
    timezone: timeZoneWire,
    opening_hours: saidOpeningHours,
    closures: saidClosures,
    slot_minutes: z.int().min(5).max(480),
    buffer_minutes: z.int().min(0).max(240),
    minimum_notice_minutes: z.int().min(0).max(43_200),
    horizon_days: z.int().min(0).max(3_650),
    locale: localeWire,
    region: regionWire.nullable(),
    address: longText,
    phone: lineWire.max(50).nullable(),
    notes: longText,
    emergency: textWire.max(1_000).nullable(),
  })
  .partial()
  .meta({ id: 'ClinicChange' })

export const planWire = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    price_cents: z.int(),
    agent_limit: z.int().nullable(),
  })
  .meta({ id: 'Plan' })

export const subscriptionWire = z
  .object({ id: z.uuid(), plan: z.string(), status: z.string(), created_at: instantWire, updated_at: instantWire })
  .meta({ id: 'Subscription' })

/** The clinic and what it has subscribed to. */
export const clinicApi: Routes = async (server, house) => {
  server.get(
    '/api/plans',
    {
      schema: {
        tags,
        summary: 'The plans there are',
        response: { 200: z.object({ plans: z.array(planWire) }), ...faults(429, 500) },
      },
    },
    async () => ({ plans: [...plans] }),
  )
  await server.register(async (scope) => clinicsOfUser(scope as typeof server, house))
  await server.register(async (scope) => oneClinic(scope as typeof server, house))
}

const clinicsOfUser: Routes = (server, house) => {
  requireUser(server, house)
  const clinicOfUserWire = z.object({ id: z.uuid(), name: z.string(), timezone: z.string(), role: z.string() })

  server.get(
    '/api/clinics',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'The clinics where you work; name one in X-Clinic-Id',
        response: { 200: z.object({ clinics: z.array(clinicOfUserWire) }), ...faults(401, 429, 500, 503) },
      },
    },
    async ({ user }) => ({ clinics: await listClinicsOfUser(house.sql, user.userId) }),
  )

  server.post(
    '/api/clinics',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One more clinic of your own',
        body: z.object({ name: nameWire, timezone: timeZoneWire.optional() }).meta({ id: 'NewClinic' }),
        response: { 201: clinicOfUserWire, ...faults(400, 401, 413, 415, 422, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      const { name, timezone = 'UTC' } = request.body
      const id = await openClinic(house, { ownerId: request.user.userId, name, timeZone: timezone })
      return reply.status(201).send({ id, name, timezone, role: 'owner' })
    },
  )
}

const oneClinic: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/clinic',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'The clinic',
        response: { 200: clinicWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member }) => clinicOnWire(house, member.clinic),
  )

  server.patch(
    '/api/clinic',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change the clinic. Closures tell which appointments they hit, and cancel none.',
        body: clinicChange,
        response: { 200: changedClinicWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, body }) => {
      await recorded(house, member, 'change_clinic', (within) => changeClinic(within, member.clinic, body))
      const dates = (body.closures ?? []).map(({ date }) => date)
      const affected = dates.length === 0 ? [] : await listAffectedByClosures(house, member.clinic, dates)
      const clinic = await clinicOnWire(house, member.clinic)
      return { ...clinic, affected_appointments: affected.map((each) => affectedOnWire(each, clinic.timezone)) }
    },
  )

  server.get(
    '/api/subscription',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'The clinic’s plan',
        response: { 200: z.object({ subscription: subscriptionWire.nullable() }), ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member }) => {
      const subscription = await findSubscription(house.sql, member.clinic)
      return { subscription: subscription === undefined ? null : subscriptionOnWire(subscription) }
    },
  )

  server.post(
    '/api/subscriptions',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Choose a plan; the first time it creates the first agent, token and all',
        body: z
          .object({ plan: z.string(), agent_name: nameWire.optional() })
          .meta({ id: 'NewSubscription', examples: [{ plan: 'self_hosted', agent_name: 'Clinic Receptionist' }] }),
        response: {
          201: z.object({ subscription: subscriptionWire, agent: agentWire }),
          ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
        },
      },
      preHandler: only('owner'),
    },
    async ({ member, body }, reply) => {
      const plan = plans.find(({ id }) => id === body.plan)
      const choices = plans.map(({ id }) => id).join(', ')
      if (plan === undefined)
        throw problem('invalid_fields', { details: [{ path: 'plan', message: `Must be one of: ${choices}.` }] })
      const name = body.agent_name ?? 'Clinic Receptionist'
      const created = await recorded(house, member, 'choose_plan', async (within) => {
        const subscription = await subscribe(within, member.clinic, plan)
        // Behind the subscription's row lock: of two at once the second finds the first one's agent.
        const [first] = await listAgents(within.sql, member.clinic)
        return { subscription, agent: first ?? (await addRecordedAgent(within, member, { name })) }
      })
      return reply
        .status(201)
        .send({ subscription: subscriptionOnWire(created.subscription), agent: agentOnWire(created.agent) })
    },
  )
}

async function clinicOnWire(house: House, clinicId: ClinicId): Promise<z.output<typeof clinicWire>> {
  const clinic = await findClinic(house.sql, clinicId)
  return {
    ...clinic,
    opening_hours: weekOnWire(clinic.opening_hours),
    closures: closuresOnWire(clinic.closures),
    now: wallTimeOf(clinic.timezone, house.clock.now().epochMilliseconds).iso,
  }
}

function subscriptionOnWire(subscription: Subscription): z.output<typeof subscriptionWire> {
  return {
    ...subscription,
    created_at: subscription.created_at.toString(),
    updated_at: subscription.updated_at.toString(),
  }
}

function affectedOnWire(affected: AffectedAppointment, timeZone: string) {
  const [start, end] = [affected.start_time, affected.end_time].map((at) => wallTimeOf(timeZone, at.epochMilliseconds))
  return {
    appointment_id: affected.id,
    date: start!.date,
    start_time: start!.iso,
    end_time: end!.iso,
    practitioner: affected.practitioner_name,
    attendee_name: affected.attendee_name,
  }
}
