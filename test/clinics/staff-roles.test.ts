import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../cast.ts'
import { accepted, cookieOf, refused, tally } from '../http/owner/answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

const employ = async (email: string, role: string) => {
  const password = `${email}'s password`
  const post = accepted(await alice.as('POST', '/api/staff', { email, password, name: 'Somebody', role }), 201)
  const entered = await stage.call('POST', '/api/auth/login', { body: { email, password } })
  return { ...post, password, bearer: accepted(entered).access_token as string, cookie: cookieOf(entered).value }
}
const manager = await employ('manager@example.com', 'manager')
const receptionist = await employ('receptionist@example.com', 'receptionist')

suite('who may do what', () => {
  const everybody = ['owner', 'manager', 'receptionist']
  const leaders = ['owner', 'manager']
  const nowhere = '00000000-0000-4000-8000-000000000000'
  // Bodies and ids are such that whoever is let in is stopped by what comes after: 404 or 422, and nothing changes.
  const table: [method: string, path: string, body: unknown, allowed: string[]][] = [
    ['GET', '/api/clinic', undefined, everybody],
    ['PATCH', '/api/clinic', {}, leaders],
    ['GET', '/api/subscription', undefined, everybody],
    ['POST', '/api/subscriptions', { plan: 'none such' }, ['owner']],
    ['GET', '/api/agents', undefined, everybody],
    ['POST', '/api/agents', { name: 'Theirs' }, leaders],
    ['GET', `/api/agents/${alice.agentId}`, undefined, everybody],
    ['PATCH', `/api/agents/${alice.agentId}`, {}, leaders],
    ['DELETE', '/api/agents/agent_nowhere', undefined, leaders],
    ['GET', `/api/agents/${alice.agentId}/api-token`, undefined, ['owner']],
    ['POST', '/api/agents/agent_nowhere/regenerate-token', undefined, ['owner']],
    ['GET', '/api/practitioners', undefined, everybody],
    ['POST', '/api/practitioners', { name: 'Theirs' }, leaders],
    ['GET', `/api/practitioners/${nowhere}`, undefined, everybody],
    ['PATCH', `/api/practitioners/${nowhere}`, {}, leaders],
    ['DELETE', `/api/practitioners/${nowhere}`, undefined, leaders],
    ['GET', '/api/services', undefined, everybody],
    ['POST', '/api/services', { name: 'Theirs', duration_minutes: 30 }, leaders],
    ['GET', `/api/services/${nowhere}`, undefined, everybody],
    ['PATCH', `/api/services/${nowhere}`, {}, leaders],
    ['DELETE', `/api/services/${nowhere}`, undefined, leaders],
    ['GET', '/api/staff', undefined, leaders],
    ['POST', '/api/staff', { email: 'x@example.com', password: 'a long password', role: 'receptionist' }, ['owner']],
    ['PATCH', `/api/staff/${nowhere}`, { role: 'manager' }, ['owner']],
    ['DELETE', `/api/staff/${nowhere}`, undefined, ['owner']],
    ['GET', '/api/appointments', undefined, everybody],
    ['POST', '/api/appointments', { start_time: '2026-12-15T15:00:00Z', end_time: '2026-12-15T15:00:00Z' }, everybody],
    ['GET', `/api/appointments/${nowhere}`, undefined, everybody],
    ['PATCH', `/api/appointments/${nowhere}`, {}, everybody],
    ['POST', `/api/appointments/${nowhere}/cancel`, undefined, everybody],
  ]
  for (const [method, path, body, allowed] of table)
    for (const [role, bearer] of [
      ['owner', alice.bearer],
      ['manager', manager.bearer],
      ['receptionist', receptionist.bearer],
    ] as const)
      test(`${role}: ${method} ${path} is ${allowed.includes(role) ? 'allowed' : 'refused'}`, async () => {
        const answer = await stage.call(method, path, { bearer, ...(body !== undefined && { body }) })
        if (!allowed.includes(role)) refused(answer, 403, 'forbidden')
        else assert.ok(![401, 403].includes(answer.status) && answer.status < 500, `${answer.status}`)
      })

  test('a role is one of a clinic: a manager here is nobody there', async () => {
    refused(
      await stage.call('GET', '/api/clinic', { bearer: manager.bearer, clinicId: bob.clinicId }),
      404,
      'not_found',
    )
  })
})

suite('staff', () => {
  test('everybody with a post is listed, the owner first', async () => {
    const { staff } = accepted(await alice.as('GET', '/api/staff'))
    const listed = staff.map(({ email, role }: Record<string, string>) => [email, role])
    assert.deepEqual(listed.slice(0, 3), [
      [alice.email, 'owner'],
      ['manager@example.com', 'manager'],
      ['receptionist@example.com', 'receptionist'],
    ])
  })

  for (const [body, ...paths] of [
    [{}, 'email', 'password', 'role'],
    [{ email: 'x', password: 'a long password', role: 'manager' }, 'email'],
    [{ email: 'x@example.com', password: 'short', role: 'manager' }, 'password'],
    [{ email: 'x@example.com', password: 'a long password', role: 'owner' }, 'role'],
    [{ email: 'x@example.com', password: 'a long password', role: 'manager', clinic_id: bob.clinicId }, 'clinic_id'],
  ] as [unknown, ...string[]][])
    test(`${JSON.stringify(body).slice(0, 90)} is no post`, async () => {
      refused(await alice.as('POST', '/api/staff', body), 422, 'invalid_fields', ...paths)
    })

  test('a post is given once, whatever the case of the e-mail', async () => {
    const again = { email: 'MANAGER@example.com', password: 'some other password', role: 'receptionist' }
    refused(await alice.as('POST', '/api/staff', again), 409, 'already_staff')
  })

  test('somebody with an account keeps their password and finds both clinics', async () => {
    accepted(
      await alice.as('POST', '/api/staff', { email: bob.email, password: 'not Bob’s password', role: 'receptionist' }),
      201,
    )
    const body = { email: bob.email, password: 'not Bob’s password' }
    refused(await stage.call('POST', '/api/auth/login', { body }), 401, 'invalid_credentials')
    const { clinics } = accepted(await bob.as('GET', '/api/clinics'))
    assert.deepEqual(
      clinics.map(({ id, role }: Record<string, string>) => [id, role]),
      [
        [bob.clinicId, 'owner'],
        [alice.clinicId, 'receptionist'],
      ],
    )
    assert.equal(accepted(await bob.as('GET', '/api/clinic')).id, bob.clinicId)
    const there = { bearer: bob.bearer, clinicId: alice.clinicId }
    accepted(await stage.call('GET', '/api/appointments', there))
    refused(await stage.call('PATCH', '/api/clinic', { ...there, body: {} }), 403, 'forbidden')
  })

  test('a new role counts from the next request on', async () => {
    const { id, bearer } = await employ('rising@example.com', 'receptionist')
    refused(await stage.call('GET', '/api/staff', { bearer }), 403, 'forbidden')
    assert.equal(accepted(await alice.as('PATCH', `/api/staff/${id}`, { role: 'manager' })).role, 'manager')
    accepted(await stage.call('GET', '/api/staff', { bearer }))
    refused(await alice.as('PATCH', `/api/staff/${id}`, { role: 'owner' }), 422, 'invalid_fields', 'role')
  })

  test('a removed one finds nothing from the next request on, nor by the refresh cookie', async () => {
    const { id, bearer, cookie } = await employ('leaving@example.com', 'manager')
    accepted(await stage.call('GET', '/api/appointments', { bearer }))
    accepted(await alice.as('DELETE', `/api/staff/${id}`), 204)
    refused(await stage.call('GET', '/api/appointments', { bearer }), 404, 'not_found')
    refused(await stage.call('GET', '/api/appointments', { bearer, clinicId: alice.clinicId }), 404, 'not_found')
    const renewed = accepted(
      await stage.call('POST', '/api/auth/refresh', { headers: { cookie: `vami_refresh=${cookie}` } }),
    )
    assert.deepEqual(renewed.user.clinics, [])
    refused(await stage.call('GET', '/api/clinic', { bearer: renewed.access_token }), 404, 'not_found')
    refused(await alice.as('DELETE', `/api/staff/${id}`), 404, 'not_found')
  })

  test('the owner’s own post can be neither changed nor ended', async () => {
    const { staff } = accepted(await alice.as('GET', '/api/staff'))
    const own = staff.find(({ role }: { role: string }) => role === 'owner')
    refused(await alice.as('PATCH', `/api/staff/${own.id}`, { role: 'receptionist' }), 409, 'last_owner')
    refused(await alice.as('DELETE', `/api/staff/${own.id}`), 409, 'last_owner')
  })

  test('anybody may leave a clinic, and nobody may send away another', async () => {
    const leaving = await employ('leaving@example.com', 'receptionist')
    const asLeaving = (id: string) => stage.call('DELETE', `/api/staff/${id}`, { bearer: leaving.bearer })
    refused(await asLeaving(manager.id), 403, 'forbidden')
    accepted(await asLeaving(leaving.id), 204)
    refused(await stage.call('GET', '/api/clinic', { bearer: leaving.bearer }), 404, 'not_found')
  })

  test('of two posts for one new e-mail at once, one is given and the other conflicts', async () => {
    const body = { email: 'twice@example.com', password: 'a long password', role: 'receptionist' }
    const both = await Promise.all([1, 2].map(() => alice.as('POST', '/api/staff', body)))
    assert.deepEqual(tally(both), { 201: 1, 409: 1 })
  })
})
