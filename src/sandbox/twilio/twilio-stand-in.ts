import { randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { sandboxCredentials } from '../sandbox-credentials.ts'
import type { Vendor, VendorAnswer, VendorRequest } from '../vendor-answer.ts'
import { countSegments } from './message-segments.ts'
import { readTextWish, type TextWish, TwilioRefusal } from './twilio-message.ts'

const known = sandboxCredentials.twilio

/** A text that was taken. It is delivered to nobody, and no StatusCallback is called. */
export type SentMessage = TextWish & { sid: string; status: 'queued' | 'accepted' | 'scheduled'; time: number }

type Options = { clock: Clock; onSent: (message: SentMessage) => void; sent: () => SentMessage[] }

/** Twilio's Messages: one account, one number and one messaging service. */
export function twilioStandIn({ clock, onSent, sent }: Options): Vendor {
  function route(request: VendorRequest): VendorAnswer {
    authenticate(request)
    const [, account, resource] = /^\/2010-04-01\/Accounts\/([^/]+)\/(.+)$/.exec(request.path) ?? []
    const notFound = new TwilioRefusal(404, 20404, `The requested resource ${request.path} was not found`)
    if (account !== known.accountSid) throw notFound
    const sid = /^Messages\/((?:SM|MM)[\da-f]{32})\.json$/.exec(resource ?? '')?.[1]
    const message = sid === undefined ? undefined : sent().find((one) => one.sid === sid)
    if (message !== undefined && request.method === 'GET') return { status: 200, body: showMessage(message) }
    if (resource !== 'Messages.json') throw notFound
    if (request.method !== 'POST') throw new TwilioRefusal(405, 20004, 'Method not allowed')
    return send(request)
  }

  function send(request: VendorRequest): VendorAnswer {
    // anything but a form has no fields for Twilio
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
    const form = new URLSearchParams(isForm ? request.body.toString('utf8') : '')
    const time = clock.now().epochMilliseconds
    const wish = readTextWish(form, time)
    const message: SentMessage = {
      ...wish,
      sid: `${wish.mediaUrls.length > 0 ? 'MM' : 'SM'}${randomBytes(16).toString('hex')}`,
      status: wish.sendAt !== null ? 'scheduled' : wish.messagingServiceSid !== null ? 'accepted' : 'queued',
      time,
    }
    onSent(message)
    return { status: 201, body: showMessage(message) }
  }

  return {
    answer: async (request) => {
      try {
        return route(request)
      } catch (error) {
        if (error instanceof TwilioRefusal) return refusalOf(error)
        throw error
      }
    },
    refusal: (_request, status) => {
      const [code, message] = ordered[status] ?? (status >= 500 ? ordered[500]! : ordered[400]!)
      return refusalOf(new TwilioRefusal(status, code, message))
    },
    bodyLimit: 1 << 20,
    tooLarge: () => refusalOf(new TwilioRefusal(413, 20413, 'Request Entity Too Large')),
  }
}

/** `Basic AccountSid:AuthToken`. */
function authenticate(request: VendorRequest): void {
  const given = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (given === undefined) throw new TwilioRefusal(401, 20003, 'Authenticate')
  const [user, ...password] = Buffer.from(given, 'base64').toString('utf8').split(':')
  if (user !== known.accountSid) throw new TwilioRefusal(401, 20003, 'Authentication Error - invalid username')
  if (password.join(':') !== known.authToken) throw new TwilioRefusal(401, 20003, 'Authenticate')
}

function refusalOf({ status, code, message }: TwilioRefusal): VendorAnswer {
  const headers: Record<string, string> = status === 401 ? { 'WWW-Authenticate': 'Basic realm="Twilio API"' } : {}
  return { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}

/** What each ordered status says. */
const ordered: Record<number, [code: number, message: string]> = {
  400: [20001, 'Unknown parameters'],
  401: [20003, 'Authenticate'],
  403: [20005, 'Account not active'],
  404: [20404, 'The requested resource was not found'],
  429: [20429, 'Too Many Requests'],
  500: [20500, 'Internal Server Error'],
  503: [20503, 'Service Unavailable'],
}

/** A message in the form of Twilio's API. */
function showMessage({ sid, status, time, to, from, messagingServiceSid, body, mediaUrls }: SentMessage) {
  const at = rfc2822(time)
  const uri = `/2010-04-01/Accounts/${known.accountSid}/Messages/${sid}.json`
  return {
    account_sid: known.accountSid,
    api_version: '2010-04-01',
    body,
    date_created: at,
    date_sent: null,
    date_updated: at,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from,
    messaging_service_sid: messagingServiceSid,
    num_media: String(mediaUrls.length),
    num_segments: from === null ? '0' : String(countSegments(body)),
    price: null,
    price_unit: 'USD',
    sid,
    status,
    subresource_uris: { media: uri.replace('.json', '/Media.json') },
    to,
    uri,
  }
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function rfc2822(time: number): string {
  const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO('UTC')
  const two = (number: number) => String(number).padStart(2, '0')
  const clock = [at.hour, at.minute, at.second].map(two).join(':')
  return `${days[at.dayOfWeek - 1]}, ${two(at.day)} ${months[at.month - 1]} ${at.year} ${clock} +0000`
}
