import { type Deployment, deploymentAt, type Reply, unwanted } from './asked-deployment.ts'
import { type AskedMcp, mcpOf } from './asked-mcp.ts'
import { type AskedAgent, checkAgent } from './check-agent.ts'
import { checkBooking, checkMail } from './check-booking.ts'
import { checkMcp } from './check-mcp.ts'
import { type CheckRow, checked, type Finding, failed, notConfigured, ok } from './check-row.ts'
import { checkWebhooks } from './check-webhooks.ts'

export type DeploymentPlan = {
  /** http or https, of `vami serve`, `vami bridge` or `vami mcp` */
  url: string
  /** of the bridge; empty: none */
  key: string
  agent: AskedAgent | undefined
  /** where a mail may go, with `full` */
  email: string | undefined
  /** books and cancels again, and mails */
  full: boolean
  now: Temporal.Instant
  /** names this run */
  run: string
}

/** What was found, in the order in which it was asked, and what was not asked for want of something. */
export type CheckedDeployment = { rows: CheckRow[]; notes: string[] }

/** Asks a running deployment over HTTP, one thing after another, so that the time of each is its own. */
export async function checkDeployment(plan: DeploymentPlan): Promise<CheckedDeployment> {
  const at = deploymentAt(plan.url, plan.key)
  let health: Reply | undefined
  const row = await checked('server', 'health', async () => {
    health = await at.ask('GET', '/health', { patienceMs: 60_000 })
    return healthFrom(health)
  })
  if (health === undefined) return { rows: [row], notes: ['Nothing else was asked.'] }
  const kind = kindOf((await at.ask('GET', '/').catch(() => health!)).body)
  if (kind === undefined) {
    const stranger = row.outcome === 'failed' ? row : { ...row, ...failed('this is no Vami') }
    return { rows: [stranger], notes: ['Nothing else was asked.'] }
  }
  const mcp = mcpServers(at, kind)
  try {
    return await checkAll(at, plan, { kind, mcp, rows: [row] })
  } finally {
    await Promise.all(mcp.map(([, server]) => server.close()))
  }
}

type Kind = 'serve' | 'bridge' | 'calcom' | 'outlook'

type Found = { kind: Kind; mcp: [name: 'calcom' | 'outlook', server: AskedMcp][]; rows: CheckRow[] }

async function checkAll(at: Deployment, plan: DeploymentPlan, { kind, mcp, rows }: Found): Promise<CheckedDeployment> {
  const notes: string[] = []
  for (const [name, server] of mcp) rows.push(...(await checkMcp(at, name, server)))
  if (kind === 'calcom' || kind === 'outlook') return { rows, notes }
  if (kind === 'bridge') notes.push('This is vami bridge: check MCP servers elsewhere at their own addresses.')
  rows.push(...(await checkWebhooks(at)))
  if (plan.agent !== undefined) rows.push(...(await checkAgent(at, plan.agent, plan)))
  else if (kind === 'serve') notes.push('The agent actions were not asked: give --agent and --token.')
  if (!plan.full) {
    notes.push('Nothing was booked or sent: --full does, and cancels again.')
    return { rows, notes }
  }
  if (rows.some(({ check, outcome }) => check === 'refusals' && outcome === 'note')) return { rows, notes }
  const calendar = mcp.find(([name]) => name === 'calcom')?.[1]
  const work = { now: plan.now, email: plan.email, run: plan.run, calendar }
  rows.push(...(await checkBooking(at, work)), ...(await checkMail(at, work)))
  if (plan.email === undefined) notes.push('No mail was sent: give --email.')
  return { rows, notes }
}

/** What runs there, by what it says of itself. */
function kindOf({ service, part }: Record<string, unknown>): Kind | undefined {
  if (service === 'vami') return part === 'bridge' ? 'bridge' : 'serve'
  if (service === 'vami-calcom') return 'calcom'
  return service === 'vami-outlook' ? 'outlook' : undefined
}

function mcpServers(at: Deployment, kind: Kind): Found['mcp'] {
  if (kind === 'bridge') return []
  if (kind !== 'serve') return [[kind, mcpOf(at, '/mcp')]]
  return [
    ['calcom', mcpOf(at, '/mcp/calcom')],
    ['outlook', mcpOf(at, '/mcp/outlook')],
  ]
}

/** A part that nobody has set up is no fault. */
function healthFrom(reply: Reply): Finding {
  const { version, checks = {}, status } = reply.body
  const by = Object.entries(checks as Record<string, { status?: string }>)
  const named = (state: string) => by.filter(([, check]) => check?.status === state).map(([name]) => name)
  const failing = named('failing')
  if (failing.length > 0) return failed(`${reply.status}: ${failing.join(', ')} failing`)
  if (reply.status !== 200 || status !== 'ok') return unwanted(reply)
  const { missing } = checks as { missing?: string[] }
  if (Array.isArray(missing) && missing.length > 0)
    return notConfigured(`version ${version}; ${missing.join(', ')} unset`)
  const unset = named('not_configured')
  if (unset.length > 0) return notConfigured(`version ${version}; ${unset.join(', ')} not set up`)
  return ok(`version ${version}${by.length > 0 && !Array.isArray(missing) ? `; ${named('ok').join(', ')} ok` : ''}`)
}
