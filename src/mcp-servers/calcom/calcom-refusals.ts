import { shortened } from '../field-checks.ts'
import { type Faulted, faulted } from '../tool-fault.ts'
import { isObject, type VendorAnswer, type VendorOutcome, waitAsked } from '../vendor-call.ts'

/**
 * Whether Cal.com says that somebody has the slot: one sentence for taken, overlapping and outside hours (for a team
 * another), a database error where a race for the very same slot was lost, and 409 where the seats are gone.
 */
export function saysTaken({ status, body }: VendorAnswer): boolean {
  const message = messageIn(body)
  if (status === 409) return true
  return (
    status === 400 && (/already has booking at this time or is not available/i.test(message) || lostRace.test(message))
  )
}

const lostRace = /error occurred while querying the database/i

/** What became of a request that was not carried out, as a fault. `subject` is what a 404 means. */
export function refusalOf(answer: VendorAnswer, subject: 'event type' | 'booking'): Faulted {
  const { status, body } = answer
  const said = messageIn(body)
  if (status === 429)
    return faulted('vendor_busy', 'Cal.com is busy. Nothing was done; try again in a minute.', {
      // how long Cal.com blocks a key that has asked too often
      retryAfter: waitAsked(answer) ?? 60,
    })
  if (status === 401 || status === 403)
    return faulted('vendor_refused', 'Cal.com refuses our key. The operator has to look at CALCOM_API_KEY.', {
      setting: 'CALCOM_API_KEY',
    })
  if (status >= 500 || status < 400) return broken()
  // Cal.com speaks in an older form to a version that it does not know, and has no such route for others.
  if (/^Cannot (GET|POST) /.test(said) || hasOldForm(body))
    return faulted('vendor_error', 'Cal.com does not understand us. The operator has to look at CALCOM_API_VERSION.', {
      setting: 'CALCOM_API_VERSION',
    })
  if (status === 404 && subject === 'event type')
    return faulted('unknown_event_type', 'Cal.com has no such event type. Use list_event_types to see those it has.')
  if (status === 404) return faulted('not_found', 'Cal.com has no such booking.')
  if (/in the past/i.test(said))
    return faulted('in_the_past', 'That time has already passed. Ask for one in the future.')
  if (/can't be booked at the "start" time/i.test(said))
    return faulted('slot_taken', 'This time cannot be booked: it is too soon or too far ahead. Offer another one.')
  if (/time-?zone/i.test(said)) return faulted('unknown_timezone', 'Cal.com does not know this timezone.')
  if (/invalid email|must be an email/i.test(said))
    return faulted('invalid_email', 'Cal.com does not take this e-mail address. Ask for it again.')
  return faulted('invalid_request', `Cal.com did not accept this: ${shortened(said) || `status ${status}`}`)
}

export const broken = (): Faulted =>
  faulted('vendor_error', 'Cal.com has a problem of its own. Nothing was done; say so and offer to take a message.')

/** The fault of a request that only reads, or of which we know that nothing was done. */
export function nothingDone(outcome: VendorOutcome, subject: 'event type' | 'booking'): Faulted {
  if (outcome.kind === 'answered') return refusalOf(outcome, subject)
  if (outcome.timedOut)
    return faulted('vendor_timeout', 'Cal.com did not answer in time. Nothing was done; try again in a moment.')
  if (outcome.kind === 'lost') return broken()
  return faulted('vendor_error', 'Cal.com cannot be reached. Nothing was done; say so and offer to take a message.')
}

export const unclear = (what: string): Faulted =>
  faulted(
    'outcome_unknown',
    `It is not known whether ${what}: Cal.com did not answer. Say so honestly, and have it looked up before trying again.`,
  )

/** The sentence in an error body, in whichever of its three forms. */
export function messageIn(body: unknown): string {
  if (!isObject(body)) return ''
  const inner = isObject(body.error) ? body.error.message : undefined
  const message = inner ?? body.message
  return typeof message === 'string' ? message : ''
}

function hasOldForm(body: unknown): boolean {
  const details = isObject(body) && isObject(body.error) ? body.error.details : undefined
  return isObject(details) && Array.isArray(details.errors)
}
