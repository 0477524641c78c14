/**
 * Every fault a client can see, once: its public code, its status, and the sentence for whoever can mend it.
 * Codes are never renamed. What the voice model can mend is not here: that is an outcome, answered with 200.
 */
const catalogue = {
  // what the integrator can mend
  malformed_json: [400, 'The body is not valid JSON.'],
  invalid_body: [400, 'The body must be a JSON object.'],
  invalid_request: [400, 'The request could not be understood.'],
  invalid_agent_token: [401, 'The X-Agent-Token header is missing or does not belong to this agent.'],
  invalid_credentials: [401, 'The e-mail or the password is wrong.'],
  unauthorized: [401, 'Log in first: the Authorization header needs a valid Bearer token.'],
  agent_paused: [403, 'This agent is paused. Its owner can resume it in the dashboard.'],
  forbidden: [403, 'Your role in this clinic does not allow this.'],
  registration_closed: [403, 'Registration is closed on this server. Ask its operator for an account.'],
  not_found: [404, 'There is nothing here under this address.'],
  email_taken: [409, 'There is already an account with this e-mail.'],
  idempotency_key_reused: [409, 'This Idempotency-Key was used with another body within the last 24 hours.'],
  slot_taken: [409, 'Another appointment already takes this time.'],
  practitioner_in_use: [409, 'This practitioner still has coming appointments. Move or cancel them first.'],
  last_practitioner: [409, 'A clinic needs at least one active practitioner.'],
  last_owner: [409, 'A clinic keeps its owner.'],
  already_staff: [409, 'This person already works in the clinic.'],
  wrong_status: [409, 'The appointment is not in a state that allows this change.'],
  body_too_large: [413, 'The body is too large: 64 KiB is the limit.'],
  unsupported_media_type: [415, 'Send the body as application/json.'],
  invalid_fields: [422, 'Some fields are missing or wrong. See details.'],
  too_many_requests: [429, 'Too many requests. Wait for the seconds in Retry-After and try again.'],
  too_many_failures: [429, 'Too many failed log-ins. Wait for the seconds in Retry-After and try again.'],
  overloaded: [429, 'The server has too much to do right now. Try again after the seconds in Retry-After.'],
  // what only the operator can mend
  internal_error: [500, 'Something went wrong on our side. The request id helps the operator to find out what.'],
  database_unavailable: [
    503,
    'The database does not answer at the moment. Try again after the seconds in Retry-After.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type ProblemCode = keyof typeof catalogue

/**
 * What the bridge's webhooks answer when something is not done. Their sentences are for a voice model, which hears them
 * in the middle of a call: what to ask, or what to tell the caller.
 */
export const bridgeFaults = {
  // what the caller or the model can mend
  in_the_past: [400, 'This time has passed. Ask the caller for a coming date and time.'],
  invalid_timestamp: [400, 'start_time_utc must be an instant in UTC such as 2026-12-15T14:00:00Z.'],
  unknown_timezone: [400, 'Unknown timezone. Use an IANA name such as America/New_York.'],
  invalid_email: [400, 'This is not a valid e-mail address. Ask the caller to spell it.'],
  unknown_event_type: [400, 'There is no such kind of appointment. Leave event_type_id out, or name one that exists.'],
  recipient_refused: [400, 'Mail to this address is not allowed here. Tell the caller that it cannot be sent.'],
  invalid_request: [400, 'Some of this cannot be used as it is. See details.'],
  slot_taken: [409, 'This time is not available. Ask the caller for another time.'],
  // what the integrator can mend
  malformed_json: [400, 'The body is not valid JSON.'],
  invalid_body: [400, 'The body must be a JSON object.'],
  unauthorized: [401, 'A valid key is needed: send it as X-Api-Key, or as Authorization: Bearer.'],
  not_found: [404, 'There is nothing here under this address.'],
  method_not_allowed: [405, 'Send a POST to this address.'],
  idempotency_key_reused: [409, 'This Idempotency-Key was used with another body within the last 24 hours.'],
  body_too_large: [413, 'The body is too large.'],
  unsupported_media_type: [415, 'Send the body as application/json.'],
  invalid_fields: [422, 'Some fields are missing or of the wrong type. See details.'],
  // wait and try again
  too_many_requests: [429, 'Too many requests. Try again after the seconds in Retry-After.'],
  too_many_mails: [429, 'Enough mail has gone to this address for now, so nothing was sent. Tell the caller so.'],
  vendor_busy: [
    429,
    'The service is busy. Ask the caller for a moment, and try again after the seconds in Retry-After.',
  ],
  overloaded: [429, 'There is too much to do right now. Try again after the seconds in Retry-After.'],
  // what only the operator can mend
  internal_error: [500, 'Something went wrong on our side. Tell the caller that somebody will get back to them.'],
  vendor_refused: [502, 'The service refuses our credentials. Tell the caller that somebody will get back to them.'],
  vendor_error: [502, 'The service could not do this. Nothing was done: try again in a moment.'],
  not_configured: [503, 'This is not set up yet. Tell the caller that somebody will get back to them.'],
  database_unavailable: [503, 'The database does not answer. Nothing was done: try again in a moment.'],
  vendor_timeout: [504, 'The service did not answer in time. Nothing was done: try again.'],
  outcome_unknown: [
    504,
    'It is not known yet whether this was done. Do not say that it failed; asking again with the same data is safe.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type BridgeFaultCode = keyof typeof bridgeFaults

/** Where in the request something is wrong, and what. `path` is dotted: `opening_hours.monday.0`. */
export type Detail = { path: string; message: string }

/** A fault, thrown anywhere and turned into its response at the door. `message` reaches the client: nothing secret. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly details: Detail[] | undefined
  /** seconds */
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, extra: ProblemExtra = {}) {
    super(extra.message ?? catalogue[code][1], { cause: extra.cause })
    this.name = 'Problem'
    this.code = code
    this.status = catalogue[code][0]
    this.details = extra.details
    this.retryAfter = extra.retryAfter
  }
}

export type ProblemExtra = { message?: string; details?: Detail[]; retryAfter?: number; cause?: unknown }

/** `throw problem('not_found')`. */
export const problem = (code: ProblemCode, extra?: ProblemExtra): Problem => new Problem(code, extra)
