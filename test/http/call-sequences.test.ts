import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playCallSequences } from '../../prove/call-sequences.ts'
import { openFrontDesk } from '../../prove/front-desk.ts'
import { newDatabase, openStage } from '../cast.ts'

// The long form is `node prove/calls.ts`.
const runs = 20

test('calls in any order do what a simple picture of the calendar says', async () => {
  const databaseUrl = await newDatabase()
  const stage = await openStage({
    databaseUrl,
    config: { LIMIT_TOKEN_PER_MINUTE: 1_000_000, LIMIT_TOKEN_BURST: 1_000_000 },
  })
  const desk = await openFrontDesk(stage.url, 'sequences')
  const advance = (minutes: number) => stage.clock.advance({ minutes })
  const calls = await playCallSequences({ server: stage.url, databaseUrl, desk, advance, runs })
  assert.ok(calls > runs)
})
