import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  allowRoles,
  authenticateMember,
  authenticateUser,
  type KnownUser,
  type Member,
  type Role,
} from '../accounts/membership.ts'
import type { House } from '../house.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** who asks, in which clinic; set by `requireMember` */
    member: Member
    /** who asks; set by `requireUser` */
    user: KnownUser
  }
}

/** How the document names what these routes need. */
export const ownerSecurity = [{ bearer: [] }]

/** Every route of this scope needs a user at work in a clinic. Before the body is even read. */
export function requireMember(server: FastifyInstance, house: House): void {
  server.decorateRequest('member', null as unknown as Member)
  server.addHook('onRequest', async (request) => {
    const clinicId = request.headers['x-clinic-id']
    request.member = await authenticateMember(
      house,
      bearerOf(request),
      Array.isArray(clinicId) ? clinicId[0] : clinicId,
    )
    request.logged.clinic_id = request.member.clinic
  })
}

/** Every route of this scope needs a user. */
export function requireUser(server: FastifyInstance, house: House): void {
  server.decorateRequest('user', null as unknown as KnownUser)
  server.addHook('onRequest', async (request) => {
    request.user = await authenticateUser(house, bearerOf(request))
  })
}

/** For one route: only these roles get in. */
export const only =
  (...roles: Role[]) =>
  async (request: FastifyRequest): Promise<void> =>
    allowRoles(request.member, ...roles)

export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}
