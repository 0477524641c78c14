import { bridgeFaults } from '../problems.ts'
import type { ToolReply } from './tool-server.ts'
import type { Failure } from './webhook-outcome.ts'

/** What a tool that did not do it means for the webhook. `keySetting` is the key that an MCP server may refuse. */
export function failureOf(reply: Exclude<ToolReply, { kind: 'done' }>, keySetting: string): Failure {
  if (reply.kind === 'lost') return { code: 'outcome_unknown' }
  if (reply.kind === 'unreachable') return { code: 'vendor_error' }
  if (reply.kind === 'refused')
    return {
      code: 'vendor_refused',
      message: `The MCP server does not take ${keySetting}. ${bridgeFaults.vendor_refused[1]}`,
    }
  const { code, message, retryAfter, setting, alternatives } = reply.fault
  return {
    // what is not found here is something that the request names
    code: code === 'not_found' ? 'invalid_request' : code,
    // the vendor's reason can be mended by whoever asks; about the rest the catalogue has the better sentence
    ...(worthQuoting.has(code) && message !== '' && { message }),
    ...(code === 'vendor_busy' && { retryAfter: retryAfter ?? 30 }),
    ...(setting !== undefined && { setting }),
    ...(alternatives !== undefined && alternatives.length > 0 && { alternatives }),
  }
}

const worthQuoting = new Set<string>(['unknown_timezone', 'invalid_email', 'invalid_request', 'not_found'])
