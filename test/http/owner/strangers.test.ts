import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, type Call, openStage, strangersClinic } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const bridgeKey = 'the-key-of-the-bridge'
const stage = await openStage()
const locked = await openStage({ config: { BRIDGE_API_KEY: bridgeKey } })
const alice = await alicesClinic(stage)
const stranger = await strangersClinic(stage)

const [practitioner] = accepted(await alice.as('GET', '/api/practitioners')).practitioners
const service = accepted(await alice.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 30 }), 201)
const colleague = accepted(
  await alice.as('POST', '/api/staff', {
    email: 'colleague@example.com',
    password: 'a long password',
    role: 'manager',
  }),
  201,
)
const times = { start_time: '2026-12-15T15:00:00Z', end_time: '2026-12-15T15:30:00Z' }
const appointment = accepted(
  await alice.as('POST', '/api/appointments', { ...times, attendee_name: 'Maria Lopez' }),
  201,
)
const message: string = accepted(
  await alice.agent('take-message', { customer_name: 'Maria Lopez', message: 'Please call me back' }),
).message_id
const feed = accepted(await alice.as('POST', '/api/calendar-feeds', { practitioner_id: practitioner.id }), 201)
accepted(await alice.as('PATCH', '/api/clinic', { closures: [{ date: '2026-12-24' }] }))

/** No token is needed, or the user's own things are meant and nothing of Alice's can be named. */
const open = ['POST /api/auth/register', 'POST /api/auth/login', 'POST /api/auth/refresh', 'GET /api/plans']
const ownOnly = [
  'GET /api/auth/me',
  'POST /api/auth/logout',
  'POST /api/auth/password',
  'GET /api/clinics',
  'POST /api/clinics',
]

/** The whole clinic is meant: Alice's can be named in X-Clinic-Id. What is sent would do something there. */
const ofAClinic: Record<string, unknown> = {
  'GET /api/clinic': undefined,
  'PATCH /api/clinic': { name: 'Taken over', closures: [] },
  'GET /api/subscription': undefined,
  'POST /api/subscriptions': { plan: 'self_hosted' },
  'GET /api/agents': undefined,
  'POST /api/agents': { name: 'Theirs' },
  'GET /api/practitioners': undefined,
  'POST /api/practitioners': { name: 'Theirs' },
  'GET /api/services': undefined,
  'POST /api/services': { name: 'Theirs', duration_minutes: 30 },
  'GET /api/staff': undefined,
  'POST /api/staff': { email: 'stranger@example.com', password: 'a long password', role: 'manager' },
  'GET /api/appointments': undefined,
  'GET /api/appointments.csv': undefined,
  'GET /api/calendar?from=2026-12-01&to=2027-01-01': undefined,
  'GET /api/today': undefined,
  'POST /api/when': { text: 'tomorrow at 3' },
  'GET /api/events': undefined,
  'GET /api/messages': undefined,
  'GET /api/audit': undefined,
  'GET /api/calendar-feeds': undefined,
  'POST /api/calendar-feeds': {},
  'POST /api/appointments': { start_time: '2026-12-16T15:00:00Z', end_time: '2026-12-16T15:30:00Z' },
}

/** One of Alice's things is named in the address. */
const ofAThing: Record<string, [path: string, body?: unknown]> = {
  'GET /api/agents/{agent_id}': [`/api/agents/${alice.agentId}`],
  'PATCH /api/agents/{agent_id}': [`/api/agents/${alice.agentId}`, { paused: true }],
  'DELETE /api/agents/{agent_id}': [`/api/agents/${alice.agentId}`],
  'GET /api/agents/{agent_id}/api-token': [`/api/agents/${alice.agentId}/api-token`],
  'GET /api/agents/{agent_id}/elevenlabs-config': [`/api/agents/${alice.agentId}/elevenlabs-config`],
  'POST /api/agents/{agent_id}/regenerate-token': [`/api/agents/${alice.agentId}/regenerate-token`],
  'GET /api/practitioners/{id}': [`/api/practitioners/${practitioner.id}`],
  'PATCH /api/practitioners/{id}': [`/api/practitioners/${practitioner.id}`, { name: 'Taken over' }],
  'DELETE /api/practitioners/{id}': [`/api/practitioners/${practitioner.id}`],
  'GET /api/services/{id}': [`/api/services/${service.id}`],
  'PATCH /api/services/{id}': [`/api/services/${service.id}`, { name: 'Taken over' }],
  'DELETE /api/services/{id}': [`/api/services/${service.id}`],
  'PATCH /api/staff/{id}': [`/api/staff/${colleague.id}`, { role: 'receptionist' }],
  'DELETE /api/staff/{id}': [`/api/staff/${colleague.id}`],
  'GET /api/appointments/{id}': [`/api/appointments/${appointment.id}`],
  'PATCH /api/appointments/{id}': [`/api/appointments/${appointment.id}`, { status: 'cancelled' }],
  'GET /api/messages/{id}': [`/api/messages/${message}`],
  'PATCH /api/messages/{id}': [`/api/messages/${message}`, { done: true }],
  'DELETE /api/calendar-feeds/{id}': [`/api/calendar-feeds/${feed.id}`],
  'POST /api/appointments/{id}/cancel': [`/api/appointments/${appointment.id}/cancel`],
}

/** The bridge has a key of its own, and so have the MCP servers, which take the bridge's too. */
const ofTheBridge: Record<string, unknown> = {
  'POST /webhook/cal/schedule_consultation': {
    start_time_utc: '2027-01-15T14:00:00Z',
    attendee_timezone: 'America/New_York',
    attendee_name: 'Stranger',
    attendee_email: 'stranger@example.com',
  },
  'POST /webhook/outlook/send_email': {
    recipient_email: 'stranger@example.com',
    email_subject: 'Hello',
    email_body_html: '<p>Hello</p>',
  },
}
const ofMcp = ['POST /mcp/calcom', 'POST /mcp/outlook']
// what a feed's secret opens is in calendar-feeds.test.ts
const openToAll = ['GET /health', 'GET /live', 'GET /calendar-feed/{secret}.ics']

const tables = [
  'clinics',
  'subscriptions',
  'staff',
  'practitioners',
  'services',
  'service_practitioners',
  'closures',
  'agents',
  'appointments',
  'messages',
  'audit',
  'calendar_feeds',
]

/** A checksum of every row of Alice's clinic, by table. */
async function hers(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of tables) {
    const owner = table === 'clinics' ? 'id' : 'clinic_id'
    const { rows } = await stage.sql.query(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t where ${owner} = $1`,
      [alice.clinicId],
    )
    sums[table] = rows[0].sum
  }
  return sums
}

const callOf = (body: unknown, more: Call): Call => ({ ...more, ...(body !== undefined && { body }) })
const split = (operation: string) => operation.split(' ') as [string, string]
const before = await hers()

suite('a stranger', () => {
  test('has a case here for every address but those of the agents', async () => {
    const document: any = await (await fetch(`${stage.url}/openapi.json`)).json()
    const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      !path.startsWith('/api/agent-actions/')
        ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
        : [],
    )
    const bridge = [...Object.keys(ofTheBridge), ...ofMcp]
    const ofClinics = Object.keys(ofAClinic).map((operation) => operation.split('?')[0]!)
    const cases = [...open, ...ownOnly, ...ofClinics, ...Object.keys(ofAThing), ...bridge, ...openToAll]
    assert.deepEqual(operations.sort(), cases.sort())
  })

  for (const operation of ownOnly)
    test(`needs a token: ${operation}`, async () => {
      refused(await stage.call(...split(operation)), 401, 'unauthorized')
    })

  for (const [operation, body] of Object.entries(ofAClinic)) {
    const [method, path] = split(operation)
    test(`needs a token: ${operation}`, async () => {
      refused(await stage.call(method, path, callOf(body, { clinicId: alice.clinicId })), 401, 'unauthorized')
    })
    // a stream that opened would never end by itself
    test(`does not find Alice’s clinic: ${operation}`, { timeout: 20_000 }, async () => {
      const call = callOf(body, { bearer: stranger.bearer, clinicId: alice.clinicId })
      refused(await stage.call(method, path, call), 404, 'not_found')
    })
  }

  for (const [operation, [path, body]] of Object.entries(ofAThing)) {
    const [method] = split(operation)
    test(`needs a token: ${operation}`, async () => {
      refused(await stage.call(method, path, callOf(body, {})), 401, 'unauthorized')
      refused(await stage.call(method, path, callOf(body, { bearer: alice.token })), 401, 'unauthorized')
    })
    test(`does not find what is Alice’s: ${operation}`, async () => {
      refused(await stage.call(method, path, callOf(body, { bearer: stranger.bearer })), 404, 'not_found')
      const inHers = callOf(body, { bearer: stranger.bearer, clinicId: alice.clinicId })
      refused(await stage.call(method, path, inHers), 404, 'not_found')
    })
  }

  for (const [operation, body] of Object.entries(ofTheBridge))
    test(`needs the bridge’s key: ${operation}`, async () => {
      for (const headers of [{}, { 'x-api-key': alice.token }, { authorization: `Bearer ${alice.bearer}` }]) {
        const answer = await locked.call(...split(operation), { body, headers: headers as Record<string, string> })
        assert.deepEqual([answer.status, answer.body.code], [401, 'unauthorized'])
      }
      const invited = await locked.call(...split(operation), { body, headers: { 'x-api-key': bridgeKey } })
      assert.deepEqual([invited.status, invited.body.code], [503, 'not_configured'])
    })

  for (const operation of ofMcp)
    test(`needs a key: ${operation}`, async () => {
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
      const accept = { accept: 'application/json, text/event-stream' }
      for (const bearer of [undefined, alice.bearer, alice.token])
        assert.equal(
          (await locked.call(...split(operation), { body, headers: accept, ...(bearer && { bearer }) })).status,
          401,
        )
      const invited = await locked.call(...split(operation), { body, headers: accept, bearer: bridgeKey })
      assert.notEqual(invited.status, 401)
    })

  for (const [method, path, body, field] of [
    ['POST', '/api/services', { name: 'A', duration_minutes: 30, practitioners: [practitioner.id] }, 'practitioners'],
    ['POST', '/api/calendar-feeds', { practitioner_id: practitioner.id }, 'practitioner_id'],
    ['POST', '/api/appointments', { ...times, practitioner: practitioner.id }, 'practitioner'],
    ['POST', '/api/appointments', { ...times, service: service.id }, 'service'],
  ] as const)
    test(`cannot name Alice’s ${field} in a body: ${method} ${path}`, async () => {
      refused(await stranger.as(method, path, body), 422, 'invalid_fields', field)
    })

  test('sees nothing of Alice’s in any list', async () => {
    const seen: string[] = []
    for (const operation of Object.keys(ofAClinic)) {
      const [method, path] = split(operation)
      // a stream has no end to wait for
      if (method === 'GET' && path !== '/api/events')
        seen.push(JSON.stringify(accepted(await stranger.as(method, path))))
    }
    for (const id of [
      alice.clinicId,
      alice.agentId,
      alice.userId,
      practitioner.id,
      service.id,
      colleague.id,
      appointment.id,
      message,
      feed.id,
      feed.address,
    ])
      assert.ok(!seen.join().includes(id), id)
  })

  test('has changed no row of Alice’s', async () => {
    assert.deepEqual(await hers(), before)
  })
})
