import { z } from 'zod'
import type { ClinicId } from '../clinics/clinic-id.ts'
import { addService, changeService, findService, listServices, removeService } from '../clinics/services.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { faults, idWire, nameWire } from './wire.ts'

const tags = ['Services']

export const serviceWire = z
  .object({
    id: z.uuid(),
    name: z.string(),
    duration_minutes: z.int(),
    price_cents: z.int().nullable(),
    currency: z.string().nullable(),
    practitioners: z.array(z.uuid()).describe('who offers it; empty: everybody'),
    active: z.boolean(),
  })
  .meta({ id: 'Service' })

const serviceFields = z.strictObject({
  name: nameWire,
  duration_minutes: z.int().min(5).max(480),
  price_cents: z.int().min(0).max(1_000_000_000).nullable().optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Must be three capital letters, such as EUR.')
    .nullable()
    .optional(),
  practitioners: z.array(idWire).max(1_000).optional(),
  active: z.boolean().optional(),
})
export const saidService = serviceFields.meta({ id: 'NewService' })
export const serviceChange = serviceFields.partial().meta({ id: 'ServiceChange' })
const params = z.object({ id: idWire })

/** What can be booked. */
export const servicesApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/services',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'All services',
        response: { 200: z.object({ services: z.array(serviceWire) }), ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member }) => ({ services: await listServices(house.sql, member.clinic) }),
  )

  server.post(
    '/api/services',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One more service',
        body: saidService,
        response: { 201: serviceWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, body }, reply) => {
      const id = await recorded(
        house,
        member,
        'add_service',
        (within) => addService(within, member.clinic, body),
        (subjectId) => ({ subjectId }),
      )
      return reply.status(201).send(await one(house, member.clinic, id))
    },
  )

  server.get(
    '/api/services/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One service',
        params,
        response: { 200: serviceWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) => one(house, member.clinic, params.id),
  )

  server.patch(
    '/api/services/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change a service',
        params,
        body: serviceChange,
        response: { 200: serviceWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params, body }) => {
      const work = (within: House) => changeService(within, member.clinic, params.id, body)
      await recorded(house, member, 'change_service', work, () => ({ subjectId: params.id }))
      return one(house, member.clinic, params.id)
    },
  )

  server.delete(
    '/api/services/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Remove a service; its appointments stay',
        params,
        response: { 204: z.null(), ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params }, reply) => {
      const work = (within: House) => removeService(within, member.clinic, params.id)
      await recorded(house, member, 'remove_service', work, () => ({ subjectId: params.id }))
      return reply.status(204).send(null)
    },
  )
}

async function one(house: House, clinic: ClinicId, id: string) {
  const service = await findService(house.sql, clinic, id)
  if (service === undefined) throw problem('not_found')
  return service
}
