import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage, strangersClinic } from '../../cast.ts'
import {
  booked,
  everyDay,
  firstPractitioner,
  halfHours,
  hire,
  refusal,
  timesOf,
  tuesday,
  without,
} from './at-the-desk.ts'

const nineToFive = halfHours('09:00', '16:30')
const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])

suite('three practitioners with the same hours', () => {
  before(async () => {
    await hire(alice, 'Elena Ruiz')
    await hire(alice, 'Jörg Ångström')
  })
  const ask = (wish: Record<string, unknown>) => alice.agent('check-availability', { date: tuesday, ...wish })

  test('a start is listed once, and while anybody is free', async () => {
    for (const [customer_name, stillFree] of [
      ['Ann Reed', true],
      ['Ben Reed', true],
      ['Cleo Reed', false],
    ]) {
      assert.equal((await ask({})).body.total_slots, 16)
      await booked(alice, { date: tuesday, start_time: '14:00', customer_name })
      assert.deepEqual(timesOf(await ask({})), stillFree ? nineToFive : without(nineToFive, '14:00'))
    }
    assert.equal(await refusal(alice, { date: tuesday, start_time: '14:00', customer_name: 'Dan Reed' }), 'slot_taken')
  })

  test('somebody asked for by name is booked, and taken for that time only themselves', async () => {
    const wish = { date: '2026-12-16', start_time: '10:00' }
    const first = await booked(alice, { ...wish, practitioner: 'elena ruiz' })
    assert.equal(first.practitioner, 'Elena Ruiz')
    const hers = await ask({ date: '2026-12-16', practitioner: 'Elena Ruiz' })
    assert.deepEqual(timesOf(hers), without(nineToFive, '10:00'))
    assert.deepEqual(timesOf(await ask({ date: '2026-12-16', practitioner: 'Jörg Ångström' })), nineToFive)
    assert.equal(await refusal(alice, { ...wish, customer_name: 'Ann Reed', practitioner: 'Elena Ruiz' }), 'slot_taken')
  })

  for (const said of ['Jörg Ångström', 'jorg angstrom', 'JÖRG ÅNGSTRÖM', '  Jorg   Ångstrom ']) {
    test(`finds Jörg Ångström when "${said}" is said`, async () => {
      const slot = (await ask({ date: '2026-12-17', time: '11:00', practitioner: said })).body
      assert.equal(slot.success, true)
      assert.equal(slot.requested.available, true)
    })
  }

  test('finds somebody by id', async () => {
    const id = await firstPractitioner(stage, alice)
    const at = { date: '2026-12-17', start_time: '11:00', practitioner: id }
    assert.equal((await booked(alice, at)).practitioner, 'Practitioner')
    assert.deepEqual(timesOf(await ask({ date: '2026-12-17', practitioner: id })), without(nineToFive, '11:00'))
  })

  test('an unknown name is answered with those there are', async () => {
    for (const action of ['check-availability', 'book-appointment']) {
      const { body } = await alice.agent(action, { date: tuesday, start_time: '09:00', practitioner: 'Dr. House' })
      assert.deepEqual([body.success, body.error], [false, 'unknown_practitioner'])
      assert.match(body.say, /Practitioner, Elena Ruiz,? or Jörg Ångström/)
    }
  })
})

suite('practitioners with hours of their own', () => {
  let elena: string
  before(async () => {
    const hours = { ...everyDay(['11:15', '18:15']), wednesday: [] }
    const closures = [{ date: '2026-12-17', hours: [] }]
    elena = await hire(bob, 'Elena Ruiz', { opening_hours: hours, closures })
  })
  const ask = (wish: Record<string, unknown>) => bob.agent('check-availability', { date: tuesday, ...wish })

  test('the starts of a day are those of everybody together', async () => {
    const { body } = await ask({})
    // 11:15, 11:45, … 17:45 are Elena’s fourteen
    assert.equal(body.total_slots, 16 + 14)
    assert.deepEqual(timesOf({ body } as never).slice(3, 8), ['10:30', '11:00', '11:15', '11:30', '11:45'])
    assert.equal((await ask({ practitioner: 'Elena Ruiz' })).body.total_slots, 14)
  })

  test('a start that only one of them has goes to that one', async () => {
    assert.equal((await booked(bob, { date: tuesday, start_time: '11:15' })).practitioner, 'Elena Ruiz')
    assert.equal((await booked(bob, { date: tuesday, start_time: '17:45' })).practitioner, 'Elena Ruiz')
  })

  test('their own day off closes their day and nobody else’s', async () => {
    for (const date of ['2026-12-16', '2026-12-17']) {
      assert.equal((await ask({ date, practitioner: elena })).body.reason, 'closed')
      assert.equal((await ask({ date })).body.total_slots, 16)
    }
  })
})

suite('services', () => {
  let elena: string
  const services: Record<string, string> = {}
  before(async () => {
    elena = await hire(stranger, 'Elena Ruiz', { opening_hours: everyDay(['10:00', '12:00']) })
    for (const [name, duration_minutes, practitioners] of [
      ['Revisión dental', 45, [elena]],
      ['Long talk', 120, []],
    ] as const) {
      const added = await stranger.as('POST', '/api/services', { name, duration_minutes, practitioners })
      assert.equal(added.status, 201)
      services[name] = added.body.id
    }
  })
  const ask = (wish: Record<string, unknown>) => stranger.agent('check-availability', { date: tuesday, ...wish })

  test('a service brings its duration and those who offer it', async () => {
    const { body } = await ask({ service: 'Revisión dental' })
    // 45 minutes inside ten to twelve
    assert.deepEqual(timesOf({ body } as never), ['10:00', '10:30', '11:00'])
    assert.equal(body.slots[0].end_time, '10:45')
    const made = await booked(stranger, { date: tuesday, start_time: '10:00', service: 'revision DENTAL' })
    assert.deepEqual(
      [made.duration_minutes, made.end_time, made.practitioner, made.service],
      [45, '10:45', 'Elena Ruiz', 'Revisión dental'],
    )
  })

  test('everybody offers a service for which nobody is named', async () => {
    const { body } = await ask({ service: services['Long talk'] })
    // two hours from nine to five, a start every half hour; Elena has time for the one at ten
    assert.deepEqual(timesOf({ body } as never), halfHours('09:00', '15:00'))
  })

  test('a duration that is asked for goes before the service’s', async () => {
    const { body } = await ask({ date: '2026-12-16', service: 'revision dental', duration_minutes: 90 })
    assert.deepEqual(timesOf({ body } as never), ['10:00', '10:30'])
  })

  test('the slot’s id keeps the service and the practitioner', async () => {
    const { body } = await ask({ date: '2026-12-17', service: 'revision dental', practitioner: 'elena ruiz' })
    const made = await booked(stranger, { slot_id: body.slots[2].slot_id })
    assert.deepEqual(
      [made.start_time, made.end_time, made.service, made.practitioner],
      ['11:00', '11:45', 'Revisión dental', 'Elena Ruiz'],
    )
  })

  test('an unknown service, and a practitioner who does not offer it, are refused with what there is', async () => {
    const unknown = (await ask({ service: 'Surgery' })).body
    assert.deepEqual([unknown.success, unknown.error], [false, 'unknown_service'])
    assert.match(unknown.say, /Long talk/)
    assert.match(unknown.say, /Revisión dental/)
    const other = (await ask({ service: 'Revisión dental', practitioner: 'Practitioner' })).body
    assert.deepEqual([other.success, other.error], [false, 'unknown_practitioner'])
    assert.match(other.say, /Elena Ruiz/)
    assert.equal(await refusal(stranger, { date: tuesday, start_time: '10:00', service: 'Surgery' }), 'unknown_service')
  })
})
