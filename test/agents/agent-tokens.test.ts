import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, newDatabase, openStage, type Stage } from '../cast.ts'
import { accepted, refused, tally } from '../http/owner/answers.ts'

const databaseUrl = await newDatabase()
const stage = await openStage({ databaseUrl })
const neighbour = await openStage({ databaseUrl })
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

const ask = (token: string | undefined, agentId = alice.agentId, at: Stage = stage) =>
  at.call('POST', `/api/agent-actions/check-availability/${agentId}`, {
    ...(token !== undefined && { token }),
    body: { date: '2026-12-15' },
  })
const preview = (token: string) => `${token.slice(0, 12)}...${token.slice(-6)}`

suite('an agent’s token', () => {
  test('begins with vami_agent_ and has 256 random bits', () => {
    assert.match(alice.token, /^vami_agent_[\w-]{43}$/)
    assert.notEqual(alice.token, bob.token)
  })

  test('is shown in short by its first twelve characters, three dots and its last six', async () => {
    const agent = accepted(await alice.as('GET', `/api/agents/${alice.agentId}`))
    assert.equal(agent.token_preview, preview(alice.token))
    assert.equal(agent.token_preview.length, 21)
    const shown = accepted(await alice.as('GET', `/api/agents/${alice.agentId}/api-token`))
    assert.deepEqual(
      [shown.agent_id, shown.api_token, shown.token_preview],
      [alice.agentId, alice.token, preview(alice.token)],
    )
  })

  test('is in no answer but the reveal', async () => {
    for (const path of ['/api/agents', `/api/agents/${alice.agentId}`, '/api/subscription', '/api/clinic'])
      assert.ok(!JSON.stringify(accepted(await alice.as('GET', path))).includes(alice.token))
  })

  test('opens its own agent only, and refuses in the same words whether or not another exists', async () => {
    accepted(await ask(alice.token))
    const said: unknown[] = []
    for (const [token, agentId] of [
      [bob.token, alice.agentId],
      [alice.token, bob.agentId],
      [alice.token, 'agent_that_never_was'],
      [`${alice.token.slice(0, -1)}~`, alice.agentId],
      ['', alice.agentId],
      [undefined, alice.agentId],
      ['x'.repeat(300), alice.agentId],
    ] as const) {
      const answer = await ask(token, agentId)
      refused(answer, 401, 'invalid_agent_token')
      said.push(answer.body.message)
    }
    assert.equal(new Set(said).size, 1)
  })

  test('is at rest as ciphertext and SHA-256, and nowhere in the clear', async () => {
    const { rows } = await stage.sql.query(
      'select token_hash, token_ciphertext, a::text as row from agents a where agent_id = $1',
      [alice.agentId],
    )
    assert.deepEqual(rows[0].token_hash, createHash('sha256').update(alice.token).digest())
    const secretPart = alice.token.slice('vami_agent_'.length)
    assert.ok(!rows[0].token_ciphertext.includes(secretPart))
    assert.ok(!rows[0].row.includes(secretPart))
    assert.ok(!rows[0].row.includes(Buffer.from(secretPart).toString('hex')))
  })

  test('the ciphertext of one agent is not that of another, for the same token', async () => {
    const { secrets } = stage.server.house
    assert.notDeepEqual(secrets.seal('agent-token', alice.token), secrets.seal('agent-token', alice.token))
    const sealed = secrets.seal('agent-token', alice.token)
    assert.equal(secrets.open('agent-token', sealed), alice.token)
    assert.equal(secrets.open('signing-key', sealed), undefined)
    sealed[sealed.length - 1]! ^= 1
    assert.equal(secrets.open('agent-token', sealed), undefined)
  })
})

suite('revealing', () => {
  test('is written down with ids only', async () => {
    await stage.sql.query('delete from audit')
    accepted(await alice.as('GET', `/api/agents/${alice.agentId}/api-token`))
    const { rows } = await stage.sql.query(
      'select a.*, g.agent_id as public_id from audit a join agents g on g.id = a.agent_id',
    )
    assert.equal(rows.length, 1)
    const { action, outcome, clinic_id, user_id, public_id, subject_id, at } = rows[0]
    assert.deepEqual(
      [action, outcome, clinic_id, user_id],
      ['reveal_agent_token', 'shown', alice.clinicId, alice.userId],
    )
    assert.deepEqual([public_id, subject_id], [alice.agentId, alice.agentId])
    assert.equal(at.toISOString(), stage.clock.now().toString({ fractionalSecondDigits: 3 }))
    const written = JSON.stringify(rows)
    for (const secret of [alice.token, alice.email, 'Alice']) assert.ok(!written.includes(secret))
  })

  test('a stranger’s try finds nothing, and nothing is written', async () => {
    await stage.sql.query('delete from audit')
    refused(await bob.as('GET', `/api/agents/${alice.agentId}/api-token`), 404, 'not_found')
    refused(await bob.as('POST', `/api/agents/${alice.agentId}/regenerate-token`), 404, 'not_found')
    assert.equal((await stage.sql.query('select 1 from audit')).rows.length, 0)
    accepted(await ask(alice.token))
  })
})

suite('regenerating', () => {
  test('refuses the old token from that moment on, on every server, and is written down', async () => {
    const old = alice.token
    accepted(await ask(old, alice.agentId, neighbour))
    const made = accepted(await alice.as('POST', `/api/agents/${alice.agentId}/regenerate-token`))
    assert.equal(made.agent_id, alice.agentId)
    assert.notEqual(made.api_token, old)
    assert.equal(made.token_preview, preview(made.api_token))
    for (const server of [stage, neighbour]) {
      refused(await ask(old, alice.agentId, server), 401, 'invalid_agent_token')
      accepted(await ask(made.api_token, alice.agentId, server))
    }
    const shown = accepted(await alice.as('GET', `/api/agents/${alice.agentId}/api-token`))
    assert.equal(shown.api_token, made.api_token)
    const { rows } = await stage.sql.query(
      "select user_id, subject_id from audit where action = 'regenerate_agent_token'",
    )
    assert.deepEqual(rows, [{ user_id: alice.userId, subject_id: alice.agentId }])
  })

  test('ten times at once leaves one token, the one that is shown', async () => {
    const path = `/api/agents/${alice.agentId}`
    const all = await Promise.all(Array.from({ length: 10 }, () => alice.as('POST', `${path}/regenerate-token`)))
    assert.deepEqual(tally(all), { 200: 10 })
    const { api_token } = accepted(await alice.as('GET', `${path}/api-token`))
    const tried = await Promise.all(all.map(async ({ body }) => [body.api_token, (await ask(body.api_token)).status]))
    assert.deepEqual(
      tried.filter(([, status]) => status === 200),
      [[api_token, 200]],
    )
  })
})
