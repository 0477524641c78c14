import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { proveComingsAndGoings } from '../prove/comings-and-goings.ts'
import { proveEventStreams } from '../prove/event-streams.ts'
import { proveFullDisk } from '../prove/full-disk.ts'
import { proveLostPostmaster } from '../prove/lost-postmaster.ts'
import { provePrivateCrashes } from '../prove/private-crashes.ts'
import type { Proof } from '../prove/proof.ts'
import { proveRestarts } from '../prove/restarts.ts'

// The long forms are `node prove/survival.ts`. That of backups is short in store/backup.test.ts.

/** The figures by name; every one that is named has to be above nought, else nothing was tried. */
function assertHeld({ rows, violations }: Proof, ...figures: string[]): void {
  assert.deepEqual(violations, [])
  for (const row of rows) for (const figure of figures) assert.ok(Number(row[figure]) > 0, `${row.proof}: ${figure}`)
}

test('keeps every acknowledged booking when the server is killed, and none twice or by half', async () => {
  assertHeld(await provePrivateCrashes({ times: 2, victims: 'server' }), 'bookings', 'without an answer')
})

test('keeps every acknowledged booking when the server and its PostgreSQL are killed at once, and when the next start is', async () => {
  const proof = await provePrivateCrashes({ times: 4, victims: 'server and PostgreSQL' })
  assertHeld(proof, 'bookings', 'without an answer')
})

test('servers and commands come to one data folder and leave it as they like, and nobody is harmed', async () => {
  assertHeld(await proveComingsAndGoings({ seconds: 3 }), 'server stays', 'commands', 'bookings')
})

test('while PostgreSQL restarts or dies callers hear 503 with Retry-After, nothing is lost, and the server goes on by itself', async () => {
  assertHeld(await proveRestarts({ times: 1 }), 'bookings', '503, most')
})

test('a full disk makes bookings wait and not vanish, and they go on when there is space again', async (t) => {
  assertHeldWhereItCan(t, await proveFullDisk({ times: 1 }), 'bookings', '503, median')
})

test('a PostgreSQL that lets nobody in for ever after a crash is ended and started again', async (t) => {
  assertHeldWhereItCan(t, await proveLostPostmaster({ times: 1, only: ['startup'] }), 'lost with the recovery')
})

test('each reader of two servers sees each change once and in order, though connections are lost on both sides', async () => {
  assertHeld(await proveEventStreams({ readers: 12, changes: 200 }), 'delivered', 'drops', 'cuts')
})

function assertHeldWhereItCan(t: TestContext, proof: Proof & { cannot?: string }, ...figures: string[]): void {
  if (proof.cannot !== undefined) t.diagnostic(proof.cannot)
  else assertHeld(proof, ...figures)
}
