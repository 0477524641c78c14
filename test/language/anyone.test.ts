import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAnyone } from '../../src/language/anyone.ts'

test('a caller who does not mind says so in many ways', () => {
  for (const said of [
    ...['any', 'Anyone', 'anybody', 'any one', 'whoever', 'whoever is free', 'any doctor', 'any available doctor'],
    ...[
      'any practitioner',
      'the first available',
      'first available',
      'no preference',
      'No preference.',
      'doesn’t matter',
    ],
    ...['either one', 'whichever is available', 'any staff member', 'any of them'],
    ...[
      'cualquiera',
      'cualquier médico',
      'cualquier doctora',
      'me da igual',
      'sin preferencia',
      'el primero disponible',
    ],
    ...['n’importe qui', 'n’importe quel médecin', 'peu importe', 'pas de préférence', 'le premier disponible'],
    ...['egal', 'ist mir egal', 'irgendwer', 'irgendein Arzt', 'keine Präferenz', 'wer frei ist', 'beliebig'],
    ...['qualquer um', 'qualquer médico', 'tanto faz', 'sem preferência', 'quem estiver disponível'],
  ])
    assert.equal(isAnyone(said), true, said)
})

test('somebody, even half named, is not anyone', () => {
  for (const said of [
    ...['', 'Dr. Anyanwu', 'Annie', 'anyone but Dr. Ruiz', 'any doctor except Ruiz', 'not just anyone', 'doctor'],
    ...[
      'the dentist',
      'Dr. Egal',
      'the first one I saw',
      'Elena or anyone',
      'cualquiera menos Elena',
      'egal wer, nur nicht Ruiz',
    ],
    ...['the lady from last time', 'any woman', 'a female doctor'],
  ])
    assert.equal(isAnyone(said), false, said)
})
