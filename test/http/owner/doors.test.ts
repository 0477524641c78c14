import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bearer = alice.bearer

/** What comes back for these very bytes. */
async function onTheWire(bytes: string): Promise<{ head: string; body: any }> {
  const socket = connect(stage.server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  socket.write(bytes)
  await once(socket, 'close')
  const [head, body] = text.split('\r\n\r\n')
  return { head: head!, body: JSON.parse(body!) }
}

suite('every answer', () => {
  const paths = [
    '/',
    '/live',
    '/health',
    '/docs',
    '/openapi.json',
    '/api/plans',
    '/api/clinic',
    '/nowhere',
    '/api/nowhere',
  ]
  for (const path of paths)
    test(`has an id of its own and the headers of a careful server: ${path}`, async () => {
      const [first, second] = [await stage.call('GET', path), await stage.call('GET', path)]
      const id = first.headers.get('x-request-id')!
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
      assert.notEqual(second.headers.get('x-request-id'), id)
      assert.match(first.headers.get('content-security-policy')!, /default-src 'self'/)
      assert.equal(first.headers.get('x-content-type-options'), 'nosniff')
      assert.equal(first.headers.get('x-frame-options'), 'SAMEORIGIN')
      assert.equal(first.headers.get('x-powered-by'), null)
    })

  test('of the API is for no cache', async () => {
    for (const path of ['/api/clinic', `/api/agents/${alice.agentId}/api-token`, '/api/appointments', '/api/auth/me'])
      assert.equal((await alice.as('GET', path)).headers.get('cache-control'), 'no-store')
  })

  test('to HEAD and OPTIONS is no fault of ours', async () => {
    for (const path of paths)
      for (const method of ['HEAD', 'OPTIONS'])
        for (const authorization of [`Bearer ${bearer}`, ''])
          assert.ok(
            (await fetch(`${stage.url}${path}`, { method, headers: { authorization } })).status < 500,
            `${method} ${path}`,
          )
    const head = await fetch(`${stage.url}/api/clinic`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${bearer}` },
    })
    assert.equal(head.status, 200)
    assert.equal(await head.text(), '')
  })

  test('at / is a page for a browser and JSON for anything else', async () => {
    const page = await fetch(stage.url, { headers: { accept: 'text/html,*/*' } })
    assert.match(page.headers.get('content-type')!, /text\/html/)
    const { service, status } = accepted(await stage.call('GET', '/'))
    assert.deepEqual([service, status], ['vami', 'ok'])
  })
})

suite('what cannot be answered', () => {
  test('an unknown address and an unknown method are a 404', async () => {
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['POST', '/'],
      ['PUT', '/api/clinic'],
      ['GET', '/api/auth/login'],
      ['GET', '/api/clinic/'],
      ['GET', '/../../etc/passwd'],
      ['GET', '/%00'],
    ] as const)
      refused(await stage.call(method, path, { bearer }), 404, 'not_found')
  })

  for (const [what, raw, status, code] of [
    ['half a JSON', '{"name": "A', 400, 'malformed_json'],
    ['a list', '[{"name": "A"}]', 400, 'invalid_body'],
    ['null', 'null', 400, 'invalid_body'],
    ['a text', '"name"', 400, 'invalid_body'],
    ['more than 64 KiB', JSON.stringify({ notes: 'x'.repeat(65_536) }), 413, 'body_too_large'],
  ] as const)
    test(`${what} is a ${status}`, async () => {
      refused(await stage.call('PATCH', '/api/clinic', { bearer, raw }), status, code)
    })

  test('a JSON that reaches for the prototype reaches nothing', async () => {
    const before = accepted(await alice.as('GET', '/api/clinic'))
    const raw = '{"__proto__": {"name": "A", "toString": 1}, "constructor": {"prototype": {"name": "A"}}}'
    const answer = await stage.call('PATCH', '/api/clinic', { bearer, raw })
    assert.ok(answer.status === 200 || answer.status === 422, `${answer.status}`)
    assert.deepEqual(accepted(await alice.as('GET', '/api/clinic')), before)
    assert.equal(({} as { name?: string }).name, undefined)
  })

  test('64 KiB are not too large', async () => {
    refused(
      await stage.call('PATCH', '/api/clinic', { bearer, raw: `{"notes":"${'x'.repeat(65_536 - 12)}"}` }),
      422,
      'invalid_fields',
      'notes',
    )
  })

  test('another type than JSON is a 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
    ])
      refused(
        await stage.call('PATCH', '/api/clinic', { bearer, raw: '{"name":"A"}', headers: { 'content-type': type } }),
        415,
        'unsupported_media_type',
      )
    accepted(
      await stage.call('PATCH', '/api/clinic', {
        bearer,
        raw: '{}',
        headers: { 'content-type': 'application/json; charset=utf-8' },
      }),
    )
  })

  test('no body at all is an empty object', async () => {
    accepted(await stage.call('PATCH', '/api/clinic', { bearer, raw: '' }))
    refused(await stage.call('POST', '/api/agents', { bearer }), 422, 'invalid_fields', 'name')
  })

  test('without a token the body is not even looked at', async () => {
    refused(await stage.call('PATCH', '/api/clinic', { raw: '{"name": "A' }), 401, 'unauthorized')
    assert.match((await stage.call('GET', '/api/clinic')).headers.get('www-authenticate')!, /^Bearer/)
  })

  test('an address that cannot be decoded is a 404 in our own words', async () => {
    refused(await stage.call('GET', '/api/agents/%E0%A4%A', { bearer }), 404, 'not_found')
  })

  test('what is no HTTP is refused in our own words', async () => {
    const { head, body } = await onTheWire('NONSENSE\r\n\r\n')
    assert.match(head, /^HTTP\/1\.1 400 /)
    assert.equal(body.error, 'invalid_request')
    assert.ok(head.includes(`x-request-id: ${body.request_id}`))
  })

  test('headers beyond all measure are refused in our own words', async () => {
    const { head, body } = await onTheWire(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)
    assert.match(head, /^HTTP\/1\.1 431 /)
    assert.equal(body.error, 'invalid_request')
  })
})
