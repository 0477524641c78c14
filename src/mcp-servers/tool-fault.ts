import type { CallToolResult } from '@modelcontextprotocol/server'

/** Under which key of `_meta` a result carries its fault. */
export const faultKey = 'vami/fault'

/**
 * Under which key of `_meta` a client says how many milliseconds are left for its tools/call. A length and no instant,
 * so that the clocks of two machines need not agree.
 */
export const deadlineKey = 'vami/deadline-ms'

type FaultCode =
  | 'slot_taken'
  | 'in_the_past'
  | 'unknown_event_type'
  | 'unknown_timezone'
  | 'invalid_email'
  | 'invalid_request'
  | 'not_found'
  // credentials, permissions
  | 'vendor_refused'
  | 'vendor_error'
  | 'vendor_busy'
  // no answer in time, and nothing was done
  | 'vendor_timeout'
  | 'outcome_unknown'
  | 'not_configured'
  | 'recipient_refused'

/** Why a tool did not do what it was asked to. `message` is for a model: what to say or do next. */
export type ToolFault = {
  code: FaultCode
  message: string
  /** seconds */
  retryAfter?: number
  /** the variable that the operator has to set */
  setting?: string
  /** UTC instants */
  alternatives?: { start: string; end?: string }[]
}

/** A fault, thrown anywhere in a tool and turned into its result by `answerTool`. */
export class Faulted extends Error {
  readonly fault: ToolFault

  constructor(fault: ToolFault) {
    super(fault.message)
    this.name = 'Faulted'
    this.fault = fault
  }
}

/** `throw faulted('slot_taken', 'Somebody has just …')`. */
export const faulted = (code: FaultCode, message: string, extra: Partial<ToolFault> = {}): Faulted =>
  new Faulted({ code, message, ...extra })

/** The result of a tool that did not do it. A model sees no more of it than the text. */
export function faultResult(fault: ToolFault): CallToolResult {
  const near = (fault.alternatives ?? []).map(({ start }) => start).join(', ')
  const text = near === '' ? fault.message : `${fault.message} Free near it (UTC): ${near}.`
  return { isError: true, content: [{ type: 'text', text }], _meta: { [faultKey]: fault } }
}
