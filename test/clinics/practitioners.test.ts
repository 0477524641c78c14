import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openClinic, openStage } from '../cast.ts'
import { accepted, refused, tally } from '../http/owner/answers.ts'
import { waitsForALock, whileOpen } from '../http/owner/waiting.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)

const list = async () => accepted(await alice.as('GET', '/api/practitioners')).practitioners
const hire = async (name: string, more: Record<string, unknown> = {}): Promise<string> =>
  accepted(await alice.as('POST', '/api/practitioners', { name, ...more }), 201).id
const one = async (id: string) => accepted(await alice.as('GET', `/api/practitioners/${id}`))
const change = (id: string, body: unknown) => alice.as('PATCH', `/api/practitioners/${id}`, body)
const remove = (id: string) => alice.as('DELETE', `/api/practitioners/${id}`)
const slots = async (practitioner: string, date = '2026-12-15') =>
  accepted(await alice.agent('check-availability', { date, practitioner })).total_slots
const desk = async (practitioner: string, start: string, end: string) =>
  accepted(
    await alice.as('POST', '/api/appointments', {
      start_time: start,
      end_time: end,
      practitioner,
      attendee_name: 'Maria Lopez',
    }),
    201,
  )

const closedWeek = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }

suite('practitioners', () => {
  test('a new one keeps the clinic’s hours and comes last', async () => {
    const id = await hire('Dr. Last')
    const { id: _, ...rest } = await one(id)
    assert.deepEqual(rest, { name: 'Dr. Last', opening_hours: null, closures: [], active: true, position: 1 })
    assert.equal((await list()).at(-1).id, id)
    assert.equal(await slots(id), 16)
  })

  test('hours of their own replace the clinic’s; null means the clinic’s again', async () => {
    const id = await hire('Dr. Own', { opening_hours: { tuesday: [['10:00', '12:00']] } })
    assert.deepEqual((await one(id)).opening_hours, { ...closedWeek, tuesday: [['10:00', '12:00']] })
    assert.equal(await slots(id), 4)
    const changed = accepted(await change(id, { opening_hours: { monday: [['08:00', '09:00']] } }))
    assert.deepEqual(changed.opening_hours, {
      ...closedWeek,
      tuesday: [['10:00', '12:00']],
      monday: [['08:00', '09:00']],
    })
    assert.equal(accepted(await change(id, { name: 'Dr. Owner' })).opening_hours.tuesday.length, 1)
    assert.equal(accepted(await change(id, { opening_hours: null })).opening_hours, null)
    assert.equal(await slots(id), 16)
  })

  test('closures of their own close nobody else', async () => {
    const id = await hire('Dr. Away', { closures: [{ date: '2026-12-15' }] })
    assert.deepEqual((await one(id)).closures, [{ date: '2026-12-15', hours: [] }])
    assert.equal(await slots(id), 0)
    assert.equal(await slots('Practitioner'), 16)
    assert.deepEqual(accepted(await alice.as('GET', '/api/clinic')).closures, [])
    accepted(await alice.as('PATCH', '/api/clinic', { closures: [] }))
    assert.equal((await one(id)).closures.length, 1)
    assert.deepEqual(accepted(await change(id, { closures: [] })).closures, [])
    assert.equal(await slots(id), 16)
  })

  test('the order in which they are filled can be chosen', async () => {
    const id = await hire('Dr. First', { position: 0 })
    const [first] = (await list()).filter(({ name }: { name: string }) => name !== 'Practitioner')
    assert.equal(first.id, id)
    assert.equal(accepted(await change(id, { position: 90 })).position, 90)
    assert.equal((await list()).at(-1).id, id)
  })

  test('changes at once of different days lose nothing', async () => {
    const id = await hire('Dr. Busy', { opening_hours: {} })
    const days = Object.keys(closedWeek)
    const all = await Promise.all(days.map((day) => change(id, { opening_hours: { [day]: [['09:00', '10:00']] } })))
    assert.deepEqual(tally(all), { 200: 7 })
    for (const day of days) assert.deepEqual((await one(id)).opening_hours[day], [['09:00', '10:00']])
  })

  for (const [body, ...paths] of [
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'A', opening_hours: { monday: [['9', '10:00']] } }, 'opening_hours.monday.0'],
    [{ name: 'A', closures: [{ date: '2026-12-15' }, { date: '2026-12-15' }] }, 'closures.1.date'],
    [{ name: 'A', position: -1 }, 'position'],
    [{ name: 'A', active: 1 }, 'active'],
    [{ name: 'A', clinic_id: alice.clinicId }, 'clinic_id'],
  ] as [unknown, ...string[]][])
    test(`${JSON.stringify(body)} is refused`, async () => {
      refused(await alice.as('POST', '/api/practitioners', body), 422, 'invalid_fields', ...paths)
    })

  test('one that is not there is a 404', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense', '%00']) {
      refused(await alice.as('GET', `/api/practitioners/${id}`), 404, 'not_found')
      refused(await change(id, { name: 'A' }), 404, 'not_found')
      refused(await remove(id), 404, 'not_found')
    }
  })
})

suite('removing a practitioner', () => {
  test('who never had an appointment leaves nothing', async () => {
    const id = await hire('Dr. Brief', { closures: [{ date: '2026-12-24' }] })
    accepted(await remove(id), 204)
    refused(await remove(id), 404, 'not_found')
    assert.ok(!(await list()).some((each: { id: string }) => each.id === id))
  })

  test('who has coming appointments is refused', async () => {
    const id = await hire('Dr. Wanted')
    const { id: appointment } = await desk(id, '2026-12-15T15:00:00Z', '2026-12-15T15:30:00Z')
    refused(await remove(id), 409, 'practitioner_in_use')
    accepted(await alice.as('PATCH', `/api/appointments/${appointment}`, { status: 'confirmed' }))
    refused(await remove(id), 409, 'practitioner_in_use')
    accepted(await alice.as('POST', `/api/appointments/${appointment}/cancel`))
    accepted(await remove(id), 204)
  })

  test('who has a past becomes inactive, and the past stays', async () => {
    const id = await hire('Dr. Past')
    const past = await desk(id, '2026-12-01T15:00:00Z', '2026-12-01T15:30:00Z')
    accepted(await remove(id), 204)
    assert.equal((await one(id)).active, false)
    assert.equal(accepted(await alice.as('GET', `/api/appointments/${past.id}`)).practitioner.name, 'Dr. Past')
    assert.equal(
      accepted(await alice.agent('check-availability', { date: '2026-12-15', practitioner: id })).error,
      'unknown_practitioner',
    )
    const wish = { start_time: '2026-12-15T15:00:00Z', end_time: '2026-12-15T15:30:00Z', practitioner: id }
    refused(await alice.as('POST', '/api/appointments', wish), 422, 'invalid_fields', 'practitioner')
    assert.equal(accepted(await change(id, { active: true })).active, true)
    assert.equal(await slots(id), 16)
  })

  test('who alone offers a service does not hand it to everybody', async () => {
    const id = await hire('Dr. Laser')
    const service = accepted(
      await alice.as('POST', '/api/services', { name: 'Laser', duration_minutes: 30, practitioners: [id] }),
      201,
    )
    accepted(await remove(id), 204)
    assert.deepEqual(accepted(await alice.as('GET', `/api/services/${service.id}`)).practitioners, [id])
    assert.equal(
      accepted(await alice.agent('check-availability', { date: '2026-12-15', service: 'Laser' })).available_slots,
      0,
    )
    accepted(await alice.as('DELETE', `/api/services/${service.id}`), 204)
  })

  test('waits for a booking that is under way, and is then refused', async () => {
    const id = await hire('Dr. Race')
    const booking = `insert into appointments (clinic_id, practitioner_id, start_time, end_time)
      values ($1, $2, '2026-12-16T15:00:00Z', '2026-12-16T15:30:00Z')`
    const { removal } = await whileOpen(
      stage,
      (other) => other.query(booking, [alice.clinicId, id]),
      async () => {
        const removal = remove(id)
        await waitsForALock(stage)
        return { removal }
      },
    )
    refused(await removal, 409, 'practitioner_in_use')
  })

  test('who is the last at work is refused, by removal and by rest', async () => {
    const solo = await openClinic(stage, 'solo@example.com', 'Solo', 'UTC')
    const [only] = accepted(await solo.as('GET', '/api/practitioners')).practitioners
    refused(await solo.as('DELETE', `/api/practitioners/${only.id}`), 409, 'last_practitioner')
    refused(await solo.as('PATCH', `/api/practitioners/${only.id}`, { active: false }), 409, 'last_practitioner')
    const second = accepted(await solo.as('POST', '/api/practitioners', { name: 'Second' }), 201)
    const both = await Promise.all([only.id, second.id].map((id) => solo.as('DELETE', `/api/practitioners/${id}`)))
    assert.deepEqual(tally(both), { 204: 1, 409: 1 })
    const { practitioners } = accepted(await solo.as('GET', '/api/practitioners'))
    assert.equal(practitioners.filter(({ active }: { active: boolean }) => active).length, 1)
  })
})
