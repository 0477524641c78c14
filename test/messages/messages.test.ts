import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, type Owner, openStage, strangersClinic } from '../cast.ts'

const stage = await openStage()
const [alice, stranger] = await Promise.all([alicesClinic(stage), strangersClinic(stage)])
const note = { customer_name: 'Maria Lopez', customer_phone: '(212) 555-0123', message: 'Please call me back.' }

const take = async (said: Record<string, unknown>, headers?: Record<string, string>) => {
  const { status, body } = await alice.agent('take-message', said, headers)
  assert.equal(status, 200)
  return body
}
const taken = async (said: Record<string, unknown> = {}, headers?: Record<string, string>) => {
  const body = await take({ ...note, ...said }, headers)
  assert.equal(body.success, true, JSON.stringify(body))
  return body
}
const list = async (query = '', owner: Owner = alice) => {
  const { status, body } = await owner.as('GET', `/api/messages${query}`)
  assert.equal(status, 200)
  return body.messages
}

beforeEach(async () => {
  await stage.sql.query('delete from messages')
  stage.clock.set('2026-12-07T12:00:00Z')
})

suite('a message', () => {
  test('is there for the people at the desk', async () => {
    const { message_id, say } = await taken({ urgency: 'high', conversation_id: 'conv_1' })
    assert.equal(say, 'I have noted your message for the clinic.')
    assert.deepEqual(await list(), [
      {
        id: message_id,
        customer_name: 'Maria Lopez',
        customer_phone: '+12125550123',
        message: 'Please call me back.',
        urgency: 'urgent',
        done: false,
        done_at: null,
        done_by: null,
        agent_id: alice.agentId,
        conversation_id: 'conv_1',
        created_at: '2026-12-07T07:00:00-05:00',
        updated_at: '2026-12-07T07:00:00-05:00',
      },
    ])
    assert.deepEqual(await list('', stranger), [])
  })

  test('needs a name and words, and asks for all that is missing', async () => {
    for (const [said, fields] of [
      [{}, ['customer_name', 'message']],
      [{ customer_name: 'the caller', message: 'Hello' }, ['customer_name']],
      [{ customer_name: 'x'.repeat(256), message: 'Hello' }, ['customer_name']],
      [{ customer_name: 'Maria', message: ' ' }, ['message']],
    ] as const)
      assert.deepEqual((await take(said)).fields, fields)
    assert.equal((await take({ customer_name: 'Maria' })).say, 'What shall I tell the clinic?')
    assert.deepEqual(await list(), [])
  })

  test('takes the platform’s number where none is said, keeps an unclear one as said, and needs none', async () => {
    await taken({ customer_phone: null, caller_id: '+12125550199' })
    assert.deepEqual((await taken({ customer_phone: '555-1234' })).warnings, ['phone_unclear'])
    await taken({ customer_phone: 'unknown', caller_id: 'anonymous' })
    const phones = (await list()).map(({ customer_phone }: { customer_phone: string | null }) => customer_phone)
    assert.deepEqual(new Set(phones), new Set(['+12125550199', '555-1234', null]))
  })

  test('is cut at 2,000 characters, and what is urgent beyond understanding is normal; both are said', async () => {
    const body = await taken({ message: 'x'.repeat(2_500), urgency: 'purple' })
    assert.deepEqual([body.warnings, body.urgency], [['message_shortened', 'urgency_unclear'], 'normal'])
    assert.equal((await list())[0].message.length, 2_000)
  })

  for (const [said, urgency] of [
    ['urgent', 'urgent'],
    ['very urgent!', 'urgent'],
    ['not urgent', 'normal'],
    ['dringend', 'urgent'],
    ['baja', 'low'],
    [true, 'urgent'],
    [undefined, 'normal'],
  ] as const)
    test(`${said} is ${urgency}`, async () => assert.equal((await taken({ urgency: said })).urgency, urgency))

  test('repeated is the same message', async () => {
    const first = await taken({ conversation_id: 'conv_1' })
    const again = await taken({ conversation_id: 'conv_1' })
    assert.deepEqual([again.message_id, again.replayed], [first.message_id, true])
    const other = await taken({ conversation_id: 'conv_1', message: 'And bring my glasses.' })
    assert.notEqual(other.message_id, first.message_id)
    const key = { 'idempotency-key': 'one key' }
    const keyed = await taken({ message: 'Once.' }, key)
    assert.equal((await taken({ message: 'Once.' }, key)).message_id, keyed.message_id)
    assert.equal((await list()).length, 3)
  })

  test('repeated without conversation and key is the same for ten minutes', async () => {
    const first = await taken()
    stage.clock.advance({ minutes: 9, seconds: 59 })
    assert.equal((await taken()).message_id, first.message_id)
    stage.clock.advance({ seconds: 1 })
    const later = await taken()
    assert.notEqual(later.message_id, first.message_id)
    assert.equal((await taken()).message_id, later.message_id)
  })

  test('sent ten times at once is one', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, async () => (await taken()).message_id))
    assert.equal(new Set(ids).size, 1)
    assert.equal((await list()).length, 1)
  })

  test('has an event when it is taken and each time it is marked, and stands in the record', async () => {
    await stage.sql.query('delete from events; delete from audit')
    const { message_id: id } = await taken()
    for (const done of [true, true, false])
      assert.equal((await alice.as('PATCH', `/api/messages/${id}`, { done })).body.done, done)
    const { rows } = await stage.sql.query('select entity, entity_id, change from events order by number')
    const of = (change: string) => ({ entity: 'message', entity_id: id, change })
    assert.deepEqual(rows, [of('created'), of('changed'), of('changed')])
    const { rows: deeds } = await stage.sql.query('select action, outcome, subject_id from audit order by at, id')
    assert.deepEqual(
      deeds.map(({ action, outcome, subject_id }) => [action, outcome, subject_id]),
      [
        ['take_message', 'done', id],
        ['mark_message', 'done', id],
        ['mark_message', 'reopened', id],
      ],
    )
  })
})

suite('the people at the desk', () => {
  test('mark a message as done and list what is left; who did it and when is kept', async () => {
    const first = await taken()
    stage.clock.advance({ minutes: 1 })
    const second = await taken({ message: 'Another one.' })
    stage.clock.advance({ minutes: 1 })
    const { body } = await alice.as('PATCH', `/api/messages/${first.message_id}`, { done: true })
    assert.deepEqual([body.done, body.done_at, body.done_by], [true, '2026-12-07T07:02:00-05:00', alice.userId])
    const ids = async (query: string) => (await list(query)).map(({ id }: { id: string }) => id)
    assert.deepEqual(await ids('?status=open'), [second.message_id])
    assert.deepEqual(await ids('?status=done'), [first.message_id])
    assert.deepEqual(await ids(''), [second.message_id, first.message_id])
  })

  test('read them a hundred a page', async () => {
    await stage.sql.query(
      `insert into messages (clinic_id, customer_name, message)
       select $1, 'Caller ' || n, 'Hello' from generate_series(1, 101) n`,
      [alice.clinicId],
    )
    const first = await alice.as('GET', '/api/messages')
    assert.deepEqual([first.body.messages.length, first.body.next_page], [100, 2])
    const last = await alice.as('GET', '/api/messages?page=2')
    assert.deepEqual([last.body.messages.length, last.body.next_page], [1, null])
  })

  test('may be receptionists', async () => {
    const { message_id } = await taken()
    const colleague = { email: 'desk@example.com', password: 'a long password', role: 'receptionist' }
    assert.equal((await alice.as('POST', '/api/staff', colleague)).status, 201)
    const { body } = await stage.call('POST', '/api/auth/login', { body: colleague })
    const bearer = body.access_token
    const marked = await stage.call('PATCH', `/api/messages/${message_id}`, { bearer, body: { done: true } })
    assert.equal(marked.status, 200)
    assert.equal((await stage.call('GET', '/api/audit', { bearer })).body.error, 'forbidden')
  })

  test('are told what is wrong with a change', async () => {
    const { message_id } = await taken()
    assert.equal((await alice.as('PATCH', `/api/messages/${message_id}`, { done: 'yes' })).status, 422)
    assert.equal((await alice.as('GET', '/api/messages?status=lost')).status, 422)
    assert.equal((await alice.as('GET', '/api/messages/none')).status, 404)
  })
})

test('the owner reads the record, the newest first, a hundred a page', async () => {
  await stage.sql.query('delete from audit')
  const { message_id } = await taken({ conversation_id: 'conv_1' })
  const { status, body } = await alice.as('GET', '/api/audit')
  assert.equal(status, 200)
  assert.deepEqual(body.entries, [
    {
      id: body.entries[0].id,
      at: '2026-12-07T07:00:00-05:00',
      action: 'take_message',
      outcome: 'done',
      assurance: null,
      user_id: null,
      user_email: null,
      user_name: null,
      agent_id: alice.agentId,
      agent_name: 'Alice’s Clinic Receptionist',
      subject_id: message_id,
      conversation_id: 'conv_1',
    },
  ])
  await stage.sql.query(
    `insert into audit (id, clinic_id, at, action, outcome)
     select gen_random_uuid(), $1, '2026-12-01', 'hold_slot', 'done' from generate_series(1, 100)`,
    [alice.clinicId],
  )
  const first = (await alice.as('GET', '/api/audit')).body
  assert.deepEqual([first.entries.length, first.entries[0].action, first.next_page], [100, 'take_message', 2])
  assert.equal((await alice.as('GET', '/api/audit?page=2')).body.entries.length, 1)
  assert.deepEqual(
    (await stranger.as('GET', '/api/audit')).body.entries.filter(
      ({ action }: { action: string }) => action === 'take_message',
    ),
    [],
  )
})
