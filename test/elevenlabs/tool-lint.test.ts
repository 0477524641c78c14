import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { agentConfig } from '../../src/elevenlabs/agent-config.ts'
import { agentFaults, toolFaults } from '../../src/elevenlabs/tool-lint.ts'
import { desk, everyReceptionist, kindOf, receptionist } from './receptionists.ts'

suite('what is made breaks no rule of the platform', () => {
  for (const each of everyReceptionist)
    test(kindOf(each), () => {
      const { tools, agent } = agentConfig(each, desk)
      assert.deepEqual(toolFaults(tools), [])
      assert.deepEqual(agentFaults(agent, tools), [])
    })
})

/** A right configuration in which `spoil` breaks one thing; the tool is book_appointment. */
function spoiled(spoil: (tool: any, agent: any, tools: any[]) => void): string[] {
  const made: any = structuredClone(agentConfig(receptionist({ todayTool: true }), desk))
  const tool = made.tools.find(({ tool_config }: any) => tool_config.name === 'book_appointment').tool_config
  spoil(tool, made.agent.conversation_config.agent, made.tools)
  return [...toolFaults(made.tools), ...agentFaults(made.agent, made.tools)]
}

const bodyOf = (tool: any) => tool.api_schema.request_body_schema
const nameOf = (tool: any) => bodyOf(tool).properties.customer_name

const breaches: Record<string, [spoil: (tool: any, agent: any, tools: any[]) => void, fault: RegExp]> = {
  'two sources for a value': [(tool) => Object.assign(nameOf(tool), { constant_value: 'Maria' }), /2 sources/],
  'a value without a source': [
    (tool) => Object.assign(nameOf(tool), { description: '' }),
    /customer_name has 0 sources/,
  ],
  'an empty constant': [
    (tool) => Object.assign(bodyOf(tool).properties, { x: { type: 'string', constant_value: '' } }),
    /body\.x has 0 sources/,
  ],
  'a list whose items have no source': [
    (tool) =>
      Object.assign(bodyOf(tool).properties, { x: { type: 'array', description: 'some', items: { type: 'string' } } }),
    /body\.x\[\] has 0 sources/,
  ],
  'an object without a source': [(tool) => delete bodyOf(tool).description, /body has 0 sources/],
  'a tool without a description': [(tool) => Object.assign(tool, { description: ' ' }), /no description/],
  'a description that fills the model’s memory': [
    (tool) => Object.assign(tool, { description: 'a'.repeat(1_001) }),
    /too long/,
  ],
  'a name with a blank': [(tool) => Object.assign(tool, { name: 'book it' }), /other characters/],
  'two tools of one name': [(tool) => Object.assign(tool, { name: 'hold_slot' }), /two tools have this name/],
  'a time-out too short': [(tool) => Object.assign(tool, { response_timeout_secs: 4 }), /time-out/],
  'a time-out too long': [(tool) => Object.assign(tool, { response_timeout_secs: 121 }), /time-out/],
  'errors that the model never sees': [
    (tool) => Object.assign(tool, { tool_error_handling_mode: 'auto' }),
    /hides errors/,
  ],
  'a switch that has a successor': [(tool) => Object.assign(tool, { disable_interruptions: true }), /is old/],
  'a body on a GET': [(tool) => Object.assign(tool.api_schema, { method: 'GET' }), /sends no body/],
  'no method, which means GET': [(tool) => delete tool.api_schema.method, /without a method/],
  'an address with a variable': [
    (tool) => Object.assign(tool.api_schema, { url: `${desk}/{{agent}}` }),
    /double braces/,
  ],
  'a password in the address': [
    (tool) => Object.assign(tool.api_schema, { url: 'https://alice:secret@desk.example.com/' }),
    /a user, a query/,
  ],
  'a query in the address': [(tool) => Object.assign(tool.api_schema, { url: `${desk}/?a=b/c` }), /a user, a query/],
  'an address that is none': [(tool) => Object.assign(tool.api_schema, { url: '/api' }), /no URL/],
  'a place in the address that nothing fills': [
    (tool) => Object.assign(tool.api_schema, { url: `${desk}/{agent}` }),
    /nothing fills \{agent\}/,
  ],
  'a filling without a place': [
    (tool) =>
      Object.assign(tool.api_schema, { path_params_schema: { agent: { type: 'string', constant_value: 'a' } } }),
    /\{agent\} is not in its address/,
  ],
  'a token in clear': [
    (tool) => Object.assign(tool.api_schema.request_headers, { 'X-Agent-Token': `vami_agent_${'a'.repeat(43)}` }),
    /not a reference to a secret.*secret in clear/s,
  ],
  'a token in a constant': [
    (tool) =>
      Object.assign(bodyOf(tool).properties, { x: { type: 'string', constant_value: `vami_agent_${'a'.repeat(43)}` } }),
    /secret in clear/,
  ],
  'a caller whom the model names': [
    (tool) => Object.assign(bodyOf(tool).properties, { caller_id: { type: 'string', description: 'the number' } }),
    /caller_id is not what the platform knows/,
  ],
  'a demand for what is not there': [(tool) => bodyOf(tool).required.push('age'), /body\.age is not there/],
  'a system variable that there is not': [
    (tool) => Object.assign(bodyOf(tool).properties, { x: { type: 'string', dynamic_variable: 'system__mood' } }),
    /nothing fills system__mood/,
  ],
  'a list of what was offered that nothing fills': [
    (_tool, _agent, tools) => {
      for (const { tool_config } of tools) tool_config.assignments = []
    },
    /nothing fills offered_slot_ids/,
  ],
  'a list of what was offered without a beginning': [
    (tool) => Object.assign(tool, { dynamic_variables: {} }),
    /nothing fills offered_slot_ids/,
  ],
  'a list of allowed values for a constant': [
    (tool) =>
      Object.assign(bodyOf(tool).properties, {
        x: { type: 'string', constant_value: 'a', allowed_values: { dynamic_variable: 'offered_slot_ids' } },
      }),
    /only what the model says/,
  ],
  'an enum of numbers': [
    (tool) => Object.assign(bodyOf(tool).properties, { x: { type: 'integer', description: 'n', enum: ['1'] } }),
    /only strings/,
  ],
  'an enum without values': [(tool) => Object.assign(nameOf(tool), { enum: [] }), /is empty/],
  'an enum with a value twice': [(tool) => Object.assign(nameOf(tool), { enum: ['a', 'a'] }), /has one twice/],
  'an enum of fifty-one': [
    (tool) => Object.assign(nameOf(tool), { enum: Array.from({ length: 51 }, (_, i) => `v${i}`) }),
    /too long/,
  ],
  'a path with brackets': [
    (tool) => Object.assign(tool.assignments[0], { value_path: 'slots[0].slot_id' }),
    /not a path with dots/,
  ],
  'an assignment to what is the platform’s': [
    (tool) => Object.assign(tool.assignments[0], { dynamic_variable: 'system__caller_id' }),
    /cannot be set/,
  ],
  'a variable in the prompt that nobody sets': [
    (_tool, agent) => Object.assign(agent.prompt, { prompt: 'Hello {{customer}}' }),
    /customer has no value/,
  ],
  'a tool in the prompt that there is not': [
    (_tool, agent) => Object.assign(agent.prompt, { prompt: 'Now call send_text.' }),
    /no tool send_text/,
  ],
  'tools within the prompt': [(_tool, agent) => Object.assign(agent.prompt, { tools: [] }), /go by tool_ids/],
  'a prompt that is a book': [
    (_tool, agent) => Object.assign(agent.prompt, { prompt: 'a'.repeat(20_001) }),
    /20001 characters/,
  ],
  'silence at the beginning': [(_tool, agent) => Object.assign(agent, { first_message: ' ' }), /no first message/],
  'no time zone': [(_tool, agent) => delete agent.prompt.timezone, /time zone/],
  'a time zone that there is not': [
    (_tool, agent) => Object.assign(agent.prompt, { timezone: 'Mars/Olympus' }),
    /time zone/,
  ],
}

suite('the linter finds', () => {
  for (const [breach, [spoil, fault]] of Object.entries(breaches))
    test(breach, () => assert.match(spoiled(spoil).join('\n'), fault))
})
