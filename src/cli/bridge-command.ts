import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../clock.ts'
import { describeSettings } from '../config.ts'
import { type BridgeServer, buildBridgeServer } from '../http/bridge-server.ts'
import { logger } from '../log.ts'
import { isLoopbackName } from '../mcp-servers/mcp-guard.ts'
import type { Call, Command } from './command.ts'
import { keyless } from './keyless-note.ts'
import { stopSignal } from './stop-signal.ts'

export const command: Command = {
  usage: 'bridge [--port 8000] [--host 127.0.0.1]',
  summary: 'the webhooks for Cal.com and Outlook alone, without a database',
  help: `Serves POST /webhook/cal/schedule_consultation and POST /webhook/outlook/send_email, and no more. What has been
done is remembered in memory. With CALCOM_MCP_URL and OUTLOOK_MCP_URL the two MCP servers run elsewhere.

Settings (environment):
${describeSettings(/^(PORT|HOST|PUBLIC_URL|LOG_LEVEL|BRIDGE_|CALCOM_|OUTLOOK_|GRAPH_|MICROSOFT_|LIMIT_(BRIDGE|MAILS|SECONDS|REQUESTS))/)}`,
  example: 'BRIDGE_API_KEY=… CALCOM_API_KEY=cal_live_… vami bridge --port 8000',
  words: 0,
  options: { port: { type: 'string' }, host: { type: 'string' } },
  settings: { port: 'PORT', host: 'HOST' },
  run: serveBridge,
}

async function serveBridge({ config, answer }: Call): Promise<number> {
  const stopped = stopSignal()
  const log = logger(config)
  const server = await buildBridgeServer(config, systemClock, log)
  // Else the kept connection of a request that was under way holds a stop up until it times out, after 72 s.
  server.http.server.on('request', (_request, response) => {
    response.once('close', () => server.http.server.listening || server.http.server.closeIdleConnections())
  })
  await server.http.listen({ host: config.HOST, port: config.PORT })
  const { port } = server.http.server.address() as AddressInfo
  const address = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
  const isOpen = config.BRIDGE_API_KEY !== '' || isLoopbackName(config.HOST)
  if (!isOpen) log.warn('BRIDGE_API_KEY is not set: the webhooks answer 401 here')
  answer([`The bridge is open.`, '', `  ${address}`, ...(isOpen ? [] : ['', keyless])].join('\n'), { address })
  warmUpWhenIdle(server)
  await stopped
  await server.close()
  return 0
}

// a health check that knocks at once
const idleMs = 1_000

/** Loading takes all of the process for a moment: after the first answer, or when nobody asks for one. */
function warmUpWhenIdle({ http, warmUp }: BridgeServer): void {
  const begin = () => {
    clearTimeout(timer)
    http.server.off('request', onRequest)
    warmUp().catch(() => {})
  }
  const onRequest = (_request: IncomingMessage, response: ServerResponse) => response.once('close', begin)
  const timer = setTimeout(begin, idleMs).unref()
  http.server.on('request', onRequest)
}
