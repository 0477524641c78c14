import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { mintSlotIds, type OfferedSlot, readSlotId } from '../../src/appointments/slot-id.ts'

const keyOf = (agent: string) => createHash('sha256').update(agent).digest()
const key = keyOf('Alice’s agent')
const mint = (by: Buffer, slot: OfferedSlot): string => mintSlotIds(by, [slot])[0]!
const services = ['Cleaning', 'Checkup'].map((name) => ({
  id: randomUUID(),
  name,
  duration_minutes: 30,
  practitioner_ids: [],
}))
const practitioners = ['Elena', 'Juan'].map((name) => ({
  id: randomUUID(),
  name,
  opening_hours: null,
  closures: [],
}))
const roster = { services, practitioners }

// from 1970 to the year 3000, in whole minutes
const slots: fc.Arbitrary<OfferedSlot> = fc.record(
  {
    from: fc.integer({ min: 0, max: 541_000_000 }).map((minutes) => minutes * 60_000),
    durationMinutes: fc.integer({ min: 5, max: 480 }),
    service: fc.constantFrom(...services),
    practitioner: fc.constantFrom(...practitioners),
  },
  { requiredKeys: ['from', 'durationMinutes'], noNullPrototype: true },
)
const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']

test('an id reads back as the slot it was made for', () => {
  fc.assert(fc.property(slots, (slot) => assert.deepEqual(readSlotId(key, mint(key, slot), roster), slot)))
})

test('an id goes into a URL and a sentence to a model: at most 27 plain characters', () => {
  fc.assert(fc.property(slots, (slot) => assert.match(mint(key, slot), /^[\w-]{16,27}$/)))
})

test('two slots never share an id', () => {
  fc.assert(
    fc.property(slots, slots, (one, other) => {
      const same = JSON.stringify(one) === JSON.stringify(other)
      assert.equal(mint(key, one) === mint(key, other), same)
    }),
  )
})

test('every id with one character altered is refused, whichever and into whatever', () => {
  const ids = fc.sample(slots, 8).map((slot) => mint(key, slot))
  for (const id of ids) {
    for (let at = 0; at < id.length; at++) {
      for (const other of [...alphabet, '=', '+', '/', ' ', 'é']) {
        if (other === id[at]) continue
        assert.equal(readSlotId(key, id.slice(0, at) + other + id.slice(at + 1), roster), undefined)
      }
    }
  }
})

test('an id with something added, cut off or turned round is refused', () => {
  fc.assert(
    fc.property(slots, fc.constantFrom(...alphabet, '=', ' ', '\n'), (slot, extra) => {
      const id = mint(key, slot)
      for (const altered of [id + extra, extra + id, id.slice(1), id.slice(0, -1), [...id].reverse().join(''), id + id])
        if (altered !== id) assert.equal(readSlotId(key, altered, roster), undefined)
    }),
  )
})

test('whatever somebody invents is refused', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => readSlotId(key, text, roster) === undefined))
})

test('another agent’s id is refused', () => {
  fc.assert(fc.property(slots, (slot) => readSlotId(key, mint(keyOf('Bob’s'), slot), roster) === undefined))
})

test('an id whose service or practitioner has gone is refused', () => {
  const [service] = services
  const [practitioner] = practitioners
  const slot = { from: 60_000, durationMinutes: 30 }
  const withService = mint(key, { ...slot, service: service! })
  const withPractitioner = mint(key, { ...slot, practitioner: practitioner! })
  const without = { services: services.slice(1), practitioners: practitioners.slice(1) }
  assert.equal(readSlotId(key, withService, without), undefined)
  assert.equal(readSlotId(key, withPractitioner, without), undefined)
  assert.ok(readSlotId(key, mint(key, slot), without))
})

test('an id made longer by zeros is refused, though its proof would be the same', () => {
  const [slot] = fc.sample(slots, 1)
  const bytes = Buffer.from(mint(key, { from: slot!.from, durationMinutes: slot!.durationMinutes }), 'base64url')
  const longer = Buffer.concat([bytes.subarray(0, -6), Buffer.alloc(4), bytes.subarray(-6)])
  assert.equal(readSlotId(key, longer.toString('base64url'), roster), undefined)
})
