import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isRegion, readCallerId, readCustomerPhone, readPhone, regionOfTimeZone } from '../../src/language/phone.ts'

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

suite('a phone that is spoken', () => {
  const spoken: [said: string, region: string | null, language: string, number: string][] = [
    ['two one two five five five oh one two three', 'US', 'en', '+12125550123'],
    ['two one two, double five five, o one two three', 'US', 'en', '+12125550123'],
    ['two-one-two five-five-five zero-one-two-three', 'US', 'en', '+12125550123'],
    ['plus one two one two five five five zero one two three', null, 'en', '+12125550123'],
    ['+ one (two one two) 555 zero one twenty three', 'DE', 'en', '+12125550123'],
    ['one eight hundred five five five one two three four', 'US', 'en', '+18005551234'],
    ['212 double 5 5, 0 1 2 3', 'US', 'en', '+12125550123'],
    ['oh, it’s 212 555 0123', 'US', 'en', '+12125550123'],
    ['plus 49 30 901820', 'DE', 'en', '+4930901820'],
    ['nine one two fifty five fifty five fifty five two', 'US', 'en', '+19125555552'],
    ['two one two five five five five thousand', 'US', 'en', '+12125555000'],
    ['oh two oh, seven nine four six, oh nine five eight', 'GB', 'en', '+442079460958'],
    ['my number is area code two one two 555 0123, thanks', 'US', 'en', '+12125550123'],
    ['two one two five five five zero one two three extension five', 'US', 'en', '+12125550123'],
    ['(212) 555-0123 ext five', 'US', 'en', '+12125550123'],
    ["It's 0 3 0, 9 0 1 8 2 0", 'DE', 'en', '+4930901820'],
    ['double zero four nine three zero nine zero one eight two zero', 'DE', 'en', '+4930901820'],
    ['seis doce treinta y cuatro cincuenta y seis setenta y ocho', 'ES', 'es', '+34612345678'],
    ['más treinta y cuatro, seis uno dos, tres cuatro cinco, seis siete ocho', 'US', 'es', '+34612345678'],
    ['seis uno dos doble tres cinco seis siete ocho', 'ES', 'es-ES', '+34612335678'],
    ['mi teléfono es el seiscientos doce tres cuatro cinco seis siete ocho', 'ES', 'es', '+34612345678'],
    ['zéro six douze trente-quatre cinquante-six soixante-dix-huit', 'FR', 'fr', '+33612345678'],
    ['zero six douze trente quatre cinquante six soixante dix huit', 'FR', 'fr', '+33612345678'],
    ['zéro six quatre-vingt dix-sept quatre vingt un soixante et onze zéro zéro', 'FR', 'fr', '+33697817100'],
    ['zéro septante-huit, six cent un, vingt-trois, nonante-neuf', 'CH', 'fr', '+41786012399'],
    ['null eins fünf zwo drei vier fünf sechs sieben acht neun', 'DE', 'de', '+491523456789'],
    ['null dreißig vierundzwanzig sechsundfünfzig achtundsiebzig', 'DE', 'de', '+4930245678'],
    ['null eins sieben sechs, vier und zwanzig, zwo zwo, acht acht eins', 'DE', 'de', '+491762422881'],
    ['meine Nummer ist null dreißig neunzig achtzehn zwanzig Durchwahl drei', 'DE', 'de', '+4930901820'],
    ['nove um dois três quatro cinco meia sete oito', 'PT', 'pt', '+351912345678'],
    ['meu número é onze nove oito sete meia cinco quatro três dois um', 'BR', 'pt-BR', '+5511987654321'],
  ]
  for (const [said, region, language, number] of spoken)
    test(`“${said}” in ${region ?? 'no country'} is ${number}`, () =>
      assert.deepEqual(readPhone(said, region, language), { number, clear: true }))

  test('the language is a hint: a model may say the digits in another one', () => {
    assert.equal(readPhone('seis uno dos tres cuatro cinco seis siete ocho', 'ES', 'en')!.number, '+34612345678')
    assert.equal(readPhone('two one two five five five zero one two three', 'US', 'es')!.number, '+12125550123')
    assert.equal(readPhone('null drei null neun null eins acht zwo null', 'DE')!.number, '+4930901820')
  })

  const unclear: [said: string, region: string, language: string][] = [
    ['five five five one two three four', 'US', 'en'],
    // is "for" a four, "to" a two?
    ['two one two five five five oh one two for', 'US', 'en'],
    ['five five five to one two oh one two', 'US', 'en'],
    // 24 or 20 and 4: in Germany both have a possible length
    ['twenty four twenty four twenty four', 'DE', 'en'],
    ['212 555 0123 or 212 555 0199', 'US', 'en'],
    ['two one two five five five oh one two three or oh one two four', 'US', 'en'],
    ['Maria’s cell, six one two', 'US', 'en'],
    ['no', 'US', 'en'],
  ]
  for (const [said, region, language] of unclear)
    test(`“${said}” is kept as said, since nobody can be sure`, () =>
      assert.deepEqual(readPhone(said, region, language), { number: said.slice(0, 50), clear: false }))

  test('a customer’s phone that is not there is none, so that the caller’s own counts', () => {
    for (const nothing of [
      'null',
      'N/A',
      'unknown',
      'not provided',
      '<none>',
      'desconocido',
      'nicht angegeben',
      null,
      '',
    ])
      assert.equal(readCustomerPhone(nothing, 'US', 'en'), undefined, String(nothing))
    for (const own of ['this number', 'the same', 'same number', "the number I'm calling from", 'caller ID'])
      assert.equal(readCustomerPhone(own, 'US', 'en'), undefined, own)
    for (const own of ['este número', 'desde el que llamo', 'le même', 'ce numéro-ci', 'diese Nummer', 'o mesmo'])
      assert.equal(readCustomerPhone(own, 'US', 'es'), undefined, own)
  })

  test('a customer’s phone that was said is read like any other', () => {
    const clear = { number: '+12125550123', clear: true }
    assert.deepEqual(readCustomerPhone('two one two five five five oh one two three', 'US', 'en'), clear)
    assert.deepEqual(readCustomerPhone('(212) 555-0123', 'US', 'en'), clear)
    for (const said of ['at work', 'not the number I am calling from', 'a different number'])
      assert.deepEqual(readCustomerPhone(said, 'US', 'en'), { number: said, clear: false })
  })

  test('an owner who writes that a phone is unknown has written that', () =>
    assert.deepEqual(readPhone('unknown', 'US'), { number: 'unknown', clear: false }))

  const digitWords = {
    en: 'zero one two three four five six seven eight nine',
    es: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
    fr: 'zéro un deux trois quatre cinq six sept huit neuf',
    de: 'null eins zwei drei vier fünf sechs sieben acht neun',
    pt: 'zero um dois três quatro cinco seis sete oito nove',
  }
  for (const [language, line] of Object.entries(digitWords))
    test(`any number spoken digit by digit in ${language} is the number`, () => {
      const words = line.split(' ')
      fc.assert(
        fc.property(fc.stringMatching(/^[2-9][0-9]{9}$/), fc.constantFrom(' ', ', ', '-'), (digits, joint) => {
          const said = [...digits].map((digit) => words[Number(digit)]).join(joint)
          assert.deepEqual(readPhone(said, 'US', language), { number: `+1${digits}`, clear: true })
        }),
      )
    })

  test('whatever words are said in whatever order, nothing breaks and a clear number is E.164', () => {
    const words = fc.constantFrom(
      ...['plus', '+', 'double', 'triple', 'five', 'twenty', 'hundred', 'thousand', 'oh', 'meia', 'quatre', 'vingt'],
      ...['dix', 'und', 'vierundzwanzig', 'y', 'treinta', 'extension', '555', '0123', ',', '-', 'Maria', '\u0301'],
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fc.constantFrom('en', 'fr', undefined), (list, language) => {
        const phone = readPhone(list.join(' '), 'US', language)
        if (phone?.clear) assert.match(phone.number, /^\+[1-9]\d{1,14}$/)
      }),
    )
  })

  test('a long speech takes no long time', () => {
    const began = process.hrtime.bigint()
    for (const word of ['twenty four ', 'quatre vingt dix ', 'double ', 'a', '1 ', '-a'])
      readPhone(word.repeat(20_000), 'DE', 'en')
    assert.ok(process.hrtime.bigint() - began < 2_000_000_000n)
  })
})
