import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Interval, intersect, merge, mergeOverlapping, overlaps } from '../../src/calendar/interval.ts'

const intervals = fc.array(
  fc.tuple(fc.nat(60), fc.nat(60)).map(([from, to]): Interval => ({ from, to })),
  { maxLength: 8 },
)

function covers(list: readonly Interval[], point: number): boolean {
  return list.some((each) => each.from <= point && point < each.to)
}

const points = Array.from({ length: 61 }, (_, point) => point)

test('joins what overlaps and what touches, in order', () => {
  const joined = merge([
    { from: 30, to: 40 },
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 35, to: 50 },
  ])
  assert.deepEqual(joined, [
    { from: 0, to: 20 },
    { from: 30, to: 50 },
  ])
})

test('keeps two stretches that only touch when asked to join overlaps alone', () => {
  const joined = mergeOverlapping([
    { from: 10, to: 20 },
    { from: 0, to: 10 },
    { from: 15, to: 25 },
  ])
  assert.deepEqual(joined, [
    { from: 0, to: 10 },
    { from: 10, to: 25 },
  ])
})

test('drops what is empty or runs backwards', () => {
  assert.deepEqual(
    merge([
      { from: 5, to: 5 },
      { from: 9, to: 3 },
    ]),
    [],
  )
})

test('leaves the list it was given as it was', () => {
  const given = [
    { from: 5, to: 9 },
    { from: 0, to: 6 },
  ]
  merge(given)
  assert.deepEqual(given, [
    { from: 5, to: 9 },
    { from: 0, to: 6 },
  ])
})

test('touching a busy range is not meeting it', () => {
  const busy = [
    { from: 10, to: 20 },
    { from: 30, to: 40 },
  ]
  assert.equal(overlaps(busy, 0, 10), false)
  assert.equal(overlaps(busy, 20, 30), false)
  assert.equal(overlaps(busy, 40, 50), false)
  assert.equal(overlaps(busy, 19, 21), true)
  assert.equal(overlaps(busy, 0, 11), true)
  assert.equal(overlaps(busy, 12, 13), true)
  assert.equal(overlaps(busy, 15, 15), false)
  assert.equal(overlaps([], 0, 10), false)
})

test('joining changes no moment, and leaves a gap between any two', () => {
  fc.assert(
    fc.property(intervals, (list) => {
      const joined = merge(list)
      for (const point of points) assert.equal(covers(joined, point), covers(list, point))
      for (const [index, each] of joined.entries()) {
        assert.ok(each.from < each.to)
        if (index > 0) assert.ok(joined[index - 1]!.to < each.from)
      }
    }),
    { numRuns: 500 },
  )
})

test('what lies in both lies in each', () => {
  fc.assert(
    fc.property(intervals, intervals, (one, other) => {
      const common = intersect(merge(one), merge(other))
      for (const point of points) assert.equal(covers(common, point), covers(one, point) && covers(other, point))
    }),
    { numRuns: 500 },
  )
})

test('a search among the busy ranges finds what looking at each finds', () => {
  fc.assert(
    fc.property(intervals, fc.nat(60), fc.integer({ min: 1, max: 20 }), (list, from, length) => {
      const met = list.some((each) => each.from < each.to && each.from < from + length && from < each.to)
      assert.equal(overlaps(merge(list), from, from + length), met)
    }),
    { numRuns: 500 },
  )
})
