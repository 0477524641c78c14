import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAbsent, readBoolean, readDate, readEmail, readInteger, readText, readTime } from '../../src/language/said.ts'

const noText = [undefined, null, true, false, {}, [], ['a'], '', '  ', '\n', '\u0000', '\u200b', '\u202e\u2069']

test('text is text or a number, trimmed, on one line, without what cannot be seen', () => {
  for (const nothing of noText) assert.equal(readText(nothing), undefined, JSON.stringify(nothing))
  assert.equal(readText('  Maria\r\n\tLopez\u0000 '), 'Maria Lopez')
  assert.equal(readText('\u202eMaria\u2069\ufeff'), 'Maria')
  assert.equal(readText('Zoe\u0308'), 'Zoë')
  assert.equal(readText(7), '7')
  assert.equal(readText(0), '0')
})

test('whatever is said, text has nothing that hides or breaks a line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (said) => {
      const text = readText(said)
      if (text === undefined) return
      assert.equal(text, text.trim())
      assert.notEqual(text, '')
      assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u)
    }),
  )
})

test('null and blanks are absent; false, zero and empty lists were said', () => {
  for (const nothing of [undefined, null, '', ' ', '\n\t']) assert.equal(isAbsent(nothing), true)
  for (const something of [0, false, [], {}, 'x']) assert.equal(isAbsent(something), false)
})

test('what a model writes where it has nothing is absent, in any language', () => {
  for (const nothing of [
    ...['null', 'NULL', ' None ', 'N/A', 'n.a.', 'undefined', 'not provided', 'Not Provided.', '"unknown"', '(none)'],
    ...['<unknown>', '[null]', 'not_provided', '-', '--', '—', 'NaN', 'unspecified'],
    ...['ninguno', 'no proporcionado', 'Desconocida', 'aucune', 'non précisé', 'inconnu', 'keine', 'nicht angegeben'],
    ...['k. A.', 'nenhum', 'não informado'],
  ])
    assert.equal(isAbsent(nothing), true, nothing)
})

test('what only resembles nothing was said', () => {
  for (const something of [
    ...['no', 'yes', '0', 'nothing hurts', 'none of the doctors', 'unknown pain', 'Nina', 'Nadal', 'anything', 'any'],
    ...['Dr. Nullmeyer', 'not on Monday', 'noon', 'nil by mouth', '-1', '_', '?', '.', '()', 'keine Spritzen'],
  ])
    assert.equal(isAbsent(something), false, something)
})

test('with a language a whole number may be in words', () => {
  assert.equal(readInteger('thirty', 'en'), 30)
  assert.equal(readInteger('Forty-five', 'en'), 45)
  assert.equal(readInteger('treinta y cinco', 'es'), 35)
  assert.equal(readInteger('quatre-vingt-dix', 'fr-CA'), 90)
  assert.equal(readInteger('fünfundvierzig', 'de'), 45)
  assert.equal(readInteger('sessenta', 'pt'), 60)
  assert.equal(readInteger('thirty', 'es'), 30, 'models fall back to English')
  assert.equal(readInteger('30.0', 'es'), 30)
  for (const said of ['thirty or so', 'thirty forty', 'a few', '30 to 40', '', 'thirty'.repeat(100)])
    assert.equal(readInteger(said, 'en'), undefined, said)
  assert.equal(readInteger('thirty'), undefined, 'no language, no words')
})

test('yes and no are yes and no in any language, and nothing else is either', () => {
  for (const said of [true, 1, '1', 'true', 'True', 'yes', 'Yes.', 'sí', 'si', 'oui', 'ja', 'sim', ' YES! '])
    assert.equal(readBoolean(said), true, String(said))
  for (const said of [false, 0, '0', 'false', 'no', 'No.', 'non', 'nein', 'não', 'nao'])
    assert.equal(readBoolean(said), false)
  for (const said of [
    null,
    undefined,
    '',
    'maybe',
    'yes and no',
    2,
    {},
    [],
    [true],
    'not sure',
    'null',
    'yes'.repeat(9),
  ])
    assert.equal(readBoolean(said), undefined, String(said))
})

test('whole numbers are numbers, as strings too', () => {
  for (const said of [30, '30', ' 30 ', '30.0', '+30']) assert.equal(readInteger(said), 30)
  for (const said of [30.5, '30.5', 'abc', '', '3e1', '0x1e', true, null, [30], {}, Number.NaN, Infinity, '९'])
    assert.equal(readInteger(said), undefined, String(said))
})

test('a date is a day of the calendar', () => {
  assert.equal(String(readDate('2026-12-15')), '2026-12-15')
  assert.equal(String(readDate(' 2028-02-29 ')), '2028-02-29')
  for (const said of ['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-01', '2026-01-00', '2026-1-1', '26-01-01'])
    assert.equal(readDate(said), undefined, said)
  for (const said of ['2026-12-15T09:00', '2026-12-15[u-ca=hebrew]', '+002026-12-15', 20261215, null, {}, true])
    assert.equal(readDate(said), undefined, String(said))
})

test('a time is minutes since midnight, before midnight', () => {
  const times = { '00:00': 0, '09:05': 545, '9:05': 545, '23:59': 1439, '14:30:00': 870, ' 14:30 ': 870 }
  for (const [said, minutes] of Object.entries(times)) assert.equal(readTime(said), minutes)
  for (const said of ['24:00', '25:00', '12:60', '-1:00', '9', 930, '09:5', '09:00:30', '١٢:٠٠', '', null, [], true])
    assert.equal(readTime(said), undefined, String(said))
})

test('an e-mail looks like one, in small letters', () => {
  assert.equal(readEmail(' Maria.Lopez+clinic@Example.co.uk '), 'maria.lopez+clinic@example.co.uk')
  for (const said of [
    'maria',
    'maria@',
    '@a.com',
    'a@b',
    'a b@c.com',
    'a@b..com',
    'a..b@c.com',
    '.a@c.com',
    'a@c.com,d@e.com',
  ])
    assert.equal(readEmail(said), undefined, said)
  for (const said of [`${'a'.repeat(250)}@b.com`, '<a@b.com>', 'a@b.com\nbcc: c@d.com', 7, {}, true])
    assert.equal(readEmail(said), undefined, String(said))
})
