import { z } from 'zod'
import type { ClinicId } from '../clinics/clinic-id.ts'
import {
  addPractitioner,
  changePractitioner,
  findPractitioner,
  listPractitioners,
  type Practitioner,
  removePractitioner,
} from '../clinics/practitioners.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import {
  closuresOnWire,
  closureWire,
  faults,
  idWire,
  nameWire,
  openingHoursWire,
  saidClosures,
  saidOpeningHours,
  weekOnWire,
} from './wire.ts'

const tags = ['Practitioners']

export const practitionerWire = z
  .object({
    id: z.uuid(),
    name: z.string(),
    opening_hours: openingHoursWire.nullable().describe('null: the clinic’s'),
    closures: z.array(closureWire),
    active: z.boolean(),
    position: z.int().describe('the order in which the desk fills them'),
  })
  .meta({ id: 'Practitioner' })

const practitionerFields = z.strictObject({
  name: nameWire,
  opening_hours: saidOpeningHours.nullable().optional(),
  closures: saidClosures.optional(),
  active: z.boolean().optional(),
  position: z.int().min(0).max(100_000).optional(),
})
export const saidPractitioner = practitionerFields.meta({ id: 'NewPractitioner' })
export const practitionerChange = practitionerFields.partial().meta({ id: 'PractitionerChange' })
const params = z.object({ id: idWire })

/** Who sees patients. */
export const practitionersApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/practitioners',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'All practitioners',
        response: { 200: z.object({ practitioners: z.array(practitionerWire) }), ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member }) => ({ practitioners: (await listPractitioners(house.sql, member.clinic)).map(onWire) }),
  )

  server.post(
    '/api/practitioners',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One more practitioner',
        body: saidPractitioner,
        response: { 201: practitionerWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, body }, reply) => {
      const id = await recorded(
        house,
        member,
        'add_practitioner',
        (within) => addPractitioner(within, member.clinic, body),
        (subjectId) => ({ subjectId }),
      )
      return reply.status(201).send(await one(house, member.clinic, id))
    },
  )

  server.get(
    '/api/practitioners/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One practitioner',
        params,
        response: { 200: practitionerWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) => one(house, member.clinic, params.id),
  )

  server.patch(
    '/api/practitioners/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change a practitioner; opening_hours null means the clinic’s again',
        params,
        body: practitionerChange,
        response: { 200: practitionerWire, ...faults(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params, body }) => {
      const work = (within: House) => changePractitioner(within, member.clinic, params.id, body)
      await recorded(house, member, 'change_practitioner', work, () => ({ subjectId: params.id }))
      return one(house, member.clinic, params.id)
    },
  )

  server.delete(
    '/api/practitioners/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Remove a practitioner without coming appointments; one with a past becomes inactive',
        params,
        response: { 204: z.null(), ...faults(401, 403, 404, 409, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params }, reply) => {
      const work = (within: House) => removePractitioner(within, member.clinic, params.id)
      await recorded(house, member, 'remove_practitioner', work, () => ({ subjectId: params.id }))
      return reply.status(204).send(null)
    },
  )
}

async function one(house: House, clinic: ClinicId, id: string): Promise<z.output<typeof practitionerWire>> {
  const practitioner = await findPractitioner(house.sql, clinic, id)
  if (practitioner === undefined) throw problem('not_found')
  return onWire(practitioner)
}

function onWire(practitioner: Practitioner): z.output<typeof practitionerWire> {
  const { opening_hours, closures } = practitioner
  return {
    ...practitioner,
    opening_hours: opening_hours && weekOnWire(opening_hours),
    closures: closuresOnWire(closures),
  }
}
