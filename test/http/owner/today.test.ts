import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { newDay, visitOf } from '../agent-actions/callers.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])

const today = async (since?: string, owner = alice) =>
  accepted(await owner.as('GET', `/api/today${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`))
/** Somebody else at Alice's desk. */
const colleague = async () => {
  const who = { email: 'nora@example.com', password: 'a password of her own' }
  const added = await alice.as('POST', '/api/staff', { ...who, role: 'receptionist' })
  if (added.status !== 409) accepted(added, 201)
  return accepted(await stage.call('POST', '/api/auth/login', { body: who })).access_token as string
}
const todayOf = async (bearer: string, since: string) =>
  accepted(await stage.call('GET', `/api/today?since=${encodeURIComponent(since)}`, { bearer }))
const desk = async (start: string, end: string, owner = alice): Promise<string> =>
  accepted(await owner.as('POST', '/api/appointments', { start_time: start, end_time: end }), 201).id
const idsOf = (appointments: { id: string }[]) => appointments.map(({ id }) => id)

// Monday, 7:00 in New York
beforeEach(() => newDay(stage))

suite('today', () => {
  test('is the date in the clinic’s zone, whatever it is in Greenwich', async () => {
    stage.clock.set('2026-12-07T04:30:00Z')
    const { date, timezone, now } = await today()
    assert.deepEqual([date, timezone, now], ['2026-12-06', 'America/New_York', '2026-12-06T23:30:00-05:00'])
  })

  test('has all that lies on it, wholly or in part, by time', async () => {
    const noon = await desk('2026-12-07T12:00:00-05:00', '2026-12-07T12:30:00-05:00')
    const night = await desk('2026-12-06T22:00:00-05:00', '2026-12-07T06:00:00-05:00')
    const late = await desk('2026-12-07T23:30:00-05:00', '2026-12-08T00:30:00-05:00')
    await desk('2026-12-06T21:00:00-05:00', '2026-12-06T22:00:00-05:00')
    await desk('2026-12-08T00:30:00-05:00', '2026-12-08T01:00:00-05:00')
    assert.deepEqual(idsOf((await today()).appointments), [night, noon, late])
  })

  test('leaves out cancelled ones and holds', async () => {
    const cancelled = await desk('2026-12-07T12:00:00-05:00', '2026-12-07T12:30:00-05:00')
    accepted(await alice.as('POST', `/api/appointments/${cancelled}/cancel`))
    accepted(await alice.agent('hold-slot', { date: '2026-12-07', start_time: '14:00', conversation_id: 'conv_1' }))
    assert.deepEqual((await today()).appointments, [])
  })

  test('has an appointment as it is everywhere else', async () => {
    const { id } = await visitOf(alice, { date: '2026-12-07', start_time: '14:00' })
    assert.deepEqual((await today()).appointments, [accepted(await alice.as('GET', `/api/appointments/${id}`))])
  })

  test('counts the messages that nobody has seen to', async () => {
    await stage.sql.query('delete from messages')
    for (const message of ['Call me', 'Call me too'])
      accepted(await alice.agent('take-message', { customer_name: 'Maria Lopez', message }))
    assert.equal((await today()).open_messages, 2)
    const [{ id }] = accepted(await alice.as('GET', '/api/messages')).messages
    accepted(await alice.as('PATCH', `/api/messages/${id}`, { done: true }))
    assert.equal((await today()).open_messages, 1)
    assert.equal((await today(undefined, bob)).open_messages, 0)
  })
})

suite('what has come in', () => {
  test('is nothing unless it is asked since when', async () => {
    await visitOf(alice, { date: '2026-12-15', start_time: '14:00' })
    assert.deepEqual((await today()).new_appointments, [])
  })

  test('is what others booked after that instant, an agent or a colleague, the latest first', async () => {
    await desk('2026-12-14T12:00:00-05:00', '2026-12-14T12:30:00-05:00')
    const since = stage.clock.now().toString()
    stage.clock.advance({ minutes: 1 })
    const byAgent = await visitOf(alice, { date: '2026-12-15', start_time: '14:00' })
    stage.clock.advance({ minutes: 1 })
    const atTheDesk = await desk('2026-12-16T12:00:00-05:00', '2026-12-16T12:30:00-05:00')
    const { new_appointments } = await today(since)
    // what one has done oneself is no news
    assert.deepEqual(idsOf(new_appointments), [byAgent.id])
    const told = (await todayOf(await colleague(), since)).new_appointments
    assert.deepEqual(idsOf(told), [atTheDesk, byAgent.id])
    assert.deepEqual(
      told.map(({ happening, by_agent, by_person }: Record<string, unknown>) => [happening, by_agent, by_person]),
      [
        ['booked', null, alice.email],
        ['booked', alice.agentId, null],
      ],
    )
    assert.deepEqual((await today(since, bob)).new_appointments, [])
  })

  test('is also what others have moved or cancelled since, by whom, and not what has been taken back', async () => {
    const wish = { date: '2026-12-15', customer_phone: '+12125550123' }
    const moved = await visitOf(alice, { ...wish, start_time: '09:00' })
    const cancelled = await visitOf(alice, { ...wish, start_time: '10:00' })
    const byDesk = await visitOf(alice, { ...wish, start_time: '11:00' })
    stage.clock.advance({ minutes: 1 })
    const since = stage.clock.now().toString()
    stage.clock.advance({ minutes: 1 })
    const proof = (code: string) => ({ confirmation_code: code, customer_name: 'Maria Lopez' })
    const to = { ...proof(moved.code), date: '2026-12-16', start_time: '09:00' }
    assert.equal((await alice.agent('reschedule-appointment', to)).body.success, true)
    stage.clock.advance({ minutes: 1 })
    assert.equal((await alice.agent('cancel-appointment', proof(cancelled.code))).body.success, true)
    accepted(await alice.as('POST', `/api/appointments/${byDesk.id}/cancel`))
    const { new_appointments } = await today(since)
    assert.deepEqual(
      new_appointments.map(({ id, happening, happened_at, by_agent }: Record<string, string>) => [
        ...[id, happening, happened_at, by_agent],
      ]),
      [
        [cancelled.id, 'cancelled', '2026-12-07T07:03:00-05:00', alice.agentId],
        [moved.id, 'moved', '2026-12-07T07:02:00-05:00', alice.agentId],
      ],
    )
    const hers = await colleague()
    const ofDesk = async () =>
      (await todayOf(hers, since)).new_appointments.find(({ id }: { id: string }) => id === byDesk.id)
    const { happening, by_person } = await ofDesk()
    assert.deepEqual([happening, by_person], ['cancelled', alice.email])
    accepted(await alice.as('PATCH', `/api/appointments/${byDesk.id}`, { status: 'scheduled' }))
    assert.equal(await ofDesk(), undefined)
  })

  test('is a colleague’s move, and not what only changed its words', async () => {
    const id = await desk('2026-12-16T12:00:00-05:00', '2026-12-16T12:30:00-05:00')
    stage.clock.advance({ minutes: 1 })
    const since = stage.clock.now().toString()
    stage.clock.advance({ minutes: 1 })
    const hers = await colleague()
    const news = async () =>
      (await todayOf(hers, since)).new_appointments.map((each: Record<string, string>) => [each.id, each.happening])
    accepted(await alice.as('PATCH', `/api/appointments/${id}`, { notes: 'brings her X-rays' }))
    assert.deepEqual(await news(), [])
    accepted(await alice.as('PATCH', `/api/appointments/${id}`, { start_time: '2026-12-16T14:00:00-05:00' }))
    assert.deepEqual(await news(), [[id, 'moved']])
    accepted(await alice.as('PATCH', `/api/appointments/${id}`, { status: 'cancelled' }))
    assert.deepEqual(await news(), [[id, 'cancelled']])
  })

  test('is fifty at most', async () => {
    await stage.sql.query(
      `insert into appointments (user_id, start_time, end_time, created_at, updated_at)
       select $1, at, at + interval '5 minutes', '2026-12-07T11:00:00Z', '2026-12-07T11:00:00Z'
       from generate_series('2027-01-04T00:00:00Z'::timestamptz, '2027-01-04T09:00:00Z', interval '10 minutes') at`,
      [alice.userId],
    )
    assert.equal((await today('2026-12-07T10:00:00Z')).new_appointments.length, 50)
  })

  test('is asked since an instant in any offset, its plus encoded or not', async () => {
    const { id } = await visitOf(alice, { date: '2026-12-16', start_time: '12:00' })
    for (const since of ['2026-12-07T17:29:59%2B05:30', '2026-12-07T17:29:59+05:30', '2026-12-07T06:59:59-05:00'])
      assert.deepEqual(idsOf(accepted(await alice.as('GET', `/api/today?since=${since}`)).new_appointments), [id])
    const { new_appointments } = accepted(await alice.as('GET', '/api/today?since=2026-12-07T17:30:00+05:30'))
    assert.deepEqual(new_appointments, [])
  })

  test('since something that is no instant is a 422', async () => {
    for (const since of ['yesterday', '2026-12-07', '2026-12-07T12:00'])
      refused(await alice.as('GET', `/api/today?since=${since}`), 422, 'invalid_fields', 'since')
  })
})
