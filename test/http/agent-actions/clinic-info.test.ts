import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { changeAgent, changeClinic, hire } from './at-the-desk.ts'

const stage = await openStage({ config: { SESSION_MINUTES: 1_440 } })
const alice = await alicesClinic(stage)

const info = async () => {
  const { status, body } = await alice.agent('clinic-info')
  assert.equal(status, 200)
  return body
}

beforeEach(() => stage.clock.set('2026-12-07T15:00:00Z'))

suite('clinic-info', () => {
  test('tells what the owner has written down', async () => {
    const written = { address: '1 Main Street', phone: '+1 212 555 0100', notes: 'Parking behind the house.' }
    await changeClinic(alice, written)
    await hire(alice, 'Elena Ruiz')
    const service = { name: 'Check-up', duration_minutes: 45, price_cents: 12_000, currency: 'USD' }
    const { body: made } = await alice.as('POST', '/api/services', service)
    await alice.as('POST', '/api/services', { ...service, name: 'Retired', active: false })
    const body = await info()
    assert.equal(body.name, 'Alice’s Clinic')
    assert.deepEqual({ address: body.address, phone: body.phone, notes: body.notes }, written)
    assert.deepEqual(body.services, [{ id: made.id, ...service }])
    assert.deepEqual(
      body.practitioners.map(({ name }: { name: string }) => name),
      ['Practitioner', 'Elena Ruiz'],
    )
  })

  test('tells the hours of today and the week, the time, and whether it is open', async () => {
    const body = await info()
    assert.deepEqual([body.now, body.timezone], ['2026-12-07T10:00:00-05:00', 'America/New_York'])
    assert.deepEqual(body.hours.today, [['09:00', '17:00']])
    assert.deepEqual([body.hours.week.friday, body.hours.week.sunday], [[['09:00', '17:00']], []])
    assert.deepEqual([body.open_now, body.say], [true, 'We are open today from 9 AM to 5 PM.'])
    stage.clock.set('2026-12-07T22:00:00Z')
    assert.equal((await info()).open_now, false)
    stage.clock.set('2026-12-13T15:00:00Z')
    const sunday = await info()
    assert.deepEqual([sunday.hours.today, sunday.open_now, sunday.say], [[], false, 'We are closed today.'])
  })

  test('tells the closures to come, and today’s hours as they really are', async () => {
    await changeClinic(alice, {
      closures: [
        { date: '2026-12-06' },
        {
          date: '2026-12-07',
          hours: [
            ['10:00', '12:00'],
            ['13:00', '24:00'],
          ],
        },
        { date: '2026-12-25' },
      ],
    })
    const body = await info()
    assert.deepEqual(
      body.closures.map(({ date }: { date: string }) => date),
      ['2026-12-07', '2026-12-25'],
    )
    assert.equal(body.say, 'We are open today from 10 AM to noon and from 1 PM to 12 AM.')
    await changeClinic(alice, { closures: [] })
  })

  test('says what to do in an emergency, in the owner’s words or in the agent’s language', async () => {
    assert.match((await info()).emergency, /hang up and call the emergency services/)
    await changeAgent(alice, { language: 'es' })
    assert.match((await info()).emergency, /cuelgue y llame/)
    await changeAgent(alice, { language: 'en' })
    await changeClinic(alice, { emergency: 'Call 555-0111, day and night.' })
    assert.equal((await info()).emergency, 'Call 555-0111, day and night.')
    assert.equal((await alice.as('GET', '/api/clinic')).body.emergency, 'Call 555-0111, day and night.')
    await changeClinic(alice, { emergency: null })
    assert.match((await info()).emergency, /hang up/)
  })
})
