import { findClinicOfAgent } from '../agents/agent-tokens.ts'
import { findAgent } from '../agents/agents.ts'
import { findClinic } from '../clinics/clinics.ts'
import { agentConfig } from '../elevenlabs/agent-config.ts'
import { receptionistOf } from '../http/elevenlabs-api.ts'
import type { Call } from './command.ts'
import { withHouse } from './operator-house.ts'

/** Prints the configuration of the agent that is named, with its warnings on stderr too. */
export async function printAgentConfig({ words, config, answer }: Call): Promise<number> {
  const made = await withHouse(config, async (house) => {
    const agentId = words[0]!
    const clinic = await findClinicOfAgent(house, agentId)
    if (clinic === undefined) throw new Error(`there is no agent "${agentId}".`)
    const [agent, ofClinic] = await Promise.all([findAgent(house.sql, clinic, agentId), findClinic(house.sql, clinic)])
    // where `vami serve` says that it is, when nothing else is said
    const address = house.publicUrl() === '' ? `http://127.0.0.1:${config.PORT}` : house.publicUrl()
    return agentConfig(receptionistOf(agent, ofClinic), address)
  })
  for (const warning of made.warnings) process.stderr.write(`vami: ${warning}\n`)
  answer(JSON.stringify(made, null, 2), made)
  return 0
}
