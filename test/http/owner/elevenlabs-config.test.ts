import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const path = `/api/agents/${alice.agentId}/elevenlabs-config`
const config = async () => accepted(await alice.as('GET', path))
const change = async (fields: object) => accepted(await alice.as('PATCH', `/api/agents/${alice.agentId}`, fields))

/**
 * The platform in a call, as far as tools go: it fills what it knows, refuses what is not allowed, sends the secret, and
 * takes variables from answers.
 */
async function callWith(tools: any[]) {
  const conversation = `conv_${crypto.randomUUID()}`
  const variables: Record<string, any> = {
    system__conversation_id: conversation,
    system__caller_id: '+12125550123',
    system__called_number: '+12125550100',
  }
  return async (name: string, said: Record<string, unknown> = {}) => {
    const { tool_config: tool } = tools.find(({ tool_config }) => tool_config.name === name)
    const { url, method, request_body_schema: schema } = tool.api_schema
    const placeholders = tool.dynamic_variables.dynamic_variable_placeholders
    const inHand = (variable: string) => variables[variable] ?? placeholders[variable]
    const body: Record<string, unknown> = {}
    for (const [field, value] of Object.entries<any>(schema?.properties ?? {})) {
      if (value.dynamic_variable) body[field] = inHand(value.dynamic_variable)
      else if (field in said) {
        const allowed = value.allowed_values && inHand(value.allowed_values.dynamic_variable)
        if (allowed && !(Array.isArray(allowed) ? allowed : JSON.parse(allowed)).includes(said[field]))
          return { refusedBy: 'platform', field }
        body[field] = said[field]
      }
    }
    for (const field of schema?.required ?? []) assert.ok(field in body, `${name} without ${field}`)
    const sent = { token: alice.token, ...(schema && { body }) }
    const answer = accepted(await stage.call(method, url.replace(stage.url, ''), sent))
    for (const { dynamic_variable, value_path } of tool.assignments)
      if (answer[value_path] !== undefined) variables[dynamic_variable] = answer[value_path]
    return answer
  }
}

suite('the configuration of an agent', () => {
  test('has this server’s address, this agent’s id and no token', async () => {
    const made = await config()
    for (const { tool_config } of made.tools) {
      assert.ok(tool_config.api_schema.url.startsWith(`${stage.url}/api/agent-actions/`))
      assert.ok(tool_config.api_schema.url.includes(alice.agentId))
    }
    assert.ok(!JSON.stringify(made).includes(alice.token))
  })

  test('warns where the server is not reached over https, and not where it is', async () => {
    assert.match((await config()).warnings.join(), /not https/)
    const named = await openStage({ config: { PUBLIC_URL: 'https://desk.example.com' } })
    const owner = await alicesClinic(named)
    const made = accepted(await owner.as('GET', `/api/agents/${owner.agentId}/elevenlabs-config`))
    assert.deepEqual(made.warnings, [])
    assert.ok(made.tools[0].tool_config.api_schema.url.startsWith('https://desk.example.com/api/'))
  })

  test('sends no field that the action does not know', async () => {
    await change({ today_tool: true })
    const document: any = await (await fetch(`${stage.url}/openapi.json`)).json()
    for (const { tool_config } of (await config()).tools) {
      const { url, method, request_body_schema: schema } = tool_config.api_schema
      const operation = document.paths[new URL(url).pathname.replace(alice.agentId, '{agent_id}')][method.toLowerCase()]
      const { $ref } = operation.requestBody?.content['application/json'].schema ?? {}
      const known = $ref ? Object.keys(document.components.schemas[$ref.split('/').at(-1)].properties) : []
      for (const field of Object.keys(schema?.properties ?? {}))
        assert.ok(known.includes(field), `${tool_config.name} ${field}`)
    }
    await change({ today_tool: false })
  })

  test('follows what the owner changes', async () => {
    const tools = async () => (await config()).tools.map(({ tool_config }: any) => tool_config.name)
    assert.ok(!(await tools()).includes('todays_appointments'))
    await change({ today_tool: true, language: 'es', require_confirmation: true })
    assert.ok((await tools()).includes('todays_appointments'))
    const { agent } = (await config()).agent.conversation_config
    assert.equal(agent.language, 'es')
    assert.match(agent.prompt.prompt, /hold_slot va siempre antes/)
    await change({ today_tool: false, language: 'en', require_confirmation: false })
  })

  test('is not there for an agent that is not there', async () => {
    refused(await alice.as('GET', '/api/agents/agent_of_nobody/elevenlabs-config'), 404, 'not_found')
  })
})

suite('a call with these tools', () => {
  for (const heldOnly of [false, true]) {
    const kind = heldOnly ? 'held slots only' : 'any offered slot'

    test(`finds, holds, books, moves and cancels: ${kind}`, async () => {
      await change({ require_confirmation: heldOnly })
      const call = await callWith((await config()).tools)
      const day = await call('check_availability', { date: heldOnly ? '2026-12-16' : '2026-12-15' })
      const [first, , third] = day.slots
      const chosen = (slot: any) => (heldOnly ? {} : { slot_id: slot.slot_id })
      const held = await call('hold_slot', { slot_id: first.slot_id })
      assert.ok(held.read_back.length > 0)
      const booked = await call('book_appointment', { ...chosen(first), customer_name: 'Maria Lopez' })
      assert.deepEqual([booked.success, booked.start_time], [true, first.start_time], JSON.stringify(booked))
      const found = await call('find_appointments', { customer_name: 'Maria Lopez' })
      const mine = found.appointments.find((each: any) => each.appointment_id === booked.appointment_id)
      assert.ok(mine, JSON.stringify(found))
      await call('hold_slot', { slot_id: third.slot_id })
      const which = { appointment_id: booked.appointment_id, customer_name: 'Maria Lopez' }
      const moved = await call('reschedule_appointment', { ...chosen(third), ...which })
      assert.deepEqual([moved.success, moved.start_time], [true, third.start_time], JSON.stringify(moved))
      assert.equal((await call('cancel_appointment', which)).success, true)
    })

    test(`cannot even send a slot that was never offered: ${kind}`, async () => {
      await change({ require_confirmation: heldOnly })
      const call = await callWith((await config()).tools)
      const elsewhere = await alice.agent('check-availability', { date: '2026-12-17' })
      const { slot_id } = elsewhere.body.slots[0]
      const refusal = { refusedBy: 'platform', field: 'slot_id' }
      assert.deepEqual(await call('hold_slot', { slot_id }), refusal)
      if (!heldOnly) assert.deepEqual(await call('book_appointment', { slot_id, customer_name: 'Maria' }), refusal)
      await call('check_availability', { date: '2026-12-18' })
      assert.deepEqual(await call('hold_slot', { slot_id }), refusal)
    })
  }

  test('that only books held slots books none before one is held', async () => {
    await change({ require_confirmation: true })
    const call = await callWith((await config()).tools)
    await call('check_availability', { date: '2026-12-18' })
    const answer = await call('book_appointment', { customer_name: 'Maria Lopez' })
    assert.deepEqual([answer.success, answer.error], [false, 'unknown_slot'])
  })

  test('may take an alternative of a refusal', async () => {
    await change({ require_confirmation: false })
    const call = await callWith((await config()).tools)
    const { slots } = await call('check_availability', { date: '2026-12-21' })
    const other = { slot_id: slots[0].slot_id, customer_name: 'Ann Lee', customer_phone: '+12125550177' }
    assert.equal(accepted(await alice.agent('book-appointment', other)).success, true)
    const refusal = await call('hold_slot', { slot_id: slots[0].slot_id })
    assert.equal(refusal.error, 'slot_taken')
    const held = await call('hold_slot', { slot_id: refusal.alternatives[0].slot_id })
    assert.equal(held.success, true)
  })

  test('leaves a message, tells about the clinic, and finds what is next', async () => {
    const call = await callWith((await config()).tools)
    assert.equal((await call('clinic_info')).name, 'Alice’s Clinic')
    const left = await call('take_message', {
      customer_name: 'Maria Lopez',
      message: 'Please call back',
      urgency: 'low',
    })
    assert.equal(left.urgency, 'low')
    const next = await call('next_available', { part_of_day: 'afternoon', weekdays: ['friday'], limit: 2 })
    assert.equal(next.slots.length, 2)
    assert.equal(next.warnings, undefined)
  })
})
