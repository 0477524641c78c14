import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxCredentials } from '../../src/sandbox/sandbox-credentials.ts'
import { letter, sandboxAt } from './at-the-sandbox.ts'

const { clientId } = sandboxCredentials.microsoft

test('the front desk’s application gets a token for an hour less a second', async () => {
  const vendor = await sandboxAt()
  const { status, body, headers } = await vendor.token()
  assert.equal(status, 200)
  const { access_token, ...rest } = body
  assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })
  assert.equal(access_token.split('.').length, 3)
  assert.match(headers.get('cache-control')!, /no-store/)
})

test('the tenant goes by its number or its domain', async () => {
  const vendor = await sandboxAt()
  assert.equal((await vendor.token({}, sandboxCredentials.microsoft.tenantDomain)).status, 200)
})

const refusals: [
  what: string,
  changes: Record<string, string | undefined>,
  status: number,
  error: string,
  code: number,
][] = [
  ['no grant', { grant_type: undefined }, 400, 'invalid_request', 900144],
  ['no client', { client_id: undefined }, 400, 'invalid_request', 900144],
  ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ['an unknown client', { client_id: clientId.replace('2', '3') }, 400, 'unauthorized_client', 700016],
  ['no secret', { client_secret: undefined }, 401, 'invalid_client', 7000216],
  ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
  ['no scope', { scope: undefined }, 400, 'invalid_request', 90014],
  ['a single permission', { scope: 'https://graph.microsoft.com/Mail.Send' }, 400, 'invalid_scope', 1002012],
  ['another resource', { scope: 'http://127.0.0.1/.default' }, 400, 'invalid_resource', 500011],
]

for (const [what, changes, status, error, code] of refusals)
  test(`${what} gets no token but AADSTS${code}`, async () => {
    const vendor = await sandboxAt()
    const said = await vendor.token(changes)
    assert.deepEqual([said.status, said.body.error, said.body.error_codes], [status, error, [code]])
    assert.ok(said.body.error_description.startsWith(`AADSTS${code}: `))
    assert.match(said.body.timestamp, /^2026-12-14 14:00:00Z$/)
    assert.ok(said.body.trace_id && said.body.correlation_id)
  })

test('an unknown tenant, or none in particular, is refused', async () => {
  const vendor = await sandboxAt()
  const codeAt = async (tenant: string) => (await vendor.token({}, tenant)).body.error_codes[0]
  assert.equal(await codeAt('00000000-0000-0000-0000-000000000000'), 90002)
  assert.equal(await codeAt('common'), 50059)
  assert.equal(await codeAt('nowhere'), 900023)
})

test('a JSON body has no fields for the token endpoint, and GET is not for it', async () => {
  const vendor = await sandboxAt()
  const path = `/${vendor.settings.OUTLOOK_TENANT_ID}/oauth2/v2.0/token`
  const json = await vendor.ask('POST', path, {}, { grant_type: 'client_credentials' })
  assert.deepEqual(json.body.error_codes, [900144])
  assert.deepEqual((await vendor.ask('GET', path)).body.error_codes, [900561])
})

test('the sandbox never tells a secret that it was sent', async () => {
  const vendor = await sandboxAt()
  await vendor.token()
  await vendor.mail({ message: letter() })
  const told = JSON.stringify(await vendor.tells('requests'))
  assert.ok(told.includes('client_credentials'))
  assert.ok(!told.includes(sandboxCredentials.microsoft.clientSecret))
  assert.ok(!told.includes('eyJ'))
})
