import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])

const [practitioner] = accepted(await alice.as('GET', '/api/practitioners')).practitioners
const service = accepted(await alice.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 30 }), 201)

const desk = async (start: string, end: string, more: object = {}, owner = alice): Promise<string> => {
  const wish = { start_time: start, end_time: end, attendee_name: 'Maria Lopez', ...more }
  return accepted(await owner.as('POST', '/api/appointments', wish), 201).id
}
const calendar = async (from: string, to: string, owner = alice) =>
  accepted(await owner.as('GET', `/api/calendar?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`))
const idsOf = (drawn: { id: string }[]) => drawn.map(({ id }) => id)

suite('the calendar', async () => {
  // out of order
  const noon = await desk('2026-12-15T12:00:00-05:00', '2026-12-15T12:30:00-05:00', { service: service.id })
  const overnight = await desk('2026-12-14T22:00:00-05:00', '2026-12-15T06:00:00-05:00', { title: 'Night watch' })
  const eve = await desk('2026-12-14T20:00:00-05:00', '2026-12-14T22:00:00-05:00')
  const late = await desk('2026-12-15T23:30:00-05:00', '2026-12-16T00:30:00-05:00')
  const next = await desk('2026-12-16T09:00:00-05:00', '2026-12-16T09:30:00-05:00')
  const bobs = await desk('2026-12-15T12:00:00-05:00', '2026-12-15T12:30:00-05:00', {}, bob)

  test('has what began the day before and what ends the day after, by start', async () => {
    const { appointments, timezone, from, to, now } = await calendar('2026-12-15', '2026-12-16')
    assert.deepEqual(idsOf(appointments), [overnight, noon, late])
    assert.deepEqual(
      { timezone, from, to, now },
      {
        timezone: 'America/New_York',
        from: '2026-12-15T00:00:00-05:00',
        to: '2026-12-16T00:00:00-05:00',
        now: '2026-12-07T07:00:00-05:00',
      },
    )
  })

  test('touches neither what ends when it begins nor what begins when it ends', async () => {
    const { appointments } = await calendar('2026-12-14T22:00:00-05:00', '2026-12-16T09:00:00-05:00')
    assert.deepEqual(idsOf(appointments), [overnight, noon, late])
    assert.deepEqual(idsOf((await calendar('2026-12-14', '2026-12-17')).appointments), [
      eve,
      overnight,
      noon,
      late,
      next,
    ])
  })

  test('has whom and what an appointment is for, and neither a phone nor notes', async () => {
    const { appointments } = await calendar('2026-12-15T12:00:00-05:00', '2026-12-15T12:30:00-05:00')
    assert.deepEqual(appointments, [
      {
        id: noon,
        start_time: '2026-12-15T12:00:00-05:00',
        end_time: '2026-12-15T12:30:00-05:00',
        status: 'scheduled',
        title: null,
        attendee_name: 'Maria Lopez',
        practitioner_id: practitioner.id,
        service_id: service.id,
        agent_id: null,
        conversation_id: null,
        created_at: '2026-12-07T07:00:00-05:00',
      },
    ])
  })

  test('keeps cancelled ones, with their status', async () => {
    accepted(await alice.as('POST', `/api/appointments/${late}/cancel`))
    const { appointments } = await calendar('2026-12-15', '2026-12-16')
    assert.deepEqual(
      appointments.map(({ status }: { status: string }) => status),
      ['scheduled', 'scheduled', 'cancelled'],
    )
  })

  test('shows an agent’s hold while it lives, and nobody’s name with it', async () => {
    const wish = { date: '2026-12-15', start_time: '14:00', conversation_id: 'conv_1', caller_id: '+12125550123' }
    const { hold_id } = accepted(await alice.agent('hold-slot', wish))
    const { holds, appointments } = await calendar('2026-12-15', '2026-12-16')
    assert.deepEqual(holds, [
      {
        id: hold_id,
        start_time: '2026-12-15T14:00:00-05:00',
        end_time: '2026-12-15T14:30:00-05:00',
        practitioner_id: practitioner.id,
        agent_id: alice.agentId,
        conversation_id: 'conv_1',
        expires_at: '2026-12-07T07:05:00-05:00',
      },
    ])
    assert.ok(!idsOf(appointments).includes(hold_id))
    assert.deepEqual((await calendar('2026-12-16', '2026-12-17')).holds, [])
    stage.clock.advance({ minutes: 5 })
    assert.deepEqual((await calendar('2026-12-15', '2026-12-16')).holds, [])
  })

  test('of Bob is Bob’s', async () => {
    const { appointments, timezone } = await calendar('2026-12-15', '2026-12-16', bob)
    assert.deepEqual([timezone, idsOf(appointments)], ['Europe/Berlin', [bobs]])
  })

  test('has no pages', async () => {
    await stage.sql.query(
      `insert into appointments (clinic_id, user_id, practitioner_id, buffer_minutes, start_time, end_time, attendee_name)
       select $1, $2, $3, 0, at, at + interval '5 minutes', 'Caller' from generate_series(
         '2027-02-01T00:00:00Z'::timestamptz, '2027-02-28T23:00:00Z', interval '10 minutes') at`,
      [alice.clinicId, alice.userId, practitioner.id],
    )
    const { appointments } = await calendar('2027-02-01', '2027-03-01')
    // but those between midnight in Greenwich and midnight in New York
    assert.equal(appointments.length, 28 * 144 - 5 - 30)
  })

  for (const [query, path] of [
    ['', 'from'],
    ['?from=2026-12-15', 'to'],
    ['?from=&to=2026-12-15', 'from'],
    ['?from=tomorrow&to=2026-12-15', 'from'],
    ['?from=2026-12-15&to=2026-12-15', 'to'],
    ['?from=2026-12-15&to=2026-12-14', 'to'],
    ['?from=2026-12-01&to=2027-02-02', 'to'],
  ] as const)
    test(`is refused for ${query || 'no bounds'}`, async () => {
      const answer = await alice.as('GET', `/api/calendar${query}`)
      refused(answer, 422, 'invalid_fields', ...(query === '' ? ['from', 'to'] : [path]))
    })

  test('may have 62 days, one of 25 hours among them', async () => {
    const { from, to } = await calendar('2026-10-15', '2026-12-16')
    assert.deepEqual([from, to], ['2026-10-15T00:00:00-04:00', '2026-12-16T00:00:00-05:00'])
  })
})
