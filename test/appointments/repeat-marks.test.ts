import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Repeatable, repeatMarks } from '../../src/appointments/repeats.ts'

const request: Repeatable = {
  agentId: 'agent',
  conversationId: null,
  idempotencyKey: null,
  body: {},
  from: 1_800_000_000_000,
  name: 'Maria Lopez',
  phone: '+12125550123',
  serviceId: null,
}
const marksOf = (change: Partial<Repeatable>) => repeatMarks({ ...request, ...change })
const hexOf = (mark: Buffer | null) => mark?.toString('hex') ?? null
const bodyMark = (body: unknown) => hexOf(marksOf({ idempotencyKey: 'k', body }).body)

test('a key marks the key and the body, and alone it needs no other mark', () => {
  const marks = marksOf({ idempotencyKey: 'k' })
  assert.ok(marks.key && marks.body)
  assert.deepEqual([marks.repeat, marks.repeatMinutes], [null, null])
})

test('a conversation has a mark without an end, the bare request one of ten minutes', () => {
  const within = marksOf({ conversationId: 'c' })
  assert.ok(within.repeat)
  assert.deepEqual([within.repeatMinutes, within.key, within.body], [null, null, null])
  const bare = marksOf({})
  assert.ok(bare.repeat)
  assert.deepEqual([bare.repeatMinutes, bare.key, bare.body], [10, null, null])
})

test('a key in a conversation has both marks', () => {
  const marks = marksOf({ conversationId: 'c', idempotencyKey: 'k' })
  assert.ok(marks.key && marks.repeat)
})

test('the mark depends on agent, conversation, start, name, phone and service, and on nothing else', () => {
  const changes: Partial<Repeatable>[] = [
    {},
    { agentId: 'other' },
    { conversationId: 'c' },
    { conversationId: 'd' },
    { from: 1_800_000_060_000 },
    { name: 'Maria Lopes' },
    { phone: '+12125550124' },
    { serviceId: 's' },
  ]
  assert.equal(new Set(changes.map((change) => hexOf(marksOf(change).repeat))).size, changes.length)
  for (const same of [{ name: 'MARIA LOPEZ' }, { body: { notes: 'more' } }])
    assert.equal(hexOf(marksOf(same).repeat), hexOf(marksOf({}).repeat))
})

test('fields cannot run into each other', () => {
  const one = marksOf({ agentId: 'a', conversationId: 'bc' }).repeat
  assert.notEqual(hexOf(one), hexOf(marksOf({ agentId: 'ab', conversationId: 'c' }).repeat))
  const key = marksOf({ agentId: 'a', idempotencyKey: 'bc' }).key
  assert.notEqual(hexOf(key), hexOf(marksOf({ agentId: 'ab', idempotencyKey: 'c' }).key))
})

test('the order of keys makes no other body, at any depth that fields have', () => {
  assert.equal(
    bodyMark({ a: 1, b: { c: 2, d: [{ e: 3, f: 4 }] } }),
    bodyMark({ b: { d: [{ f: 4, e: 3 }], c: 2 }, a: 1 }),
  )
})

test('every other difference makes another body', () => {
  const bodies = [
    {},
    { a: 1 },
    { a: '1' },
    { a: null },
    { a: '' },
    { a: true },
    { a: [] },
    { a: {} },
    { a: [['b', 1]] },
    { a: { b: 1 } },
    { a: { fields: [['b', 1]] } },
    { a: [1, 2] },
    { a: [2, 1] },
    { b: 1 },
    { a: 1, b: 1 },
    JSON.parse('{"__proto__": 1}'),
  ]
  assert.equal(new Set(bodies.map(bodyMark)).size, bodies.length)
})

test('a body thirty thousand brackets deep is marked like any other', () => {
  const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)
  assert.equal(bodyMark({ deep }), bodyMark({ deep }))
  assert.notEqual(bodyMark({ deep }), bodyMark({ deep, a: 1 }))
})

test('nothing that was said can be read from a mark', () => {
  const marks = marksOf({ conversationId: 'c', idempotencyKey: 'k', body: { customer_name: 'Maria Lopez' } })
  for (const mark of [marks.key, marks.body, marks.repeat]) assert.equal(mark!.length, 32)
})
