import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, type Owner, openClinic, openStage } from '../cast.ts'
import { accepted, refused } from '../http/owner/answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)

const close = async (closures: unknown[], owner: Owner = alice) =>
  accepted(await owner.as('PATCH', '/api/clinic', { closures }))
const desk = async (start: string, end: string, owner: Owner = alice): Promise<string> =>
  accepted(
    await owner.as('POST', '/api/appointments', { start_time: start, end_time: end, attendee_name: 'Maria Lopez' }),
    201,
  ).id
const hit = (body: { affected_appointments: { appointment_id: string }[] }) =>
  body.affected_appointments.map(({ appointment_id }) => appointment_id)
const slotsOn = async (date: string) => accepted(await alice.agent('check-availability', { date })).slots.length

suite('closures', () => {
  test('the list replaces the list, and comes back in order of date', async () => {
    await close([{ date: '2026-12-24', hours: [['09:00', '12:00']] }, { date: '2026-12-23' }])
    const two = [
      { date: '2026-12-23', hours: [] },
      { date: '2026-12-24', hours: [['09:00', '12:00']] },
    ]
    assert.deepEqual(accepted(await alice.as('GET', '/api/clinic')).closures, two)
    assert.equal(await slotsOn('2026-12-23'), 0)
    assert.equal(await slotsOn('2026-12-24'), 6)
    assert.deepEqual((await close([{ date: '2026-12-28' }])).closures, [{ date: '2026-12-28', hours: [] }])
    assert.equal(await slotsOn('2026-12-23'), 16)
    accepted(await alice.as('PATCH', '/api/clinic', { slot_minutes: 30 }))
    assert.equal(await slotsOn('2026-12-28'), 0)
    assert.deepEqual((await close([])).closures, [])
  })

  test('hours open a day that is closed otherwise', async () => {
    await close([{ date: '2026-12-19', hours: [['10:00', '11:00']] }])
    assert.equal(await slotsOn('2026-12-19'), 2)
    await close([])
  })

  for (const [what, closures, paths] of [
    [
      'a date named twice',
      [{ date: '2026-12-24' }, { date: '2026-12-24', hours: [['09:00', '10:00']] }],
      ['closures.1.date'],
    ],
    ['February 30', [{ date: '2027-02-30' }], ['closures.0.date']],
    ['a date before the calendar', [{ date: '0000-01-01' }], ['closures.0.date']],
    ['a date in words', [{ date: 'tomorrow' }], ['closures.0.date']],
    ['no date', [{ hours: [] }], ['closures.0.date']],
    ['faulty hours', [{ date: '2026-12-24', hours: [['9', '12:00']] }], ['closures.0.hours.0']],
    ['an unknown field', [{ date: '2026-12-24', reason: 'x' }], ['closures.0.reason']],
    ['something that is no list', { date: '2026-12-24' }, ['closures']],
  ] as const)
    test(`${what} is refused`, async () => {
      refused(await alice.as('PATCH', '/api/clinic', { closures }), 422, 'invalid_fields', ...paths)
    })
})

suite('the appointments that closures hit', () => {
  test('are listed with their local time, and none is cancelled', async () => {
    const id = await desk('2026-12-24T09:00:00-05:00', '2026-12-24T09:30:00-05:00')
    const { affected_appointments } = await close([{ date: '2026-12-24' }])
    const expected = {
      appointment_id: id,
      date: '2026-12-24',
      start_time: '2026-12-24T09:00:00-05:00',
      end_time: '2026-12-24T09:30:00-05:00',
      practitioner: 'Practitioner',
      attendee_name: 'Maria Lopez',
    }
    assert.deepEqual(affected_appointments, [expected])
    assert.equal(accepted(await alice.as('GET', `/api/appointments/${id}`)).status, 'scheduled')
    accepted(await alice.as('POST', `/api/appointments/${id}/cancel`))
    assert.deepEqual(hit(await close([{ date: '2026-12-24' }])), [])
    await close([])
  })

  test('are those outside the hours that are left, by a minute or all of it', async () => {
    const inside = await desk('2026-12-22T10:30:00-05:00', '2026-12-22T11:00:00-05:00')
    const across = await desk('2026-12-22T11:31:00-05:00', '2026-12-22T12:01:00-05:00')
    const after = await desk('2026-12-22T15:00:00-05:00', '2026-12-22T15:30:00-05:00')
    const next = await desk('2026-12-23T09:00:00-05:00', '2026-12-23T09:30:00-05:00')
    const affected = hit(await close([{ date: '2026-12-22', hours: [['09:00', '12:00']] }]))
    assert.deepEqual(affected, [across, after])
    assert.ok(!affected.includes(inside) && !affected.includes(next))
    await close([])
  })

  test('are told by the dates of the clinic, not of Greenwich', async () => {
    const evening = await desk('2026-12-21T20:00:00-05:00', '2026-12-21T20:30:00-05:00')
    assert.ok(hit(await close([{ date: '2026-12-21' }])).includes(evening))
    assert.ok(!hit(await close([{ date: '2026-12-22' }])).includes(evening))
    await close([])
  })

  test('that are over, or only begin after the closed date, are not', async () => {
    await desk('2026-12-07T06:00:00-05:00', '2026-12-07T06:30:00-05:00')
    assert.deepEqual(hit(await close([{ date: '2026-12-07' }])), [])
    await close([])
  })

  test('of hours that run over midnight are told on both sides of it', async () => {
    const night = await openClinic(stage, 'night@example.com', 'The Night Clinic', 'America/New_York')
    accepted(await night.as('PATCH', '/api/clinic', { opening_hours: { monday: [['22:00', '06:00']], tuesday: [] } }))
    const before = await desk('2026-12-14T23:00:00-05:00', '2026-12-14T23:30:00-05:00', night)
    const past = await desk('2026-12-15T01:00:00-05:00', '2026-12-15T01:30:00-05:00', night)
    const offHours = await desk('2026-12-15T20:00:00-05:00', '2026-12-15T20:30:00-05:00', night)
    const affected = hit(await close([{ date: '2026-12-14' }], night))
    assert.deepEqual(affected, [before, past])
    assert.ok(!affected.includes(offHours))
  })

  test('are asked for with the closures only: another change lists none', async () => {
    await desk('2026-12-29T09:00:00-05:00', '2026-12-29T09:30:00-05:00')
    await close([{ date: '2026-12-29' }])
    assert.deepEqual(hit(accepted(await alice.as('PATCH', '/api/clinic', { name: 'Alice’s' }))), [])
  })
})
