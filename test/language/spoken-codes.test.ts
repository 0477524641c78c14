import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readCode } from '../../src/language/spoken-code.ts'

const read = (said: unknown, language = 'en') => readCode(said, language)

suite('a confirmation code', () => {
  for (const [said, language] of [
    ['K7M4QX'],
    ['k7m4qx'],
    [' K7M-4QX. '],
    ['k-7-m-4-q-x'],
    ['K, 7, M, 4, Q, X'],
    ['K 7 M 4 Q X'],
    ['Ｋ７Ｍ４ＱＸ'],
    ['kay seven em four cue ex'],
    ['K as in kilo, seven, M as in Mike, four, Q as in queen, X as in x-ray'],
    ['K for Kevin, 7, M for Mary, 4, Q for Quentin, X'],
    ['kilo seven mike four quebec x-ray'],
    ['K kilo 7 M mike four Q X'],
    ['my code is K7M 4QX'],
    ['The code is K, seven, M, four, Q, X please'],
    ['ka siete eme cuatro cu equis', 'es'],
    ['K de kilo, siete, M de Madrid, cuatro, Q de queso, equis', 'es'],
    ['ka sept emme quatre cu ixe', 'fr'],
    ['K comme kilo, sept, M comme Marie, quatre, Q, X', 'fr'],
    ['K wie Konrad, sieben, M wie Martha, vier, Q, X', 'de'],
    ['ka sieben em vier ku ix', 'de'],
    ['K de kilo, sete, M de Maria, quatro, Q, xis', 'pt'],
    ['kilo seven mike four quebec x-ray', 'es'],
  ] as const)
    test(`is K7M4QX: ${said}`, () => assert.equal(read(said, language), 'K7M4QX'))

  test('has doubles, double-u and two digits said as one number', () => {
    assert.equal(read('double A seven four, double you, C'), 'AA74WC')
    assert.equal(read('A C forty-seven W Y'), 'AC47WY')
  })

  for (const said of [
    undefined,
    null,
    '',
    'unknown',
    {},
    true,
    'K7M4Q',
    'K7M4QXA',
    'I do not remember it',
    'a'.repeat(300),
  ])
    test(`is none: ${JSON.stringify(said)?.slice(0, 30)}`, () => assert.equal(read(said), undefined))
})
