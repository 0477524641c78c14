import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { sandboxCredentials } from '../sandbox-credentials.ts'
import { decodeSegment, readJson, type Vendor, type VendorAnswer, type VendorRequest } from '../vendor-answer.ts'
import type { Tokens } from './access-token.ts'
import { GraphRefusal, type Mail, readMailBody } from './graph-message.ts'
import { readMimeMail } from './mime-mail.ts'

const known = sandboxCredentials.microsoft

/** Requests to one mailbox that Exchange works on at a time, for one application. */
export const mailboxLimit = 4

/** A mail that was taken; `time` in epoch milliseconds. */
export type SentMail = Mail & { sender: string; clientId: string; time: number }

type Options = {
  tokens: Tokens
  clock: Clock
  onSent: (mail: SentMail) => void
  /** how long sending takes: without it two requests would never meet, and the limit could not be seen */
  sendMs: number
}

/** Graph's sendMail for the one mailbox that the sandbox knows: whatever comes to Graph here comes to that mailbox. */
export function graphStandIn({ tokens, clock, onSent, sendMs }: Options): Vendor {
  let underWay = 0
  // what is slow, held up by a fault or hung counts like any other request, until its exchange ends
  const place = new WeakMap<VendorRequest, number>()

  const refusalOf = (request: VendorRequest, { status, code, message }: GraphRefusal): VendorAnswer => {
    const headers = requestIds(request)
    const innerError = {
      date: clock.now().toString({ smallestUnit: 'second' }).slice(0, 19),
      ...headers,
    }
    return {
      status,
      headers: { ...headers, ...(status === 401 && { 'WWW-Authenticate': challenge }) },
      body: { error: { code, message, innerError } },
    }
  }

  async function answer(request: VendorRequest): Promise<VendorAnswer> {
    try {
      const { clientId, roles } = authorize(request, tokens)
      const sender = mailboxOf(request, roles)
      if ((place.get(request) ?? 0) > mailboxLimit) {
        const busy = new GraphRefusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.')
        const said = refusalOf(request, busy)
        return { ...said, headers: { ...said.headers, 'Retry-After': '1' } }
      }
      const mail = readMail(request, sender)
      await new Promise((resolve) => setTimeout(resolve, sendMs))
      onSent({ ...mail, sender, clientId, time: clock.now().epochMilliseconds })
      return { status: 202, headers: requestIds(request) }
    } catch (error) {
      if (error instanceof GraphRefusal) return refusalOf(request, error)
      throw error
    }
  }

  return {
    arrive: (request) => {
      place.set(request, ++underWay)
      request.onEnd(() => underWay--)
    },
    answer,
    refusal: (request, status) => {
      const [code, message] = ordered[status] ?? (status >= 500 ? ordered[500]! : ordered[400]!)
      return refusalOf(request, new GraphRefusal(status, code, message))
    },
    bodyLimit: 4 << 20,
    tooLarge: (request) =>
      refusalOf(
        request,
        new GraphRefusal(
          413,
          'RequestEntityTooLarge',
          'The page was not displayed because the request entity is too large.',
        ),
      ),
  }
}

const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'

function requestIds(request: VendorRequest): Record<string, string> {
  const id = randomUUID()
  const given = request.headers['client-request-id']
  const clientId = typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : id
  return { 'request-id': id, 'client-request-id': clientId }
}

function authorize(request: VendorRequest, tokens: Tokens) {
  const invalid = (message: string) => new GraphRefusal(401, 'InvalidAuthenticationToken', message)
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer === undefined) throw invalid('Access token is empty.')
  const token = tokens.read(bearer)
  if (token === 'expired') throw invalid('Lifetime validation failed, the token is expired.')
  if (token === 'malformed')
    throw invalid(
      bearer.split('.').length === 3
        ? 'Access token validation failure. Invalid signature.'
        : 'IDX14100: JWT is not well formed, there are no dots (.).',
    )
  if (token.roles.length === 0)
    throw new GraphRefusal(
      403,
      'NoPermissionsInAccessToken',
      'The token contains no permissions, or permissions can not be understood.',
    )
  return token
}

/** The mailbox that a path names, by its address or its id; the faults in the order in which Graph finds them. */
function mailboxOf(request: VendorRequest, roles: readonly string[]): string {
  const [, version, collection = '', ...rest] = request.path.split('/').map(decodeSegment)
  if (version !== 'v1.0' && version !== 'beta') throw new GraphRefusal(400, 'BadRequest', 'Invalid version.')
  const isMe = collection.toLowerCase() === 'me'
  const [user, action, ...more] = isMe ? ['me', ...rest] : rest
  if (!isMe && collection.toLowerCase() !== 'users') throw noSegment(collection)
  if (isMe) throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
  const name = action?.toLowerCase().replace(/^microsoft\.graph\./, '')
  if (user === undefined || name !== 'sendmail' || more.length > 0) throw noSegment(action ?? user ?? collection)
  if (request.method !== 'POST')
    throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
  if (!roles.includes('Mail.Send'))
    throw new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  const wanted = user.toLowerCase()
  if (wanted !== known.sender && wanted !== known.senderId)
    throw new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${user}' is invalid.`)
  return known.sender
}

const noSegment = (segment: string) =>
  new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`)

function readMail(request: VendorRequest, sender: string): Mail {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type === 'text/plain') return readMimeMail(request.body.toString('latin1'))
  if (type === '')
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      'A missing or empty content type header was found when trying to read a message. The content type header is required.',
    )
  if (type !== 'application/json')
    throw new GraphRefusal(
      400,
      'RequestBodyRead',
      `A supported MIME type could not be found that matches the content type of the request. None of the supported type(s) matches the content type '${type}'.`,
    )
  if (request.body.length === 0) throw new GraphRefusal(400, 'BadRequest', 'Empty Payload. JSON content expected.')
  const body = readJson(request.body)
  if (body === undefined)
    throw new GraphRefusal(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    )
  return readMailBody(body, sender)
}

/** What each ordered status says. */
const ordered: Record<number, [code: string, message: string]> = {
  400: ['BadRequest', 'The sandbox was asked to refuse this request.'],
  401: ['InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  404: ['ErrorItemNotFound', 'The specified object was not found in the store.'],
  413: ['RequestEntityTooLarge', 'The page was not displayed because the request entity is too large.'],
  429: ['TooManyRequests', 'Too many requests.'],
  500: ['InternalServerError', 'The server encountered an internal error.'],
  502: ['BadGateway', 'The server received an invalid response from an upstream server.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The server did not receive a timely response from an upstream server.'],
}
