import { ApiFault } from './api.ts'

export type AgentAction =
  | 'check-availability'
  | 'next-available'
  | 'hold-slot'
  | 'book-appointment'
  | 'find-appointments'
  | 'reschedule-appointment'
  | 'cancel-appointment'
  | 'take-message'
  | 'clinic-info'

export type AgentAnswer = { status: number; body: Record<string, unknown>; milliseconds: number }

export const actionPath = (action: AgentAction, agentId: string): string =>
  `/api/agent-actions/${action}/${encodeURIComponent(agentId)}`

/**
 * Asks as the voice agent does: with its token alone, and nothing of who is logged in. Any status is an answer; throws
 * `ApiFault` only when the server cannot be reached.
 */
export async function callAction(
  agentId: string,
  token: string,
  action: AgentAction,
  body: Record<string, unknown>,
): Promise<AgentAnswer> {
  const start = performance.now()
  try {
    const response = await fetch(actionPath(action, agentId), {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', 'x-agent-token': token },
      body: JSON.stringify(body),
    })
    const answer = await response.json().catch(() => ({}))
    return { status: response.status, body: answer, milliseconds: Math.round(performance.now() - start) }
  } catch {
    throw new ApiFault(0, {})
  }
}
