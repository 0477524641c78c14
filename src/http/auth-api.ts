import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { changePassword, type LoggedIn, logInWithPassword, refresh, register } from '../accounts/accounts.ts'
import { closeSession, sessionDays } from '../accounts/sessions.ts'
import { listClinicsOfUser } from '../clinics/clinics.ts'
import type { House } from '../house.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireUser } from './owner-door.ts'
import { rateLimit } from './rate-limit.ts'
import { emailWire, faults, lineWire, nameWire, passwordWire, timeZoneWire } from './wire.ts'

const cookieName = 'vami_refresh'
const tags = ['Accounts']

export const userWire = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    clinics: z.array(z.object({ id: z.uuid(), name: z.string(), timezone: z.string(), role: z.string() })),
  })
  .meta({ id: 'User' })

export const loggedInWire = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('seconds'),
    user: userWire,
  })
  .meta({ id: 'LoggedIn' })

/** Accounts: register, log in, stay logged in, log out. */
export const authApi: Routes = async (server, house) => {
  const limit = rateLimit(
    house.clock,
    house.config.LIMIT_REGISTRATIONS_PER_MINUTE,
    house.config.LIMIT_REGISTRATIONS_PER_MINUTE,
  )

  server.post(
    '/api/auth/register',
    {
      schema: {
        tags,
        summary: 'A new user with a clinic',
        body: z
          .object({
            email: emailWire,
            password: passwordWire,
            clinic_name: nameWire,
            timezone: timeZoneWire.optional(),
          })
          .meta({ id: 'Registration' }),
        response: { 201: loggedInWire, ...faults(400, 403, 409, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: async (request) => limit.take(request.ip),
    },
    async (request, reply) => {
      const { email, password, clinic_name, timezone } = request.body
      const done = await register(house, { email, password, clinicName: clinic_name, timeZone: timezone ?? 'UTC' })
      return reply.status(201).send(await answer(house, reply, done))
    },
  )

  server.post(
    '/api/auth/login',
    {
      schema: {
        tags,
        summary: 'Log in',
        body: z
          .object({ email: lineWire.min(1).max(254), password: z.string().min(1).max(1_000) })
          .meta({ id: 'Credentials' }),
        response: { 200: loggedInWire, ...faults(400, 401, 413, 415, 422, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      return answer(house, reply, await logInWithPassword(house, email.toLowerCase(), password, request.ip))
    },
  )

  server.post(
    '/api/auth/refresh',
    {
      schema: {
        tags,
        summary: 'A new access token for the refresh cookie',
        response: { 200: loggedInWire, ...faults(400, 401, 415, 429, 500, 503) },
      },
    },
    async (request, reply) => answer(house, reply, await refresh(house, request.cookies[cookieName])),
  )

  await server.register(async (scope) => withinSession(scope as typeof server, house))
}

const withinSession: Routes = (server, house) => {
  requireUser(server, house)

  server.get(
    '/api/auth/me',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Who is logged in',
        response: { 200: userWire, ...faults(401, 429, 500, 503) },
      },
    },
    async ({ user }) => ({
      id: user.userId,
      email: user.email,
      name: user.name,
      clinics: await listClinicsOfUser(house.sql, user.userId),
    }),
  )

  server.post(
    '/api/auth/logout',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'End this session and its access tokens',
        response: { 204: z.null(), ...faults(400, 401, 415, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      await closeSession(house, request.user.sessionId)
      reply.clearCookie(cookieName, { path: '/api/auth' })
      return reply.status(204).send(null)
    },
  )

  server.post(
    '/api/auth/password',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change the password; every other session ends',
        body: z
          .object({ current_password: z.string().min(1).max(1_000), new_password: passwordWire })
          .meta({ id: 'PasswordChange' }),
        response: { 204: z.null(), ...faults(400, 401, 413, 415, 422, 429, 500, 503) },
      },
    },
    async (request, reply) => {
      const { current_password, new_password } = request.body
      await changePassword(
        house,
        { ...request.user, address: request.ip },
        { current: current_password, next: new_password },
      )
      return reply.status(204).send(null)
    },
  )
}

async function answer(house: House, reply: FastifyReply, done: LoggedIn) {
  // Strict and on this path only: no other site can make a browser send it, and no script can read it.
  reply.setCookie(cookieName, done.cookie, {
    httpOnly: true,
    sameSite: 'strict',
    secure: house.publicUrl().startsWith('https:'),
    path: '/api/auth',
    maxAge: sessionDays * 24 * 3_600,
  })
  const clinics = await listClinicsOfUser(house.sql, done.user.id)
  return {
    access_token: done.accessToken,
    token_type: 'Bearer' as const,
    expires_in: done.expiresIn,
    user: { ...done.user, clinics },
  }
}
