import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  fold,
  foldWords,
  numberAt,
  numbersAt,
  readCardinal,
  type SpokenLanguage,
  spokenLanguageOf,
  spokenLanguages,
} from '../../src/language/number-words.ts'

const said: Record<SpokenLanguage, Record<string, number>> = {
  en: {
    zero: 0,
    'twenty-three': 23,
    'Twenty three': 23,
    fourty: 40,
    'a hundred': 100,
    'one hundred and five': 105,
    'three hundred twenty three': 323,
  },
  es: {
    cero: 0,
    una: 1,
    dieciséis: 16,
    'diez y seis': 16,
    veintiún: 21,
    'treinta y uno': 31,
    cien: 100,
    'ciento veintitrés': 123,
    quinientas: 500,
  },
  fr: {
    zéro: 0,
    'dix-sept': 17,
    'vingt et un': 21,
    'vingt-et-une': 21,
    'soixante-dix-huit': 78,
    'soixante et onze': 71,
    'septante-huit': 78,
    'quatre-vingts': 80,
    'quatre-vingt-dix-neuf': 99,
    'deux cents': 200,
  },
  de: {
    null: 0,
    zwo: 2,
    fünf: 5,
    fuenf: 5,
    dreißig: 30,
    vierundzwanzig: 24,
    'vier und zwanzig': 24,
    einhundertfünf: 105,
    zweihundertfünfundzwanzig: 225,
  },
  pt: {
    zero: 0,
    duas: 2,
    três: 3,
    catorze: 14,
    dezasseis: 16,
    dezesseis: 16,
    'vinte e quatro': 24,
    cem: 100,
    'cento e um': 101,
    'duzentos e trinta e um': 231,
  },
}

for (const language of spokenLanguages)
  suite(`numbers in ${language}`, () => {
    for (const [words, number] of Object.entries(said[language]))
      test(`${words} is ${number}`, () => assert.equal(readCardinal(words, language), number))

    test('two numbers in a row are not one', () => {
      for (const words of Object.keys(said[language]))
        assert.equal(readCardinal(`${words} ${words}`, language), undefined, words)
    })
  })

test('digits are a number when they are whole', () => {
  for (const text of ['30', ' 30 ', '30.0', '030']) assert.equal(readCardinal(text, 'en'), 30)
  for (const text of ['30.5', '-30', '3e1', '', ' ', '30 30', 'thirty!', '1,000', '12345678901'])
    assert.equal(readCardinal(text, 'en'), undefined, text)
})

test('all that may begin at a word is told, the longest first', () => {
  assert.deepEqual(
    numbersAt(['eight', 'hundred', 'five'], 0, 'en').map(({ value }) => value),
    [805, 800, 8],
  )
  assert.deepEqual(numberAt(foldWords('le quatre-vingt-deux'), 1, 'fr'), { value: 82, length: 3 })
  assert.equal(numberAt(['le'], 0, 'fr'), undefined)
  assert.equal(numberAt([], 3, 'fr'), undefined)
})

test('folding takes accents away and leaves letters', () => {
  assert.equal(fold('Señora Müller-Strauß Søren Łukasz'), 'senora muller-strauss soren lukasz')
  assert.deepEqual(foldWords('L’après-midi à 14h30'), ['l', 'apres', 'midi', 'a', '14', 'h', '30'])
})

test('a tag names its language, and an unknown one is English', () => {
  assert.equal(spokenLanguageOf('pt-BR'), 'pt')
  assert.equal(spokenLanguageOf('DE_at'), 'de')
  for (const tag of ['it', '', null, undefined]) assert.equal(spokenLanguageOf(tag), 'en')
})

test('nothing that is said throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(...spokenLanguages),
      (text, language) => {
        const number = readCardinal(text, language)
        assert.ok(number === undefined || Number.isSafeInteger(number))
      },
    ),
  )
})
