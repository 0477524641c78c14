import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readConsultation } from '../../src/bridge/consultation-wish.ts'
import { readMail } from '../../src/bridge/mail-wish.ts'
import { bridgeConfig } from '../../src/elevenlabs/bridge-config.ts'
import type { ObjectParameter, Parameter } from '../../src/elevenlabs/tool-form.ts'

const wish = {
  publicUrl: 'https://desk.example.com',
  localAddress: 'http://127.0.0.1:8000',
  deadlineMs: 15_000,
  secretId: 'secret_1',
}
const { tools, agent, warnings } = bridgeConfig(wish)
const [book, mail] = tools as [(typeof tools)[0], (typeof tools)[0]]

suite('held against ElevenLabs’ own OpenAPI document', () => {
  test('each tool is one that it takes', (t) => {
    for (const tool of tools) fits(t, 'ToolRequestModel', { tool_config: tool })
  })

  test('so is an agent that has them', (t) => {
    const prompt = { ...agent.prompt, tool_ids: ['tool_1', 'tool_2'] }
    fits(t, 'Body_Create_Agent_v1_convai_agents_create_post', {
      name: 'Consultations',
      conversation_config: { agent: { ...agent, prompt } },
    })
  })

  test('every key is one that the document knows, which the schema alone would not tell', (t) => {
    const document = documentOf(t)
    if (document === undefined) return
    const keysOf = (name: string) => Object.keys(document.components.schemas[name].properties)
    const unknown = (name: string, value: object) => Object.keys(value).filter((key) => !keysOf(name).includes(key))
    for (const tool of tools) {
      assert.deepEqual(unknown('WebhookToolConfig-Input', tool), [])
      assert.deepEqual(unknown('WebhookToolApiSchemaConfig-Input', tool.api_schema), [])
    }
    assert.deepEqual(unknown('AgentConfigAPIModel-Input', agent), [])
    assert.deepEqual(unknown('PromptAgentAPIModel-Input', agent.prompt), [])
  })
})

// ElevenLabs says so when a tool is made, and nowhere in its document
test('every value of a request has exactly one source', () => {
  for (const { api_schema } of tools)
    for (const [path, value] of literals(api_schema.request_body_schema!)) {
      const sources = ['description', 'dynamic_variable', 'constant_value'].filter((source) => source in value)
      assert.equal(sources.length, 1, path)
      assert.notEqual(Object.values(value).at(-1), '', path)
    }
})

test('the call is named by the platform, never by the model', () => {
  const { properties, required } = book.api_schema.request_body_schema!
  assert.deepEqual((properties.metadata as ObjectParameter).properties, {
    conversation_id: { type: 'string', dynamic_variable: 'system__conversation_id' },
  })
  assert.ok(required.includes('metadata'))
})

test('the webhooks take what the model is told to send', () => {
  const now = Temporal.Instant.from('2026-12-01T00:00:00Z')
  const sent = {
    start_time_utc: '2026-12-15T14:00:00Z',
    attendee_timezone: 'America/New_York',
    attendee_name: 'Maria Lopez',
    attendee_email: 'maria.lopez@example.com',
    language: 'en',
    metadata: { conversation_id: 'conv_1' },
  }
  assert.deepEqual(Object.keys(book.api_schema.request_body_schema!.properties), Object.keys(sent))
  assert.ok('start' in readConsultation(sent, now))
  const letter = { recipient_email: 'maria.lopez@example.com', email_subject: 'Hello', email_body_html: '<p>Hello</p>' }
  assert.deepEqual(Object.keys(mail.api_schema.request_body_schema!.properties), Object.keys(letter))
  assert.ok('recipient' in readMail(letter))
  for (const field of ['start_time_utc', 'attendee_timezone', 'attendee_name', 'attendee_email'])
    assert.ok(book.api_schema.request_body_schema!.required.includes(field), field)
})

test('the addresses are those of PUBLIC_URL, and the key is a secret of ElevenLabs’', () => {
  assert.deepEqual(
    tools.map(({ api_schema: { url, method } }) => [method, url]),
    [
      ['POST', 'https://desk.example.com/webhook/cal/schedule_consultation'],
      ['POST', 'https://desk.example.com/webhook/outlook/send_email'],
    ],
  )
  for (const { api_schema } of tools)
    assert.deepEqual(api_schema.request_headers, { 'X-Api-Key': { secret_id: 'secret_1' } })
})

test('ElevenLabs waits longer than the bridge may take, and shows the model what the bridge says', () => {
  for (const deadlineMs of [1_000, 15_000, 19_500, 60_000])
    for (const tool of bridgeConfig({ ...wish, deadlineMs }).tools) {
      assert.ok(tool.response_timeout_secs * 1_000 > deadlineMs, String(deadlineMs))
      assert.ok(tool.response_timeout_secs >= 20 && tool.response_timeout_secs <= 120)
      assert.equal(tool.tool_error_handling_mode, 'passthrough')
    }
})

test('the agent knows the time', () => {
  assert.equal(agent.prompt.timezone, 'UTC')
  assert.ok(agent.prompt.prompt.includes('{{system__time_utc}}'))
})

test('an address that is not https is warned of', () => {
  const warned = (publicUrl: string) => bridgeConfig({ ...wish, publicUrl }).warnings.length
  assert.deepEqual(
    [warnings.length, warned('http://desk.example.com'), warned(''), warned('https://desk.example.com')],
    [0, 1, 1, 0],
  )
})

function literals(schema: ObjectParameter, at = ''): [path: string, value: Parameter][] {
  return Object.entries(schema.properties).flatMap(([name, value]) =>
    'properties' in value
      ? literals(value as ObjectParameter, `${at}${name}.`)
      : [[at + name, value as Parameter] as [string, Parameter]],
  )
}

/** Where it lies beside this project. */
function documentOf(t: TestContext): any {
  const path = join(import.meta.dirname, '../../../shared/specs/elevenlabs-convai.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  t.diagnostic('elevenlabs-convai.json does not lie beside this project: nothing was compared')
  return undefined
}

function fits(t: TestContext, name: string, value: unknown): void {
  const document = documentOf(t)
  if (document === undefined) return
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    allErrors: true,
    validateFormats: false,
    discriminator: false,
  })
  ajv.addSchema(document, 'elevenlabs')
  assert.ok(ajv.validate({ $ref: `elevenlabs#/components/schemas/${name}` }, value), ajv.errorsText())
  // else a schema that takes anything would pass
  assert.ok(!ajv.validate({ $ref: `elevenlabs#/components/schemas/${name}` }, { tool_config: { type: 'webhook' } }))
}
