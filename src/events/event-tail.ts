import type { ClinicId } from '../clinics/clinic-id.ts'
import type { Sql } from '../store/sql.ts'
import {
  beginTransactionNow,
  type ChangeEvent,
  findLastNumber,
  listEvents,
  mostEventsAtOnce,
  readLogEnd,
} from './event-log.ts'

/**
 * Follows the end of the event log for all readers of this process, in the order of the numbers, with no gap.
 *
 * A number is given when a change is written and can be read when it is committed, so 6 may show up before 5. Whoever
 * had gone on to 6 would never see 5. So the tail stops before a gap until it is sure: a missing number was given to a
 * transaction that had begun before the number after it was seen; once all of those have ended, it either shows or was
 * rolled back. No lock is taken, and nothing waits where there is no gap. So whoever writes an event has to have written
 * something else in that transaction before, as the triggers do: a number is given before a first write counts as one.
 */
export type EventTail = {
  /** every event up to this number is known */
  settled(): number
  /** looks at the log's end now; calls that come meanwhile share the next look */
  look(): Promise<void>
  /** called with what has been settled, in order; returns how to stop */
  subscribe(clinic: ClinicId, onEvents: (events: readonly ChangeEvent[]) => void): () => void
  /** fulfilled when the tail knows where the log ends */
  ready: Promise<void>
  close(): void
}

/** Of a server without a database, which only shows its document: nothing ever happens. */
export const silentTail: EventTail = {
  settled: () => 0,
  look: async () => {},
  subscribe: () => () => {},
  ready: Promise.resolve(),
  close: () => {},
}

// While something is unsettled: the other transaction's end sends no word when it is rolled back.
const unsettledMs = 20
const mostDoubts = 100
// While the database does not answer; the listening connection gives word when it is back, often sooner.
const faultMs = 1_000

/** `onFault` hears once that the log cannot be read, and again only after it could be. */
export function followEvents(sql: Sql, onFault: (error: unknown) => void): EventTail {
  const readers = new Map<string, Set<(events: readonly ChangeEvent[]) => void>>()
  let settled = -1
  /** gaps seen up to a number, which nobody fills any more once every transaction below `sure` has ended */
  const doubts: { upTo: number; sure: bigint }[] = []
  /** what is missing up to here never comes */
  let closed = -1
  let start: { last: number; sure: bigint } | undefined
  let ended = false
  let faulty = false
  let timer: NodeJS.Timeout | undefined
  let announceReady = () => {}
  const ready = new Promise<void>((resolve) => {
    announceReady = resolve
  })

  const again = (ms = unsettledMs) => {
    clearTimeout(timer)
    if (!ended) timer = setTimeout(() => void look(), ms)
  }

  const begin = async () => {
    start ??= { last: await findLastNumber(sql), sure: await beginTransactionNow(sql) }
    const { oldestRunning } = await readLogEnd(sql, start.last)
    if (oldestRunning < start.sure) return again()
    settled = start.last
    announceReady()
  }

  const advance = async () => {
    const { events, oldestRunning } = await readLogEnd(sql, settled)
    const from = settled
    while (doubts.length > 0 && doubts[0]!.sure <= oldestRunning) closed = doubts.shift()!.upTo
    for (const { number } of events) {
      if (number > settled + 1 && number > closed) break
      settled = number
    }
    const known = events.filter(({ number }) => number > from && number <= settled)
    deliver(known)
    if (known.length === events.length) {
      if (events.length === mostEventsAtOnce) await advance()
    } else {
      await doubt(events.at(-1)!.number)
    }
  }

  /** Each look has its own doubt: else a gap would wait for transactions that began long after it. */
  const doubt = async (upTo: number) => {
    const isFirst = doubts.length === 0
    const isNew = upTo > (doubts.at(-1)?.upTo ?? closed)
    if (isNew && doubts.length < mostDoubts) doubts.push({ upTo, sure: await beginTransactionNow(sql) })
    if (isFirst) await advance()
    else again()
  }

  const deliver = (events: readonly ChangeEvent[]) => {
    for (const [clinicId, ofClinic] of Map.groupBy(events, ({ clinic_id }) => clinic_id)) {
      for (const reader of readers.get(clinicId) ?? []) reader(ofClinic)
    }
  }

  const look = onlyOneAtATime(async () => {
    if (ended) return
    try {
      if (settled < 0) await begin()
      if (settled >= 0) await advance()
      faulty = false
    } catch (error) {
      if (!faulty) onFault(error)
      faulty = true
      again(faultMs)
    }
  })

  const subscribe: EventTail['subscribe'] = (clinic, onEvents) => {
    const ofClinic = readers.get(clinic) ?? new Set()
    readers.set(clinic, ofClinic.add(onEvents))
    return () => {
      ofClinic.delete(onEvents)
      if (ofClinic.size === 0 && readers.get(clinic) === ofClinic) readers.delete(clinic)
    }
  }

  void look()
  return {
    settled: () => settled,
    look,
    subscribe,
    ready,
    close: () => {
      ended = true
      clearTimeout(timer)
    },
  }
}

// A reader who is this far behind is cut off: it comes back with its last number and reads from the log.
const mostUnread = 10_000

/**
 * Everything of a clinic after a number, first from the log and then as it comes, until `signal` is aborted or the
 * reader falls too far behind.
 */
export async function* eventsAfter(
  sql: Sql,
  tail: EventTail,
  clinic: ClinicId,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<ChangeEvent[]> {
  await tail.ready
  let unread: ChangeEvent[] = []
  let word = Promise.withResolvers<void>()
  const wake = () => word.resolve()
  // In one breath: what is settled by now comes from the log, all that follows through the subscription.
  const upTo = tail.settled()
  const unsubscribe = tail.subscribe(clinic, (events) => {
    unread.push(...events)
    wake()
  })
  signal.addEventListener('abort', wake)
  try {
    let position = after
    while (!signal.aborted && position < upTo) {
      const events = await listEvents(sql, clinic, position, upTo)
      if (events.length > 0) yield events
      position = events.length < mostEventsAtOnce ? upTo : events.at(-1)!.number
    }
    while (!signal.aborted && unread.length <= mostUnread) {
      const events = unread.filter(({ number }) => number > position)
      unread = []
      if (events.length > 0) yield events
      if (unread.length === 0 && !signal.aborted) await word.promise
      word = Promise.withResolvers<void>()
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', wake)
  }
}

/** While one run is under way, further calls share a single run after it. */
function onlyOneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  return () => {
    if (running === undefined) {
      running = work().finally(() => {
        running = undefined
      })
      return running
    }
    next ??= running.then(() => {
      next = undefined
      running = work().finally(() => {
        running = undefined
      })
      return running
    })
    return next
  }
}
