import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { brokenRules } from '../../tools/house-rules.ts'

test('the house keeps its own rules', () => {
  assert.deepEqual(brokenRules(join(import.meta.dirname, '../..')), [])
})

const plants: readonly [title: string, file: string, text: string, fault: RegExp][] = [
  [
    'a door that reaches into the store',
    'src/http/a.ts',
    `import { sql } from '../store/sql.ts'`,
    /http may not import from store/,
  ],
  [
    'a pure room that imports a noun',
    'src/calendar/a.ts',
    `import type { A } from '../clinics/a.ts'`,
    /calendar may not import/,
  ],
  [
    'a lazy import in the wrong direction',
    'src/clinics/a.ts',
    `await import('../appointments/b.ts')`,
    /clinics may not import/,
  ],
  [
    'a bridge with a database',
    'src/bridge/a.ts',
    `import { x } from '../store/sql.ts'`,
    /bridge may not import from store/,
  ],
  [
    'a server that starts the sandbox',
    'src/server.ts',
    `import { x } from './sandbox/a.ts'`,
    /server may not import from sandbox/,
  ],
  ['a room that nobody has planned', 'src/attic/a.ts', `import { x } from '../store/sql.ts'`, /attic may not import/],
  ['SQL in a door', 'src/http/a.ts', 'await house.sql`select 1`', /http holds no SQL/],
  [
    'a clinic id minted elsewhere',
    'src/clinics/a.ts',
    'const id = mintClinicId(text)',
    /mintClinicId is for the doors/,
  ],
  ['a Date in the domain', 'src/appointments/a.ts', 'const now = new Date()', /Date does not occur/],
  ['a second clock', 'src/appointments/a.ts', 'const now = Temporal.Now.instant()', /only the clock/],
  ['a file with two rooms in it', 'src/clinics/a.ts', 'a\n'.repeat(401), /401 lines/],
  ['a file without a noun', 'src/clinics/utils.ts', '', /named for its main export/],
]

for (const [title, file, text, fault] of plants) {
  test(`refuses ${title}`, (t) => {
    const root = mkdtempSync(join(tmpdir(), 'vami-house-'))
    t.after(() => rmSync(root, { recursive: true }))
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
    const broken = brokenRules(root)
    assert.equal(broken.length, 1)
    assert.match(broken[0]!, fault)
  })
}

test('refuses two files of one name', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'vami-house-'))
  t.after(() => rmSync(root, { recursive: true }))
  for (const room of ['clinics', 'agents']) {
    mkdirSync(join(root, 'src', room), { recursive: true })
    writeFileSync(join(root, 'src', room, 'same.ts'), '')
  }
  assert.match(brokenRules(root).join(), /two files are called same\.ts/)
})
