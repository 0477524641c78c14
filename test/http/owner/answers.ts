import assert from 'node:assert/strict'
import type { Answer } from '../../cast.ts'

/** What an answer of the owner's API has to be, with the body in the message when it is not. */

export function accepted<Body = any>(answer: Answer<Body>, status = 200): Body {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}

/** A fault with its public code; `paths` are those of its details, all of them. */
export function refused(answer: Answer, status: number, code: string, ...paths: string[]): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.equal(answer.body.error, code)
  assert.ok(answer.body.message.length > 0)
  assert.equal(answer.body.request_id, answer.headers.get('x-request-id'))
  const named = (answer.body.details ?? []).map(({ path }: { path: string }) => path)
  assert.deepEqual([...new Set(named)].sort(), paths.sort(), JSON.stringify(answer.body))
}

/** How often each status occurs: `{ 200: 1, 409: 39 }`. */
export function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** The refresh cookie that an answer sets. */
export function cookieOf({ headers }: Answer): { value: string; attributes: string[] } {
  const [pair, ...attributes] = (headers.getSetCookie()[0] ?? '').split('; ')
  assert.match(pair ?? '', /^vami_refresh=/)
  return { value: pair!.slice('vami_refresh='.length), attributes }
}
