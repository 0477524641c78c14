import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { judge, type LedgerEntry, newEntry, peopleFor } from '../bridge/ledger-rules.ts'
import { patiently, waitingRoom } from '../bridge/memory-ledger.ts'
import { type Claim, keyHours, type LedgerRequest, type WebhookLedger } from '../bridge/webhook-ledger-port.ts'
import type { Outcome } from '../bridge/webhook-outcome.ts'
import type { Sql } from '../store/sql.ts'

/** Remembers in the database, for all instances on it and beyond their ends. */
export function databaseLedger(sql: Sql): WebhookLedger {
  const waiting = waitingRoom()
  const elsewhere = new Map<string, Promise<Outcome | undefined>>()
  /** What comes of an attempt that another process is at; all who wait for it here look together. */
  const watch = (attempt: string) => {
    const watching =
      elsewhere.get(attempt) ??
      watchAttempt(sql, attempt)
        .catch(() => undefined)
        .finally(() => elsewhere.delete(attempt))
    elsewhere.set(attempt, watching)
    return watching
  }
  const yours = (attempt: string, unclearSince?: Temporal.Instant): Claim => {
    waiting.open(attempt)
    return { kind: 'yours', attempt, ...(unclearSince && { unclearSince }) }
  }
  return {
    claim: async (request) => {
      for (;;) {
        const attempt = randomUUIDv7()
        if (await begin(sql, newEntry(request, attempt))) return yours(attempt)
        const verdict = await lookCloser(sql, request, attempt)
        if (verdict === undefined) continue
        if (verdict.kind === 'take_over') return yours(attempt, verdict.unclearSince)
        if (verdict.kind !== 'under_way') return verdict
        const at = verdict.attempt
        if (waiting.isOpen(at)) return { kind: 'under_way', outcome: waiting.at(at) }
        const watching = watch(at)
        return { kind: 'under_way', outcome: (patienceMs) => patiently(watching, patienceMs) }
      }
    },
    settle: async ({ attempt }, { outcome, state, at }) => {
      try {
        const failed = state === 'failed'
        await sql`
          update webhook_attempts set state = ${state}, at = ${at}, outcome = ${JSON.stringify(outcome)}::jsonb,
            key_mark = case when ${failed}::boolean then null else key_mark end,
            content_mark = case when ${failed}::boolean then null else content_mark end
          where attempt = ${attempt}`
      } finally {
        waiting.close(attempt, outcome)
      }
    },
    meet: async (person, now) => {
      await sql`
        insert into webhook_people (person, met_at) values (${person}, ${now})
        on conflict (person) do update set met_at = excluded.met_at`
    },
    hasMet: async (person, since) => {
      const rows = await sql`select 1 from webhook_people where person = ${person} and met_at >= ${since}`
      return rows.length > 0
    },
  }
}

/** Lets go of what nobody can ask for any more. */
export async function forgetOldWebhooks(sql: Sql, now: Temporal.Instant): Promise<void> {
  await sql`
    delete from webhook_attempts where at < ${now.subtract({ hours: keyHours + 1 })}
      or (key_mark is null and content_mark is null and at < ${now.subtract({ minutes: 5 })})`
  await sql`delete from webhook_people where met_at < ${now.subtract(peopleFor)}`
}

async function begin(sql: Sql, entry: LedgerEntry): Promise<boolean> {
  const rows = await sql`
    insert into webhook_attempts
      (attempt, key_mark, key_body, content_mark, state, at, lease_until, key_until, content_until)
    values (${entry.attempt}, ${entry.keyMark}, ${entry.keyBody}, ${entry.contentMark}, ${entry.state}, ${entry.at},
      ${entry.leaseUntil}, ${entry.keyUntil}, ${entry.contentUntil})
    on conflict do nothing returning attempt`
  return rows.length > 0
}

/**
 * What the attempts that stand in the way of a request mean for it; undefined when none does any more. One that is
 * taken over, is from then on `attempt`.
 */
async function lookCloser(sql: Sql, request: LedgerRequest, attempt: string) {
  return sql.transaction(async (sql) => {
    const rows = await sql<Row>`
      select * from webhook_attempts
      where key_mark = ${request.key?.mark ?? null} or content_mark = ${request.content.mark}
      order by attempt for update`
    const entries = rows.map(entryOf)
    // the caller's own key first: it may be used with another body
    entries.sort((a, b) => Number(sharesKey(b, request)) - Number(sharesKey(a, request)))
    for (const entry of entries) {
      const verdict = judge(entry, request)
      if (verdict.kind === 'let_go') {
        await sql`
          update webhook_attempts set key_mark = ${verdict.key ? null : entry.keyMark},
            content_mark = ${verdict.content ? null : entry.contentMark}
          where attempt = ${entry.attempt}`
        continue
      }
      if (verdict.kind === 'take_over') await takeOver(sql, entry, newEntry(request, attempt, entry))
      return verdict
    }
    return undefined
  })
}

async function takeOver(sql: Sql, left: LedgerEntry, entry: LedgerEntry): Promise<void> {
  await sql`
    update webhook_attempts set attempt = ${entry.attempt}, key_mark = ${entry.keyMark}, key_body = ${entry.keyBody},
      content_mark = ${entry.contentMark}, state = ${entry.state}, at = ${entry.at}, lease_until = ${entry.leaseUntil},
      key_until = ${entry.keyUntil}, content_until = ${entry.contentUntil}, outcome = null
    where attempt = ${left.attempt}`
}

// Whoever works on it is in another process. A notification would be sooner, and a listener for each instance dearer.
const firstLookMs = 20
const longestBetweenLooksMs = 200

/** Looks until it is over; undefined when it vanishes, or nobody works on it any more. */
async function watchAttempt(sql: Sql, attempt: string): Promise<Outcome | undefined> {
  const begun = performance.now()
  for (let wait = firstLookMs; ; wait = Math.min(longestBetweenLooksMs, wait * 1.5)) {
    // nothing to stay for: whoever waits is answered at their own deadline
    await pause(wait, undefined, { ref: false })
    const [row] = await sql<{ state: string; outcome: Outcome | null; lease_ms: number }>`
      select state, outcome, extract(epoch from lease_until - at)::float8 * 1000 as lease_ms
      from webhook_attempts where attempt = ${attempt}`
    if (row === undefined) return undefined
    if (row.state !== 'working') return row.outcome ?? undefined
    if (performance.now() - begun > row.lease_ms) return undefined
  }
}

type Row = {
  attempt: string
  key_mark: Buffer | null
  key_body: Buffer | null
  content_mark: Buffer | null
  state: LedgerEntry['state']
  at: Temporal.Instant
  lease_until: Temporal.Instant
  key_until: Temporal.Instant
  content_until: Temporal.Instant
  outcome: Outcome | null
}

const entryOf = (row: Row): LedgerEntry => ({
  attempt: row.attempt,
  keyMark: row.key_mark,
  keyBody: row.key_body,
  contentMark: row.content_mark,
  state: row.state,
  at: row.at,
  leaseUntil: row.lease_until,
  keyUntil: row.key_until,
  contentUntil: row.content_until,
  outcome: row.outcome,
})

const sharesKey = ({ keyMark }: LedgerEntry, { key }: LedgerRequest): boolean =>
  keyMark !== null && key !== undefined && keyMark.equals(key.mark)
