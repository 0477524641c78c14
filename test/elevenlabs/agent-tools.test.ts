import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { agentTools } from '../../src/elevenlabs/agent-tools.ts'
import { desk, everyReceptionist, kindOf, receptionist } from './receptionists.ts'

const toolsOf = (change = {}) => agentTools({ ...receptionist(change), publicUrl: desk })
const configOf = (name: string, change = {}): any =>
  toolsOf(change).find(({ tool_config }) => tool_config.name === name)!.tool_config
const bodyOf = (name: string, change = {}): any => configOf(name, change).api_schema.request_body_schema
const everyTool = everyReceptionist.flatMap((each) =>
  agentTools({ ...each, publicUrl: desk }).map(({ tool_config }) => ({ kind: kindOf(each), tool: tool_config as any })),
)

const actions = {
  check_availability: 'check-availability/agent_clinic_receptionist',
  next_available: 'next-available/agent_clinic_receptionist',
  hold_slot: 'hold-slot/agent_clinic_receptionist',
  book_appointment: 'book-appointment/agent_clinic_receptionist',
  find_appointments: 'find-appointments/agent_clinic_receptionist',
  reschedule_appointment: 'reschedule-appointment/agent_clinic_receptionist',
  cancel_appointment: 'cancel-appointment/agent_clinic_receptionist',
  take_message: 'take-message/agent_clinic_receptionist',
  clinic_info: 'clinic-info/agent_clinic_receptionist',
}
const addressesOf = (change = {}) =>
  Object.fromEntries(toolsOf(change).map(({ tool_config: { name, api_schema } }) => [name, api_schema.url]))
const atDesk = (paths: Record<string, string>) =>
  Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, `${desk}/api/agent-actions/${path}`]))

suite('the tools of an agent', () => {
  test('are its actions, at the public address and with its own id', () => {
    assert.deepEqual(addressesOf(), atDesk(actions))
  })

  test('have today’s appointments only where the owner turned them on', () => {
    const today = { todays_appointments: 'appointments/agent_clinic_receptionist/today' }
    assert.deepEqual(addressesOf({ todayTool: true }), atDesk({ ...actions, ...today }))
    assert.equal(configOf('todays_appointments', { todayTool: true }).api_schema.method, 'GET')
  })

  test('send the token as a reference to a secret, and say that they post', () => {
    for (const { tool, kind } of everyTool) {
      assert.deepEqual(Object.keys(tool.api_schema.request_headers['X-Agent-Token']), ['secret_id'], kind)
      if (tool.name !== 'todays_appointments') assert.equal(tool.api_schema.method, 'POST', tool.name)
    }
  })

  test('wait twenty seconds, and hand our words to the model when something fails', () => {
    for (const { tool } of everyTool)
      assert.deepEqual([tool.response_timeout_secs, tool.tool_error_handling_mode], [20, 'passthrough'], tool.name)
  })

  test('never let the model say who calls, or in which call', () => {
    for (const { tool } of everyTool.filter(({ tool }) => tool.api_schema.request_body_schema))
      for (const field of ['conversation_id', 'caller_id', 'called_number'])
        assert.deepEqual(
          tool.api_schema.request_body_schema.properties[field],
          { type: 'string', dynamic_variable: `system__${field}` },
          `${tool.name} ${field}`,
        )
  })

  test('are not cut short by the caller while they change something', () => {
    const changing = ['hold_slot', 'book_appointment', 'reschedule_appointment', 'cancel_appointment', 'take_message']
    for (const { tool } of everyTool)
      assert.equal(tool.interruption_mode === 'disable_during_tool', changing.includes(tool.name), tool.name)
  })
})

suite('a slot that was never offered', () => {
  test('is refused by the platform itself, wherever a slot id can be said', () => {
    const withSlot = everyTool.filter(({ tool }) => tool.api_schema.request_body_schema?.properties.slot_id)
    assert.deepEqual([...new Set(withSlot.map(({ tool }) => tool.name))].sort(), [
      'book_appointment',
      'hold_slot',
      'reschedule_appointment',
    ])
    for (const { tool } of withSlot) {
      const { properties, required } = tool.api_schema.request_body_schema
      assert.deepEqual(properties.slot_id.allowed_values, { dynamic_variable: 'offered_slot_ids' }, tool.name)
      assert.ok(required.includes('slot_id'), tool.name)
      assert.equal(tool.dynamic_variables.dynamic_variable_placeholders.offered_slot_ids, '[]', tool.name)
    }
  })

  test('cannot be named by a date and a time instead', () => {
    for (const { tool } of everyTool)
      if (tool.name !== 'check_availability')
        for (const field of ['date', 'start_time'])
          assert.ok(!(field in (tool.api_schema.request_body_schema?.properties ?? {})), `${tool.name} ${field}`)
  })

  test('becomes one that was, with each answer that offers slots', () => {
    const offering = ['check_availability', 'next_available', 'hold_slot', 'book_appointment', 'reschedule_appointment']
    for (const { tool } of everyTool) {
      const kept = tool.assignments.find(({ dynamic_variable }: any) => dynamic_variable === 'offered_slot_ids')
      assert.equal(kept !== undefined, offering.includes(tool.name), tool.name)
      if (kept) assert.deepEqual([kept.value_path, kept.preserve_native_type], ['offered_slot_ids', true])
    }
  })
})

suite('an agent that books held slots only', () => {
  const held = { requireConfirmation: true }

  for (const name of ['book_appointment', 'reschedule_appointment'])
    test(`takes what hold_slot holds, and no other slot: ${name}`, () => {
      const { properties, required } = bodyOf(name, held)
      assert.deepEqual(properties.hold_id, { type: 'string', dynamic_variable: 'hold_id' })
      assert.ok(required.includes('hold_id'))
      assert.ok(!('slot_id' in properties))
      assert.match(configOf(name, held).description, /hold_slot comes first/)
      assert.ok(!('hold_id' in bodyOf(name).properties))
    })

  test('knows what is held from the answer of hold_slot', () => {
    const [kept] = configOf('hold_slot', held).assignments.filter((each: any) => each.dynamic_variable === 'hold_id')
    assert.equal(kept.value_path, 'hold_id')
  })
})

test('strict verification asks for the name and the code in every tool that it guards', () => {
  for (const name of ['find_appointments', 'reschedule_appointment', 'cancel_appointment']) {
    assert.match(configOf(name, { verification: 'strict' }).description, /full name and the confirmation code/)
    assert.doesNotMatch(configOf(name).description, /full name and the confirmation code/)
  }
})
