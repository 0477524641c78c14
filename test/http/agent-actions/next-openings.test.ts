import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { booked, changeClinic, everyDay, hire, placeHold, shown, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
await changeClinic(bob, { opening_hours: everyDay(['09:00', '20:00']) })
await hire(bob, 'Elena Ruiz')

const next = async (owner: typeof alice, asked: Record<string, unknown> = {}) => {
  const { status, body } = await owner.agent('next-available', asked)
  assert.equal(status, 200)
  assert.equal(body.success, true, JSON.stringify(body))
  return body
}
const starts = async (asked?: Record<string, unknown>) => shown((await next(alice, asked)).slots)

beforeEach(async () => {
  await stage.sql.query('delete from appointments')
  stage.clock.set('2026-12-07T12:00:00Z')
})

suite('next-available', () => {
  test('names the earliest slot, then one a day, three unless another number is asked for', async () => {
    assert.deepEqual(await starts(), ['2026-12-07 09:00', '2026-12-08 09:00', '2026-12-09 09:00'])
    assert.deepEqual(await starts({ limit: 1 }), ['2026-12-07 09:00'])
    assert.equal((await starts({ limit: '5' })).length, 5)
    assert.equal((await starts({ limit: 99 })).length, 5)
  })

  test('begins with what is still bookable today', async () => {
    stage.clock.set('2026-12-07T15:10:00Z')
    assert.deepEqual((await starts())[0], '2026-12-07 10:30')
  })

  test('skips what is taken, held and closed', async () => {
    await booked(alice, { date: '2026-12-07', start_time: '09:00' })
    await placeHold(stage, alice, { at: '2026-12-07T14:30:00Z' })
    assert.deepEqual(await starts({ limit: 5 }), [
      '2026-12-07 10:00',
      '2026-12-08 09:00',
      '2026-12-09 09:00',
      '2026-12-10 09:00',
      '2026-12-11 09:00',
    ])
    assert.deepEqual(await starts({ from_date: '2026-12-12', limit: 1 }), ['2026-12-14 09:00'])
  })

  test('begins on the date that is asked for', async () => {
    assert.deepEqual(await starts({ from_date: tuesday, limit: 2 }), [`${tuesday} 09:00`, '2026-12-16 09:00'])
    assert.deepEqual((await starts({ from_date: '2026-12-01' }))[0], '2026-12-07 09:00')
  })

  test('keeps to a part of the day: until noon, until five, after it', async () => {
    const first = async (part_of_day: string) => shown((await next(bob, { part_of_day, limit: 1 })).slots)
    stage.clock.set('2026-12-07T00:00:00Z')
    assert.deepEqual(await first('morning'), ['2026-12-07 09:00'])
    assert.deepEqual(await first('afternoon'), ['2026-12-07 12:00'])
    assert.deepEqual(await first('in the evening'), ['2026-12-07 17:00'])
  })

  test('keeps to weekdays, as a list or in words', async () => {
    const thursdays = ['2026-12-10 09:00', '2026-12-17 09:00', '2026-12-24 09:00']
    assert.deepEqual(await starts({ weekdays: ['thursday'] }), thursdays)
    assert.deepEqual(await starts({ weekdays: 'Thursdays' }), thursdays)
    assert.deepEqual((await next(alice, { weekdays: ['sunday'] })).slots, [])
  })

  test('leaves out a preference that it cannot read, and says which', async () => {
    const body = await next(alice, { weekdays: 'blursday', part_of_day: 'elevenses', limit: 'a few' })
    assert.deepEqual(body.warnings, ['part_of_day_unclear', 'weekdays_unclear', 'limit_unclear'])
    assert.equal(body.slots.length, 3)
  })

  test('finds nothing where there is nothing, and says so', async () => {
    const { slots, say } = await next(alice, { part_of_day: 'evening' })
    assert.deepEqual(slots, [])
    assert.equal(say, 'I find no opening like that. Shall I look at other days or times?')
    assert.deepEqual((await next(alice, { from_date: '2028-01-03' })).slots, [])
  })

  test('says at most three, however many it lists', async () => {
    const { say } = await next(alice, { limit: 5 })
    assert.equal(
      say,
      'I could offer Monday, December 7th at 9 AM, Tuesday, December 8th at 9 AM, or Wednesday, December 9th at 9 AM. Which would you like?',
    )
  })

  test('asks about a date, a service or a practitioner that it cannot use', async () => {
    const error = async (asked: object) => (await alice.agent('next-available', asked)).body.error
    assert.equal(await error({ from_date: '2026-02-30' }), 'unclear_date')
    assert.equal(await error({ service: 'Surgery' }), 'unknown_service')
    assert.equal(await error({ practitioner: 'Nobody' }), 'unknown_practitioner')
    assert.equal(await error({ duration_minutes: 3 }), 'unclear_duration')
  })

  test('offers slots that can be held and booked', async () => {
    const { slots, offered_slot_ids } = await next(alice, { conversation_id: 'conv' })
    assert.deepEqual(
      offered_slot_ids,
      slots.map(({ slot_id }: { slot_id: string }) => slot_id),
    )
    const made = await booked(alice, { slot_id: slots[1].slot_id })
    assert.deepEqual([made.date, made.start_time], ['2026-12-08', '09:00'])
  })
})
