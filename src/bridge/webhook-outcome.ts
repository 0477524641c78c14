import { type BridgeFaultCode, bridgeFaults, type Detail } from '../problems.ts'

/** A booking as Cal.com has it. Instants in UTC, to the second. */
export type Booked = { id: number | string; uid: string; status: string; start: string; end: string }

/** A time that is still free, in UTC. */
export type Alternative = { start: string; end?: string }

/** What came of a webhook's request. */
export type Outcome = { code: 'booked'; booking: Booked } | { code: 'sent' } | Failure

export type Failure = {
  code: BridgeFaultCode
  /** when the catalogue's sentence can be said better. May name what the caller said, so it is never kept. */
  message?: string
  details?: Detail[]
  /** seconds */
  retryAfter?: number
  /** the variable that is to be set */
  setting?: string
  alternatives?: Alternative[]
}

/** A response of the bridge, without its headers but one. */
export type BridgeAnswer = {
  status: number
  code: string
  body: object
  /** seconds */
  retryAfter?: number
  /** an earlier or simultaneous request did it */
  replayed?: boolean
}

export const isFailure = (outcome: Outcome): outcome is Failure => outcome.code !== 'booked' && outcome.code !== 'sent'

/** Status and body of what came of it. */
export function answerOf(outcome: Outcome): BridgeAnswer {
  if (outcome.code === 'booked') return { status: 200, code: 'done', body: bookedBody(outcome.booking) }
  if (outcome.code === 'sent')
    return { status: 200, code: 'done', body: { status: 'success', message: 'Email sent successfully' } }
  const { code, details, retryAfter, alternatives } = outcome as Failure
  const body = {
    status: 'error',
    code,
    message: sentenceOf(outcome as Failure),
    ...(details !== undefined && { details }),
    ...(alternatives !== undefined && {
      alternatives: alternatives.map(({ start, end }) => ({ start_time: start, ...(end && { end_time: end }) })),
    }),
  }
  return { status: bridgeFaults[code][0], code, body, ...(retryAfter !== undefined && { retryAfter }) }
}

const bookedBody = ({ id, uid, status, start, end }: Booked) => ({
  status: 'success',
  message: 'Booking created successfully',
  details: { id, uid, status, start_time: start, end_time: end },
})

function sentenceOf({ code, message, setting, alternatives }: Failure): string {
  if (message !== undefined) return message
  if (code === 'not_configured' && setting !== undefined) return `${setting} is not set. ${bridgeFaults[code][1]}`
  if (code === 'vendor_refused' && setting !== undefined)
    return `The service refuses our credentials (${setting}). Tell the caller that somebody will get back to them.`
  if (code === 'slot_taken' && alternatives !== undefined)
    return 'This time is not available. Offer the caller one of the alternatives, in their own time zone.'
  return bridgeFaults[code][1]
}

/** What may be kept of an outcome: codes, times and Cal.com's ids. */
export function keepable(outcome: Outcome): Outcome {
  if (!isFailure(outcome)) return outcome
  const { message: _said, details: _named, ...rest } = outcome
  return rest
}
