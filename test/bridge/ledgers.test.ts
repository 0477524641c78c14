import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { memoryLedger } from '../../src/bridge/memory-ledger.ts'
import type { Claim, LedgerRequest, WebhookLedger } from '../../src/bridge/webhook-ledger-port.ts'
import { type Database, openDatabase } from '../../src/store/sql.ts'
import { databaseLedger, forgetOldWebhooks } from '../../src/webhook-ledger/database-ledger.ts'
import { newDatabase } from '../cast.ts'

const start = Temporal.Instant.from('2026-12-07T12:00:00Z')
const booked = {
  code: 'booked',
  booking: { id: 1, uid: 'u', status: 'accepted', start: '2027-01-01T10:00:00Z', end: '2027-01-01T10:30:00Z' },
} as const

type Ask = {
  key?: string
  body?: string
  content?: string
  minutes?: number
  unclear?: LedgerRequest['unclear']
  after?: Temporal.DurationLike
}

function request({
  key,
  body = 'body',
  content = 'content',
  minutes = 10,
  unclear = { leftAloneMinutes: 10 },
  after = { seconds: 0 },
}: Ask) {
  return {
    ...(key !== undefined && { key: { mark: Buffer.from(key), body: Buffer.from(body) } }),
    content: { mark: Buffer.from(content), minutes },
    unclear,
    lease: { milliseconds: 30_000 },
    now: start.add(after),
  } satisfies LedgerRequest
}

function mine(claim: Claim) {
  assert.equal(claim.kind, 'yours')
  return claim as Extract<Claim, { kind: 'yours' }>
}

const kinds: Record<string, () => Promise<WebhookLedger[]>> = {
  memory: async () => {
    const ledger = memoryLedger()
    return [ledger, ledger]
  },
  database: async () => {
    const databaseUrl = await newDatabase()
    return [openDatabase, openDatabase].map((open) => {
      const database: Database = open({ connectionString: databaseUrl }, 8, () => {})
      after(database.close)
      return databaseLedger(database.sql)
    })
  },
}

for (const [kind, open] of Object.entries(kinds))
  suite(`the ledger in ${kind}`, () => {
    test('gives an equal request to one, and what came of it to all who wait', async () => {
      const ledgers = await open()
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, i) => ledgers[i % 2]!.claim(request({ key: 'k' }))),
      )
      const won = claims.findIndex(({ kind }) => kind === 'yours')
      assert.equal(claims.filter(({ kind }) => kind === 'yours').length, 1)
      const outcomes = claims.flatMap((claim) => (claim.kind === 'under_way' ? [claim.outcome(10_000)] : []))
      assert.equal(outcomes.length, 39)
      await ledgers[won % 2]!.settle(mine(claims[won]!), { outcome: booked, state: 'done', at: start })
      for (const outcome of await Promise.all(outcomes)) assert.deepEqual(outcome, booked)
    })

    test('keeps nobody waiting longer than they can', async () => {
      const [ledger] = await open()
      mine(await ledger!.claim(request({})))
      const claim = await ledger!.claim(request({}))
      assert.equal(claim.kind, 'under_way')
      if (claim.kind === 'under_way') assert.equal(await claim.outcome(20), undefined)
    })

    test('answers a repeat of what is done for as long as its mark holds', async () => {
      const [one, other] = await open()
      await one!.settle(mine(await one!.claim(request({ key: 'k' }))), { outcome: booked, state: 'done', at: start })
      assert.deepEqual(await other!.claim(request({ after: { minutes: 9 } })), { kind: 'over', outcome: booked })
      assert.deepEqual(await other!.claim(request({ key: 'k', after: { hours: 23 } })), {
        kind: 'over',
        outcome: booked,
      })
      // of another key the content is the same: it would be done twice
      assert.equal((await other!.claim(request({ key: 'l', after: { minutes: 9 } }))).kind, 'over')
      mine(await other!.claim(request({ after: { minutes: 11 } })))
    })

    test('keeps a key for a day, and lets go of it then', async () => {
      const [one, other] = await open()
      await one!.settle(mine(await one!.claim(request({ key: 'k' }))), { outcome: booked, state: 'done', at: start })
      assert.equal((await other!.claim(request({ key: 'k', after: { hours: 23 } }))).kind, 'over')
      mine(await other!.claim(request({ key: 'k', after: { hours: 24 } })))
    })

    test('refuses a key that comes with another body', async () => {
      const [one, other] = await open()
      const claim = mine(await one!.claim(request({ key: 'k' })))
      const another = request({ key: 'k', body: 'another', content: 'another' })
      assert.deepEqual(await other!.claim(another), { kind: 'key_reused' })
      await one!.settle(claim, { outcome: booked, state: 'done', at: start })
      assert.deepEqual(await other!.claim(another), { kind: 'key_reused' })
    })

    test('after a failure it is as if nobody had asked', async () => {
      const [one, other] = await open()
      const claim = mine(await one!.claim(request({ key: 'k' })))
      await one!.settle(claim, { outcome: { code: 'slot_taken' }, state: 'failed', at: start })
      mine(await other!.claim(request({ key: 'k', body: 'another' })))
    })

    test('tells those who waited of a failure, instead of letting each of them try', async () => {
      const [one, other] = await open()
      const claim = mine(await one!.claim(request({})))
      const waits = await Promise.all([one!.claim(request({})), other!.claim(request({}))])
      const outcomes = waits.map((wait) => (wait.kind === 'under_way' ? wait.outcome(10_000) : undefined))
      await one!.settle(claim, { outcome: { code: 'slot_taken' }, state: 'failed', at: start })
      for (const outcome of await Promise.all(outcomes)) assert.deepEqual(outcome, { code: 'slot_taken' })
    })

    test('leaves a mail alone whose outcome nobody knows, for ten minutes', async () => {
      const [one, other] = await open()
      const claim = mine(await one!.claim(request({ key: 'k' })))
      await one!.settle(claim, { outcome: { code: 'outcome_unknown' }, state: 'unclear', at: start })
      for (const ask of [{ key: 'k' }, {}])
        assert.deepEqual(await other!.claim(request({ ...ask, after: { minutes: 9 } })), {
          kind: 'over',
          outcome: { code: 'outcome_unknown' },
        })
      mine(await other!.claim(request({ key: 'k', after: { minutes: 10 } })))
    })

    test('lets one at a time find out about a booking whose outcome nobody knows', async () => {
      const [one, other] = await open()
      const asked = { unclear: 'looked_up', minutes: 0 } as const
      const claim = mine(await one!.claim(request(asked)))
      await one!.settle(claim, { outcome: { code: 'outcome_unknown' }, state: 'unclear', at: start })
      const again = await Promise.all(
        [one!, other!, one!, other!].map((l) => l.claim(request({ ...asked, after: { seconds: 5 } }))),
      )
      const found = again.filter(({ kind }) => kind === 'yours')
      assert.deepEqual(
        found.map((one) => mine(one).unclearSince?.toString()),
        [start.toString()],
      )
      assert.equal(again.filter(({ kind }) => kind === 'under_way').length, 3)
      // the late news of whoever had it before changes nothing
      await one!.settle(claim, { outcome: { code: 'slot_taken' }, state: 'failed', at: start })
      assert.equal((await other!.claim(request({ ...asked, after: { seconds: 6 } }))).kind, 'under_way')
    })

    test('takes who left in the middle for one who may have done it', async () => {
      const [one, other] = await open()
      mine(await one!.claim(request({ content: 'mail' })))
      mine(await one!.claim(request({ content: 'booking', unclear: 'looked_up' })))
      const late = { after: { seconds: 31 } }
      assert.deepEqual(await other!.claim(request({ content: 'mail', ...late })), {
        kind: 'over',
        outcome: { code: 'outcome_unknown' },
      })
      const booking = mine(await other!.claim(request({ content: 'booking', unclear: 'looked_up', ...late })))
      assert.equal(booking.unclearSince?.toString(), start.add({ seconds: 30 }).toString())
    })

    test('without a conversation remembers a booking for those alone who asked at the same time', async () => {
      const [one, other] = await open()
      const asked = { unclear: 'looked_up', minutes: 0 } as const
      const claim = mine(await one!.claim(request(asked)))
      const wait = await other!.claim(request(asked))
      await one!.settle(claim, { outcome: booked, state: 'done', at: start })
      assert.deepEqual(wait.kind === 'under_way' && (await wait.outcome(10_000)), booked)
      mine(await other!.claim(request({ ...asked, after: { seconds: 1 } })))
    })

    test('knows whom it has met, and since when', async () => {
      const [one, other] = await open()
      await one!.meet(Buffer.from('maria'), start)
      assert.equal(await other!.hasMet(Buffer.from('maria'), start.subtract({ hours: 1 })), true)
      assert.equal(await other!.hasMet(Buffer.from('maria'), start.add({ hours: 1 })), false)
      assert.equal(await other!.hasMet(Buffer.from('bob'), start.subtract({ hours: 1 })), false)
      await other!.meet(Buffer.from('maria'), start.add({ hours: 2 }))
      assert.equal(await one!.hasMet(Buffer.from('maria'), start.add({ hours: 1 })), true)
    })
  })

test('the database lets go of what nobody can ask for any more, and of nothing else', async () => {
  const database = openDatabase({ connectionString: await newDatabase() }, 4, () => {})
  after(database.close)
  const ledger = databaseLedger(database.sql)
  const count = async () => {
    const [row] = await database.sql<{ attempts: number; people: number }>`
      select (select count(*) from webhook_attempts) as attempts, (select count(*) from webhook_people) as people`
    return [row!.attempts, row!.people]
  }
  const done = mine(await ledger.claim(request({ key: 'done', content: 'done' })))
  await ledger.settle(done, { outcome: booked, state: 'done', at: start })
  const failed = mine(await ledger.claim(request({ key: 'failed', content: 'failed' })))
  await ledger.settle(failed, { outcome: { code: 'vendor_error' }, state: 'failed', at: start })
  await ledger.meet(Buffer.from('maria'), start)
  assert.deepEqual(await count(), [2, 1])
  await forgetOldWebhooks(database.sql, start.add({ minutes: 6 }))
  assert.deepEqual(await count(), [1, 1])
  await forgetOldWebhooks(database.sql, start.add({ hours: 24 }))
  assert.deepEqual(await count(), [1, 1])
  await forgetOldWebhooks(database.sql, start.add({ hours: 31 * 24 }))
  assert.deepEqual(await count(), [0, 0])
})
