import { z } from 'zod'
import { type Agent, findAgent } from '../agents/agents.ts'
import { type Clinic, findClinic } from '../clinics/clinics.ts'
import type { Receptionist } from '../elevenlabs/agent-config.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { faults } from './wire.ts'

/** The platform's own form, which its own document describes in full. */
export const elevenLabsConfigWire = z
  .object({
    tools: z
      .array(z.object({ tool_config: z.looseObject({ type: z.literal('webhook'), name: z.string() }) }))
      .describe('each is a body of POST /v1/convai/tools; the token is a reference to a secret of yours there'),
    agent: z
      .object({ name: z.string(), conversation_config: z.looseObject({}) })
      .describe('the body of POST /v1/convai/agents/create; tool_ids is for the ids of the tools'),
    warnings: z.array(z.string()).describe('what to mend before a call can work'),
  })
  .meta({ id: 'ElevenLabsConfig' })

/** An agent as ElevenLabs takes it. */
export const elevenLabsApi: Routes = (server, house) => {
  requireMember(server, house)

  server.get(
    '/api/agents/:agent_id/elevenlabs-config',
    {
      schema: {
        tags: ['Agents'],
        security: ownerSecurity,
        summary: 'The agent’s tools and prompt, ready for ElevenLabs; no token is in it',
        params: z.object({ agent_id: z.string().regex(/^\w+$/) }),
        response: { 200: elevenLabsConfigWire, ...faults(401, 404, 429, 500, 503) },
      },
    },
    async ({ member, params }) => {
      const [agent, clinic] = await Promise.all([
        findAgent(house.sql, member.clinic, params.agent_id),
        findClinic(house.sql, member.clinic),
      ])
      // asked for once in an agent's life, and 12 ms of each start
      const { agentConfig } = await import('../elevenlabs/agent-config.ts')
      return agentConfig(receptionistOf(agent, clinic), house.publicUrl())
    },
  )
}

/** What the platform has to know of an agent and its clinic. */
export function receptionistOf(agent: Agent, clinic: Clinic): Receptionist {
  return {
    agentId: agent.agent_id,
    name: agent.name,
    language: agent.language,
    requireConfirmation: agent.require_confirmation,
    verification: agent.verification,
    todayTool: agent.today_tool,
    clinic: { name: clinic.name, timezone: clinic.timezone, emergency: clinic.emergency },
  }
}
