import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openStage } from '../../cast.ts'

type Operation = {
  summary?: string
  tags?: string[]
  security?: Record<string, unknown>[]
  responses: Record<string, any>
  requestBody?: any
}

const stage = await openStage()
const document: any = await (await fetch(`${stage.url}/openapi.json`)).json()
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
)
const open = [
  'POST /api/auth/register',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'GET /api/plans',
  'GET /live',
  'GET /health',
  'GET /calendar-feed/{secret}.ics',
]

suite('the document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    assert.ok(valid, JSON.stringify(errors))
    assert.equal(document.openapi, '3.1.0')
  })

  test('has every operation with a summary and tags', () => {
    assert.ok(operations.length > 40)
    for (const { name, operation } of operations) {
      assert.ok(operation.summary, name)
      assert.ok(operation.tags?.length, name)
    }
  })

  test('says which operations need which token', () => {
    for (const { name, path, operation } of operations) {
      if (open.includes(name)) assert.equal(operation.security, undefined, name)
      else if (path.startsWith('/api/agent-actions/')) assert.deepEqual(operation.security, [{ agentToken: [] }], name)
      else if (path.startsWith('/api/')) assert.deepEqual(operation.security, [{ bearer: [] }], name)
      else if (path.startsWith('/webhook/'))
        assert.deepEqual(operation.security, [{ bridgeKey: [] }, { bridgeBearer: [] }, {}], name)
      else assert.deepEqual(operation.security, [{ bridgeBearer: [] }, {}], name)
    }
    const schemes = ['agentToken', 'bearer', 'bridgeBearer', 'bridgeKey']
    assert.deepEqual(Object.keys(document.components.securitySchemes).sort(), schemes)
  })

  test('lists the faults that belong to a token, a body, an id and a database', () => {
    for (const { name, path, method, operation } of operations.filter(({ path }) => path.startsWith('/api/'))) {
      const statuses = Object.keys(operation.responses)
      const wanted = ['429', '500']
      if (operation.security) wanted.push('401', '503')
      if (path.includes('{id}')) wanted.push('404')
      if (operation.requestBody) wanted.push('400', '413', '415')
      if (operation.requestBody && !path.startsWith('/api/agent-actions/')) wanted.push('422')
      if (method === 'delete') assert.ok(statuses.includes('204'), name)
      for (const status of wanted) assert.ok(statuses.includes(status), `${name} does not list ${status}`)
    }
  })

  test('says where the server is', async () => {
    const named = await openStage({ config: { PUBLIC_URL: 'https://desk.example.com' } })
    const { servers }: any = await (await fetch(`${named.url}/openapi.json`)).json()
    assert.deepEqual(servers, [{ url: 'https://desk.example.com' }])
  })
})

suite('the page to read it', () => {
  test('and all its files come from our own server, as its content security policy demands', async () => {
    const page = await fetch(`${stage.url}/docs`)
    assert.equal(page.status, 200)
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'self'/)
    assert.ok(!/unsafe-eval/.test(policy))
    assert.ok(!/script-src[^;]*(unsafe-inline|https?:|\*)/.test(policy), policy)
    const html = await page.text()
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map(([, file]) => file!)
      .filter((file) => !file.startsWith('data:'))
    assert.ok(files.some((file) => file.endsWith('.js')) && files.some((file) => file.endsWith('.css')))
    for (const file of files) {
      const url = new URL(file, `${stage.url}/docs/`)
      assert.equal(url.origin, stage.url)
      assert.equal((await fetch(url)).status, 200, file)
    }
    // a script within the page would be blocked
    assert.ok(!/<script(?![^>]*\bsrc=)[^>]*>\s*\S/.test(html))
  })
})
