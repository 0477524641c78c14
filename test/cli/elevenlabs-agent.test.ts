import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, newDatabase, openStage } from '../cast.ts'
import { runVami } from './vami-process.ts'

const databaseUrl = await newDatabase()
const stage = await openStage({ databaseUrl, config: { PUBLIC_URL: 'https://desk.example.com' } })
const alice = await alicesClinic(stage)
const run = (words: string[], environment = {}) =>
  runVami(['elevenlabs', 'config', ...words], { DATABASE_URL: databaseUrl, ...environment })

test('prints what the server answers, beside it', async () => {
  const served = await stage.call('GET', `/api/agents/${alice.agentId}/elevenlabs-config`, { bearer: alice.bearer })
  const given = [alice.agentId, '--public-url', 'https://desk.example.com']
  const [plain, json] = await Promise.all([run(given), run([...given, '--json'])])
  assert.deepEqual([plain.code, plain.stderr], [0, ''])
  assert.deepEqual(JSON.parse(plain.stdout), served.body)
  assert.deepEqual(JSON.parse(json.stdout), served.body)
  assert.equal(json.stdout.trim().split('\n').length, 1)
})

test('warns on stderr, and never on stdout alone, when no public address is set', async () => {
  const { code, stdout, stderr } = await run([alice.agentId], { PORT: '8123' })
  const { tools, warnings } = JSON.parse(stdout)
  assert.equal(code, 0)
  assert.match(stderr, /not https/)
  assert.match(warnings.join(), /not https/)
  assert.ok(tools[0].tool_config.api_schema.url.startsWith('http://127.0.0.1:8123/api/'))
})

test('fails with a sentence for an agent that is not there, and for words that are missing', async () => {
  const [unknown, nothing, odd] = await Promise.all([
    run(['agent_of_nobody']),
    run([]),
    run([alice.agentId, '--public-url', 'desk']),
  ])
  assert.deepEqual([unknown.code, nothing.code, odd.code], [1, 2, 2])
  assert.match(unknown.stderr, /there is no agent "agent_of_nobody"/)
  assert.match(odd.stderr, /--public-url must be a complete URL/)
})
