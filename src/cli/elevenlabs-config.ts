import { bridgeConfig } from '../elevenlabs/bridge-config.ts'
import { type Command, WrongUsage } from './command.ts'

export const command: Command = {
  usage: 'elevenlabs config --bridge [--secret-id ID]',
  summary: "the bridge's webhooks as tools for ElevenLabs",
  help: `Prints JSON with two webhook tools (book, mail), an agent's prompt, first message and language, and warnings. The tools
lead to PUBLIC_URL and wait longer than BRIDGE_DEADLINE_MS. No key is printed: store BRIDGE_API_KEY as a secret in
ElevenLabs and give its id with --secret-id. docs/integrators.md says where each part goes.`,
  example: 'PUBLIC_URL=https://desk.example.com vami elevenlabs config --bridge --secret-id …',
  words: 0,
  options: { bridge: { type: 'boolean' }, 'secret-id': { type: 'string' } },
  run: async ({ options, config, answer }) => {
    if (options.bridge !== true) throw new WrongUsage('needs --bridge: the tools of an agent are not printed yet.')
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
  },
}
