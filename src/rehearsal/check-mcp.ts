import type { Deployment } from './asked-deployment.ts'
import { type AskedMcp, ToolRefused } from './asked-mcp.ts'
import { type CheckRow, checked, type Finding, failed, notConfigured, note, ok } from './check-row.ts'

const promised = {
  calcom: [
    'create_booking',
    'list_available_slots',
    'get_booking',
    'reschedule_booking',
    'cancel_booking',
    'list_event_types',
  ],
  outlook: ['send_email'],
} as const

/** Whether an MCP server keeps strangers out, has its tools, and, of the calendar, whether Cal.com takes its key. */
export async function checkMcp(at: Deployment, name: keyof typeof promised, mcp: AskedMcp): Promise<CheckRow[]> {
  const part = `mcp ${name}`
  let isShut = false
  const rows = [
    await checked(part, 'without a key', async () => {
      const { status } = await at.ask('POST', mcp.path, hello)
      isShut = status === 401
      return guardedBy(status, at)
    }),
  ]
  if (rows[0]!.outcome === 'failed') return rows
  if (isShut && at.key === '') {
    rows.push({ part, check: 'tools', ...note('not asked: give --key'), ms: 0 })
    return rows
  }
  rows.push(await checked(part, 'tools', () => findTools(name, mcp)))
  if (name === 'calcom' && rows.at(-1)!.outcome === 'ok')
    rows.push(await checked(part, 'Cal.com', () => findEventTypes(mcp)))
  return rows
}

/** What an answer to somebody without a key says: 401 everywhere, and none needed on this machine alone. */
export function guardedBy(status: number, { isHere }: Deployment): Finding {
  if (status === 401) return ok('401')
  if ([301, 302, 307, 308].includes(status)) return failed(`${status}: it sends callers on to another address`)
  if (status >= 500 || status === 404 || status === 403) return failed(`${status} where 401 was expected`)
  return isHere ? ok('not required here') : failed(`${status}: anybody may use it, set BRIDGE_API_KEY`)
}

async function findTools(name: keyof typeof promised, mcp: AskedMcp): Promise<Finding> {
  const names = await mcp.toolNames().catch((error: unknown) => {
    if (isRefusal(error)) return undefined
    throw error
  })
  if (names === undefined) return failed('the key is refused')
  const missing = promised[name].filter((tool) => !names.includes(tool))
  return missing.length === 0
    ? ok(names.length === 1 ? '1 tool' : `${names.length} tools`)
    : failed(`without ${missing.join(', ')}`)
}

/** The one question to Cal.com that changes nothing and needs its key. */
async function findEventTypes(mcp: AskedMcp): Promise<Finding> {
  try {
    const { event_types } = await mcp.call('list_event_types', {})
    const types = (Array.isArray(event_types) ? event_types : []) as { usual?: boolean }[]
    if (types.length === 0) return failed('it takes the key, and has no event type')
    const said = `${types.length} event types`
    // those of a team are not listed, and can be booked
    return types.some(({ usual }) => usual) ? ok(said) : note(`${said}; CALCOM_EVENT_TYPE_ID is unset or none of them`)
  } catch (error) {
    return refusedBy(error)
  }
}

/** Why a tool did not do it. Throws what is no tool's answer. */
export function refusedBy(error: unknown): Finding {
  if (!(error instanceof ToolRefused)) throw error
  return error.setting === undefined ? failed(error.message) : notConfigured(`${error.setting} is not set`)
}

function isRefusal(error: unknown): boolean {
  const { name, code, status, data } = error as {
    name?: string
    code?: unknown
    status?: unknown
    data?: { status?: unknown }
  }
  return name === 'UnauthorizedError' || [code, status, data?.status].includes(401)
}

const hello = {
  headers: { accept: 'application/json, text/event-stream' },
  body: {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'vami-check', version: '1' } },
  },
}
