import type { Outcome } from './webhook-outcome.ts'

/**
 * What the bridge remembers, so that asking twice does nothing twice: hashes of requests, what came of them, and hashes
 * of the people it has booked for. `vami bridge` keeps it in memory, `vami serve` in the database, where every instance
 * sees it.
 */
export type WebhookLedger = {
  /** Takes a request on, or says what came of an equal one. One caller at a time gets `yours`. */
  claim(request: LedgerRequest): Promise<Claim>
  /** Writes down what came of a claim. */
  settle(claim: Claimed, ended: Ended): Promise<void>
  /** Remembers somebody who has been booked for. */
  meet(person: Buffer, now: Temporal.Instant): Promise<void>
  /** Whether somebody has been booked for since then. */
  hasMet(person: Buffer, since: Temporal.Instant): Promise<boolean>
}

/** A request by its hashes. It equals an earlier one that has a mark in common with it. */
export type LedgerRequest = {
  /** the caller's Idempotency-Key, and what came with it */
  key?: { mark: Buffer; body: Buffer }
  /** what the request says, as far as it makes two requests the same */
  content: { mark: Buffer; minutes: number }
  /** An equal request whose outcome is not known: is it left alone for these minutes, or looked up by whoever asks? */
  unclear: { leftAloneMinutes: number } | 'looked_up'
  /** when whoever takes it on has answered, or is gone */
  lease: { milliseconds: number }
  now: Temporal.Instant
}

export type Claimed = {
  attempt: string
  /** an equal request ended then, and nobody knows how */
  unclearSince?: Temporal.Instant
}

export type Claim =
  | ({ kind: 'yours' } & Claimed)
  | { kind: 'over'; outcome: Outcome }
  /** Somebody is at it. `outcome` is fulfilled at the end of `patienceMs` at the latest, then with undefined. */
  | { kind: 'under_way'; outcome(patienceMs: number): Promise<Outcome | undefined> }
  | { kind: 'key_reused' }

export type Ended = {
  outcome: Outcome
  /** `unclear` is kept until it is known better, `done` is what a repeat gets, `failed` is as if it had not been asked */
  state: 'done' | 'failed' | 'unclear'
  /** since when it is unclear */
  at: Temporal.Instant
}

/** Days for which an Idempotency-Key, or an unclear outcome, is kept. */
export const keyHours = 24
