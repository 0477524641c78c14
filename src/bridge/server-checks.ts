import type { Config } from '../config.ts'

/** Whether an MCP server is there, and how long it took to find out. */
export type CheckedServer = { status: 'ok' | 'failing' | 'not_configured'; ms: number }

const patienceMs = 2_000
// whoever looks every second need not be heard next door each time
const fresh = 2_000

/** Looks whether the two MCP servers are there. One in this process is, when its settings are. */
export function serverChecks(config: Config): () => Promise<Record<'calcom' | 'outlook', CheckedServer>> {
  const { OUTLOOK_TENANT_ID, OUTLOOK_CLIENT_ID, OUTLOOK_CLIENT_SECRET, OUTLOOK_SENDER } = config
  const mail = [OUTLOOK_TENANT_ID, OUTLOOK_CLIENT_ID, OUTLOOK_CLIENT_SECRET, OUTLOOK_SENDER]
  const calcom = checkOf(config.CALCOM_MCP_URL, config.CALCOM_API_KEY !== '')
  const outlook = checkOf(config.OUTLOOK_MCP_URL, !mail.includes(''))
  return async () => {
    const [one, other] = await Promise.all([calcom(), outlook()])
    return { calcom: one, outlook: other }
  }
}

function checkOf(url: string, isConfigured: boolean): () => Promise<CheckedServer> {
  if (url === '') return async () => ({ status: isConfigured ? 'ok' : 'not_configured', ms: 0 })
  const health = new URL('/health', url)
  let seen: { at: number; checked: Promise<CheckedServer> } | undefined
  return () => {
    if (seen === undefined || performance.now() - seen.at > fresh)
      seen = { at: performance.now(), checked: ask(health) }
    return seen.checked
  }
}

async function ask(health: URL): Promise<CheckedServer> {
  const begun = performance.now()
  const status = await fetch(health, { signal: AbortSignal.timeout(patienceMs) })
    .then(statusOf)
    .catch(() => 'failing' as const)
  return { status, ms: Math.round((performance.now() - begun) * 10) / 10 }
}

/** One of ours also says whether it has been set up. */
async function statusOf(response: Response): Promise<CheckedServer['status']> {
  if (!response.ok) return 'failing'
  const body = (await response.json().catch(() => null)) as { checks?: { configured?: unknown } } | null
  return body?.checks?.configured === false ? 'not_configured' : 'ok'
}
