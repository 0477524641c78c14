import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Deadline } from './deadline.ts'
import type { Claimed, Ended, LedgerRequest, WebhookLedger } from './webhook-ledger-port.ts'
import { type Failure, isFailure, keepable, type Outcome } from './webhook-outcome.ts'

/** The SHA-256 of anything that JSON can say: all that is kept of a request. */
export const markOf = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest()

export type OnceOnly = {
  ledger: WebhookLedger
  clock: Clock
  /** hears of a ledger that cannot write: what was done is answered all the same */
  onLostNote: (error: unknown) => void
}

export type Did = { outcome: Outcome /** an earlier or simultaneous request did it */; replayed: boolean }

// The worker answers within its deadline; what comes after is it writing that down.
const leaseBeyondDeadlineMs = 10_000

/**
 * Lets one of several equal requests do the work; the others get what came of it, each within its own deadline.
 * A failure frees the request for another try. What is unclear stays so until somebody knows. `onWaiting` hears that
 * somebody else is at it, so that no answer in time means an unknown outcome.
 */
export async function onceOnly(
  parts: OnceOnly,
  marks: Pick<LedgerRequest, 'key' | 'content' | 'unclear'>,
  deadline: Deadline,
  work: (unclearSince: Temporal.Instant | undefined) => Promise<Outcome>,
  onWaiting: () => void,
): Promise<Did> {
  const { ledger, clock } = parts
  for (;;) {
    const lease = { milliseconds: Math.ceil(deadline.left()) + leaseBeyondDeadlineMs }
    const claim = await ledger.claim({ ...marks, lease, now: clock.now() })
    if (claim.kind === 'key_reused') return { outcome: { code: 'idempotency_key_reused' }, replayed: false }
    if (claim.kind === 'over') return { outcome: claim.outcome, replayed: true }
    if (claim.kind === 'yours') return { outcome: await doIt(parts, claim, deadline, work), replayed: false }
    onWaiting()
    const outcome = await claim.outcome(deadline.left())
    if (outcome !== undefined) return { outcome, replayed: true }
    if (deadline.left() <= 0) return { outcome: { code: 'outcome_unknown' }, replayed: true }
  }
}

async function doIt(
  { ledger, clock, onLostNote }: OnceOnly,
  claim: Claimed,
  deadline: Deadline,
  work: (unclearSince: Temporal.Instant | undefined) => Promise<Outcome>,
): Promise<Outcome> {
  const settle = (outcome: Outcome) => ledger.settle(claim, endOf(claim, outcome, clock.now())).catch(onLostNote)
  let outcome: Outcome
  try {
    outcome = deadline.left() > 0 ? await work(claim.unclearSince) : tooLate(claim)
  } catch (error) {
    // whatever broke, it may have been done before
    await settle({ code: 'outcome_unknown' })
    throw error
  }
  await settle(outcome)
  return outcome
}

/** The ledger took so long that nobody listens any more: they have heard that nothing was done. */
const tooLate = ({ unclearSince }: Claimed): Failure => ({
  code: unclearSince === undefined ? 'vendor_timeout' : 'outcome_unknown',
})

function endOf({ unclearSince }: Claimed, outcome: Outcome, now: Temporal.Instant): Ended {
  const state = !isFailure(outcome) ? 'done' : outcome.code === 'outcome_unknown' ? 'unclear' : 'failed'
  // one who only looked, and found nothing, has not made it less of a while ago
  return { outcome: keepable(outcome), state, at: state === 'unclear' && unclearSince ? unclearSince : now }
}
