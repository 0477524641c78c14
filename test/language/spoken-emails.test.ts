import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { spokenLanguages } from '../../src/language/number-words.ts'
import { readBackEmail } from '../../src/language/read-back-email.ts'
import { readEmail } from '../../src/language/said.ts'
import { readSpokenEmail } from '../../src/language/spoken-email.ts'

const clear: Record<string, [said: string, email: string][]> = {
  en: [
    ['john.smith@gmail.com', 'john.smith@gmail.com'],
    [' John.Smith@Gmail.com. ', 'john.smith@gmail.com'],
    ['john dot smith at gmail dot com', 'john.smith@gmail.com'],
    ['John Dot Smith At Gmail.com', 'john.smith@gmail.com'],
    ['john.smith at gmail.com', 'john.smith@gmail.com'],
    ['john dot smith@gmail dot com', 'john.smith@gmail.com'],
    ['john . smith @ gmail . com', 'john.smith@gmail.com'],
    ['my email is john underscore smith at company dot co dot uk', 'john_smith@company.co.uk'],
    ['my e-mail address is john@gmail.com', 'john@gmail.com'],
    ['john dash smith plus clinic at example dot org', 'john-smith+clinic@example.org'],
    ['john hyphen smith at my hyphen firm dot com', 'john-smith@my-firm.com'],
    ['j o h n at gmail dot com', 'john@gmail.com'],
    ['J-O-H-N dot S-M-I-T-H at gmail dot com', 'john.smith@gmail.com'],
    ['J. O. H. N. at gmail dot com.', 'john@gmail.com'],
    ['J for Julia, O as in Oscar, dot smith at gmail dot com', 'jo.smith@gmail.com'],
    ['B as in boy, double u at aol dot com', 'bw@aol.com'],
    ['a double l y at gmail dot com', 'ally@gmail.com'],
    ['john two three at gmail dot com', 'john23@gmail.com'],
    ['john twenty-three at gmail dot com', 'john23@gmail.com'],
    ['john 23 at gmail dot com', 'john23@gmail.com'],
    ['john double five at gmail dot com', 'john55@gmail.com'],
    ['john oh seven at gmail dot com', 'john07@gmail.com'],
    ['john smith, all one word, at gmail dot com, all lower case', 'johnsmith@gmail.com'],
    ['shayne, S H A Y N E, at gmail dot com', 'shayne@gmail.com'],
    ['john at g mail dot com, thank you', 'john@gmail.com'],
    ['email at smith dot com', 'email@smith.com'],
    ['me at home dot net', 'me@home.net'],
  ],
  es: [
    ['ana punto garcía arroba hotmail punto es', 'ana.garcia@hotmail.es'],
    ['mi correo es ana guion bajo muñoz arroba gmail punto com', 'ana_munoz@gmail.com'],
    ['el correo electrónico es ana guión lopez arroba gmail punto com', 'ana-lopez@gmail.com'],
    ['ana más citas arroba clinica punto com punto mx, todo en minúsculas', 'ana+citas@clinica.com.mx'],
    ['maria ochenta y cuatro arroba gmail punto com', 'maria84@gmail.com'],
    ['hache u g o arroba gmail punto com', 'hugo@gmail.com'],
    ['be de burro, a, efe arroba gmail punto com', 'baf@gmail.com'],
    ['john dot perez at gmail dot com', 'john.perez@gmail.com'],
  ],
  fr: [
    ['jean tiret paul point martin arobase orange point f r', 'jean-paul.martin@orange.fr'],
    ["c'est jean tiret du bas dupont arobase gmail point com", 'jean_dupont@gmail.com'],
    ['mon adresse mail est zoé point petit arobase free point fr', 'zoe.petit@free.fr'],
    ["jean trait d'union luc arobase gmail point com", 'jean-luc@gmail.com'],
    ['marie trente-deux arobase free point fr', 'marie32@free.fr'],
    ['J comme Julie, double v, arobase free point fr', 'jw@free.fr'],
  ],
  de: [
    ['hans Punkt meier Klammeraffe web Punkt de', 'hans.meier@web.de'],
    ['meine E-Mail-Adresse ist hans Unterstrich meier ät gmx Punkt net', 'hans_meier@gmx.net'],
    ['hans Bindestrich peter at web Punkt de', 'hans-peter@web.de'],
    ['hans dreiundzwanzig at web.de', 'hans23@web.de'],
    ['H wie Heinrich, A wie Anton, Punkt klein at web Punkt de', 'ha.klein@web.de'],
    ['hans Punkt klein at web Punkt de, alles kleingeschrieben', 'hans.klein@web.de'],
  ],
  pt: [
    ['joão ponto silva arroba gmail ponto com', 'joao.silva@gmail.com'],
    ['meu email é ana sublinhado silva arroba uol ponto com ponto br', 'ana_silva@uol.com.br'],
    ['ana hífen silva mais clinica arroba sapo ponto pt', 'ana-silva+clinica@sapo.pt'],
    ['ana traço vinte e dois arroba gmail ponto com', 'ana-22@gmail.com'],
  ],
}

const assumed: [said: string, language: string, email: string][] = [
  ['john at gmail', 'en', 'john@gmail.com'],
  ['john at yahoo', 'en', 'john@yahoo.com'],
  ['jota punto perez arroba gmail', 'es', 'j.perez@gmail.com'],
  ['john smith at gmail dot com', 'en', 'johnsmith@gmail.com'],
  ['j smith at gmail dot com', 'en', 'jsmith@gmail.com'],
  ['info at smith dental dot com', 'en', 'info@smithdental.com'],
  ['ana arroba hotmail com', 'es', 'ana@hotmail.com'],
  ['john at yahoo dot co uk', 'en', 'john@yahoo.co.uk'],
]

const unclear: [said: string, language: string, why: string][] = [
  ['john twenty three at gmail dot com', 'en', '23 or 203'],
  ['marie vingt trois arobase free point fr', 'fr', '23 or 203'],
  ['maria nineteen eighty four at gmail dot com', 'en', '1984 or 19804'],
  ['john two thousand at gmail dot com', 'en', '2000 or 2 and a word'],
  ['john two o three at gmail dot com', 'en', 'zero or the letter'],
  ['müller at web punkt de', 'de', 'muller or mueller'],
  ['bill double l at aol dot com', 'en', 'bill or billll'],
  ['shane S H A Y N E at gmail dot com', 'en', 'said one way and spelled another'],
  ['B as in dog at gmail dot com', 'en', 'B or D'],
  ['john at gmail dot calm', 'en', 'Gmail has no other domain'],
  ['john@gmail.con', 'en', 'Gmail has no other domain'],
  ['john at smithdental', 'en', 'only well-known providers are completed'],
  ['john at hotmail', 'es', 'hotmail.com or hotmail.es'],
  ['john at gmx', 'de', 'gmx.de or gmx.net'],
  ['send it to john at gmail dot com', 'en', 'a sentence'],
  ['the same as before at gmail dot com', 'en', 'a sentence'],
  ['john at gmail dot com or john at aol dot com', 'en', 'two addresses'],
  ['john@gmail.com and jane@gmail.com', 'en', 'two addresses'],
  ['John Smith john@gmail.com', 'en', 'a name before it'],
  ['john at gmail dot com slash x', 'en', 'a sentence after it'],
  ['john slash smith/x at gmail dot com', 'en', 'a sign unheard of'],
  ['at gmail dot com', 'en', 'nothing before the at'],
  ['john dot at gmail dot com', 'en', 'ends with a dot'],
  ['john', 'en', 'no at'],
  ["I don't have one", 'en', 'none'],
  ['not provided', 'en', 'none'],
]

for (const [language, rows] of Object.entries(clear))
  suite(`e-mails spoken in ${language}`, () => {
    for (const [said, email] of rows)
      test(`“${said}” is ${email}`, () => assert.deepEqual(readSpokenEmail(said, language), { email }))
  })

suite('an e-mail that was not quite said', () => {
  for (const [said, language, email] of assumed)
    test(`“${said}” is ${email}, and to be read back`, () =>
      assert.deepEqual(readSpokenEmail(said, language), { email, assumed: true }))

  for (const [said, language, why] of unclear)
    test(`“${said}” is unclear: ${why}`, () => assert.equal(readSpokenEmail(said, language), undefined))

  for (const nothing of [undefined, null, '', 7, {}, ['john@gmail.com'], true, 'x'.repeat(500)])
    test(`${JSON.stringify(nothing)?.slice(0, 30)} is none`, () =>
      assert.equal(readSpokenEmail(nothing, 'en'), undefined))
})

suite('an e-mail that is read back', () => {
  test('keeps the words that nobody spells another way, and spells the rest', () => {
    assert.equal(readBackEmail('shayne.garcia7@gmail.com', 'en'), 'S, H, A, Y, N, E, dot garcia 7 at gmail dot com')
    assert.equal(
      readBackEmail('ana_lopes@uol.com.br', 'pt'),
      'A, N, A, sublinhado L, O, P, E, S, arroba U, O, L, ponto com ponto B, R',
    )
    assert.equal(readBackEmail('info@example.com', 'de'), 'info at example Punkt com')
    assert.equal(readBackEmail('maria-paul+x@example.org', 'fr'), 'maria tiret paul plus X arobase example point org')
    assert.equal(readBackEmail('carlos84@gmail.com', 'es-MX'), 'carlos 8, 4, arroba gmail punto com')
    assert.equal(readBackEmail('info@smile.dental', 'it'), 'info at S, M, I, L, E, dot dental')
  })

  const part = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  const joint = fc.constantFrom('.', '_', '-', '+')
  const local = fc.tuple(part, fc.option(fc.tuple(joint, part))).map(([first, more]) => first + (more?.join('') ?? ''))
  const host = fc.oneof(
    fc.constantFrom('gmail.com', 'hotmail.es', 'web.de', 'yahoo.com.br'),
    part.map((label) => `${label}.org`),
  )
  for (const language of spokenLanguages)
    test(`is understood again as the same, in ${language}`, () => {
      fc.assert(
        fc.property(local, host, (name, domain) => {
          const email = readEmail(`${name}@${domain}`)
          fc.pre(email !== undefined && !/^(?:gmail|icloud)\.org$/.test(domain))
          assert.deepEqual(readSpokenEmail(readBackEmail(email, language), language), { email })
        }),
      )
    })
})

test('whatever is said, what comes out is an e-mail', () => {
  const words = fc.constantFrom(
    ...['at', 'dot', '@', '.', '-', 'john', 'j', 'o', 'double', 'u', 'two', 'twenty', 'as in', 'for', 'gmail', 'com'],
    ...['uk', 'arroba', 'guion', 'bajo', 'de', 'oh', 'my email is', 'all one word', 'ñ', 'ü', ',', "'", '+', '23'],
  )
  const anything = fc.oneof(
    fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary' }),
    fc.anything(),
  )
  fc.assert(
    fc.property(anything, fc.constantFrom(...spokenLanguages, 'xx'), (said, language) => {
      const read = readSpokenEmail(said, language)
      if (read !== undefined) assert.equal(readEmail(read.email), read.email)
    }),
    { numRuns: 2_000 },
  )
})

test('a long speech takes no long time', () => {
  const began = process.hrtime.bigint()
  for (const word of ['so ', 'my email is ', 'a-', 'double ', 'at ', 'as in ', 'en ', "'", 'dot.'])
    for (const length of [399, 40_000]) readSpokenEmail(word.repeat(length).slice(0, length), 'en')
  assert.ok(process.hrtime.bigint() - began < 1_000_000_000n)
})
