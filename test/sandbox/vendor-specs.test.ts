import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { sandboxCredentials } from '../../src/sandbox/sandbox-credentials.ts'
import { consultation, letter, sandboxAt } from './at-the-sandbox.ts'

/**
 * The vendors' own OpenAPI documents, which lie beside the project on some machines and are not part of it: what they
 * refuse the sandbox refuses, and what it answers stands in them.
 */
const folder = join(import.meta.dirname, '../../../shared/specs')

function documentOf(t: TestContext, file: string): any {
  const path = join(folder, file)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  t.diagnostic(`${file} does not lie beside this project: nothing was compared`)
  return undefined
}

function validatorFor(document: any, pointer: string): ValidateFunction {
  const ajv = new Ajv({
    logger: false,
    strict: false,
    allErrors: true,
    validateFormats: true,
    formats: { base64url: true, int32: true },
  })
  // the module's types say namespace, the module says function
  ;(formats as unknown as (to: Ajv) => void)(ajv)
  ajv.addSchema(readable(document), 'vendor')
  return ajv.compile({ $ref: `vendor#${pointer}` })
}

/**
 * OpenAPI 3.0 says `nullable`, which ajv knows beside a type alone. And the forms that Cal.com's document lists under
 * oneOf overlap, since it does not say that their types differ: one of them has to fit, and others may.
 */
function readable(schema: any): any {
  if (Array.isArray(schema)) return schema.map(readable)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable: canBeNull, ...rest } = schema
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, readable(value)]),
  )
  return canBeNull === true ? { anyOf: [{ type: 'null' }, inner] } : inner
}

const bodySchema = (path: string, type = 'application/json'): string =>
  `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/post/requestBody/content/${type.replace('/', '~1')}/schema`
const component = (name: string): string => `/components/schemas/${name}`

/** A right body with one of its values, at any depth, replaced by a wrong one, left out, or put in. */
function spoiled(right: object): fc.Arbitrary<any> {
  const places = placesIn(right)
  return fc
    .tuple(fc.constantFrom(...places), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)))
    .map(([place, value]) => {
      const copy = structuredClone(right) as any
      const holder = place.slice(0, -1).reduce((inner, key) => inner[key], copy)
      holder[place.at(-1)!] = value
      return JSON.parse(JSON.stringify(copy))
    })
}

function placesIn(value: any, before: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[...before, key], ...placesIn(inner, [...before, key])])
}

const wholeBooking = {
  ...consultation({
    guests: ['g@example.com'],
    metadata: { conversation_id: 'c' },
    bookingFieldsResponses: { a: 'b' },
  }),
  eventTypeSlug: 'consultation',
  username: 'alice',
  location: { type: 'integration', integration: 'cal-video' },
}

test('Cal.com’s document refuses no booking that the sandbox takes', async (t) => {
  const document = documentOf(t, 'calcom-v2-trimmed.json')
  if (document === undefined) return
  const fits = validatorFor(document, component('CreateBookingInput_2024_08_13'))
  assert.ok(fits(wholeBooking), JSON.stringify(fits.errors))
  const vendor = await sandboxAt()
  let taken = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(spoiled(wholeBooking), async (body) => {
      const { status, body: said } = await vendor.book(body)
      if (status === 201) {
        taken++
        assert.ok(fits(body), JSON.stringify(fits.errors))
        await vendor.bookings('POST', `/${said.data.uid}/cancel`, {})
      } else refused++
    }),
    { numRuns: 400 },
  )
  assert.ok(taken > 20 && refused > 100, `${taken} taken, ${refused} refused`)
})

test('what Cal.com’s stand-in answers stands in Cal.com’s document', async (t) => {
  const document = documentOf(t, 'calcom-v2-trimmed.json')
  if (document === undefined) return
  const check = (name: string, body: unknown) => {
    const fits = validatorFor(document, component(name))
    assert.ok(fits(body), `${name}: ${JSON.stringify(fits.errors)}`)
  }
  const vendor = await sandboxAt()
  const created = await vendor.book(wholeBooking)
  check('CreateBookingOutput_2024_08_13', created.body)
  check('BookingOutput_2024_08_13', created.body.data)
  const { uid } = created.body.data
  check('PaginationMetaDto', (await vendor.bookings('GET', '')).body.pagination)
  const moved = await vendor.bookings('POST', `/${uid}/reschedule`, { start: '2026-12-16T15:00:00Z' })
  check('BookingOutput_2024_08_13', moved.body.data)
  const cancelled = await vendor.bookings('POST', `/${moved.body.data.uid}/cancel`, { cancellationReason: 'ill' })
  check('BookingOutput_2024_08_13', cancelled.body.data)
  for (const booking of (await vendor.bookings('GET', '')).body.data) check('BookingOutput_2024_08_13', booking)
  const types = await vendor.ask('GET', '/v2/event-types', { ...vendor.key, 'cal-api-version': '2024-06-14' })
  check('GetEventTypesOutput_2024_06_14', types.body)
  check('GetMeOutput', (await vendor.ask('GET', '/v2/me', vendor.key)).body)
})

test('Graph’s document refuses no mail that the sandbox takes', async (t) => {
  const document = documentOf(t, 'msgraph-mail-trimmed.json')
  if (document === undefined) return
  const fits = validatorFor(document, bodySchema('/users/{user-id}/sendMail'))
  const right = {
    message: {
      ...letter({ importance: 'high', internetMessageHeaders: [{ name: 'x-call', value: 'c' }], categories: ['desk'] }),
      ccRecipients: [{ emailAddress: { address: 'cc@example.com', name: 'C' } }],
      attachments: [
        {
          '@odata.type': '#microsoft.graph.fileAttachment',
          name: 'a.txt',
          contentType: 'text/plain',
          contentBytes: 'QQ==',
        },
      ],
      isRead: true,
      receivedDateTime: '2026-12-14T14:00:00Z',
    },
    saveToSentItems: true,
  }
  assert.ok(fits(right), JSON.stringify(fits.errors))
  const vendor = await sandboxAt(undefined, { sendMs: 0 })
  let taken = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(spoiled(right), async (body) => {
      const { status } = await vendor.mail(body)
      if (status === 202) {
        taken++
        assert.ok(fits(body), JSON.stringify(fits.errors))
      } else refused++
    }),
    { numRuns: 300 },
  )
  assert.ok(taken > 20 && refused > 100, `${taken} taken, ${refused} refused`)
})

test('Twilio’s document refuses no text that the sandbox takes, and has its answer', async (t) => {
  const document = documentOf(t, 'twilio-messages-trimmed.json')
  if (document === undefined) return
  const path = '/2010-04-01/Accounts/{AccountSid}/Messages.json'
  const fits = validatorFor(document, bodySchema(path, 'application/x-www-form-urlencoded'))
  const answers = validatorFor(document, component('api.v2010.account.message'))
  const { accountSid, authToken, from, messagingServiceSid } = sandboxCredentials.twilio
  const right = {
    ...{ To: '+12125550199', From: from, Body: 'Hello', MessagingServiceSid: messagingServiceSid },
    ...{ StatusCallback: 'https://example.com/s', ValidityPeriod: '60', SmartEncoded: 'true', RiskCheck: 'disable' },
    ...{ ScheduleType: 'fixed', SendAt: '2026-12-15T14:00:00Z', ContentRetention: 'retain', Attempt: '1' },
    ...{ ProvideFeedback: 'false', ShortenUrls: 'true', MaxPrice: '0.5', TrafficType: 'free' },
  }
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const vendor = await sandboxAt()
  const url = path.replace('{AccountSid}', accountSid)
  let taken = 0
  let refused = 0
  const field = fc.oneof(
    fc.string(),
    fc.constantFrom('', 'true', 'maybe', '0', '-1', 'fixed', 'https://a.org', 'MGabc'),
  )
  const change = fc.tuple(fc.constantFrom(...Object.keys(right)), fc.oneof(field, fc.constant(undefined)))
  await fc.assert(
    fc.asyncProperty(change, async ([name, value]) => {
      const { [name as 'To']: _gone, ...rest } = right
      const form = value === undefined ? rest : { ...rest, [name]: value }
      const { status, body } = await vendor.ask('POST', url, { authorization }, new URLSearchParams(form as any))
      if (status === 201) {
        taken++
        assert.ok(fits(typed(form)), JSON.stringify(fits.errors))
        assert.ok(answers(body), JSON.stringify(answers.errors))
      } else refused++
    }),
    { numRuns: 300 },
  )
  assert.ok(taken > 20 && refused > 100, `${taken} taken, ${refused} refused`)
})

/** A form as the document types it: an empty field counts as none. */
function typed(form: Record<string, string>): Record<string, unknown> {
  const numbers = ['ValidityPeriod', 'Attempt', 'MaxPrice']
  const flags = ['SmartEncoded', 'ProvideFeedback', 'ShortenUrls']
  const given = Object.entries(form).filter(([, value]) => value !== '')
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (numbers.includes(name)) return [name, Number(value)]
      return [name, flags.includes(name) && /^(true|false)$/.test(value) ? value === 'true' : value]
    }),
  )
}
