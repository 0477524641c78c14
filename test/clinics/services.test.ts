import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../cast.ts'
import { accepted, refused } from '../http/owner/answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)
const [hers] = accepted(await alice.as('GET', '/api/practitioners')).practitioners
const [his] = accepted(await bob.as('GET', '/api/practitioners')).practitioners

const offer = async (body: unknown) => accepted(await alice.as('POST', '/api/services', body), 201)

suite('services', () => {
  test('a new one is offered by everybody and costs nothing that is said', async () => {
    const { id, ...rest } = await offer({ name: 'Check-up', duration_minutes: 45 })
    const expected = {
      name: 'Check-up',
      duration_minutes: 45,
      price_cents: null,
      currency: null,
      practitioners: [],
      active: true,
    }
    assert.deepEqual(rest, expected)
    assert.deepEqual(accepted(await alice.as('GET', `/api/services/${id}`)), { id, ...expected })
    const day = accepted(await alice.agent('check-availability', { date: '2026-12-15', service: 'check up' }))
    assert.equal(day.slots[0].end_time, '09:45')
  })

  test('a change touches what it names and nothing else', async () => {
    const { id } = await offer({ name: 'Cleaning', duration_minutes: 30 })
    for (const change of [
      { name: 'Deep cleaning' },
      { duration_minutes: 480 },
      { duration_minutes: 5 },
      { price_cents: 9_900, currency: 'USD' },
      { practitioners: [hers.id] },
      { practitioners: [] },
      { price_cents: null, currency: null },
      { active: false },
    ]) {
      const before = accepted(await alice.as('GET', `/api/services/${id}`))
      assert.deepEqual(accepted(await alice.as('PATCH', `/api/services/${id}`, change)), { ...before, ...change })
    }
  })

  for (const [body, path] of [
    [{ name: 'A' }, 'duration_minutes'],
    [{ duration_minutes: 30 }, 'name'],
    [{ name: 'A', duration_minutes: 4 }, 'duration_minutes'],
    [{ name: 'A', duration_minutes: 481 }, 'duration_minutes'],
    [{ name: 'A', duration_minutes: 30, price_cents: -1 }, 'price_cents'],
    [{ name: 'A', duration_minutes: 30, price_cents: 9.5 }, 'price_cents'],
    [{ name: 'A', duration_minutes: 30, currency: 'usd' }, 'currency'],
    [{ name: 'A', duration_minutes: 30, practitioners: [his.id] }, 'practitioners'],
    [{ name: 'A', duration_minutes: 30, practitioners: ['nonsense'] }, 'practitioners.0'],
    [{ name: 'A', duration_minutes: 30, price: 5 }, 'price'],
  ] as const)
    test(`${JSON.stringify(body).slice(0, 70)} is refused`, async () => {
      const before = accepted(await alice.as('GET', '/api/services')).services.length
      refused(await alice.as('POST', '/api/services', body), 422, 'invalid_fields', path)
      assert.equal(accepted(await alice.as('GET', '/api/services')).services.length, before)
    })

  test('a change that names somebody else’s practitioner changes nothing', async () => {
    const { id } = await offer({ name: 'Massage', duration_minutes: 30, practitioners: [hers.id] })
    const change = { name: 'Taken', practitioners: [hers.id, his.id] }
    refused(await alice.as('PATCH', `/api/services/${id}`, change), 422, 'invalid_fields', 'practitioners')
    const { name, practitioners } = accepted(await alice.as('GET', `/api/services/${id}`))
    assert.deepEqual([name, practitioners], ['Massage', [hers.id]])
  })

  test('a removed one is gone; its appointments keep their time and lose the mention', async () => {
    const { id } = await offer({ name: 'X-ray', duration_minutes: 30 })
    const wish = { start_time: '2026-12-15T15:00:00Z', end_time: '2026-12-15T15:30:00Z', service: 'x ray' }
    const booked = accepted(await alice.as('POST', '/api/appointments', wish), 201)
    assert.deepEqual(booked.service, { id, name: 'X-ray' })
    accepted(await alice.as('DELETE', `/api/services/${id}`), 204)
    refused(await alice.as('DELETE', `/api/services/${id}`), 404, 'not_found')
    refused(await alice.as('GET', `/api/services/${id}`), 404, 'not_found')
    refused(await alice.as('PATCH', `/api/services/${id}`, { name: 'A' }), 404, 'not_found')
    const kept = accepted(await alice.as('GET', `/api/appointments/${booked.id}`))
    assert.deepEqual([kept.service, kept.start_time], [null, booked.start_time])
  })
})
