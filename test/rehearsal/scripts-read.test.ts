import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readScript } from '../../src/rehearsal/script.ts'
import { ScriptFault } from '../../src/rehearsal/script-fault.ts'

const whole = `title: A call
dates: { visit: "+8 days, tuesday" }
calls: { other: { caller_id: "\${first.caller_id}" } }
steps:
  - caller: Hello
    agent: check-availability
    send: { date: "\${visit}" }
    save: day
    expect: { success: true, slots: { at_least: 1 } }
  - wait: 6 minutes
  - together:
      - agent: book-appointment
        send: { slot_id: "\${day.slots.0.slot_id}" }
      - { agent: book-appointment, call: other }
    winners: 1
    losers: slot_taken
`

test('a script is read with its turns in order, and the lines where they stand', async () => {
  const { title, language, calls, dates, turns } = await readScript(whole)
  assert.deepEqual([title, language], ['A call', 'en'])
  assert.deepEqual(calls, { first: {}, other: { caller_id: `\${first.caller_id}` } })
  assert.deepEqual(dates, { visit: '+8 days, tuesday' })
  assert.deepEqual(
    turns.map(({ kind, line }) => [kind, line]),
    [
      ['step', 5],
      ['wait', 10],
      ['together', 11],
    ],
  )
})

suite('a script that is not right is refused with the line', () => {
  const faulty: [what: string, change: (text: string) => string, line: number, reason: RegExp][] = [
    ['no YAML', (text) => text.replace('title: A call', 'title: [A call'), 2, /./],
    ['nothing at all', () => '', 1, /mapping/],
    ['a list', () => '- title', 1, /mapping/],
    ['no title', (text) => text.replace('title: A call', ''), 1, /"title" is missing/],
    ['no steps', (text) => text.slice(0, text.indexOf('steps:')), 1, /"steps" is missing/],
    ['an empty list of steps', () => 'title: A call\nsteps: []', 2, /list/],
    ['a key twice', (text) => text.replace('    save: day', '    save: day\n    save: night'), 9, /unique/i],
    ['an unknown key', (text) => text.replace('steps:', 'speed: 1\nsteps:'), 4, /unknown key "speed"; .*title/],
    ['an unknown key of a step', (text) => text.replace('save:', 'keep:'), 8, /unknown key "keep"/],
    ['an unknown key of a call', (text) => text.replace('{ caller_id:', '{ phone:'), 3, /unknown key "phone"/],
    ['an unknown key of the needs', (text) => `${text}needs: { weather: fair }`, 17, /unknown key "weather"/],
    ['an unknown action', (text) => text.replace('check-availability', 'open-sesame'), 6, /no action "open-sesame"/],
    ['an unknown call', (text) => text.replace('call: other', 'call: nobody'), 14, /no call "nobody"/],
    ['an unknown matcher', (text) => text.replace('at_least', 'roughly'), 9, /no matcher "roughly"/],
    ['a matcher that cannot be', (text) => text.replace('at_least: 1', 'matches: "("'), 9, /regular expression/],
    ['a reference to nothing', (text) => text.replace('{day.', '{night.'), 13, /refers to nothing/],
    ['a caller who refers to nothing', (text) => text.replace('Hello', `"\${night}"`), 5, /refers to nothing/],
    ['a date that is no date', (text) => text.replace('tuesday', 'blursday'), 2, /"blursday" is no step/],
    ['a date in no form', (text) => text.replace('{visit}', '{date:today | roman}'), 7, /no form "roman"/],
    ['a wait without a unit', (text) => text.replace('6 minutes', 'a while'), 10, /6 minutes/],
    ['winners that are no number', (text) => text.replace('winners: 1', 'winners: some'), 15, /whole number/],
    ['a text that is none', (text) => text.replace('Hello', '7'), 5, /text/],
    ['an alias', () => 'title: &a x\nsteps: *a', 2, /alias/],
  ]
  for (const [what, change, line, reason] of faulty) {
    test(what, async () => {
      assert.notEqual(change(whole), whole)
      await assert.rejects(readScript(change(whole)), (error) => {
        assert.ok(error instanceof ScriptFault, String(error))
        assert.match(error.message, new RegExp(`^line ${line}: `))
        assert.match(error.message, reason)
        return true
      })
    })
  }
})
