import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { agentConfig } from '../../src/elevenlabs/agent-config.ts'
import { desk, everyReceptionist, kindOf } from './receptionists.ts'

/** ElevenLabs' own OpenAPI document, which lies beside the project on some machines and is not part of it. */
const file = join(import.meta.dirname, '../../../shared/specs/elevenlabs-convai.json')

function validators() {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  // the module's types say namespace, the module says function
  ;(formats as unknown as (to: Ajv2020) => void)(ajv)
  ajv.addSchema(closed(JSON.parse(readFileSync(file, 'utf8'))), 'elevenlabs')
  const bodyOf = (path: string) =>
    ajv.compile({
      $ref: `elevenlabs#/paths/${path.replaceAll('/', '~1')}/post/requestBody/content/application~1json/schema`,
    })
  return { tool: bodyOf('/v1/convai/tools'), agent: bodyOf('/v1/convai/agents/create'), ajv }
}

/** The document leaves its objects open, so that a misspelt field would pass: here no field passes that it does not name. */
function closed(schema: any): any {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  const isOpen =
    schema.type === 'object' && typeof schema.properties === 'object' && !('additionalProperties' in schema)
  return isOpen ? { ...inner, additionalProperties: false } : inner
}

test('every tool and agent is one that ElevenLabs’ own document takes', (t) => {
  if (!existsSync(file)) {
    t.diagnostic('elevenlabs-convai.json does not lie beside this project: nothing was compared')
    return
  }
  const { tool, agent, ajv } = validators()
  for (const each of everyReceptionist) {
    const made = agentConfig(each, desk)
    const named = [
      ...made.tools.map((body) => [body.tool_config.name, tool, body] as const),
      ['agent', agent, made.agent] as const,
    ]
    for (const [name, validate, body] of named) {
      const valid = validate(body)
      t.diagnostic(`${kindOf(each)}: ${name}: ${valid ? 'valid' : ajv.errorsText(validate.errors)}`)
      assert.ok(valid, `${kindOf(each)}: ${name}: ${ajv.errorsText(validate.errors)}`)
    }
  }
})

test('the comparison would notice what is wrong', (t) => {
  if (!existsSync(file)) {
    t.diagnostic('elevenlabs-convai.json does not lie beside this project: nothing was compared')
    return
  }
  const { tool, agent } = validators()
  const made: any = agentConfig(everyReceptionist[0]!, desk)
  const wrong = [{ name: 'a b' }, { response_timeout_secs: 4 }, { tool_error_handling_mode: 'loud' }, { timeout: 20 }]
  for (const change of wrong) assert.ok(!tool({ tool_config: { ...made.tools[0].tool_config, ...change } }))
  const { conversation_config: config } = made.agent
  assert.ok(!agent({ ...made.agent, conversation_config: { ...config, tts: { model_id: 'eleven_parrot' } } }))
})
