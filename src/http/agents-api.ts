import { z } from 'zod'
import type { Member } from '../accounts/membership.ts'
import { type Revealed, regenerateToken, revealToken } from '../agents/agent-tokens.ts'
import {
  type Agent,
  type AgentChange,
  addAgent,
  changeAgent,
  findAgent,
  listAgents,
  removeAgent,
} from '../agents/agents.ts'
import type { House } from '../house.ts'
import type { Routes } from './http-server.ts'
import { only, ownerSecurity, requireMember } from './owner-door.ts'
import { recorded } from './recorded-deeds.ts'
import { agentLanguageWire, faults, instantWire, nameWire } from './wire.ts'

const tags = ['Agents']

export const agentWire = z
  .object({
    agent_id: z.string(),
    name: z.string(),
    language: z.string(),
    paused: z.boolean(),
    require_confirmation: z.boolean(),
    verification: z.enum(['standard', 'strict']),
    today_tool: z.boolean(),
    token_preview: z.string(),
    created_at: instantWire,
    updated_at: instantWire,
  })
  .meta({ id: 'Agent' })

export const tokenWire = z
  .object({
    agent_id: z.string(),
    api_token: z.string().nullable().describe('null: the key it was encrypted with is lost; it still works'),
    token_preview: z.string(),
    message: z.string(),
  })
  .meta({ id: 'AgentToken' })

const agentFields = z.strictObject({
  name: nameWire,
  language: agentLanguageWire.optional(),
  paused: z.boolean().optional(),
  require_confirmation: z.boolean().optional(),
  verification: z.enum(['standard', 'strict']).optional(),
  today_tool: z.boolean().optional(),
})
export const saidAgent = agentFields.meta({ id: 'NewAgent' })
export const agentChange = agentFields.partial().meta({ id: 'AgentChange' })
const params = z.object({ agent_id: z.string().regex(/^\w+$/) })

/** The clinic's voice agents and their tokens. */
export const agentsApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/agents',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'All agents',
        response: { 200: z.object({ agents: z.array(agentWire) }), ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member }) => ({ agents: (await listAgents(house.sql, member.clinic)).map(agentOnWire) }),
  )

  server.post(
    '/api/agents',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One more agent, with a token of its own',
        body: saidAgent,
        response: { 201: agentWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, body }, reply) => reply.status(201).send(agentOnWire(await addRecordedAgent(house, member, body))),
  )

  server.get(
    '/api/agents/:agent_id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'One agent',
        params,
        response: { 200: agentWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) => agentOnWire(await findAgent(house.sql, member.clinic, params.agent_id)),
  )

  server.patch(
    '/api/agents/:agent_id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Change, pause or resume an agent',
        params,
        body: agentChange,
        response: { 200: agentWire, ...faults(400, 401, 403, 404, 413, 415, 422, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params, body }) => {
      const changed = await recorded(
        house,
        member,
        'change_agent',
        (within) => changeAgent(within, member.clinic, params.agent_id, body),
        ({ id, agent_id }) => ({ agentId: id, subjectId: agent_id }),
      )
      return agentOnWire(changed)
    },
  )

  server.delete(
    '/api/agents/:agent_id',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Remove an agent; its token ends, its appointments stay',
        params,
        response: { 204: z.null(), ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner', 'manager'),
    },
    async ({ member, params }, reply) => {
      const subjectId = params.agent_id
      const work = ({ sql }: House) => removeAgent(sql, member.clinic, subjectId)
      await recorded(house, member, 'remove_agent', work, () => ({ subjectId }))
      return reply.status(204).send(null)
    },
  )

  server.get(
    '/api/agents/:agent_id/api-token',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Show an agent’s token (owner only; written down)',
        params,
        response: { 200: tokenWire, ...faults(401, 403, 404, 429, 500, 503) },
      },
      preHandler: only('owner'),
    },
    async ({ member, params }) => {
      const shown = await revealToken(house, member.clinic, member.userId, params.agent_id)
      const lost = 'This token still works, but the key to show it is lost. To see one, regenerate the token.'
      return tokenOnWire(
        shown,
        shown.token === null ? lost : 'Keep this token secret: whoever has it can book in your calendar.',
      )
    },
  )

  server.post(
    '/api/agents/:agent_id/regenerate-token',
    {
      schema: {
        tags,
        security: ownerSecurity,
        summary: 'Replace an agent’s token; the old one is refused from now on',
        params,
        response: { 200: tokenWire, ...faults(400, 401, 403, 404, 415, 429, 500, 503) },
      },
      preHandler: only('owner'),
    },
    async ({ member, params }) => {
      const made = await regenerateToken(house, member.clinic, member.userId, params.agent_id)
      return tokenOnWire(
        made,
        'This is the new token. The old one no longer works: put the new one into your voice agent now.',
      )
    },
  )
}

export const addRecordedAgent = (house: House, member: Member, wish: AgentChange & { name: string }): Promise<Agent> =>
  recorded(
    house,
    member,
    'add_agent',
    (within) => addAgent(within, member.clinic, wish),
    ({ id, agent_id }) => ({ agentId: id, subjectId: agent_id }),
  )

export function agentOnWire({ id: _, created_at, updated_at, ...agent }: Agent): z.output<typeof agentWire> {
  return { ...agent, created_at: created_at.toString(), updated_at: updated_at.toString() }
}

function tokenOnWire({ agentId, token, preview }: Revealed, message: string) {
  return { agent_id: agentId, api_token: token, token_preview: preview, message }
}
