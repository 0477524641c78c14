import { bridgeConfig } from '../elevenlabs/bridge-config.ts'
import { type Call, type Command, WrongUsage } from './command.ts'

export const command: Command = {
  usage: 'elevenlabs config AGENT_ID | --bridge [--secret-id ID] [--public-url URL] [--data ./data]',
  summary: 'the tools and the prompt of an agent, or of the bridge, for ElevenLabs',
  help: `Prints JSON with tools, an agent's prompt, first message and language, and warnings. Of an agent each of the tools is
a body of ElevenLabs' POST /v1/convai/tools, the agent one of POST /v1/convai/agents/create; it works beside a running
server. With --bridge they are the two webhooks (book, mail), which wait longer than BRIDGE_DEADLINE_MS. The tools lead to
PUBLIC_URL, or --public-url. No token and no key is printed: make a secret of it in ElevenLabs and put its id in place of
SECRET_ID_OF_VAMI_AGENT_TOKEN, or give it with --secret-id. docs/integrators.md says where each part goes.`,
  example: 'vami elevenlabs config agent_clinic_receptionist --public-url https://desk.example.com > elevenlabs.json',
  words: 1,
  leastWords: 0,
  options: { bridge: { type: 'boolean' }, 'secret-id': { type: 'string' }, 'public-url': { type: 'string' } },
  settings: { 'public-url': 'PUBLIC_URL' },
  run: async (call) => {
    const { words, options } = call
    if ((options.bridge === true) === (words.length === 1)) throw new WrongUsage('needs an AGENT_ID, or --bridge.')
    if (options.bridge !== true) return (await import('./elevenlabs-agent.ts')).printAgentConfig(call)
    return printBridgeConfig(call)
  },
}

async function printBridgeConfig({ options, config, answer }: Call): Promise<number> {
  const printed = bridgeConfig({
    publicUrl: config.PUBLIC_URL,
    localAddress: `http://127.0.0.1:${config.PORT}`,
    deadlineMs: config.BRIDGE_DEADLINE_MS,
    secretId: String(options['secret-id'] ?? 'ID_OF_THE_SECRET_WITH_BRIDGE_API_KEY'),
  })
  answer(JSON.stringify(printed, null, 2), printed)
  // also for whoever sends stdout on to ElevenLabs
  for (const warning of printed.warnings) process.stderr.write(`${warning}\n`)
  return 0
}
