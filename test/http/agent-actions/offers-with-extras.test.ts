import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const [first] = (await alice.as('GET', '/api/practitioners')).body.practitioners
const ruiz = (await alice.as('POST', '/api/practitioners', { name: 'Dr. Elena Ruiz' })).body
const cleaning = (await alice.as('POST', '/api/services', { name: 'Cleaning', duration_minutes: 30 })).body
await alice.as('POST', '/api/services', { name: 'Surgery', duration_minutes: 90 })

const customer = { customer_name: 'Maria Lopez', customer_phone: '(212) 555-0123' }

/** Offers a half hour at this time and books it by its id, with more fields. */
async function bookOffered(time: string, more: Record<string, unknown>, asked: Record<string, unknown> = {}) {
  const { slots } = (await alice.agent('check-availability', { date: '2026-12-15', ...asked })).body
  const { slot_id } = slots.find((slot: { start_time: string }) => slot.start_time === time)
  return (await alice.agent('book-appointment', { slot_id, ...customer, ...more })).body
}

test('a service that fits the offered slot is kept with the appointment', async () => {
  const booked = await bookOffered('09:00', { service: 'cleaning' })
  assert.equal(booked.service, 'Cleaning')
  assert.equal(booked.warnings, undefined)
})

test('a service that would take longer than what was offered is left out, and the answer says so', async () => {
  const booked = await bookOffered('09:30', { service: 'Surgery' })
  assert.equal(booked.duration_minutes, 30)
  assert.equal(booked.service, null)
  assert.deepEqual(booked.warnings, ['service_ignored'])
})

test('a practitioner whom the caller adds is the one who is booked', async () => {
  const booked = await bookOffered('10:00', { practitioner: 'Ruiz' })
  assert.equal(booked.practitioner, ruiz.name)
})

test('what was offered counts where the request says something else', async () => {
  const more = { practitioner: ruiz.name, duration_minutes: 60 }
  const booked = await bookOffered('10:30', more, { practitioner: first.id, service: cleaning.id })
  assert.equal(booked.practitioner, first.name)
  assert.equal(booked.service, 'Cleaning')
  assert.equal(booked.duration_minutes, 30)
  assert.deepEqual(booked.warnings, ['practitioner_ignored', 'duration_minutes_ignored'])
})

test('the same again as was offered is no reason for a warning', async () => {
  const more = { practitioner: 'elena ruiz', service: 'CLEANING', duration_minutes: '30' }
  const booked = await bookOffered('11:00', more, { practitioner: ruiz.id, service: cleaning.id })
  assert.equal(booked.success, true)
  assert.equal(booked.warnings, undefined)
})

test('a time that the desk has blocked keeps its title from callers', async () => {
  await alice.as('POST', '/api/appointments', {
    start_time: '2026-12-07T17:00:00Z',
    end_time: '2026-12-07T18:00:00Z',
    title: 'Lunch with mother',
  })
  const { body } = await stage.call('GET', `/api/agent-actions/appointments/${alice.agentId}/today`, {
    token: alice.token,
  })
  assert.deepEqual(body.appointments, [{ time: '12:00', customer_name: '', status: 'scheduled' }])
})
