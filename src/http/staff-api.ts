import { z } from 'zod'
import { addStaff, changeRole, isOwnPost, listStaff, removeStaff, type StaffMember } from '../accounts/staff.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { emailWire, faults, idWire, instantWire, nameWire, passwordWire } from './wire.ts'

const tags = ['Staff']

export const staffWire = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    role: z.enum(['owner', 'manager', 'receptionist']),
    created_at: instantWire,
  })
  .meta({ id: 'StaffMember' })

const givenRole = z
  .enum(['manager', 'receptionist'])
  .describe('a manager changes the clinic, practitioners, services and agents; a receptionist keeps the appointments')
export const saidStaffMember = z
  .strictObject({ email: emailWire, password: passwordWire, name: nameWire.optional(), role: givenRole })
  .meta({ id: 'NewStaffMember' })
export const roleChange = z.strictObject({ role: givenRole }).meta({ id: 'RoleChange' })
const params = z.object({ id: idWire })

/** Who works at the desk. Only the owner decides that. */
export const staffApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/staff',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Everybody with a post',
        response: { 200: z.object({ staff: z.array(staffWire) }), ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member }) => ({ staff: (await listStaff(house.sql, member.clinic)).map(onWire) }),
  )

  server.post(
    '/api/staff',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Give somebody a post; who has an account keeps their own password',
        body: saidStaffMember,
        response: { 201: staffWire, ...faults(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner'),
    },
    async ({ member, body }, reply) => {
      const added = await recorded(
        house,
        member,
        'add_staff',
        (within) => addStaff(within, member.clinic, { ...body, name: body.name ?? null }),
        whom,
      )
      return reply.status(201).send(onWire(added))
    },
  )

  server.patch(
    '/api/staff/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change somebody’s role',
        params,
        body: roleChange,
        response: { 200: staffWire, ...faults(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner'),
    },
    async ({ member, params, body }) => {
      const work = (within: House) => changeRole(within, member.clinic, params.id, body.role)
      return onWire(await recorded(house, member, 'change_staff', work, whom))
    },
  )

  server.delete(
    '/api/staff/:id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'End somebody’s post at once; anybody may end their own',
        params,
        response: { 204: z.null(), ...faults(401, 403, 404, 409, 429, 500, 503) },
      },
    },
    async ({ member, params }, reply) => {
      if (member.role !== 'owner' && !(await isOwnPost(house.sql, member, params.id))) throw problem('forbidden')
      await recorded(house, member, 'remove_staff', (within) => removeStaff(within, member.clinic, params.id), whom)
      return reply.status(204).send(null)
    },
  )
}

/** The record names the person, who may have another post some day. */
const whom = ({ user_id }: Pick<StaffMember, 'user_id'>) => ({ subjectId: user_id })

const onWire = (member: StaffMember) => ({ ...member, created_at: member.created_at.toString() })
