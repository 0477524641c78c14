import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { sandboxCredentials } from '../sandbox-credentials.ts'

const known = sandboxCredentials.twilio

/** A fault of a request to Twilio: `code` is one of its own, and stands in its list of errors. */
export class TwilioRefusal extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What POST Messages.json asks for. */
export type TextWish = {
  to: string
  from: string | null
  messagingServiceSid: string | null
  body: string
  mediaUrls: string[]
  /** when to send, epoch milliseconds; null for now */
  sendAt: number | null
}

/** Reads a form by Twilio's rules; its first fault is thrown. `now` in epoch milliseconds. */
export function readTextWish(form: URLSearchParams, now: number): TextWish {
  refuseWrongFields(form)
  const to = form.get('To') ?? ''
  const messagingServiceSid = form.get('MessagingServiceSid')
  const body = form.get('Body') ?? ''
  const mediaUrls = form.getAll('MediaUrl').filter((url) => url !== '')
  if (to === '') throw refuse(21604, "A 'To' phone number is required.")
  refuseRecipient(to)
  if (messagingServiceSid !== null && messagingServiceSid !== known.messagingServiceSid)
    throw refuse(21705, 'The Messaging Service Sid is invalid.')
  const from = senderOf(form, messagingServiceSid)
  if (body === '' && mediaUrls.length === 0 && !form.get('ContentSid')) throw refuse(21602, 'Message body is required.')
  if ([...body].length > 1_600) throw refuse(21617, 'The concatenated message body exceeds the 1600 character limit.')
  return { to, from, messagingServiceSid, body, mediaUrls, sendAt: readSchedule(form, messagingServiceSid, now) }
}

const refuse = (code: number, message: string): TwilioRefusal => new TwilioRefusal(400, code, message)

/** Numbers that mean something, as Twilio's own test credentials have them; every other possible number takes texts. */
const recipients: Record<string, [code: number, says: string]> = {
  '+15005550001': [21211, "Invalid 'To' Phone Number: +15005550001"],
  '+15005550002': [
    21612,
    'Message cannot be sent with the current combination of "To" (+15005550002) and "From" parameters',
  ],
  '+15005550003': [
    21408,
    'Permission to send an SMS has not been enabled for the region indicated by the "To" number: +15005550003',
  ],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21614, "'To' number: +15005550009, is not a valid mobile number"],
}

const senders: Record<string, [code: number, says: string]> = {
  '+15005550001': [
    21212,
    'The From phone number +15005550001 is not a valid, SMS-capable inbound phone number or short code.',
  ],
  '+15005550008': [21611, 'This "From" number has exceeded the maximum number of queued messages.'],
}

function refuseRecipient(to: string): void {
  if (Object.hasOwn(recipients, to)) throw refuse(...recipients[to]!)
  const possible = /^\+\d{6,15}$/.test(to) && parsePhoneNumberFromString(to)?.isPossible() === true
  if (!possible) throw refuse(21211, `Invalid 'To' Phone Number: ${to}`)
}

function senderOf(form: URLSearchParams, service: string | null): string | null {
  const from = form.get('From') ?? ''
  if (from === '') {
    if (service !== null) return null
    throw refuse(21603, "A 'From' phone number is required.")
  }
  if (Object.hasOwn(senders, from)) throw refuse(...senders[from]!)
  if (from !== known.from)
    throw refuse(
      21606,
      `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
    )
  return from
}

const soonestMs = 301_000
const latestMs = 35 * 86_400_000

function readSchedule(form: URLSearchParams, service: string | null, now: number): number | null {
  const at = form.get('SendAt')
  if (form.get('ScheduleType') === null) return null
  if (at === null) throw refuse(35111, 'The SendAt parameter is required to schedule a message.')
  if (service === null) throw refuse(35118, 'The MessagingServiceSid parameter is required to schedule a message.')
  const time = instantOf(at)
  if (time === undefined || time < now + soonestMs || time > now + latestMs)
    throw refuse(35115, 'SendAt must be between 301 seconds and 35 days from now, in ISO 8601.')
  return time
}

function instantOf(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}

const oneOf =
  (...among: string[]) =>
  (value: string) =>
    among.includes(value)
const sid = (prefix: string) => (value: string) => new RegExp(`^${prefix}[\\da-f]{32}$`, 'i').test(value)
const numeral = (least: number, most: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
const yesOrNo = oneOf('true', 'false')
const link = (value: string) => /^https?:\/\/[^\s_/]+/i.test(value) && URL.canParse(value)

/** What a field has to be, and the code where it is not; a field that is not here is passed over, as Twilio does. */
const fields: Record<string, [fits: (value: string) => boolean, code: number]> = {
  StatusCallback: [link, 21609],
  ApplicationSid: [sid('AP'), 21_620],
  MaxPrice: [(value) => /^\d+(\.\d+)?$/.test(value), 20_001],
  ProvideFeedback: [yesOrNo, 20_001],
  Attempt: [numeral(1, 1_000), 20_001],
  ValidityPeriod: [numeral(1, 36_000), 20_001],
  ForceDelivery: [yesOrNo, 20_001],
  ContentRetention: [oneOf('retain', 'discard'), 20_001],
  AddressRetention: [oneOf('retain', 'obfuscate'), 20_001],
  SmartEncoded: [yesOrNo, 20_001],
  TrafficType: [oneOf('free'), 20_001],
  ShortenUrls: [yesOrNo, 20_001],
  ScheduleType: [oneOf('fixed'), 20_001],
  SendAsMms: [yesOrNo, 20_001],
  RiskCheck: [oneOf('enable', 'disable'), 20_001],
  MediaUrl: [link, 21_620],
  ContentSid: [sid('HX'), 20_001],
}

function refuseWrongFields(form: URLSearchParams): void {
  for (const [name, value] of form) {
    if (value === '' || !Object.hasOwn(fields, name)) continue
    const [fits, code] = fields[name]!
    if (!fits(value)) throw refuse(code, `Invalid Parameter: ${name}`)
  }
}
