import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AgentAtWork, authenticateAgent } from '../agents/agent-tokens.ts'
import type { Inquiry } from '../appointments/availability.ts'
import { rememberOffers } from '../appointments/conversation-offers.ts'
import { readCall, type Said } from '../appointments/said-visit.ts'
import type { House } from '../house.ts'
import type { AvailabilityWire } from './agent-wire.ts'
import type { Routes } from './http-server.ts'
import { rateLimit } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    agentAtWork: AgentAtWork
  }
  interface FastifyContextConfig {
    /** asks who it is in the same trip to the database as what it wants to know */
    authenticatesItself?: true
  }
}

/** What the document says of every agent action. */
export const agentRoute = {
  tags: ['Agent actions'],
  security: [{ agentToken: [] }],
  params: z.object({ agent_id: z.string() }),
}

/** The header that makes a request the repeat of another one. */
export const idempotencyHeaders = z.object({ 'idempotency-key': z.string().optional().describe('kept 24 hours') })

/** Lets in who shows the token of the agent in the address, within the limit of that token. */
export function requireAgent(server: Parameters<Routes>[0], house: House): void {
  const limit = rateLimit(house.clock, house.config.LIMIT_TOKEN_PER_MINUTE, house.config.LIMIT_TOKEN_BURST)
  server.decorateRequest('agentAtWork', null as unknown as AgentAtWork)
  server.addHook('onRequest', async (request: FastifyRequest) => {
    const token = headerOf(request, 'x-agent-token')
    if (token !== undefined) limit.take(token)
    if (!request.routeOptions.config.authenticatesItself) await authenticate(house, request)
  })
}

export async function authenticate(house: House, request: FastifyRequest): Promise<void> {
  letIn(request, await authenticateAgent(house, agentIdOf(request), headerOf(request, 'x-agent-token')))
}

export function letIn(request: FastifyRequest, agent: AgentAtWork): void {
  request.agentAtWork = agent
  request.logged.agent_id = agent.agentId
  request.logged.clinic_id = agent.clinic
}

/** The outcome's code, for the log. */
export function noted<Answer extends { success: boolean; error?: string }>(
  request: FastifyRequest,
  answer: Answer,
): Answer {
  request.logged.outcome = answer.success ? 'done' : (answer.error ?? 'refused')
  return answer
}

export function inquiryOf(house: House, agent: AgentAtWork, said: Said): Inquiry {
  return { agent, conversationId: readCall(agent, said).conversationId, now: house.clock.now() }
}

/** Adds to what this conversation has been offered, and returns all of it. */
export const remember = (house: House, { agent, conversationId, now }: Inquiry, slotIds: string[]): Promise<string[]> =>
  rememberOffers(house.sql, agent, conversationId, slotIds, now)

type Offers = Pick<AvailabilityWire, 'slots' | 'alternatives' | 'next_available'>

/** Each once: an alternative may be one of the day's slots. */
export function offersOf({ slots, alternatives, next_available }: Offers): string[] {
  const ids = slots.map(({ slot_id }) => slot_id)
  const others = [...(alternatives ?? []), ...(next_available ? [next_available] : [])].map(({ slot_id }) => slot_id)
  return others.length === 0 ? ids : [...new Set([...ids, ...others])]
}

/** undefined for none and for an empty one */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = headerOf(request, 'idempotency-key')?.trim()
  return key === '' ? undefined : key
}

export const agentIdOf = (request: FastifyRequest): string => (request.params as { agent_id: string }).agent_id

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
