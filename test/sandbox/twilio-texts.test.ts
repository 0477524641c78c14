import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxCredentials } from '../../src/sandbox/sandbox-credentials.ts'
import { type Client, sandboxAt } from './at-the-sandbox.ts'

const { accountSid, authToken, from, messagingServiceSid } = sandboxCredentials.twilio
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

const text = (
  vendor: Client,
  fields: Record<string, string>,
  authorization = basic(accountSid, authToken),
  account: string = accountSid,
) => vendor.ask('POST', `/2010-04-01/Accounts/${account}/Messages.json`, { authorization }, new URLSearchParams(fields))

const reminder = { To: '+12125550199', From: from, Body: 'See you tomorrow at 10.' }

test('a text is queued, and the sandbox tells of it', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await text(vendor, reminder)
  assert.equal(status, 201)
  assert.match(body.sid, /^SM[0-9a-f]{32}$/)
  assert.deepEqual(
    [body.status, body.to, body.from, body.num_segments, body.error_code, body.date_created],
    ['queued', reminder.To, from, '1', null, 'Mon, 14 Dec 2026 14:00:00 +0000'],
  )
  const [told] = await vendor.tells('messages')
  assert.deepEqual([told.sid, told.to, told.body], [body.sid, reminder.To, reminder.Body])
  const again = await vendor.ask('GET', body.uri, { authorization: basic(accountSid, authToken) })
  assert.deepEqual(again.body, body)
})

test('a messaging service chooses the sender, and can send later', async () => {
  const vendor = await sandboxAt()
  const service = { To: reminder.To, Body: reminder.Body, MessagingServiceSid: messagingServiceSid }
  const now = await text(vendor, service)
  assert.deepEqual([now.body.status, now.body.from], ['accepted', null])
  const later = { ...service, ScheduleType: 'fixed', SendAt: '2026-12-15T14:00:00Z' }
  assert.equal((await text(vendor, later)).body.status, 'scheduled')
  assert.equal((await text(vendor, { ...later, SendAt: '2026-12-14T14:04:00Z' })).body.code, 35115)
  assert.equal((await text(vendor, { ...reminder, ScheduleType: 'fixed', SendAt: later.SendAt })).body.code, 35118)
})

test('characters outside of GSM make a text shorter', async () => {
  const vendor = await sandboxAt()
  const segments = async (Body: string) => (await text(vendor, { ...reminder, Body })).body.num_segments
  assert.equal(await segments('a'.repeat(160)), '1')
  assert.equal(await segments('a'.repeat(161)), '2')
  assert.equal(await segments(`${'a'.repeat(69)}’`), '1')
  assert.equal(await segments(`${'a'.repeat(70)}’`), '2')
})

const refused: [what: string, changes: Record<string, string>, code: number][] = [
  ['no recipient', { To: '' }, 21604],
  ['a recipient that is no number', { To: '555-1234' }, 21211],
  ['no sender', { From: '' }, 21603],
  ['a sender that is not ours', { From: '+12125550100' }, 21606],
  ['nothing to say', { Body: '' }, 21602],
  ['too much to say', { Body: 'a'.repeat(1_601) }, 21617],
  ['somebody who has opted out', { To: '+15005550004' }, 21610],
  ['a number that takes no texts', { To: '+15005550009' }, 21614],
  ['a callback that is no address', { StatusCallback: 'here' }, 21609],
]

for (const [what, changes, code] of refused)
  test(`${what} is refused with ${code}`, async () => {
    const vendor = await sandboxAt()
    const { status, body } = await text(vendor, { ...reminder, ...changes })
    assert.deepEqual([status, body.status, body.code], [400, 400, code])
    assert.equal(body.more_info, `https://www.twilio.com/docs/errors/${code}`)
    assert.deepEqual(await vendor.tells('messages'), [])
  })

test('wrong credentials are 401 with 20003, and another account is not found', async () => {
  const vendor = await sandboxAt()
  for (const authorization of [basic(accountSid, 'guess'), basic('ACx', authToken), 'Bearer x', '']) {
    const { status, body } = await text(vendor, reminder, authorization)
    assert.deepEqual([status, body.code], [401, 20003])
  }
  const other = await text(vendor, reminder, undefined, `AC${'0'.repeat(32)}`)
  assert.deepEqual([other.status, other.body.code], [404, 20404])
})

test('a JSON body has no fields for Twilio', async () => {
  const vendor = await sandboxAt()
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
  const { body } = await vendor.ask('POST', path, { authorization: basic(accountSid, authToken) }, reminder)
  assert.equal(body.code, 21604)
})
