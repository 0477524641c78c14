import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { sandboxCredentials } from '../sandbox-credentials.ts'
import { decodeSegment, type Vendor, type VendorAnswer, type VendorRequest } from '../vendor-answer.ts'
import type { Tokens } from './access-token.ts'

const known = sandboxCredentials.microsoft

const applications: readonly { clientId: string; clientSecret: string; roles: string[] }[] = [
  { clientId: known.clientId, clientSecret: known.clientSecret, roles: ['Mail.Send'] },
  { ...known.withoutPermissions, roles: [] },
  { ...known.withoutMailSend, roles: ['User.Read.All'] },
]

/** A refusal in the words of Microsoft's identity platform. */
type Refusal = { status: number; error: string; code: number; says: string }

const refuse = (status: number, error: string, code: number, says: string): Refusal => ({ status, error, code, says })

/** The client-credentials grant of the token endpoint, for one tenant and its applications. */
export function tokenEndpoint(tokens: Tokens, clock: Clock): Vendor {
  const refusalOf = (request: VendorRequest, { status, error, code, says }: Refusal): VendorAnswer => {
    const at = `${clock.now().toString({ smallestUnit: 'second' }).slice(0, 19).replace('T', ' ')}Z`
    const trace = randomUUID()
    const given = request.headers['client-request-id'] ?? request.query.get('client-request-id')
    const correlation = typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
    return {
      status,
      headers: { ...always, 'x-ms-request-id': trace },
      body: {
        error,
        error_description: `AADSTS${code}: ${says} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${at}`,
        error_codes: [code],
        timestamp: at,
        trace_id: trace,
        correlation_id: correlation,
        error_uri: `https://login.microsoftonline.com/error?code=${code}`,
      },
    }
  }

  return {
    answer: async (request) => {
      const tenant = decodeSegment(request.path.split('/')[1]!)
      const said = judge(request, tenant)
      if ('error' in said) return refusalOf(request, said)
      const { lifetime } = tokens
      return {
        status: 200,
        headers: { ...always, 'x-ms-request-id': randomUUID() },
        body: {
          token_type: 'Bearer',
          expires_in: lifetime,
          ext_expires_in: lifetime,
          access_token: tokens.issue(said),
        },
      }
    },
    refusal: (request, status) => {
      const [error, code, says] = ordered[status] ?? (status >= 500 ? ordered[500]! : ordered[400]!)
      return refusalOf(request, { status, error, code, says })
    },
    bodyLimit: 1 << 20,
    tooLarge: (request) => refusalOf(request, refuse(413, 'invalid_request', 90_023, 'The request is too large.')),
  }
}

const always = { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' }

/** The first thing that is wrong with a request, or whose token it asks for. */
function judge(request: VendorRequest, tenant: string): Refusal | { clientId: string; roles: string[] } {
  if (request.method !== 'POST')
    return refuse(
      400,
      'invalid_request',
      900_561,
      `The endpoint only accepts POST requests. Received a ${request.method} request.`,
    )
  const tenantFault = judgeTenant(tenant)
  if (tenantFault !== undefined) return tenantFault
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  const form = new URLSearchParams(isForm ? request.body.toString('utf8') : '')
  for (const name of ['grant_type', 'client_id']) if (!form.get(name)) return missing(name)
  if (form.get('grant_type') !== 'client_credentials')
    return refuse(
      400,
      'unsupported_grant_type',
      70_003,
      `The app requested an unsupported grant type '${form.get('grant_type')}'.`,
    )
  const application = applications.find(({ clientId }) => clientId === form.get('client_id')!.toLowerCase())
  if (application === undefined)
    return refuse(
      400,
      'unauthorized_client',
      700_016,
      `Application with identifier '${form.get('client_id')}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    )
  const scopeFault = judgeScope(form.get('scope') ?? '')
  if (scopeFault !== undefined) return scopeFault
  if (!form.get('client_secret'))
    return refuse(
      401,
      'invalid_client',
      7_000_216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    )
  if (form.get('client_secret') !== application.clientSecret)
    return refuse(
      401,
      'invalid_client',
      7_000_215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.clientId}'.`,
    )
  return { clientId: application.clientId, roles: application.roles }
}

function judgeTenant(tenant: string): Refusal | undefined {
  if (['common', 'organizations', 'consumers'].includes(tenant))
    return refuse(
      400,
      'invalid_request',
      50_059,
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    )
  if (tenant.toLowerCase() === known.tenantId || tenant.toLowerCase() === known.tenantDomain) return undefined
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[\w-]+(\.[\w-]+)+$/i.test(tenant))
    return refuse(
      400,
      'invalid_request',
      900_023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    )
  return refuse(
    400,
    'invalid_request',
    90_002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  )
}

function judgeScope(scope: string): Refusal | undefined {
  if (scope === '')
    return refuse(
      400,
      'invalid_request',
      90_014,
      "The required field 'scope' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
    )
  if (!scope.endsWith('/.default') || /\s/.test(scope))
    return refuse(
      400,
      'invalid_scope',
      1_002_012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    )
  if (/^https:\/\/graph\.microsoft\.com\/?\/\.default$/.test(scope)) return undefined
  return refuse(
    400,
    'invalid_resource',
    500_011,
    `The resource principal named ${scope.slice(0, -'/.default'.length)} was not found in the tenant named ${known.tenantDomain}.`,
  )
}

const missing = (name: string): Refusal =>
  refuse(400, 'invalid_request', 900_144, `The request body must contain the following parameter: '${name}'.`)

/** What each ordered status says. */
const ordered: Record<number, [error: string, code: number, says: string]> = {
  400: ['invalid_request', 90_014, 'A required field is missing from the credential.'],
  401: ['invalid_client', 7_000_215, 'Invalid client secret provided.'],
  429: ['temporarily_unavailable', 90_055, 'The tenant has been throttled because of too many requests.'],
  500: ['temporarily_unavailable', 90_033, 'A transient error has occurred. Please try again.'],
}
