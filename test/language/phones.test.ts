import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isRegion, readCallerId, readPhone, regionOfTimeZone } from '../../src/language/phone.ts'

suite('a phone that is said', () => {
  const spellings: [said: unknown, region: string | null, number: string][] = [
    ['(212) 555-0123', 'US', '+12125550123'],
    ['212 555 0123', 'US', '+12125550123'],
    ['1-212-555-0123', 'US', '+12125550123'],
    ['+1 (212) 555 0123', 'DE', '+12125550123'],
    ['+1 212 555 0123', null, '+12125550123'],
    ['(212) 555-0123 ext. 5', 'US', '+12125550123'],
    [2125550123, 'US', '+12125550123'],
    ['030 / 90 18 20', 'DE', '+4930901820'],
    ['0049 30 901820', 'DE', '+4930901820'],
    ['011 49 30 901820', 'US', '+4930901820'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['612 34 56 78', 'ES', '+34612345678'],
    ['２１２５５５０１２３', 'US', '+12125550123'],
  ]
  for (const [said, region, number] of spellings)
    test(`${said} in ${region ?? 'no country'} is ${number}`, () =>
      assert.deepEqual(readPhone(said, region), { number, clear: true }))

  for (const said of ['555-1234', '12', 'at work', '+1', '1234567890123456789'])
    test(`${said} is kept as said, and verifies nobody`, () =>
      assert.deepEqual(readPhone(said, 'US'), { number: said, clear: false }))

  test('a national number without a country is unclear', () =>
    assert.deepEqual(readPhone('(212) 555-0123', null), { number: '(212) 555-0123', clear: false }))

  test('a country that does not exist is no country', () =>
    assert.equal(readPhone('(212) 555-0123', 'ZZ')!.clear, false))

  for (const nothing of [undefined, null, '', '  ', {}, [], true, ['+12125550123']])
    test(`${JSON.stringify(nothing)} is none`, () => assert.equal(readPhone(nothing, 'US'), undefined))

  test('whatever is said, what is kept has fifty characters at most, and a clear one is E.164', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 300, size: 'max' }), fc.stringMatching(/^[+\d ()-]{1,30}$/)),
        (said) => {
          const phone = readPhone(said, 'US')
          if (phone === undefined) return
          assert.ok(phone.number.length >= 1 && phone.number.length <= 50)
          if (phone.clear) assert.match(phone.number, /^\+[1-9]\d{1,14}$/)
        },
      ),
    )
  })
})

suite('the platform’s caller id', () => {
  for (const shown of ['+12125550188', '12125550188', '2125550188', '+1 (212) 555-0188'])
    test(`${shown} is the caller`, () => assert.equal(readCallerId(shown, 'US'), '+12125550188'))

  const hidden = [
    ...[undefined, null, '', ' ', 'anonymous', 'Anonymous', 'ANONYMOUS', 'Restricted', 'unavailable', 'Unknown'],
    ...['+266696687', '266696687', '+266 69-66-87', 'sip:+12125550188@example.com', 'SIPS:maria@example.com'],
    ...['maria@10.0.0.1', '+12125550188@10.0.0.1', '555-0188', '7', {}, [], true],
  ]
  for (const id of hidden)
    test(`${JSON.stringify(id)} is nobody`, () => assert.equal(readCallerId(id, 'US'), undefined))
})

test('Twilio’s hidden caller is nobody, also where nine digits are a number', () => {
  for (const region of ['ES', 'PL', 'PT', null])
    for (const id of ['+266696687', '266696687', '+266 696 687'])
      assert.equal(readCallerId(id, region), undefined, `${id} ${region}`)
  assert.equal(readCallerId('266696688', 'ES'), '+34266696688')
})

suite('countries', () => {
  for (const [zone, region] of [
    ['America/New_York', 'US'],
    ['Europe/Berlin', 'DE'],
    ['Asia/Kolkata', 'IN'],
    ['Asia/Calcutta', 'IN'],
    ['Australia/Lord_Howe', 'AU'],
    ['UTC', null],
  ] as const)
    test(`the clocks of ${zone} are those of ${region ?? 'no country'}`, () =>
      assert.equal(regionOfTimeZone(zone), region))

  test('a region is a country that has telephones', () => {
    for (const region of ['US', 'DE', 'IN']) assert.equal(isRegion(region), true)
    for (const region of ['us', 'USA', 'ZZ', '', null, undefined]) assert.equal(isRegion(region), false)
  })
})
