import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { alicesClinic, openStage } from '../cast.ts'
import { runVami } from './vami-process.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const folder = mkdtempSync(join(tmpdir(), 'vami-call-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const desk = ['--url', stage.url, '--agent', alice.agentId, '--token', alice.token]
const call = (words: string[]) => runVami(['call', ...words])
const shipped = (name: string) => join(import.meta.dirname, '../rehearsals', `${name}.yaml`)
const script = (text: string) => {
  const file = join(folder, 'script.yaml')
  writeFileSync(file, text)
  return file
}
const live = async () =>
  (await stage.sql.query(`select count(*)::int as n from appointments where status not in ('held', 'cancelled')`))
    .rows[0].n

suite('vami call', () => {
  test('prints who said what and how long each answer took, exits 0, and leaves nothing booked', async () => {
    const { code, stdout, stderr } = await call([shipped('first-booking'), ...desk])
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^A first booking, from the question to the code\nAlice’s Clinic, 2026-12-07 07:00 America/)
    assert.match(stdout, /Caller {3}“Hello, could I come in on Tuesday, December 15, at two\?”/)
    assert.match(stdout, /Agent {4}hold-slot \{"date":"2026-12-15","start_time":"14:00"\}\nVami {5}\d+\.\d ms {2}“.+”/)
    assert.match(stdout, /✓ held: 3 answers/)
    assert.equal(await live(), 0)
  })

  test('can be played again and again', async () => {
    for (let nth = 0; nth < 2; nth += 1) assert.equal((await call([shipped('taken-slot'), ...desk])).code, 0)
  })

  test('says which expectation did not hold, plays no further, exits 1, and cancels all the same', async () => {
    const file = script(`title: Too much to hope for
steps:
  - agent: book-appointment
    send: { date: "\${date:+8 days, tuesday}", start_time: "09:00", customer_name: Maria Lopez }
    expect: { success: true, practitioner: Dr. House, duration_minutes: 30, price: { present: true } }
  - agent: clinic-info
`)
    const { code, stdout } = await call([file, ...desk])
    assert.equal(code, 1)
    assert.match(stdout, /✗ line 3: practitioner should be "Dr. House", and is "Practitioner"/)
    assert.match(stdout, /✗ line 3: price should be present, and is absent/)
    assert.match(stdout, /✗ not held: 2 of 5 expectations; turns not played: 1/)
    assert.ok(!stdout.includes('clinic-info') && !stdout.includes('duration_minutes should'))
    assert.equal(await live(), 0)
  })

  test('fails steps at once of which too many succeed, or lose for another reason', async () => {
    const file = script(`title: Two winners
calls: { other: {} }
steps:
  - together:
      - agent: clinic-info
      - { agent: clinic-info, call: other }
      - agent: book-appointment
    winners: 1
    losers: slot_taken
`)
    const { code, stdout } = await call([file, ...desk])
    assert.equal(code, 1)
    assert.match(stdout, /1 should succeed, and 2 did/)
    assert.match(stdout, /a loser should hear slot_taken, not missing_field/)
  })

  test('fails a step that refers to what its answer did not have, without asking', async () => {
    const file = script(`title: A slip
steps:
  - agent: clinic-info
    save: facts
  - agent: hold-slot
    send: { slot_id: "\${facts.slots.0.slot_id}" }
`)
    const { code, stdout } = await call([file, ...desk])
    assert.equal(code, 1)
    assert.match(stdout, /✗ line 5: there is no \$\{facts\.slots\.0\.slot_id\} among the earlier answers/)
  })

  test('--json has the answers whole', async () => {
    const { code, stdout } = await call([shipped('closed-day'), ...desk, '--json'])
    const { held, calls } = JSON.parse(stdout)
    assert.deepEqual([code, held, calls.length, calls[0].file], [0, true, 1, 'closed-day.yaml'])
    assert.equal(calls[0].turns[0].step.answer.body.reason, 'closed')
    assert.ok(calls[0].turns[0].step.answer.milliseconds > 0)
  })

  test('--all plays what needs no settings and no wait, and names what it passes over', async () => {
    const { code, stdout } = await call(['--all', ...desk])
    assert.equal(code, 0, stdout)
    assert.match(stdout, /\n(\d+) of \1 calls held; \d+ passed over\n$/)
    assert.match(stdout, /– hangs-up\.yaml passed over: it needs a wait\n/)
    assert.match(stdout, /– strict-verification\.yaml passed over: it needs agent \{"verification":"strict"\}\n/)
    assert.equal(await live(), 0)
  })
})

suite('vami call cannot play', () => {
  const wrong: [what: string, words: () => string[], said: RegExp][] = [
    ['without a script', () => desk, /takes a script, or --all/],
    ['a script and --all', () => [shipped('closed-day'), '--all', ...desk], /takes a script, or --all/],
    ['two scripts', () => [shipped('closed-day'), shipped('closed-day'), ...desk], /got 2/],
    ['without an agent', () => [shipped('closed-day'), '--token', 'x'], /--agent and --token are needed/],
    ['without a token', () => [shipped('closed-day'), '--agent', 'x'], /--agent and --token are needed/],
    ['at no address', () => [shipped('closed-day'), ...desk, '--url', 'here'], /--url must be an address/],
    ['a script that is not there', () => [join(folder, 'none.yaml'), ...desk], /none\.yaml cannot be read \(ENOENT\)/],
    ['bad YAML', () => [script('title: [A'), ...desk], /script\.yaml, line 1: /],
    ['an unknown key', () => [script('title: A\nsteps:\n  - agnet: x'), ...desk], /line 3: unknown key "agnet"/],
  ]
  for (const [what, words, said] of wrong)
    test(`${what}: wrong usage, exit 2`, async () => {
      const { code, stdout, stderr } = await call(words())
      assert.deepEqual([code, stdout], [2, ''])
      assert.match(stderr, said)
    })

  test('with a token that is not the agent’s, or where nobody answers: exit 1 and a sentence', async () => {
    const stranger = await call([shipped('closed-day'), ...desk, '--token', 'vami_agent_wrong'])
    assert.equal(stranger.code, 1)
    assert.match(stranger.stderr, /the desk answers 401 invalid_agent_token/)
    const nobody = await call([shipped('closed-day'), ...desk, '--url', 'http://127.0.0.1:1'])
    assert.equal(nobody.code, 1)
    assert.match(nobody.stderr, /http:\/\/127\.0\.0\.1:1 does not answer \(.+\)/)
    for (const { stderr } of [stranger, nobody]) assert.ok(!/vami_agent_|database/.test(stderr), stderr)
  })
})
