import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Cell, type Ill, ills, type Spell, spells, tryMatrix, type Vendor, vendors } from './fault-matrix.ts'

/** Short, so that what hangs does not hang for long; in it a Retry-After of one second is too long for Cal.com's half. */
const deadlineMs = 1_500

type Expected = readonly [answer: string, done: number, again: string, doneThen: number]

const booked = ['200 success', 1, '200 success', 1] as const
/** Nothing was done, and the next try does it. */
const not = (answer: string): Expected => [answer, 0, '200 success', 1]
/** Nobody can say, and a repeat does not do it a second time: it finds it, or leaves it alone. */
const unknown = (done: number, again: string): Expected => ['504 outcome_unknown', done, again, done]

/** When Cal.com errs for once it is asked afterwards; when it keeps erring it cannot be. */
const calcom: Record<Ill, Record<Spell, Expected>> = {
  'answers 401': each(not('502 vendor_refused')),
  'answers 403': each(not('502 vendor_refused')),
  'answers 404': each(not('400 unknown_event_type')),
  'answers 409': each(not('409 slot_taken')),
  'answers 429, Retry-After 1': each(not('429 vendor_busy')),
  'answers 500': { once: not('502 vendor_error'), always: unknown(0, '504 outcome_unknown') },
  'answers 503': { once: booked, always: unknown(0, '504 outcome_unknown') },
  'slow past the deadline': each(unknown(0, '504 outcome_unknown')),
  'reset before': each(unknown(0, '504 outcome_unknown')),
  'reset after commit': { once: booked, always: unknown(1, '200 success') },
  'hang after commit': { once: booked, always: unknown(1, '200 success') },
  'garbage body': each(unknown(0, '504 outcome_unknown')),
  'garbage after commit': { once: booked, always: unknown(1, '200 success') },
}

/** Graph cannot be asked what it has sent: only a refusal and a busy answer are repeated. */
const graph: Record<Ill, Record<Spell, Expected>> = {
  // a new token is fetched, once
  'answers 401': { once: booked, always: not('502 vendor_refused') },
  'answers 403': each(not('502 vendor_refused')),
  'answers 404': each(not('502 vendor_refused')),
  'answers 409': each(not('400 invalid_request')),
  'answers 429, Retry-After 1': { once: booked, always: not('429 vendor_busy') },
  'answers 500': each(not('502 vendor_error')),
  'answers 503': each(not('502 vendor_error')),
  'slow past the deadline': each(unknown(0, '504 outcome_unknown')),
  'reset before': each(unknown(0, '504 outcome_unknown')),
  'reset after commit': each(unknown(1, '504 outcome_unknown')),
  'hang after commit': each(unknown(1, '504 outcome_unknown')),
  'garbage body': each(unknown(0, '504 outcome_unknown')),
  'garbage after commit': each(unknown(1, '504 outcome_unknown')),
}

/** A token may be fetched twice, so everything but a refusal is tried again while there is time. */
const token: Record<Ill, Record<Spell, Expected>> = {
  'answers 401': each(not('502 vendor_refused')),
  'answers 403': each(not('502 vendor_refused')),
  'answers 404': each(not('502 vendor_refused')),
  'answers 409': each(not('502 vendor_refused')),
  'answers 429, Retry-After 1': { once: booked, always: not('429 vendor_busy') },
  'answers 500': { once: booked, always: not('502 vendor_error') },
  'answers 503': { once: booked, always: not('502 vendor_error') },
  'slow past the deadline': { once: booked, always: not('504 vendor_timeout') },
  'reset before': { once: booked, always: not('502 vendor_error') },
  'reset after commit': { once: booked, always: not('502 vendor_error') },
  'hang after commit': { once: booked, always: not('504 vendor_timeout') },
  'garbage body': { once: booked, always: not('502 vendor_error') },
  'garbage after commit': { once: booked, always: not('502 vendor_error') },
}

function each(expected: Expected): Record<Spell, Expected> {
  return { once: expected, always: expected }
}

const expected: Record<Vendor, Record<Ill, Record<Spell, Expected>>> = { calcom, graph, token }

suite('when a vendor errs', async () => {
  let cells: Cell[]
  test('every way of it is tried', { timeout: 60_000 }, async () => {
    cells = await tryMatrix(deadlineMs, 10)
    assert.equal(cells.length, vendors.length * Object.keys(ills).length * spells.length)
  })

  test('no answer comes after the deadline', () => {
    for (const { vendor, ill, spell, ms } of cells) assert.ok(ms < deadlineMs, `${vendor}, ${ill}, ${spell}: ${ms} ms`)
  })

  test('nothing is ever done twice, also when it is asked for again', () => {
    for (const { vendor, ill, spell, done, doneThen } of cells)
      assert.ok(done <= 1 && doneThen <= 1, `${vendor}, ${ill}, ${spell}`)
  })

  test('who is told that it was done, or that it was not, is told the truth', () => {
    for (const { vendor, ill, spell, status, code, done, again, doneThen } of cells) {
      const where = `${vendor}, ${ill}, ${spell}`
      if (code !== 'outcome_unknown') assert.equal(done, status === 200 ? 1 : 0, where)
      if (again.code !== 'outcome_unknown') assert.equal(doneThen, again.status === 200 ? 1 : 0, where)
    }
  })

  test('a busy vendor’s wait is passed on', () => {
    const busy = cells.filter(({ code }) => code === 'vendor_busy')
    assert.ok(busy.length >= 3)
    for (const { retryAfter } of busy) assert.equal(retryAfter, '1')
  })

  for (const vendor of vendors)
    for (const ill of Object.keys(ills) as Ill[])
      for (const spell of spells)
        test(`${vendor}: ${ill}, ${spell}`, () => {
          const cell = cells.find((one) => one.vendor === vendor && one.ill === ill && one.spell === spell)!
          const seen = [
            `${cell.status} ${cell.code}`,
            cell.done,
            `${cell.again.status} ${cell.again.code}`,
            cell.doneThen,
          ]
          assert.deepEqual(seen, expected[vendor][ill][spell])
        })
})
