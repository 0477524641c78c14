import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proveEnumeration } from '../../prove/enumeration.ts'
import { openFrontDesk } from '../../prove/front-desk.ts'
import { newDatabase, openStage } from '../cast.ts'

// The long form is `node prove/calls.ts`.
test('guesses of codes, numbers, names and ids are refused alike whether or not there is such an appointment', async () => {
  const databaseUrl = await newDatabase()
  const stage = await openStage({ databaseUrl })
  const desk = await openFrontDesk(stage.url, 'guesses')
  const proof = await proveEnumeration({ server: stage.url, databaseUrl, desk, guesses: 240, appointments: 500 })
  assert.deepEqual(proof.violations, [])
  assert.equal(proof.rows.length, 4)
})
