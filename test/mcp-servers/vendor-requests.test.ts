import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Ajv } from 'ajv'
import { letter, openMcpStage, wish } from './mcp-stage.ts'

/** What we send, held against the vendors' own OpenAPI documents, where these lie beside the project. */
const folder = join(import.meta.dirname, '../../../shared/specs')

function documentOf(t: TestContext, file: string): any {
  const path = join(folder, file)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  t.diagnostic(`${file} does not lie beside this project: nothing was compared`)
  return undefined
}

/** OpenAPI 3.0 says `nullable`, and beside a $ref ajv would not see it. */
function readable(schema: any): any {
  if (Array.isArray(schema)) return schema.map(readable)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, ...rest } = schema
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, readable(value)]))
  return nullable === true ? { anyOf: [{ type: 'null' }, inner] } : inner
}

function fits(document: any, pointer: string, value: unknown): void {
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true, validateFormats: false })
  ajv.addSchema(readable(document), 'vendor')
  assert.ok(ajv.validate({ $ref: `vendor#${pointer}` }, value), `${pointer}: ${ajv.errorsText()}`)
}

const schemaOf = (name: string): string => `/components/schemas/${name}`

test('Cal.com’s document knows every request that we make', async (t) => {
  const document = documentOf(t, 'calcom-v2-trimmed.json')
  if (document === undefined) return
  const stage = await openMcpStage()
  const full = { ...wish, guests: ['bob@example.com'], language: 'pt-BR', metadata: { conversation_id: 'c', turn: 2 } }
  const { uid } = (await stage.calcom('create_booking', full)).done
  await stage.calcom('create_booking', full)
  const moving = { booking_uid: uid, start: '2026-12-15T16:00:00Z', reason: 'Ill' }
  const moved = (await stage.calcom('reschedule_booking', moving)).done
  await stage.calcom('cancel_booking', { booking_uid: moved.uid })
  await stage.calcom('list_available_slots', { from: '2026-12-15', timezone: 'America/New_York' })
  await stage.calcom('list_event_types', {})

  const bodies: Record<string, string> = {
    '/v2/bookings': schemaOf('CreateBookingInput_2024_08_13'),
    '/v2/bookings/{bookingUid}/reschedule': schemaOf('RescheduleBookingInput_2024_08_13'),
    '/v2/bookings/{bookingUid}/cancel': schemaOf('CancelBookingInput_2024_08_13'),
  }
  const requests = await stage.requests()
  assert.ok(requests.length >= 7)
  for (const { method, path, query, headers, body } of requests) {
    const template = path.replace(/^(\/v2\/bookings\/)[^/]+/, '$1{bookingUid}')
    const operation = document.paths[template]?.[method.toLowerCase()]
    assert.ok(operation, `${method} ${template}`)
    const parameters: any[] = operation.parameters ?? []
    const version = parameters.find(({ name }) => name === 'cal-api-version')
    assert.equal(headers['cal-api-version'], version.schema.default, template)
    for (const name of new URLSearchParams(query).keys())
      assert.ok(
        parameters.some((one) => one.in === 'query' && one.name === name),
        `${template} has ${name}`,
      )
    for (const { name, required, in: place } of parameters)
      if (required && place === 'query') assert.ok(new URLSearchParams(query).has(name), `${template} needs ${name}`)
    if (method === 'POST') {
      fits(document, bodies[template]!, body)
      const known = Object.keys(document.components.schemas[bodies[template]!.split('/').at(-1)!].properties)
      assert.deepEqual(
        Object.keys(body).filter((name) => !known.includes(name)),
        [],
      )
    }
  }
})

test('Graph’s document knows our mail', async (t) => {
  const document = documentOf(t, 'msgraph-mail-trimmed.json')
  if (document === undefined) return
  const stage = await openMcpStage()
  assert.ok((await stage.mail(letter)).done)
  const sent = (await stage.requests()).find(({ target }) => target === 'graph')
  const pointer = '/paths/~1users~1{user-id}~1sendMail/post/requestBody/content/application~1json/schema'
  fits(document, pointer, sent.body)
  assert.deepEqual(Object.keys(sent.body), ['message', 'saveToSentItems'])
  assert.deepEqual(Object.keys(sent.body.message), ['subject', 'body', 'toRecipients'])
})
