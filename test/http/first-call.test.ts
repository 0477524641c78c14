import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, openStage } from '../cast.ts'

test('a nine-to-five day has sixteen half hours, and fifteen after one booking', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)
  const before = await alice.agent('check-availability', { date: '2026-12-15' })
  assert.equal(before.body.total_slots, 16)
  assert.equal(before.body.available_slots, 16)
  const booked = await alice.agent('book-appointment', {
    date: '2026-12-15',
    start_time: '14:00',
    customer_name: 'Maria Lopez',
    customer_phone: '(212) 555-0123',
  })
  assert.equal(booked.body.success, true)
  assert.match(booked.body.confirmation_code, /^[A-Z0-9]{6}$/)
  const after = await alice.agent('check-availability', { date: '2026-12-15' })
  assert.equal(after.body.total_slots, 16)
  assert.equal(after.body.available_slots, 15)
  assert.ok(!after.body.slots.some((slot: { start_time: string }) => slot.start_time === '14:00'))
})
