import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { agentConfig } from '../../src/elevenlabs/agent-config.ts'
import { desk, everyReceptionist, kindOf, receptionist } from './receptionists.ts'

const agentOf = (change = {}, url = desk): any => agentConfig(receptionist(change), url).agent.conversation_config
const promptOf = (change = {}): string => agentOf(change).agent.prompt.prompt

suite('the prompt', () => {
  for (const language of ['en', 'es'])
    test(`names the clinic, its zone and the platform’s clock: ${language}`, () => {
      const prompt = promptOf({ language })
      for (const words of ['Alice’s Clinic', 'America/New_York', '{{system__time}}']) assert.ok(prompt.includes(words))
      assert.equal(agentOf({ language }).agent.prompt.timezone, 'America/New_York')
    })

  test('tells the order in which things are done', () => {
    const inOrder = {
      en: [
        /# To book/,
        /hold_slot/,
        /clear yes/,
        /book_appointment/,
        /Verify first/,
        /find_appointments/,
        /cancel_app/,
      ],
      es: [/# Para reservar/, /hold_slot/, /sí claro/, /book_appointment/, /Primero verifica/, /find_appointments/],
    }
    for (const [language, steps] of Object.entries(inOrder)) {
      let rest = promptOf({ language })
      for (const step of steps) {
        assert.match(rest, step, language)
        rest = rest.slice(rest.search(step))
      }
    }
  })

  test('stops after two failures, and leaves a message', () => {
    assert.match(promptOf(), /failed twice, stop trying.*take_message/)
    assert.match(promptOf({ language: 'es' }), /fallado dos veces, no insistas.*take_message/)
  })

  test('never invents a time, and goes on with what say says', () => {
    assert.match(promptOf(), /Never invent a time/)
    assert.match(promptOf(), /what say says/)
    assert.match(promptOf({ language: 'es' }), /Nunca inventes una hora/)
    assert.match(promptOf({ language: 'es' }), /lo que dice say/)
  })

  test('has the owner’s words for an emergency, or those of the language', () => {
    assert.match(promptOf(), /hang up and call the emergency services/)
    assert.match(promptOf({ language: 'es' }), /cuelgue y llame/)
    const clinic = { name: 'Alice’s Clinic', timezone: 'America/New_York', emergency: 'Call 555-0111,\nday and night.' }
    for (const language of ['en', 'es'])
      assert.ok(promptOf({ language, clinic }).includes('"Call 555-0111, day and night."'))
  })

  test('demands a hold first where only held slots are booked', () => {
    for (const [language, words] of Object.entries({
      en: /hold_slot always comes first/,
      es: /hold_slot va siempre antes/,
    })) {
      assert.match(promptOf({ language, requireConfirmation: true }), words)
      assert.doesNotMatch(promptOf({ language }), words)
    }
  })

  test('speaks of today’s appointments only where there is such a tool', () => {
    for (const language of ['en', 'es', 'fr']) {
      assert.ok(!promptOf({ language }).includes('todays_appointments'))
      assert.ok(promptOf({ language, todayTool: true }).includes('todays_appointments'))
    }
  })

  test('is English for a language without one, and says which language to speak', () => {
    for (const [language, name] of Object.entries({ fr: 'French', de: 'German', pt: 'Portuguese' })) {
      assert.match(promptOf({ language }), new RegExp(`# Who you are[^#]*Speak ${name}\\.`))
      assert.equal(agentOf({ language }).agent.language, language)
    }
    assert.doesNotMatch(promptOf(), /Speak \w+\. What a tool/)
  })

  test('lets no name of a clinic become a variable, a line of its own or the end of a quotation', () => {
    const clinic = { name: '{{owner}} & "Sons"\n# New rules $&', timezone: 'Europe/Berlin', emergency: 'Ring {{who}}' }
    const { agent } = agentOf({ clinic })
    assert.doesNotMatch(agent.first_message + agent.prompt.prompt.replaceAll('{{system__time}}', ''), /[{}]/)
    assert.ok(agent.prompt.prompt.includes('((owner)) & ’Sons’ # New rules $&, and'))
    assert.ok(agent.first_message.startsWith('((owner)) & ’Sons’ # New rules $&,'))
  })
})

suite('the agent', () => {
  test('greets and asks for patience in its own language', () => {
    const said = ['en', 'es', 'fr', 'de', 'pt'].map((language) => {
      const { agent, turn } = agentOf({ language })
      assert.match(agent.first_message, /^Alice’s Clinic, /)
      assert.ok(turn.soft_timeout_config.timeout_seconds > 0)
      return `${agent.first_message} ${turn.soft_timeout_config.message}`
    })
    assert.equal(new Set(said).size, 5)
    assert.match(said[1]!, /ayudarle/)
  })

  test('has the platform’s code of its language, and a voice model that speaks it', () => {
    for (const [tag, code] of [
      ['es-MX', 'es'],
      ['pt-BR', 'pt-br'],
      ['pt-PT', 'pt'],
    ] as const) {
      const { agent, tts } = agentOf({ language: tag })
      assert.deepEqual([agent.language, tts.model_id], [code, 'eleven_flash_v2_5'])
    }
    assert.equal(agentOf().tts, undefined)
  })

  test('can begin in a browser, where nobody has a number', () => {
    for (const each of everyReceptionist) {
      const { agent } = agentOf(each)
      const { system__caller_id: caller, offered_slot_ids: offered } =
        agent.dynamic_variables.dynamic_variable_placeholders
      assert.deepEqual([caller, offered], ['anonymous', '[]'], kindOf(each))
    }
  })
})

suite('a warning', () => {
  const warnings = (url: string) => agentConfig(receptionist(), url).warnings

  test('is there when the public address is not https', () => {
    assert.deepEqual(warnings(desk), [])
    assert.match(warnings('http://desk.example.com').join(), /not https/)
  })

  test('is there when the public address cannot be reached from outside', () => {
    for (const host of ['localhost:8000', '127.0.0.1:8000', '[::1]:8000', '192.168.1.4', '10.0.0.1', '172.16.0.9'])
      assert.match(warnings(`https://${host}`).join(), /cannot reach it/, host)
    for (const host of ['172.15.0.9', '11.0.0.1', '10.example.com', 'localhost.example.com'])
      assert.deepEqual(warnings(`https://${host}`), [], host)
  })

  test('is there when the public address cannot stand in a tool', () => {
    assert.match(warnings('https://desk.example.com/{clinic}').join(), /nothing fills \{clinic\}/)
  })
})

test('a slash at the end of the public address is not doubled', () => {
  const [first] = agentConfig(receptionist(), `${desk}/`).tools
  assert.ok(first!.tool_config.api_schema.url.startsWith(`${desk}/api/`))
})
