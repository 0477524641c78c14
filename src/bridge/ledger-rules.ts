import { keyHours, type LedgerRequest } from './webhook-ledger-port.ts'
import type { Outcome } from './webhook-outcome.ts'

/** An earlier request, as a ledger keeps it. A mark that has been let go of is null. */
export type LedgerEntry = {
  attempt: string
  keyMark: Buffer | null
  keyBody: Buffer | null
  contentMark: Buffer | null
  state: 'working' | 'done' | 'failed' | 'unclear'
  /** when it began; once it is unclear, since when */
  at: Temporal.Instant
  /** until when whoever works on it is believed to be there */
  leaseUntil: Temporal.Instant
  keyUntil: Temporal.Instant
  contentUntil: Temporal.Instant
  outcome: Outcome | null
}

/** What an earlier request means for an equal one that comes now. */
export type Verdict =
  | { kind: 'over'; outcome: Outcome }
  | { kind: 'under_way'; attempt: string }
  | { kind: 'key_reused' }
  /** nobody knows how it ended: whoever asks now finds out */
  | { kind: 'take_over'; unclearSince: Temporal.Instant }
  /** its time is over: these marks are free */
  | { kind: 'let_go'; key: boolean; content: boolean }

/** For how long somebody who was booked for is known. */
export const peopleFor = { hours: 30 * 24 }

/** The rule book of both ledgers. `entry` has a mark in common with `request`. */
export function judge(entry: LedgerEntry, request: LedgerRequest): Verdict {
  const { now } = request
  const isOver = (until: Temporal.Instant) => Temporal.Instant.compare(until, now) <= 0
  // what is done answers a repeat for as long as its mark holds; what is not is somebody's business until it is known
  const holds = (until: Temporal.Instant) => entry.state !== 'done' || !isOver(until)
  const sharesKey = isSame(entry.keyMark, request.key?.mark)
  const sharesContent = isSame(entry.contentMark, request.content.mark)
  const byKey = sharesKey && holds(entry.keyUntil)
  const byContent = sharesContent && holds(entry.contentUntil)
  if (!byKey && !byContent) return { kind: 'let_go', key: sharesKey, content: sharesContent }
  if (byKey && !isSame(entry.keyBody, request.key?.body)) return { kind: 'key_reused' }
  if (entry.state === 'working' && !isOver(entry.leaseUntil)) return { kind: 'under_way', attempt: entry.attempt }
  if (entry.state === 'done' && entry.outcome !== null) return { kind: 'over', outcome: entry.outcome }
  // a worker that is gone left in the middle: it may have done it
  const unclearSince = entry.state === 'working' ? entry.leaseUntil : entry.at
  const minutes = request.unclear === 'looked_up' ? keyHours * 60 : request.unclear.leftAloneMinutes
  if (isOver(unclearSince.add({ minutes }))) return { kind: 'let_go', key: sharesKey, content: sharesContent }
  if (request.unclear === 'looked_up') return { kind: 'take_over', unclearSince }
  return { kind: 'over', outcome: { code: 'outcome_unknown' } }
}

/** A request that has just been taken on, maybe from whoever left it in the middle. */
export function newEntry(request: LedgerRequest, attempt: string, left?: LedgerEntry): LedgerEntry {
  const { key, content, lease, now } = request
  return {
    attempt,
    keyMark: key?.mark ?? left?.keyMark ?? null,
    keyBody: key?.body ?? left?.keyBody ?? null,
    contentMark: content.mark,
    state: 'working',
    at: now,
    leaseUntil: now.add(lease),
    keyUntil: now.add({ hours: keyHours }),
    contentUntil: now.add({ minutes: content.minutes }),
    outcome: null,
  }
}

const isSame = (mark: Buffer | null, other: Buffer | undefined): boolean =>
  mark !== null && other !== undefined && mark.equals(other)
