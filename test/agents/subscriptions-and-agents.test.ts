import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../cast.ts'
import { accepted, refused } from '../http/owner/answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

suite('a subscription', () => {
  test('creates the first agent, whose token works with no further call', async () => {
    const body = { email: 'gwen@example.com', password: 'a password of Gwen’s', clinic_name: 'Gwen’s Clinic' }
    const { access_token: bearer } = accepted(await stage.call('POST', '/api/auth/register', { body }), 201)
    assert.equal(accepted(await stage.call('GET', '/api/subscription', { bearer })).subscription, null)
    const { subscription, agent } = accepted(
      await stage.call('POST', '/api/subscriptions', {
        bearer,
        body: { plan: 'self_hosted', agent_name: 'Zoë at the Desk' },
      }),
      201,
    )
    assert.deepEqual([subscription.plan, subscription.status], ['self_hosted', 'active'])
    assert.equal(agent.agent_id, 'agent_zoe_at_the_desk')
    assert.match(agent.token_preview, /^vami_agent_.\.\.\..{6}$/)
    const { rows } = await stage.sql.query('select octet_length(token_hash) as bytes from agents where agent_id = $1', [
      agent.agent_id,
    ])
    assert.deepEqual(rows, [{ bytes: 32 }])
    const { api_token } = accepted(await stage.call('GET', `/api/agents/${agent.agent_id}/api-token`, { bearer }))
    const call = { token: api_token, body: { date: '2026-12-15' } }
    accepted(await stage.call('POST', `/api/agent-actions/check-availability/${agent.agent_id}`, call))
    assert.equal(accepted(await stage.call('GET', '/api/subscription', { bearer })).subscription.id, subscription.id)
  })

  test('without a name the agent is the clinic’s receptionist', async () => {
    const body = { email: 'nameless@example.com', password: 'a long password', clinic_name: 'Nameless' }
    const bearer = accepted(await stage.call('POST', '/api/auth/register', { body }), 201).access_token
    const call = { bearer, body: { plan: 'self_hosted' } }
    const { agent } = accepted(await stage.call('POST', '/api/subscriptions', call), 201)
    assert.equal(agent.name, 'Clinic Receptionist')
    assert.equal(agent.agent_id, 'agent_clinic_receptionist')
  })

  test('chosen again, even twice at once, makes no second agent', async () => {
    const agents = async () => accepted(await alice.as('GET', '/api/agents')).agents.length
    const before = await agents()
    const choose = () => alice.as('POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: 'Another' })
    const [one, two] = await Promise.all([choose(), choose()])
    assert.equal(accepted(one, 201).agent.agent_id, alice.agentId)
    assert.equal(accepted(two, 201).agent.agent_id, alice.agentId)
    assert.equal(await agents(), before)
  })

  test('a clinic has one: choosing a plan again keeps it', async () => {
    const before = accepted(await alice.as('GET', '/api/subscription')).subscription
    const again = accepted(
      await alice.as('POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: 'Second' }),
      201,
    )
    assert.equal(again.subscription.id, before.id)
  })

  test('a plan that is not there is refused, and no agent is created', async () => {
    const before = accepted(await bob.as('GET', '/api/agents')).agents.length
    refused(await bob.as('POST', '/api/subscriptions', { plan: 'platinum' }), 422, 'invalid_fields', 'plan')
    refused(await bob.as('POST', '/api/subscriptions', {}), 422, 'invalid_fields', 'plan')
    refused(
      await bob.as('POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: '' }),
      422,
      'invalid_fields',
      'agent_name',
    )
    assert.equal(accepted(await bob.as('GET', '/api/agents')).agents.length, before)
  })

  test('anybody may read the plans, and the self-hosted one has no limits', async () => {
    const { plans } = accepted(await stage.call('GET', '/api/plans'))
    const own = plans.find(({ id }: { id: string }) => id === 'self_hosted')
    assert.deepEqual([own.agent_limit, own.price_cents], [null, 0])
  })
})

suite('agents', () => {
  test('the public id comes from the name, and a name that is taken anywhere gets a tail', async () => {
    const names = ['Front Desk', 'Front Desk', 'front  desk!']
    const ids: string[] = []
    for (const [n, name] of names.entries())
      ids.push(accepted(await (n === 1 ? bob : alice).as('POST', '/api/agents', { name }), 201).agent_id)
    assert.equal(ids[0], 'agent_front_desk')
    for (const id of ids.slice(1)) assert.match(id, /^agent_front_desk_[0-9a-f]+$/)
    assert.equal(new Set(ids).size, 3)
  })

  test('a name without a Latin letter gets a public id too, and a long one a short', async () => {
    const { agent_id, name } = accepted(await alice.as('POST', '/api/agents', { name: '受付' }), 201)
    assert.match(agent_id, /^agent_[0-9a-f]+$/)
    assert.equal(name, '受付')
    const long = accepted(await alice.as('POST', '/api/agents', { name: 'Long '.repeat(50) }), 201)
    assert.ok(long.agent_id.length <= 64)
    accepted(await alice.as('GET', `/api/agents/${long.agent_id}`))
  })

  test('twenty of one name at once all get a public id of their own', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => alice.as('POST', '/api/agents', { name: 'Rush' })))
    assert.equal(new Set(all.map((answer) => accepted(answer, 201).agent_id)).size, 20)
  })

  test('a new one is at work, asks for two proofs, and speaks the clinic’s language', async () => {
    accepted(await bob.as('PATCH', '/api/clinic', { locale: 'de-DE' }))
    const agent = accepted(await bob.as('POST', '/api/agents', { name: 'Empfang' }), 201)
    const { language, paused, require_confirmation, verification, today_tool } = agent
    assert.deepEqual(
      [language, paused, require_confirmation, verification, today_tool],
      ['de', false, false, 'standard', false],
    )
  })

  test('a change touches what it names and nothing else', async () => {
    const { agent_id } = accepted(await alice.as('POST', '/api/agents', { name: 'Changing', language: 'es' }), 201)
    const path = `/api/agents/${agent_id}`
    const changes = [
      { name: 'Changed' },
      { language: 'pt-BR' },
      { paused: true },
      { require_confirmation: true },
      { verification: 'strict' },
      { today_tool: true },
      { paused: false },
    ]
    for (const change of changes) {
      const before = accepted(await alice.as('GET', path))
      stage.clock.advance({ seconds: 1 })
      const after = accepted(await alice.as('PATCH', path, change))
      assert.deepEqual(after, { ...before, ...change, updated_at: after.updated_at })
      assert.notEqual(after.updated_at, before.updated_at)
      assert.deepEqual(accepted(await alice.as('GET', path)), after)
    }
  })

  for (const [body, path] of [
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'x'.repeat(256) }, 'name'],
    [{ name: 'A', language: 'not a language' }, 'language'],
    [{ name: 'A', verification: 'lax' }, 'verification'],
    [{ name: 'A', paused: 'yes' }, 'paused'],
    [{ name: 'A', token_hash: 'x' }, 'token_hash'],
    [{}, 'name'],
  ] as const)
    test(`${JSON.stringify(body).slice(0, 40)} is no agent`, async () => {
      refused(await alice.as('POST', '/api/agents', body), 422, 'invalid_fields', path)
    })

  test('a paused one answers 403 and works again when it is resumed', async () => {
    const path = `/api/agents/${alice.agentId}`
    accepted(await alice.as('PATCH', path, { paused: true }))
    refused(await alice.agent('check-availability', { date: '2026-12-15' }), 403, 'agent_paused')
    accepted(await alice.as('PATCH', path, { paused: false }))
    accepted(await alice.agent('check-availability', { date: '2026-12-15' }))
  })

  test('a removed one is gone with its token; what it booked stays', async () => {
    const wish = {
      date: '2026-12-15',
      start_time: '10:00',
      customer_name: 'Maria Lopez',
      customer_phone: '(212) 555-0123',
    }
    const { appointment_id } = accepted(
      await bob.agent('book-appointment', { ...wish, customer_phone: '+493012345678' }),
    )
    accepted(await bob.as('DELETE', `/api/agents/${bob.agentId}`), 204)
    refused(await bob.agent('check-availability', { date: '2026-12-15' }), 401, 'invalid_agent_token')
    refused(await bob.as('GET', `/api/agents/${bob.agentId}`), 404, 'not_found')
    refused(await bob.as('DELETE', `/api/agents/${bob.agentId}`), 404, 'not_found')
    const kept = accepted(await bob.as('GET', `/api/appointments/${appointment_id}`))
    assert.deepEqual([kept.status, kept.agent_id], ['scheduled', null])
  })

  test('an address that names no agent is a 404, however odd', async () => {
    for (const odd of ['agent_nowhere', '%00', '%E0%A4%A', 'a%2Fb', '%27%3B--', 'x'.repeat(5_000)])
      refused(await alice.as('GET', `/api/agents/${odd}`), 404, 'not_found')
  })
})
