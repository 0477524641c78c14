import { findClinicOfAgent, regenerateToken, revealToken } from '../agents/agent-tokens.ts'
import type { Command } from './command.ts'
import { withHouse } from './operator-house.ts'

export const command: Command = {
  usage: 'token AGENT_ID [--regenerate] [--data ./data]',
  summary: 'show an agent’s token, or replace it',
  help: `Shows the token that the voice agent sends as X-Agent-Token; it is written into the clinic's audit record. With
--regenerate a new one takes its place and the old one is refused at once. Works beside a running server.`,
  example: 'vami token agent_clinic_receptionist',
  words: 1,
  options: { regenerate: { type: 'boolean' } },
  run: ({ words, options, config, answer }) =>
    withHouse(config, async (house) => {
      const agentId = words[0]!
      const clinic = await findClinicOfAgent(house, agentId)
      if (clinic === undefined) throw new Error(`there is no agent "${agentId}".`)
      const show = options.regenerate === true ? regenerateToken : revealToken
      const { token, preview } = await show(house, clinic, null, agentId)
      if (token === null) throw new Error(`${preview} still works, but the key to show it is lost. Use --regenerate.`)
      answer(token, { agent_id: agentId, api_token: token, token_preview: preview })
      return 0
    }),
}
