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

test('a service that the caller adds is kept with the appointment', async () => {
  const booked = await bookOffered('09:00', { service: 'cleaning' })
  assert.equal(booked.service, 'Cleaning')
  assert.equal(booked.duration_minutes, 30)
})

test('a service that takes longer than what was offered is booked for as long as it takes', async () => {
  const booked = await bookOffered('09:30', { service: 'Surgery' })
  assert.equal(booked.service, 'Surgery')
  assert.equal(booked.end_time, '11:00')
})

test('what no longer fits is refused with alternatives that do', async () => {
  const refused = await bookOffered('16:30', { service: 'Surgery' })
  assert.equal(refused.error, 'outside_hours')
  assert.match(refused.say, /closing time/)
  assert.equal(refused.alternatives[2].end_time, '17:00')
  assert.equal(refused.alternatives[2].start_time, '15:30')
})

test('a practitioner whom the caller adds is the one who is booked', async () => {
  const booked = await bookOffered('11:30', { practitioner: 'Ruiz' })
  assert.equal(booked.practitioner, ruiz.name)
})

test('a practitioner or service that is not there is asked about, never left out', async () => {
  assert.equal((await bookOffered('12:00', { practitioner: 'Dr. Nobody' })).error, 'unknown_practitioner')
  assert.equal((await bookOffered('12:00', { service: 'Levitation' })).error, 'unknown_service')
})

test('any practitioner will do for a caller who says so', async () => {
  const booked = await bookOffered('12:00', { practitioner: 'any' })
  assert.equal(booked.practitioner, first.name)
})

test('a duration that the caller changes is the one that is booked', async () => {
  const booked = await bookOffered('13:00', { duration_minutes: 60 }, { practitioner: first.id })
  assert.equal(booked.end_time, '14:00')
  assert.equal(booked.practitioner, first.name)
})

test('the same again as was offered changes nothing', async () => {
  const more = {
    practitioner: 'elena ruiz',
    service: 'CLEANING',
    duration_minutes: '30',
    date: '2026-12-15',
    start_time: '14:00',
  }
  const booked = await bookOffered('14:00', more, { practitioner: ruiz.id, service: cleaning.id })
  assert.equal(booked.success, true)
  assert.equal(booked.start_time, '14:00')
})

test('a date or a time that contradicts the slot is asked about, and nothing is booked', async () => {
  const otherDay = await bookOffered('15:00', { date: '2026-12-16' })
  assert.equal(otherDay.error, 'unclear_date')
  assert.deepEqual(otherDay.did_you_mean, ['2026-12-15', '2026-12-16'])
  assert.equal(otherDay.say, 'Did you mean Tuesday, December 15th or Wednesday, December 16th?')
  const otherTime = await bookOffered('15:00', { start_time: '10:00' })
  assert.equal(otherTime.error, 'unclear_time')
  assert.deepEqual(otherTime.did_you_mean, ['15:00', '10:00'])
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

test('a plain retry finds what was booked with a key or in a conversation, and books nothing', async () => {
  const wish = { date: '2026-12-17', start_time: '10:00', ...customer }
  const keyed = await alice.agent('book-appointment', wish, { 'idempotency-key': 'once' })
  const plain = await alice.agent('book-appointment', wish)
  assert.equal(plain.body.appointment_id, keyed.body.appointment_id)
  assert.equal(plain.body.replayed, true)
  assert.equal(plain.body.confirmation_code, undefined)
  const inCall = await alice.agent('book-appointment', { ...wish, start_time: '11:00', conversation_id: 'conv_1' })
  const plainAgain = await alice.agent('book-appointment', { ...wish, start_time: '11:00' })
  assert.equal(plainAgain.body.appointment_id, inCall.body.appointment_id)
})

test('an hour that comes twice is said as the first or the second', async () => {
  const week = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
      day,
      [['00:00', '03:00']],
    ]),
  )
  await alice.as('PATCH', '/api/clinic', { opening_hours: week })
  const { slots } = (await alice.agent('check-availability', { date: '2027-11-07' })).body
  const twins = slots.filter((slot: { start_time: string }) => slot.start_time === '01:30')
  const [early, late] = [
    await alice.agent('book-appointment', { slot_id: twins[0].slot_id, ...customer }),
    await alice.agent('book-appointment', { slot_id: twins[1].slot_id, ...customer }),
  ]
  assert.match(early.body.say, /1:30 AM, before the clocks go back\./)
  assert.match(late.body.say, /1:30 AM, after the clocks go back\./)
})

test('a clinic that is never open for ten years answers as soon as any other', async () => {
  const never = Array.from({ length: 522 }, (_, week) => ({
    date: Temporal.PlainDate.from('2026-12-07').add({ weeks: week }).toString(),
  }))
  const onlyMondays = {
    monday: [['00:00', '24:00']],
    tuesday: [],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  }
  const changed = await alice.as('PATCH', '/api/clinic', {
    opening_hours: onlyMondays,
    closures: never,
    horizon_days: 3_650,
    slot_minutes: 5,
  })
  assert.equal(changed.status, 200)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => alice.agent('check-availability', { date: '2027-02-22' })),
  )
  assert.ok(answers.every(({ body }) => body.reason === 'closed' && body.next_available === null))
})
