import { type Clock, clockFrom, systemClock } from '../clock.ts'
import { type Config, describeSettings, isProduction, readConfig } from '../config.ts'
import { isLoopbackName } from '../mcp-servers/mcp-guard.ts'
import { type RunningServer, startServer } from '../server.ts'
import { type Call, type Command, WrongUsage } from './command.ts'
import { type Demonstration, openDemonstration } from './demonstration.ts'
import { keyless } from './keyless-note.ts'
import { stopSignal } from './stop-signal.ts'

export const command: Command = {
  usage: 'serve [--port 8000] [--host 127.0.0.1] [--data ./data] [--clock ISO] [--sandbox]',
  summary: 'everything in one process',
  help: `Serves the agent actions, the owner's API and the dashboard, and the webhooks and MCP servers for Cal.com and
Outlook. With DATABASE_URL on that PostgreSQL, else on a private one in --data. --clock starts the server's clock at an
instant, from where it ticks on. --sandbox plays Cal.com, Microsoft and Twilio on this machine, so that nothing is booked
or sent in earnest. Neither is for production.

Settings (environment):
${describeSettings()}`,
  example: 'vami serve --port 8000 --data ./data',
  words: 0,
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    clock: { type: 'string' },
    sandbox: { type: 'boolean' },
  },
  settings: { port: 'PORT', host: 'HOST' },
  run: serve,
}

async function serve({ config: given, options, answer }: Call): Promise<number> {
  const clock = options.clock === undefined ? systemClock : chosenClock(given, String(options.clock))
  const stopped = stopSignal()
  await using opened = new AsyncDisposableStack()
  const sandbox = options.sandbox === true ? await openOwnSandbox(given, clock, opened) : undefined
  const config = sandbox === undefined ? given : { ...given, ...sandbox.settings }
  const server = await startServer(config, clock)
  opened.defer(server.close)
  const address = server.house.publicUrl()
  const demonstration = wantsDemonstration(server, config) ? await openDemonstration(server.house) : undefined
  answer(banner(address, config, sandbox?.address, demonstration), {
    address,
    ...(sandbox !== undefined && { sandbox: `${sandbox.address}/_sandbox` }),
    demonstration: demonstration ?? null,
  })
  await stopped
  return 0
}

/** The vendors' stand-ins on a free port, and the settings that lead to them and to nobody else. */
async function openOwnSandbox(config: Config, clock: Clock, opened: AsyncDisposableStack) {
  if (isProduction(config)) throw new WrongUsage('--sandbox is not for production.')
  const { openSandbox, sandboxSettings } = await import('../sandbox/sandbox.ts')
  const { address, close } = await openSandbox({ port: 0, clock })
  opened.defer(close)
  const environment = sandboxSettings(address)
  const read = readConfig(environment)
  // servers elsewhere have vendors of their own, real ones perhaps
  const own: Partial<Config> = { CALCOM_MCP_URL: '', OUTLOOK_MCP_URL: '' }
  const settings = { ...Object.fromEntries(Object.entries(read).filter(([name]) => name in environment)), ...own }
  return { address, settings }
}

function chosenClock(config: Config, text: string): Clock {
  if (isProduction(config)) throw new WrongUsage('--clock is not for production.')
  try {
    return clockFrom(Temporal.Instant.from(text))
  } catch {
    throw new WrongUsage('--clock takes an instant, such as 2026-12-14T09:00:00-05:00.')
  }
}

/** Only where nobody else can come in: the private database, on loopback, outside production. */
function wantsDemonstration({ store }: RunningServer, config: Config): boolean {
  return store.kind === 'private' && isLoopbackName(config.HOST) && !isProduction(config)
}

function banner(
  address: string,
  config: Config,
  sandbox: string | undefined,
  demonstration: Demonstration | undefined,
): string {
  const doors = [`Vami is open.`, '', `  dashboard  ${address}/`, `  API        ${address}/docs`]
  const notes = [
    ...(sandbox === undefined ? [] : ['', `sandbox ${sandbox}/_sandbox`]),
    ...(config.BRIDGE_API_KEY !== '' || isLoopbackName(config.HOST) ? [] : ['', keyless]),
  ]
  if (demonstration === undefined) return [...doors, ...notes].join('\n')
  const { email, password, agent_id, token, curl } = demonstration
  return [
    ...doors,
    `  log-in     ${email}  ${password}`,
    `  agent      ${agent_id}`,
    `  token      ${token}`,
    ...notes,
    '',
    'Book an appointment, as the voice agent does in the middle of a call:',
    '',
    curl,
    '',
    'Paste it again: the same appointment. Change the name: the slot is taken, with alternatives.',
  ].join('\n')
}
