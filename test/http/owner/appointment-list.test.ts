import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openClinic, openStage, strangersClinic } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const stranger = await strangersClinic(stage)

const list = async (query = '') => accepted(await alice.as('GET', `/api/appointments${query}`))
const starts = async (query: string): Promise<string[]> =>
  (await list(query)).appointments.map(({ start_time }: { start_time: string }) => start_time)
const desk = async (start: string, more: Record<string, unknown> = {}): Promise<string> => {
  const end = Temporal.Instant.from(start).add({ minutes: 30 }).toString()
  const wish = { start_time: start, end_time: end, attendee_name: 'Maria Lopez', ...more }
  return accepted(await alice.as('POST', '/api/appointments', wish), 201).id
}

suite('the list of appointments', async () => {
  // booked out of order; local midnight in New York is 5:00 in Greenwich
  const late = '2026-12-16T00:00:00-05:00'
  const evening = '2026-12-15T23:30:00-05:00'
  const morning = '2026-12-15T09:00:00-05:00'
  const dawn = '2026-12-15T00:00:00-05:00'
  const eve = '2026-12-14T23:30:00-05:00'
  const phones = ['(212) 555-0123', '+44 20 7946 0958', '555-1234', undefined, undefined]
  const ids = new Map<string, string>()
  for (const [n, start] of [evening, late, eve, morning, dawn].entries())
    ids.set(start, await desk(start, phones[n] === undefined ? {} : { attendee_phone: phones[n] }))

  test('is in order of time, and says times with the clinic’s offset', async () => {
    assert.deepEqual(await starts(''), [eve, dawn, morning, evening, late])
  })

  for (const [what, query, expected] of [
    ['a date in from is its local midnight, included', '?from=2026-12-15', [dawn, morning, evening, late]],
    ['a date in to is its local midnight, not included', '?to=2026-12-16', [eve, dawn, morning, evening]],
    ['from and to of one local day give that day', '?from=2026-12-15&to=2026-12-16', [dawn, morning, evening]],
    ['an instant in from is included', '?from=2026-12-15T14:00:00Z', [morning, evening, late]],
    ['an instant in to is not', '?to=2026-12-15T14:00:00Z', [eve, dawn]],
    ['an offset is read', `?from=${encodeURIComponent('2026-12-15T19:30:00+05:30')}`, [morning, evening, late]],
    ['a plus that was not encoded is read too', '?from=2026-12-15T19:30:00+05:30', [morning, evening, late]],
    ['an empty bound is none', '?from=&to=', [eve, dawn, morning, evening, late]],
    ['bounds beyond the calendar are none', '?from=0000-01-01&to=9999-12-31', [eve, dawn, morning, evening, late]],
    ['from after to is nothing', '?from=2026-12-16&to=2026-12-15', []],
  ] as [string, string, string[]][])
    test(what, async () => assert.deepEqual(await starts(query), expected))

  for (const spelling of [
    '2125550123',
    '(212) 555-0123',
    '+1 212 555 0123',
    '+12125550123',
    '1-212-555-0123',
    '212.555.0123',
  ])
    test(`a phone is found as ${spelling}`, async () => {
      assert.deepEqual(await starts(`?phone=${encodeURIComponent(spelling)}`), [evening])
    })

  test('a phone is found with a plus that was not encoded, a foreign one and an unclear one too', async () => {
    assert.deepEqual(await starts('?phone=+442079460958'), [late])
    assert.deepEqual(await starts('?phone=555-1234'), [eve])
    assert.deepEqual(await starts('?phone=2125550199'), [])
  })

  test('a status narrows it, and cancelled ones stay listed', async () => {
    accepted(await alice.as('POST', `/api/appointments/${ids.get(late)}/cancel`))
    accepted(await alice.as('PATCH', `/api/appointments/${ids.get(dawn)}`, { status: 'confirmed' }))
    assert.deepEqual(await starts('?status=cancelled'), [late])
    assert.deepEqual(await starts('?status=confirmed&from=2026-12-15'), [dawn])
    assert.deepEqual(await starts('?status=scheduled&phone=2125550123'), [evening])
    assert.deepEqual(await starts('?status=no_show'), [])
    assert.equal((await starts('')).length, 5)
  })

  for (const [query, path] of [
    ['?from=tomorrow', 'from'],
    ['?from=2026-02-30', 'from'],
    ['?to=2026-12-15T09:00', 'to'],
    ['?status=held', 'status'],
    ['?status=SCHEDULED', 'status'],
    ['?page=0', 'page'],
    ['?page=x', 'page'],
    ['?page=1.5', 'page'],
  ] as const)
    test(`${query} is refused`, async () => {
      refused(await alice.as('GET', `/api/appointments${query}`), 422, 'invalid_fields', path)
    })

  test('a hold is never listed, live or lapsed, and has no address', async () => {
    const { rows } = await stage.sql.query(
      `insert into appointments (clinic_id, start_time, end_time, status, hold_expires_at)
       values ($1, '2026-12-17T15:00:00Z', '2026-12-17T15:30:00Z', 'held', '2026-12-07T12:05:00Z'),
              ($1, '2026-12-17T16:00:00Z', '2026-12-17T16:30:00Z', 'held', '2026-12-07T11:00:00Z') returning id`,
      [alice.clinicId],
    )
    assert.deepEqual(await starts('?from=2026-12-17&to=2026-12-18'), [])
    for (const { id } of rows) {
      refused(await alice.as('GET', `/api/appointments/${id}`), 404, 'not_found')
      refused(await alice.as('PATCH', `/api/appointments/${id}`, { status: 'confirmed' }), 404, 'not_found')
      refused(await alice.as('POST', `/api/appointments/${id}/cancel`), 404, 'not_found')
    }
  })

  test('what an agent booked says so, with its code and phone', async () => {
    const wish = {
      date: '2026-12-18',
      start_time: '10:00',
      customer_name: 'Ann Reed',
      customer_phone: '212 555 0177',
      conversation_id: 'conv_1',
    }
    const booked = accepted(await alice.agent('book-appointment', wish))
    const { appointments } = await list('?phone=2125550177')
    assert.equal(appointments.length, 1)
    const { id, agent_id, confirmation_code, conversation_id, attendee_phone, attendee_name } = appointments[0]
    assert.deepEqual(
      [id, agent_id, confirmation_code],
      [booked.appointment_id, alice.agentId, booked.confirmation_code],
    )
    assert.deepEqual([conversation_id, attendee_phone, attendee_name], ['conv_1', '+12125550177', 'Ann Reed'])
    assert.deepEqual(accepted(await alice.as('GET', `/api/appointments/${id}`)), appointments[0])
  })

  test('a stranger sees none of it', async () => {
    assert.deepEqual(accepted(await stranger.as('GET', '/api/appointments')).appointments, [])
  })
})

suite('pages', () => {
  test('have a hundred each, end with null, and leave out and repeat nothing', async () => {
    const paula = await openClinic(stage, 'paula@example.com', 'Paula’s Clinic', 'UTC')
    const fill = (from: number, to: number) =>
      stage.sql.query(
        `insert into appointments (clinic_id, start_time, end_time)
         select $1, t, t + interval '5 minutes' from generate_series($2::int, $3::int) n,
           lateral (select timestamptz '2026-12-08T00:00:00Z' + n * interval '5 minutes') x (t)`,
        [paula.clinicId, from, to],
      )
    const page = async (n: number) => accepted(await paula.as('GET', `/api/appointments?page=${n}`))
    await fill(1, 100)
    assert.equal((await page(1)).next_page, null)
    assert.deepEqual(await page(2), { appointments: [], next_page: null })
    await fill(101, 250)
    const pages = [await page(1), await page(2), await page(3)]
    assert.deepEqual(
      pages.map(({ next_page }) => next_page),
      [2, 3, null],
    )
    assert.deepEqual(
      pages.map(({ appointments }) => appointments.length),
      [100, 100, 50],
    )
    const times = pages.flatMap(({ appointments }) =>
      appointments.map(({ start_time }: { start_time: string }) => start_time),
    )
    assert.equal(new Set(times).size, 250)
    assert.deepEqual(times, times.toSorted())
    assert.deepEqual(accepted(await paula.as('GET', '/api/appointments')), pages[0])
  })
})
