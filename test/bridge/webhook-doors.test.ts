import assert from 'node:assert/strict'
import { request } from 'node:http'
import { suite, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { ask, consultation, letter, openBridgeStage } from './bridge-stage.ts'

const schedule = '/webhook/cal/schedule_consultation'
const mail = '/webhook/outlook/send_email'
const key = 'a key of the bridge'.replaceAll(' ', '-')
const open = await openBridgeStage()
const locked = await openBridgeStage({ environment: { BRIDGE_API_KEY: key } })
// it says where it would listen; that decides, and the test reaches it on loopback all the same
const outside = await openBridgeStage({ environment: { HOST: '0.0.0.0' } })

/** fetch does not let anybody choose these headers. */
function withHeaders(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      },
    )
    sent.on('error', reject)
    sent.end('{}')
  })
}

suite('the key', () => {
  for (const path of [schedule, mail]) {
    test(`is asked for before the body is looked at: ${path}`, async () => {
      for (const headers of [
        {},
        { 'x-api-key': 'another' },
        { 'x-api-key': '' },
        { authorization: 'Bearer another' },
        { authorization: `Basic ${key}` },
        { authorization: key },
      ] as Record<string, string>[])
        for (const raw of ['{}', '{', '']) {
          const { status, body, headers: said } = await locked.post(path, raw, headers)
          assert.deepEqual([status, body.status, body.code], [401, 'error', 'unauthorized'])
          assert.equal(said.get('www-authenticate'), 'Bearer')
        }
    })

    test(`opens in either header: ${path}`, async () => {
      for (const headers of [
        { 'x-api-key': key },
        { authorization: `Bearer ${key}` },
        { authorization: `bearer ${key}` },
        { 'x-api-key': 'another', authorization: `Bearer ${key}` },
      ] as Record<string, string>[])
        assert.equal((await locked.post(path, '{}', headers)).status, 422)
    })

    test(`none is needed on loopback, where none is set: ${path}`, async () => {
      assert.equal((await open.post(path, '{}')).status, 422)
    })

    test(`without one nobody comes in from elsewhere: ${path}`, async () => {
      assert.equal((await outside.post(path, '{}')).status, 401)
      assert.equal((await outside.post(path, '{}', { 'x-api-key': 'any' })).status, 401)
    })

    test(`without one neither a proxy nor a name from elsewhere comes in: ${path}`, async () => {
      for (const headers of [
        { 'x-forwarded-for': '203.0.113.7' },
        { 'x-forwarded-host': 'desk.example.com' },
        { forwarded: 'for=203.0.113.7' },
        { host: 'thief.example' },
        { origin: 'https://thief.example' },
        { origin: 'null' },
        { host: '127.0.0.1.thief.example' },
      ] as Record<string, string>[])
        assert.equal(await withHeaders(open.url + path, headers), 401, JSON.stringify(headers))
      assert.equal(await withHeaders(open.url + path, { host: 'localhost:1' }), 422)
      assert.equal(await withHeaders(open.url + path, { host: '[::1]:1' }), 422)
    })
  }
})

suite('the doors', () => {
  test('other methods are 405 and say which is right', async () => {
    for (const path of [schedule, mail])
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const { status, body, headers } = await ask(open.url + path, { method })
        assert.deepEqual([status, body.code, headers.get('allow')], [405, 'method_not_allowed', 'POST'], method)
      }
  })

  test('every other address is 404 in the same form', async () => {
    for (const path of [
      '/webhook',
      '/webhook/',
      '/webhook/cal',
      `${schedule}/x`,
      '/webhook/%zz',
      '/nothing',
      '/api/agents',
    ]) {
      const { status, body } = await ask(open.url + path, { method: 'POST', body: '{}' })
      assert.deepEqual([status, body.status, body.code], [404, 'error', 'not_found'], path)
    }
  })

  test('too many requests with the key are 429 with the time to wait', async () => {
    const stage = await openBridgeStage({ environment: { LIMIT_BRIDGE_PER_MINUTE: '3' } })
    for (let i = 0; i < 3; i++) assert.equal((await stage.mail({})).status, 422)
    const { status, body, headers } = await stage.mail({})
    assert.deepEqual([status, body.code], [429, 'too_many_requests'])
    assert.ok(Number(headers.get('retry-after')) >= 1 && Number(headers.get('retry-after')) <= 20)
  })

  test('health needs no key and says what is not set up', async () => {
    const { status, body } = await ask(`${locked.url}/health`, {})
    assert.deepEqual(
      [status, body.status, body.checks.calcom.status, body.checks.outlook.status],
      [200, 'ok', 'ok', 'ok'],
    )
    const bare = await openBridgeStage({ config: { CALCOM_API_KEY: '', OUTLOOK_SENDER: '' } })
    const { checks } = (await ask(`${bare.url}/health`, {})).body
    assert.deepEqual([checks.calcom.status, checks.outlook.status], ['not_configured', 'not_configured'])
    assert.deepEqual((await ask(`${bare.url}/live`, {})).body, { status: 'ok' })
    assert.equal((await ask(`${bare.url}/`, {})).body.service, 'vami')
  })

  test('health fails with an MCP server elsewhere that is not there', async () => {
    const lonely = await openBridgeStage({ config: { CALCOM_MCP_URL: 'http://127.0.0.1:9' } })
    const { status, body } = await ask(`${lonely.url}/health`, {})
    assert.deepEqual([status, body.status, body.checks.calcom.status], [503, 'failing', 'failing'])
  })

  test('the document describes both webhooks, and every status that they have', async () => {
    const document = (await ask(`${open.url}/openapi.json`, {})).body
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    assert.ok(valid, JSON.stringify(errors))
    for (const path of [schedule, mail]) {
      const statuses = Object.keys(document.paths[path].post.responses)
      for (const status of [200, 400, 401, 409, 413, 415, 422, 429, 500, 502, 503, 504])
        assert.ok(statuses.includes(String(status)), `${path} ${status}`)
    }
    assert.ok(document.paths['/health'].get)
  })
})

suite('what is not set up', () => {
  for (const [setting, asked] of [
    ['CALCOM_API_KEY', 'schedule'],
    ['CALCOM_EVENT_TYPE_ID', 'schedule'],
    ['OUTLOOK_TENANT_ID', 'mail'],
    ['OUTLOOK_CLIENT_ID', 'mail'],
    ['OUTLOOK_CLIENT_SECRET', 'mail'],
    ['OUTLOOK_SENDER', 'mail'],
  ] as const)
    test(`is 503 and named: ${setting}`, async () => {
      const unset = setting === 'CALCOM_EVENT_TYPE_ID' ? undefined : ''
      const stage = await openBridgeStage({ config: { [setting]: unset } })
      const { status, body } = await (asked === 'mail' ? stage.mail(letter) : stage.schedule(consultation))
      assert.deepEqual([status, body.code], [503, 'not_configured'])
      assert.ok(body.message.includes(setting), body.message)
      assert.equal((await stage.mail({ ...letter, recipient_email: 'nobody' })).status, 400)
    })

  test('an event type that is named needs no default', async () => {
    const stage = await openBridgeStage({ config: { CALCOM_EVENT_TYPE_ID: undefined } })
    assert.equal((await stage.schedule({ ...consultation, event_type_id: 1837761 })).status, 200)
  })
})
