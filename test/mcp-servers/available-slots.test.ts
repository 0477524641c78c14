import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { openMcpStage, wish } from './mcp-stage.ts'

const stage = await openMcpStage()

const officeHours = { event_type_id: 1837762, timezone: 'America/New_York' }
const starts = (done: any): string[] => done.slots.map(({ start }: { start: string }) => start)

describe('list_available_slots', () => {
  beforeEach(() => stage.clear())

  test('lists the free times of a day in the caller’s zone', async () => {
    await stage.calcom('create_booking', { ...wish, start: '2026-12-15T15:00:00Z' })
    const { done } = await stage.calcom('list_available_slots', { ...officeHours, from: '2026-12-15' })
    assert.deepEqual(done.slots[0], {
      start: '2026-12-15T14:00:00Z',
      end: '2026-12-15T14:30:00Z',
      local: '2026-12-15 09:00',
    })
    // 9:00 to 17:00 by half hours, without 10:00
    assert.equal(done.slots.length, 15)
    assert.ok(!starts(done).includes('2026-12-15T15:00:00Z'))
    assert.equal(done.more, false)
  })

  test('ends with the last day asked for, where the day ends at midnight UTC as elsewhere', async () => {
    for (const timezone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']) {
      const { done } = await stage.calcom('list_available_slots', {
        ...{ timezone, event_type_id: 1837761 },
        ...{ from: '2026-12-16', to: '2026-12-17' },
      })
      const days = new Set(done.slots.map(({ local }: { local: string }) => local.slice(0, 10)))
      assert.deepEqual([...days], ['2026-12-16', '2026-12-17'], timezone)
      assert.equal(done.slots.length, 96, timezone)
    }
    // midnight UTC would mean the whole of the day that begins there
    const ends = (await stage.requests()).map(({ query }) => new URLSearchParams(query).get('end'))
    assert.ok(ends.every((end) => end !== null && !end.endsWith('T00:00:00Z')))
  })

  test('a day with a change of clocks has all of its hours', async () => {
    const on = (from: string) =>
      stage.calcom('list_available_slots', { timezone: 'America/New_York', event_type_id: 1837761, from })
    assert.equal((await on('2027-03-14')).done.slots.length, 46)
    assert.equal((await on('2027-11-07')).done.slots.length, 50)
  })

  test('shows so many and says that there are more', async () => {
    const { done } = await stage.calcom('list_available_slots', {
      ...{ timezone: 'UTC', event_type_id: 1837761 },
      ...{ from: '2026-12-16', to: '2026-12-31' },
    })
    assert.deepEqual([done.slots.length, done.more], [150, true])
  })

  test('nothing free is an empty list and no fault', async () => {
    const { done } = await stage.calcom('list_available_slots', { ...officeHours, from: '2026-12-19' })
    assert.deepEqual(done.slots, [])
  })

  const refused: [object, string][] = [
    [{ from: '2026-12-20', to: '2026-12-19' }, 'invalid_request'],
    [{ from: '2026-12-01', to: '2027-01-01' }, 'invalid_request'],
    [{ from: '2026-02-30' }, 'invalid_request'],
    [{ from: 'tomorrow' }, 'invalid_request'],
    [{ from: '2026-12-20', timezone: 'Mars/Olympus' }, 'unknown_timezone'],
    [{ from: '2026-12-20', event_type_id: 5 }, 'unknown_event_type'],
  ]
  for (const [args, code] of refused) {
    test(`refuses ${JSON.stringify(args)} as ${code}`, async () => {
      const { fault } = await stage.calcom('list_available_slots', { ...officeHours, ...args })
      assert.equal(fault?.code, code)
    })
  }

  test('asks again after whatever went wrong', async () => {
    for (const order of [{ kind: 'reset' }, { kind: 'garbage' }, { kind: 'status', status: 503 }]) {
      await stage.order({ target: 'calcom', ...order })
      const { done } = await stage.calcom('list_available_slots', { ...officeHours, from: '2026-12-15' }, { ms: 2_000 })
      assert.equal(done?.slots.length, 16)
    }
  })

  test('stops asking when nobody waits any more', async () => {
    await stage.order({ target: 'calcom', kind: 'delay', delay_ms: 5_000 })
    const leaving = new AbortController()
    const call = stage.calcom(
      'list_available_slots',
      { ...officeHours, from: '2026-12-15' },
      { signal: leaving.signal },
    )
    setTimeout(() => leaving.abort(), 50)
    await assert.rejects(call)
    // one more question, by whose end the first has been noticed as gone
    await stage.calcom('list_event_types', {})
    const [first] = await stage.requests()
    assert.equal(first.outcome, 'client_gone')
  })
})

describe('list_event_types', () => {
  beforeEach(() => stage.clear())

  test('lists them, and which is the usual one', async () => {
    const { done } = await stage.calcom('list_event_types', {})
    const usual = done.event_types.filter((type: { usual: boolean }) => type.usual)
    assert.deepEqual(usual, [{ id: 1837761, title: 'Consultation', minutes: 30, usual: true }])
    assert.ok(done.event_types.length > 1)
  })
})
