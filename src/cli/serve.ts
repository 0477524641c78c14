import { type Clock, clockFrom, systemClock } from '../clock.ts'
import { type Config, describeSettings, isProduction } from '../config.ts'
import { type RunningServer, startServer } from '../server.ts'
import { type Call, type Command, WrongUsage } from './command.ts'
import { type Demonstration, openDemonstration } from './demonstration.ts'

export const command: Command = {
  usage: 'serve [--port 8000] [--host 127.0.0.1] [--data ./data] [--clock ISO]',
  summary: 'everything in one process',
  help: `Serves the agent actions, the owner's API and the dashboard. With DATABASE_URL on that PostgreSQL, else on a
private one in --data. --clock starts the server's clock at an instant, from where it ticks on; not in production.

Settings (environment):
${describeSettings()}`,
  example: 'vami serve --port 8000 --data ./data',
  words: 0,
  options: { port: { type: 'string' }, host: { type: 'string' }, clock: { type: 'string' } },
  settings: { port: 'PORT', host: 'HOST' },
  run: serve,
}

async function serve({ config, options, answer }: Call): Promise<number> {
  const clock = options.clock === undefined ? systemClock : chosenClock(config, String(options.clock))
  const stopped = stopSignal()
  const server = await startServer(config, clock)
  const address = server.house.publicUrl()
  const demonstration = wantsDemonstration(server, config) ? await openDemonstration(server.house) : undefined
  answer(banner(address, demonstration), { address, demonstration: demonstration ?? null })
  await stopped
  await server.close()
  return 0
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
  return store.kind === 'private' && /^(127\.|::1$|localhost$)/.test(config.HOST) && !isProduction(config)
}

// npm passes a signal on that the terminal has already sent to its whole group: the same wish, heard twice.
const sameWishMs = 1_000

/** Fulfilled at the first SIGTERM or SIGINT; at one that comes more than a second later the process ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined
    const onSignal = () => {
      asked ??= performance.now()
      if (performance.now() - asked > sameWishMs) process.exit(1)
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}

function banner(address: string, demonstration: Demonstration | undefined): string {
  const doors = [`Vami is open.`, '', `  dashboard  ${address}/`, `  API        ${address}/docs`]
  if (demonstration === undefined) return doors.join('\n')
  const { email, password, agent_id, token, curl } = demonstration
  return [
    ...doors,
    `  log-in     ${email}  ${password}`,
    `  agent      ${agent_id}`,
    `  token      ${token}`,
    '',
    'Book an appointment, as the voice agent does in the middle of a call:',
    '',
    curl,
    '',
    'Paste it again: the same appointment. Change the name: the slot is taken, with alternatives.',
  ].join('\n')
}
