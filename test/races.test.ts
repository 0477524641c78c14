import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { runHoldRaces } from '../prove/hold-races.ts'
import { countDeadlocks, type Findings, runRaces } from '../prove/races.ts'
import { systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/server.ts'
import { onEachEngine } from './store/engines.ts'

// The long form is `node prove/prove.ts`.
const [rounds, clients] = [3, 60]

test('however many callers want the same time at once on two servers, nobody gets what another has', (t) =>
  onEachEngine(t, async (engine) => {
    const databaseUrl = await engine.newDatabase()
    const findings = await withTwoServers(databaseUrl, (servers) => runRaces({ servers, databaseUrl, rounds, clients }))
    assert.deepEqual(
      findings.flatMap(({ violations }) => violations),
      [],
    )
    const of = (kind: Findings['kind']) => findings.find((found) => found.kind === kind)!
    assert.equal(of('one slot').winners, rounds)
    assert.equal(of('three practitioners').winners, rounds * 3)
    assert.equal(of('plain SQL beside').winners, rounds)
    assert.ok(of('overlapping').winners > rounds)
    assert.equal(await countDeadlocks(databaseUrl), 0)
  }))

test('however many callers hold, book and move to the same time at once, one gets it and nobody loses what they had', (t) =>
  onEachEngine(t, async (engine) => {
    const databaseUrl = await engine.newDatabase()
    const races = { databaseUrl, rounds: 2, clients }
    const findings = await withTwoServers(databaseUrl, (servers) => runHoldRaces({ servers, ...races }))
    assert.deepEqual(
      findings.flatMap(({ violations }) => violations),
      [],
    )
    assert.deepEqual(
      findings.map(({ winners }) => winners),
      findings.map(() => races.rounds),
    )
    assert.equal(await countDeadlocks(databaseUrl), 0)
  }))

async function withTwoServers<T>(databaseUrl: string, work: (servers: string[]) => Promise<T>): Promise<T> {
  const config = {
    ...readConfig({ VAMI_SECRET: 'a secret of thirty-two characters or more', DATABASE_URL: databaseUrl, PORT: '0' }),
    LIMIT_TOKEN_BURST: 1_000_000,
  }
  const start = () => startServer(config, systemClock, pino({ level: 'silent' }))
  const servers = [await start(), await start()]
  try {
    return await work(servers.map(({ port }) => `http://127.0.0.1:${port}`))
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}
