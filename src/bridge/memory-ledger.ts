import { randomUUID } from 'node:crypto'
import { judge, type LedgerEntry, newEntry, peopleFor } from './ledger-rules.ts'
import { type Claim, keyHours, type LedgerRequest, type WebhookLedger } from './webhook-ledger-port.ts'
import type { Outcome } from './webhook-outcome.ts'

const sweepEveryMs = 60_000

/** Remembers until the process ends. */
export function memoryLedger(): WebhookLedger {
  const entries = new Map<string, LedgerEntry>()
  const byMark = new Map<string, LedgerEntry>()
  const people = new Map<string, Temporal.Instant>()
  const waiting = waitingRoom()
  let sweptAt: Temporal.Instant | undefined

  const marksOf = ({ keyMark, contentMark }: LedgerEntry) =>
    [keyMark, contentMark].flatMap((mark) => (mark === null ? [] : [mark.toString('base64')]))
  const forget = (entry: LedgerEntry) => {
    entries.delete(entry.attempt)
    for (const mark of marksOf(entry)) if (byMark.get(mark) === entry) byMark.delete(mark)
  }
  const keep = (entry: LedgerEntry) => {
    entries.set(entry.attempt, entry)
    for (const mark of marksOf(entry)) byMark.set(mark, entry)
  }
  const letGo = (entry: LedgerEntry, freed: { key: boolean; content: boolean }) => {
    forget(entry)
    const rest = {
      ...entry,
      keyMark: freed.key ? null : entry.keyMark,
      contentMark: freed.content ? null : entry.contentMark,
    }
    if (marksOf(rest).length > 0) keep(rest)
  }
  const sweep = (now: Temporal.Instant) => {
    const dayAgo = now.subtract({ hours: keyHours })
    if (sweptAt !== undefined && now.since(sweptAt).total('milliseconds') < sweepEveryMs) return
    sweptAt = now
    for (const entry of entries.values()) if (isPast(entry, now, dayAgo)) forget(entry)
    for (const [person, at] of people)
      if (Temporal.Instant.compare(at, now.subtract(peopleFor)) < 0) people.delete(person)
  }
  const begin = (request: LedgerRequest, left?: LedgerEntry): Claim & { kind: 'yours' } => {
    const entry = newEntry(request, randomUUID(), left)
    keep(entry)
    waiting.open(entry.attempt)
    return { kind: 'yours', attempt: entry.attempt }
  }

  return {
    claim: async (request) => {
      sweep(request.now)
      for (const mark of [request.key?.mark, request.content.mark]) {
        const entry = mark && byMark.get(mark.toString('base64'))
        if (entry === undefined) continue
        const verdict = judge(entry, request)
        if (verdict.kind === 'let_go') {
          letGo(entry, verdict)
          continue
        }
        if (verdict.kind === 'under_way') return { kind: 'under_way', outcome: waiting.at(verdict.attempt) }
        if (verdict.kind !== 'take_over') return verdict
        forget(entry)
        return { ...begin(request, entry), unclearSince: verdict.unclearSince }
      }
      return begin(request)
    },
    settle: async ({ attempt }, { outcome, state, at }) => {
      const entry = entries.get(attempt)
      if (entry !== undefined) {
        if (state === 'failed') forget(entry)
        else Object.assign(entry, { state, at, outcome })
      }
      waiting.close(attempt, outcome)
    },
    meet: async (person, now) => {
      people.set(person.toString('base64'), now)
    },
    hasMet: async (person, since) => {
      const met = people.get(person.toString('base64'))
      return met !== undefined && Temporal.Instant.compare(met, since) >= 0
    },
  }
}

function isPast(
  { state, leaseUntil, at, keyMark, keyUntil, contentUntil }: LedgerEntry,
  now: Temporal.Instant,
  dayAgo: Temporal.Instant,
) {
  const isOver = (until: Temporal.Instant) => Temporal.Instant.compare(until, now) <= 0
  if (state === 'done') return isOver(contentUntil) && (keyMark === null || isOver(keyUntil))
  return Temporal.Instant.compare(state === 'working' ? leaseUntil : at, dayAgo) < 0
}

/** Where those wait who ask what somebody of this process is already at. */
export function waitingRoom() {
  const ends = new Map<string, PromiseWithResolvers<Outcome>>()
  return {
    open: (attempt: string) => void ends.set(attempt, Promise.withResolvers()),
    close: (attempt: string, outcome: Outcome) => {
      ends.get(attempt)?.resolve(outcome)
      ends.delete(attempt)
    },
    isOpen: (attempt: string) => ends.has(attempt),
    /** a wait that ends with the outcome, or with undefined when patience does */
    at: (attempt: string) => {
      const end = ends.get(attempt)?.promise
      return (patienceMs: number) => patiently(end, patienceMs)
    },
  }
}

/** What `work` comes to, or undefined when it takes longer, or there is none. */
export async function patiently<T>(work: Promise<T> | undefined, patienceMs: number): Promise<T | undefined> {
  if (work === undefined) return undefined
  const { promise: over, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), Math.max(0, patienceMs))
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}
