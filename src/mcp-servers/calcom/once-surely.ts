import { earlier, pause } from '../time-left.ts'
import type { ToolCall } from '../tool.ts'
import { isObject, type VendorAnswer, type VendorOutcome, waitAsked } from '../vendor-call.ts'
import type { Lookup } from './booking-lookup.ts'
import type { CalcomBooking } from './calcom-api.ts'
import { broken, nothingDone, unclear } from './calcom-refusals.ts'

/** A write to Cal.com that must not happen twice, and how to find out whether it happened. */
export type Attempt = {
  /** "the appointment was booked" */
  what: string
  post(call: ToolCall): Promise<VendorOutcome>
  read(outcome: VendorOutcome): CalcomBooking | undefined
  lookUp(call: ToolCall): Promise<Lookup>
  /** Cal.com said no: the booking that an earlier try has made, or throws. */
  refused(answer: VendorAnswer, call: ToolCall): Promise<CalcomBooking>
}

/** `found`: an earlier try had done it. */
export type Surely = { booking: CalcomBooking; found: boolean }

/** Kept for looking up what became of a write: a fifth of the time, at most this many milliseconds. */
const longestReserve = 3_000

/**
 * Writes once. After an answer that leaves the outcome open (5xx, a dropped connection, garbage, silence) Cal.com is
 * asked; the write is repeated only after an explicit 503 with nothing found. Throws `Faulted`, and `outcome_unknown`
 * for what nobody can say.
 */
export async function onceSurely(attempt: Attempt, call: ToolCall): Promise<Surely> {
  const reserve = Math.min(longestReserve, call.deadline.left() / 5)
  for (let tries = 1; ; tries++) {
    // whoever asked may have gone meanwhile: what is not begun needs no end
    call.signal.throwIfAborted()
    const outcome = await attempt.post({ ...call, deadline: earlier(call.deadline, reserve) })
    const booking = attempt.read(outcome)
    if (booking !== undefined) return { booking, found: false }
    if (outcome.kind === 'unsent') throw nothingDone(outcome, 'booking')
    if (outcome.kind === 'answered' && outcome.status >= 300 && outcome.status < 500)
      return { booking: await attempt.refused(outcome, call), found: true }
    const found = await lookUpTwice(attempt, outcome, call)
    if (found.kind === 'found') return { booking: found.booking, found: true }
    if (found.kind === 'unknown' || !saysNo(outcome)) throw unclear(attempt.what)
    if (tries > 1 || !(await mayTryAgain(outcome, reserve, call))) throw broken()
  }
}

/** After silence or a cut connection a booking may still be on its way: a second look, a second later. */
async function lookUpTwice({ lookUp }: Attempt, outcome: VendorOutcome, call: ToolCall): Promise<Lookup> {
  // the caller's going away does not end the search: it is what a later repetition rests on
  const searching = { ...call, signal: new AbortController().signal }
  const first = await lookUp(searching)
  if (first.kind !== 'absent' || saysNo(outcome) || call.deadline.left() < secondLookAfter * 1.2) return first
  await pause(secondLookAfter)
  return lookUp(searching)
}

/** milliseconds */
const secondLookAfter = 1_000

/** A server error in Cal.com's own words. A gateway that has lost the answer says 504, or speaks HTML. */
const saysNo = (outcome: VendorOutcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 500 && outcome.status !== 504 && isObject(outcome.body)

/** Only 503 says that nothing was tried; waits as long as it asks for, if time allows. */
async function mayTryAgain(outcome: VendorOutcome, reserve: number, { deadline }: ToolCall): Promise<boolean> {
  if (outcome.kind !== 'answered' || outcome.status !== 503) return false
  const wait = (waitAsked(outcome) ?? 0) * 1_000
  // as much again for the second try's own look-up
  if (deadline.left() < wait + reserve * 2) return false
  await pause(wait)
  return true
}
