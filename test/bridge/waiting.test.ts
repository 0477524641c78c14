import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadlineAfter } from '../../src/bridge/deadline.ts'
import { memoryLedger } from '../../src/bridge/memory-ledger.ts'
import { markOf, onceOnly } from '../../src/bridge/once-only.ts'
import { systemClock } from '../../src/clock.ts'

test('who only waits for another’s try knows that it may have been done', async () => {
  const parts = { ledger: memoryLedger(), clock: systemClock, onLostNote: () => {} }
  const marks = { content: { mark: markOf('a wish'), minutes: 10 }, unclear: { leftAloneMinutes: 10 } }
  const begun = Promise.withResolvers<void>()
  const never = Promise.withResolvers<{ code: 'sent' }>()
  const work = () => {
    begun.resolve()
    return never.promise
  }
  const first = onceOnly(parts, marks, deadlineAfter(60_000), work, () => assert.fail('the first waits for nobody'))
  await begun.promise
  let waits = false
  const nobody = () => assert.fail('the second does nothing')
  const second = await onceOnly(parts, marks, deadlineAfter(50), nobody, () => {
    waits = true
  })
  assert.deepEqual([waits, second.outcome.code], [true, 'outcome_unknown'])
  never.resolve({ code: 'sent' })
  assert.equal((await first).outcome.code, 'sent')
})
