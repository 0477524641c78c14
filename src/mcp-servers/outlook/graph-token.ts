import type { Clock } from '../../clock.ts'
import type { ToolCall } from '../tool.ts'
import { type Faulted, faulted } from '../tool-fault.ts'
import { ask, isObject, type VendorOutcome, waitAsked } from '../vendor-call.ts'
import type { OutlookSettings } from './outlook-server.ts'

export type GraphToken = {
  /** A token that is good for a while yet. Throws `Faulted`: nothing has been sent then. */
  get(call: ToolCall): Promise<string>
  /** This one was refused. */
  forget(token: string): void
}

/** A token is not used in its last minutes: it may end on the way. */
const spareSeconds = 300

/** The application's token by its secret (client credentials), asked for once for all who wait and kept until its end. */
export function graphToken(settings: OutlookSettings, clock: Clock): GraphToken {
  let kept: { token: string; until: number } | undefined
  let coming: Promise<string> | undefined
  const now = () => clock.now().epochMilliseconds

  async function fetchToken(call: ToolCall): Promise<string> {
    const asked = now()
    const outcome = await ask(tokenRequest(settings), 'hasty', call.deadline)
    const said = outcome.kind === 'answered' && outcome.status === 200 && isObject(outcome.body) ? outcome.body : {}
    const { access_token: token, expires_in: seconds } = said
    if (typeof token !== 'string' || token === '') throw refusalOf(outcome)
    const life = Number(seconds)
    kept = { token, until: asked + (Number.isFinite(life) ? life - spareSeconds : 0) * 1_000 }
    return token
  }

  return {
    get: async (call) => {
      if (kept !== undefined && now() < kept.until) return kept.token
      // Each waits by its own deadline: whoever finds a request under way that fails asks once more for itself.
      const others = coming
      if (others !== undefined) {
        const shared = await withinDeadline(others, call)
        if (shared !== undefined) return shared
        if (kept !== undefined && now() < kept.until) return kept.token
      }
      const mine = fetchToken(call)
      coming = mine
      try {
        return await mine
      } finally {
        if (coming === mine) coming = undefined
      }
    },
    forget: (token) => {
      if (kept?.token === token) kept = undefined
    },
  }
}

async function withinDeadline(coming: Promise<string>, { deadline }: ToolCall): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, deadline.left(), undefined)
  })
  try {
    return await Promise.race([coming, late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function tokenRequest({ tenantId, clientId, clientSecret, loginUrl, graphUrl }: OutlookSettings) {
  return {
    method: 'POST' as const,
    url: `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: { Accept: 'application/json' },
    form: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
      scope: `${audienceOf(graphUrl)}/.default`,
    }),
  }
}

/** The Graph of a national cloud has tokens of its own; for a stand-in they are those of the global one. */
function audienceOf(graphUrl: string): string {
  const { hostname } = new URL(graphUrl)
  const isGraph = /(^|-)graph\.microsoft\.(com|us)$|^microsoftgraph\.chinacloudapi\.cn$/.test(hostname)
  return `https://${isGraph ? hostname : 'graph.microsoft.com'}`
}

function refusalOf(outcome: VendorOutcome): Faulted {
  if (outcome.kind !== 'answered')
    return outcome.timedOut
      ? faulted('vendor_timeout', 'Microsoft did not answer in time. The mail was not sent; try again in a moment.')
      : faulted('vendor_error', 'Microsoft’s log-in cannot be reached. The mail was not sent; offer to take a message.')
  if (outcome.status === 429)
    return faulted('vendor_busy', 'Microsoft’s log-in is busy. The mail was not sent; try again in a moment.', {
      retryAfter: waitAsked(outcome) ?? 10,
    })
  if (outcome.status >= 500 || outcome.status < 400)
    return faulted('vendor_error', 'Microsoft’s log-in has a problem of its own. The mail was not sent.')
  const setting = settingBehind(outcome.body)
  return faulted('vendor_refused', `Microsoft refuses our log-in. The operator has to look at ${setting}.`, { setting })
}

/** Microsoft's number for what is wrong (AADSTS…) tells which setting it is. */
function settingBehind(body: unknown): string {
  const codes = isObject(body) && Array.isArray(body.error_codes) ? body.error_codes : []
  const has = (...numbers: number[]) => numbers.some((number) => codes.includes(number))
  if (has(90_002, 900_023, 50_059)) return 'OUTLOOK_TENANT_ID'
  if (has(700_016)) return 'OUTLOOK_CLIENT_ID'
  return 'OUTLOOK_CLIENT_SECRET'
}
