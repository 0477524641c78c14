import { systemClock } from '../clock.ts'
import { isProduction } from '../config.ts'
import { openSandbox, sandboxSettings } from '../sandbox/sandbox.ts'
import { type Command, WrongUsage } from './command.ts'
import { stopSignal } from './stop-signal.ts'

export const command: Command = {
  usage: 'sandbox [--port 9400]',
  summary: 'play Cal.com, Microsoft and Twilio on this machine',
  help: `Plays Cal.com API v2, Microsoft's token endpoint and Graph's sendMail, and Twilio's Messages on 127.0.0.1, as strict
about requests as they are, until SIGINT or SIGTERM. Nothing is booked, mailed or sent: GET /_sandbox/bookings, /emails,
/messages and /requests on the same port tell what came in, and POST /_sandbox/faults orders what shall go wrong. Prints
the settings that point a Vami at it. Not in production.`,
  example: 'vami sandbox --port 9400',
  words: 0,
  options: { port: { type: 'string' } },
  run: async ({ options, config, answer }) => {
    if (isProduction(config)) throw new WrongUsage('sandbox is not for production.')
    const stopped = stopSignal()
    const sandbox = await openSandbox({ port: readPort(options.port), clock: systemClock })
    const inside = `${sandbox.address}/_sandbox`
    const settings = sandboxSettings(sandbox.address)
    const exports = Object.entries(settings).map(([name, value]) => `export ${name}=${value}`)
    answer([`sandbox ${inside}`, '', ...exports].join('\n'), { sandbox: inside, settings })
    await stopped
    await sandbox.close()
    return 0
  },
}

function readPort(text: string | boolean | undefined): number {
  const port = Number(text ?? 9_400)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new WrongUsage('--port must be a whole number from 0 to 65535.')
  return port
}
