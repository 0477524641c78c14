import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBridgeStage } from './bridge-stage.ts'
import { sendRandomBodies } from './random-bodies.ts'

test('six hundred bodies of any kind: no fault of ours, no mail astray, nobody’s words in the log', {
  timeout: 60_000,
}, async () => {
  const stage = await openBridgeStage({ environment: { LIMIT_MAILS_PER_RECIPIENT_HOUR: '100000' } })
  const { faults, statuses, booked, mailed } = await sendRandomBodies(stage, 600, 7)
  assert.deepEqual(faults, [])
  // they do get somewhere
  for (const status of [200, 400, 422]) assert.ok(statuses[status]! > 20, `${status}: ${statuses[status]}`)
  assert.ok(booked > 20 && mailed > 20, `${booked} booked, ${mailed} mailed`)
})
