import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { openCalcomCalendar } from '../../src/sandbox/calcom/calcom-calendar.ts'
import { calcomStandIn } from '../../src/sandbox/calcom/calcom-stand-in.ts'
import { readFaultOrder } from '../../src/sandbox/fault-orders.ts'
import { openTokens } from '../../src/sandbox/microsoft/access-token.ts'
import { graphStandIn } from '../../src/sandbox/microsoft/graph-stand-in.ts'
import { tokenEndpoint } from '../../src/sandbox/microsoft/token-endpoint.ts'
import { sandboxCredentials } from '../../src/sandbox/sandbox-credentials.ts'
import { twilioStandIn } from '../../src/sandbox/twilio/twilio-stand-in.ts'
import type { Vendor, VendorRequest } from '../../src/sandbox/vendor-answer.ts'
import { consultation, letter, monday, sandboxAt } from './at-the-sandbox.ts'

const clock = { now: () => Temporal.Instant.from(monday) }
const { calcom, microsoft, twilio } = sandboxCredentials

/** JSON of any kind: nothing to do with the vendors, or their own bodies with other things in their places. */
const mixed = (right: object): fc.Arbitrary<unknown> => {
  const names = ['__proto__', 'constructor', 'toString', ...Object.keys(right)]
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...(Object.values(right) as unknown[])))
  return fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...names), odd).map((changes) => ({ ...right, ...changes })),
  )
}

const asked = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer,
): VendorRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers,
  body: Buffer.from(body),
  onEnd: () => {},
})

/** Answers, whatever comes: a status that HTTP knows, and never a fault of its own. */
async function holds(vendor: Vendor, requests: fc.Arbitrary<VendorRequest>, numRuns: number) {
  await fc.assert(
    fc.asyncProperty(requests, async (one) => {
      const { status, body } = await vendor.answer(one)
      assert.ok(status >= 200 && status < 500, `${status}`)
      JSON.stringify(body)
    }),
    { numRuns },
  )
}

test('4,000 odd bodies do not upset Cal.com’s stand-in', async () => {
  const vendor = calcomStandIn({ calendar: openCalcomCalendar(), clock, perMinute: 100_000 })
  const headers = {
    authorization: `Bearer ${calcom.apiKey}`,
    'cal-api-version': '2024-08-13',
    'content-type': 'application/json',
  }
  const paths = fc.constantFrom(
    '/v2/bookings',
    '/v2/bookings/x/cancel',
    '/v2/bookings/x/reschedule',
    '/v2/bookings/%E0',
  )
  const requests = fc
    .tuple(paths, mixed(consultation({ metadata: {}, guests: [], location: {} })))
    .map(([path, body]) => asked('POST', path, headers, JSON.stringify(body)))
  await holds(vendor, requests, 4_000)
})

test('4,000 odd bodies do not upset Graph’s stand-in', async () => {
  const tokens = openTokens(clock)
  const authorization = `Bearer ${tokens.issue({ clientId: microsoft.clientId, roles: ['Mail.Send'] })}`
  const vendor = graphStandIn({ tokens, clock, onSent: () => {}, sendMs: 0 })
  const path = `/v1.0/users/${microsoft.sender}/sendMail`
  const requests = mixed(letter({ from: {}, attachments: [], internetMessageHeaders: [] })).map((message) =>
    asked('POST', path, { authorization, 'content-type': 'application/json' }, JSON.stringify({ message })),
  )
  await holds(vendor, requests, 4_000)
})

test('2,000 odd forms do not upset the token endpoint and Twilio’s stand-in', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const basic = Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString('base64')
  const fields = ['grant_type', 'client_id', 'scope', 'To', 'From', 'Body', 'SendAt', 'ScheduleType', 'MediaUrl']
  const forms = fc
    .dictionary(fc.constantFrom(...fields), fc.oneof(fc.string({ unit: 'binary' }), fc.constant(twilio.from)))
    .map((values) => new URLSearchParams(values).toString())
  const log = tokenEndpoint(openTokens(clock), clock)
  await holds(
    log,
    forms.map((body) => asked('POST', `/${microsoft.tenantId}/oauth2/v2.0/token`, form, body)),
    1_000,
  )
  const texts = twilioStandIn({ clock, onSent: () => {}, sent: () => [] })
  const path = `/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`
  const headers = { ...form, authorization: `Basic ${basic}` }
  await holds(
    texts,
    forms.map((body) => asked('POST', path, headers, body)),
    1_000,
  )
})

test('whatever is ordered as a fault is one, or is told what is wrong', () => {
  const odd = mixed({
    target: 'calcom',
    kind: 'status',
    status: 500,
    times: 1,
    delay_ms: 1,
    retry_after: 1,
    committed: true,
  })
  fc.assert(
    fc.property(odd, (body) => {
      const read = readFaultOrder(JSON.parse(JSON.stringify(body)))
      assert.ok(Array.isArray(read) ? read.length > 0 : read.times >= 1)
    }),
    { numRuns: 2_000 },
  )
})

test('bytes, methods and paths of any kind over the wire leave the sandbox standing', async () => {
  const vendor = await sandboxAt()
  const ask = (method: string, path: string, body: Uint8Array) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'cal-api-version': '2024-08-13',
        'content-length': body.length,
      }
      const sent = request(vendor.address, { method, path, headers, agent: false }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode!))
      })
      sent.once('error', reject).end(body)
    })
  const start = fc.constantFrom(
    '/v2/',
    '/v2/bookings',
    '/v1.0/',
    '/x/oauth2/v2.0/token',
    '/2010-04-01/',
    '/_sandbox/',
    '//',
    '/',
  )
  const rest = fc.stringMatching(/^[!-~]{0,20}$/).map((text) => text.replaceAll('#', ''))
  const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')
  await fc.assert(
    fc.asyncProperty(methods, start, rest, fc.uint8Array({ maxLength: 200 }), async (method, path, more, body) => {
      const status = await ask(method, path + more, body)
      assert.ok(status >= 200 && status < 500, `${method} ${path}${more}: ${status}`)
    }),
    { numRuns: 500 },
  )
  assert.equal((await vendor.book(consultation({ start: '2027-01-12T15:00:00Z' }))).status, 201)
})
