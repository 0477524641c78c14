import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unmetBy } from '../../src/rehearsal/expectations.ts'
import { readDateExpression, resolve } from '../../src/rehearsal/references.ts'

/** A Monday. */
const ground = {
  today: Temporal.PlainDate.from('2026-12-07'),
  timeZone: 'America/New_York',
  language: 'en',
}
const dated = (expression: string, more: object = {}) => readDateExpression(expression, { ...ground, ...more })

test('dates are counted from the clinic’s today, step by step', () => {
  assert.equal(dated('today'), '2026-12-07')
  assert.equal(dated('+1 day'), '2026-12-08')
  assert.equal(dated('monday'), '2026-12-07')
  assert.equal(dated('+8 days, tuesday'), '2026-12-15')
  assert.equal(dated('+8 days, monday'), '2026-12-21')
  assert.equal(dated('+8 days, tuesday, -2 years'), '2024-12-15')
  assert.equal(dated('+1 month, +2 weeks'), '2027-01-21')
})

test('clocks change on the days of the clinic’s zone, where they do', () => {
  assert.equal(dated('clocks forward'), '2027-03-14')
  assert.equal(dated('clocks back'), '2027-11-07')
  assert.equal(dated('clocks forward', { timeZone: 'Europe/Berlin' }), '2027-03-28')
  assert.throws(() => dated('clocks back', { timeZone: 'Asia/Kolkata' }), /do not change/)
})

test('dates have forms', () => {
  assert.equal(dated('+8 days, tuesday | us'), '12/15/2026')
  assert.equal(dated('+8 days, tuesday | words'), 'December 15')
  assert.equal(dated('+8 days, tuesday | words', { language: 'es' }), '15 de diciembre')
  assert.equal(dated('+8 days, tuesday | weekday'), 'Tuesday')
})

test('a reference alone keeps its type, one among words becomes text', () => {
  const scope = { day: { slots: [{ id: 1 }, { id: 2, free: true }] }, visit: '2026-12-15' }
  const sent = {
    a: `\${day.slots.0}`,
    b: [`\${day.slots.-1.free}`],
    c: `on \${visit} at \${day.slots.1.id}`,
    d: null,
    e: 5,
  }
  assert.deepEqual(resolve(sent, scope, ground), { a: { id: 1 }, b: [true], c: 'on 2026-12-15 at 2', d: null, e: 5 })
  assert.throws(() => resolve(`\${day.slots.7.id}`, scope, ground), /day\.slots\.7\.id/)
  assert.throws(() => resolve(`\${day.constructor}`, scope, ground), /day\.constructor/)
})

test('every matcher holds for what it means, and for nothing else', () => {
  const answer = { text: 'Tuesday at 2', list: ['a', 'b'], none: null, empty: [], object: { a: [1] }, number: 3 }
  const table: [path: string, holds: unknown[], fails: unknown[]][] = [
    ['text', ['Tuesday at 2', { matches: '^tues' }, { includes: 'at' }], ['Tuesday', { matches: '^at' }]],
    ['text', [{ excludes: 'Wednesday' }, { not: 'Wednesday' }], [{ excludes: 'Tuesday' }, { not: 'Tuesday at 2' }]],
    ['list', [['a', 'b'], { count: 2 }, { at_least: 2 }, { includes: 'a' }], [['a'], { count: 1 }, { at_least: 3 }]],
    ['none', [null], [{ present: true }, { absent: true }, { includes: 'a' }, { excludes: 'a', present: true }]],
    ['gone', [{ absent: true }, { not: 1 }], [{ present: true }, null, { excludes: 'a' }, { count: 0 }, false]],
    ['empty', [[], { count: 0 }, { present: true }], [null, { at_least: 1 }]],
    ['object', [{ equals: { a: [1] } }], [{ equals: { a: [2] } }]],
    ['object.a.0', [1], ['1', 2]],
    ['number', [3, { at_least: 3 }], ['3', { at_least: 4 }, { matches: '3' }]],
  ]
  for (const [path, holds, fails] of table) {
    for (const wanted of holds) assert.deepEqual(unmetBy(answer, { [path]: wanted }), [], JSON.stringify(wanted))
    for (const wanted of fails) assert.equal(unmetBy(answer, { [path]: wanted }).length, 1, JSON.stringify(wanted))
  }
})

test('what does not hold is said with what was wanted and what came', () => {
  assert.deepEqual(unmetBy({ error: 'too_far' }, { error: 'slot_taken', hold_id: { present: true } }), [
    'error should be "slot_taken", and is "too_far"',
    'hold_id should be present, and is absent',
  ])
})
