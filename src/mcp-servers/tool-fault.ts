import type { CallToolResult } from '@modelcontextprotocol/server'

/** Under which key of `_meta` a result carries its fault. */
const faultKey = 'vami/fault'

/**
 * Under which key of `_meta` a client says how many milliseconds are left for its tools/call. A length and no instant,
 * so that the clocks of two machines need not agree.
 */
export const deadlineKey = 'vami/deadline-ms'

const codes = [
  'slot_taken',
  'in_the_past',
  'unknown_event_type',
  'unknown_timezone',
  'invalid_email',
  'invalid_request',
  'not_found',
  // credentials, permissions
  'vendor_refused',
  'vendor_error',
  'vendor_busy',
  // no answer in time, and nothing was done
  'vendor_timeout',
  'outcome_unknown',
  'not_configured',
  'recipient_refused',
] as const

/** Why a tool did not do what it was asked to. `message` is for a model: what to say or do next. */
export type ToolFault = {
  code: (typeof codes)[number]
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

  constructor(fault: ToolFault, cause?: unknown) {
    super(fault.message, { cause })
    this.name = 'Faulted'
    this.fault = fault
  }
}

/** `throw faulted('slot_taken', 'Somebody has just …')`. */
export const faulted = (code: ToolFault['code'], message: string, extra: Partial<ToolFault> = {}): Faulted =>
  new Faulted({ code, message, ...extra })

/** The result of a tool that did not do it. */
export const faultResult = (fault: ToolFault): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: fault.message }],
  _meta: { [faultKey]: fault },
})

/** For clients: the fault in a result, undefined when there is none. One without our mark is a `vendor_error`. */
export function faultIn(result: { isError?: boolean; content?: unknown; _meta?: unknown }): ToolFault | undefined {
  if (result.isError !== true) return undefined
  const fault = (result._meta as Record<string, Partial<ToolFault>> | undefined)?.[faultKey]
  if (fault?.message !== undefined && codes.some((code) => code === fault.code)) return fault as ToolFault
  return { code: 'vendor_error', message: 'The tool failed without saying why.' }
}
