import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { isLoopbackName, type McpGuard } from '../mcp-servers/mcp-guard.ts'
import { type McpServicePlan, openMcpService } from '../mcp-servers/mcp-service.ts'
import { type Call, type Command, WrongUsage } from './command.ts'
import { stopSignal } from './stop-signal.ts'

export const command: Command = {
  usage: 'mcp calcom|outlook [--port 8000] [--host 127.0.0.1]',
  summary: 'one MCP server as a service of its own',
  help: `Serves the calendar tools (calcom) or the mail tool (outlook) as MCP over Streamable HTTP at /mcp, for the bridge
and for any other MCP client; /health and /live need no key.

/mcp takes CALCOM_MCP_KEY (OUTLOOK_MCP_KEY) or BRIDGE_API_KEY as a Bearer key. With neither it answers this machine
only. calcom reads the settings CALCOM_…, outlook OUTLOOK_…, GRAPH_API_URL and MICROSOFT_LOGIN_URL; behind a proxy set
PUBLIC_URL to the address by which it is called.`,
  example: 'CALCOM_API_KEY=cal_… CALCOM_EVENT_TYPE_ID=123 vami mcp calcom --port 8001',
  words: 1,
  options: { port: { type: 'string' }, host: { type: 'string' } },
  settings: { port: 'PORT', host: 'HOST' },
  run: serveMcp,
}

async function serveMcp({ words, config, answer }: Call): Promise<number> {
  const which = words[0]
  if (which !== 'calcom' && which !== 'outlook') throw new WrongUsage('serves calcom or outlook.')
  const guard = guardFor(config, which)
  const stopped = stopSignal()
  const service = await openMcpService({
    name: `vami-${which}`,
    port: config.PORT,
    host: config.HOST,
    missing: missingSettings(config, which),
    loadDoor: () => loadDoor(config, which, guard),
  })
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST
  const address = `http://${host}:${service.port}/mcp`
  const notes = notesOn(config, which, guard)
  answer([`mcp ${which} ${address}`, ...notes].join('\n'), { address, notes })
  await stopped
  await service.close()
  return 0
}

type Which = 'calcom' | 'outlook'

/** The packages of MCP take longer to load than all the rest: the port is open before. */
const loadDoor: (config: Config, which: Which, guard: McpGuard) => ReturnType<McpServicePlan['loadDoor']> = async (
  config,
  which,
  guard,
) => {
  const loading = import('../mcp-servers/mcp-door.ts')
  if (which === 'calcom') {
    const { calcomServer, calcomSettings } = await import('../mcp-servers/calcom/calcom-server.ts')
    return (await loading).openMcpDoor(calcomServer(calcomSettings(config), systemClock, report), guard)
  }
  const { outlookServer, outlookSettings } = await import('../mcp-servers/outlook/outlook-server.ts')
  return (await loading).openMcpDoor(outlookServer(outlookSettings(config), systemClock, report), guard)
}

/** Its kind and where it came from; never its message, which may quote a name or an address. */
function report(error: unknown): void {
  const { name = 'error', stack = '' } = (error ?? {}) as Partial<Error>
  const frame = /^\s*at .*$/m.exec(stack)?.[0].trim() ?? ''
  process.stderr.write(`vami mcp: ${name} ${frame}\n`)
}

function guardFor(config: Config, which: Which): McpGuard {
  const own = which === 'calcom' ? config.CALCOM_MCP_KEY : config.OUTLOOK_MCP_KEY
  const known = config.PUBLIC_URL === '' ? '' : new URL(config.PUBLIC_URL).hostname
  return {
    keys: [own, config.BRIDGE_API_KEY].filter((key) => key !== ''),
    hosts: [known, config.RENDER_EXTERNAL_HOSTNAME].filter((name) => name !== ''),
    listensOnLoopback: isLoopbackName(config.HOST),
  }
}

function missingSettings(config: Config, which: Which): string[] {
  const needed =
    which === 'calcom'
      ? (['CALCOM_API_KEY'] as const)
      : (['OUTLOOK_TENANT_ID', 'OUTLOOK_CLIENT_ID', 'OUTLOOK_CLIENT_SECRET', 'OUTLOOK_SENDER'] as const)
  return needed.filter((name) => config[name] === '')
}

/** What the operator should know, a line each. */
function notesOn(config: Config, which: Which, { keys, listensOnLoopback }: McpGuard): string[] {
  const key = which === 'calcom' ? 'CALCOM_MCP_KEY' : 'OUTLOOK_MCP_KEY'
  const missing = missingSettings(config, which)
  return [
    ...(missing.length > 0 ? [`Not configured: set ${missing.join(', ')}.`] : []),
    ...(which === 'calcom' && config.CALCOM_EVENT_TYPE_ID === undefined
      ? ['CALCOM_EVENT_TYPE_ID is unset: every booking has to name its event type.']
      : []),
    ...(keys.length > 0
      ? []
      : [
          listensOnLoopback
            ? `No key: this machine alone may call. Set ${key} for others.`
            : `No key: every call gets 401. Set ${key}.`,
        ]),
    ...(which === 'outlook' && config.OUTLOOK_RECIPIENTS === 'known'
      ? ['OUTLOOK_RECIPIENTS=known is kept by the bridge, which knows who has booked; here every address is taken.']
      : []),
  ]
}
