import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runVami } from './vami-process.ts'

const settings = { PUBLIC_URL: 'https://desk.example.com', BRIDGE_API_KEY: 'a-key-that-nobody-may-see' }

test('vami elevenlabs config --bridge prints the tools, and never a key', async () => {
  const { code, stdout, stderr } = await runVami(
    ['elevenlabs', 'config', '--bridge', '--secret-id', 'secret_1'],
    settings,
  )
  assert.deepEqual([code, stderr], [0, ''])
  const printed = JSON.parse(stdout)
  assert.deepEqual(
    printed.tools.map(({ name }: { name: string }) => name),
    ['schedule_consultation', 'send_email'],
  )
  assert.deepEqual(Object.keys(printed), ['tools', 'agent', 'warnings'])
  assert.ok(!stdout.includes(settings.BRIDGE_API_KEY))
  const line = (await runVami(['elevenlabs', 'config', '--bridge', '--secret-id', 'secret_1', '--json'], settings))
    .stdout
  assert.deepEqual([line.trimEnd().includes('\n'), JSON.parse(line)], [false, printed])
})

test('it warns on stderr too, for whoever sends stdout on', async () => {
  const { code, stdout, stderr } = await runVami(['elevenlabs', 'config', '--bridge'], {
    PUBLIC_URL: 'http://desk.example.com',
  })
  assert.deepEqual([code, JSON.parse(stdout).warnings.length], [0, 1])
  assert.match(stderr, /not https/)
})

test('it needs an agent or --bridge, and not both', async () => {
  for (const words of [[], ['agent_clinic_receptionist', '--bridge']]) {
    const { code, stdout, stderr } = await runVami(['elevenlabs', 'config', ...words])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /Usage: vami elevenlabs config AGENT_ID \| --bridge/)
  }
})
