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
  [
    'a server that takes from the screen',
    'src/server.ts',
    `import { x } from '../web/a.ts'`,
    /may not import from web/,
  ],
  [
    'a door that asks the screen for a type',
    'src/http/a.ts',
    `import type { A } from '../../web/a.ts'`,
    /http may not import from web/,
  ],
  ['a screen that takes from the server', 'web/a.tsx', `import { x } from '../src/house.ts'`, /only import types/],
  [
    'a screen that takes a type and a value at once',
    'web/days/a.tsx',
    `import type { A } from './a.ts'\nimport { type B, c } from '../../src/http/wire.ts'`,
    /only import types/,
  ],
  [
    'a screen that loads the server when it is needed',
    'web/a.ts',
    `const x = await import('../src/house.ts')`,
    /only import types/,
  ],
  ['a screen that passes on what is the server’s', 'web/a.ts', `export * from '../src/house.ts'`, /only import types/],
  ['a screen that runs the server', 'web/a.ts', `import '../src/cli.ts'`, /only import types/],
  ['a Date on the screen', 'web/days/a.tsx', 'const now = new Date()', /Date does not occur/],
  ['a second clock on the screen', 'web/days/clock.ts', 'const now = Temporal.Now.instant()', /only the clock/],
  ['a file of the screen with two rooms in it', 'web/days/a.tsx', 'a\n'.repeat(401), /401 lines/],
  ['a file of the screen without a noun', 'web/days/utils.tsx', '', /named for its main export/],
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

for (const [folder, name] of [
  ['src', 'same.ts'],
  ['web', 'same.tsx'],
] as const)
  test(`refuses two files of one name in ${folder}`, (t) => {
    const root = mkdtempSync(join(tmpdir(), 'vami-house-'))
    t.after(() => rmSync(root, { recursive: true }))
    for (const room of ['clinics', 'agents']) {
      mkdirSync(join(root, folder, room), { recursive: true })
      writeFileSync(join(root, folder, room, name), '')
    }
    assert.deepEqual(brokenRules(root), [
      `${folder}/agents/${name}, ${folder}/clinics/${name}: two files are called ${name}`,
    ])
  })

test('lets the screen ask the server for types, have a clock, and name a file as the server does', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'vami-house-'))
  t.after(() => rmSync(root, { recursive: true }))
  const files = {
    'src/clock.ts': 'Temporal.Now.instant()',
    'web/data/clock.ts': `import './sheet.css'\nexport const now = () => Temporal.Now.instant()\n`,
    'web/days/day.tsx': [
      `import { x } from '../data/clock.ts'`,
      `import { dayOf } from '../../src/calendar/opening-hours.ts'\nimport type {\n  A,\n  B,\n} from '../../src/http/wire.ts'`,
      `export const a = 1`,
      `export type { C } from '../../src/problems.ts'`,
      `const said = 'the import of a type'`,
    ].join('\n'),
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  assert.deepEqual(brokenRules(root), [])
})
