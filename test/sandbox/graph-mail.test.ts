import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxCredentials } from '../../src/sandbox/sandbox-credentials.ts'
import { until } from '../store/until.ts'
import { type Client, letter, sandboxAt } from './at-the-sandbox.ts'

const known = sandboxCredentials.microsoft

test('a mail is accepted with 202 and nothing else, and the sandbox tells of it', async () => {
  const vendor = await sandboxAt()
  const { status, body, headers } = await vendor.mail({ message: letter(), saveToSentItems: false })
  assert.deepEqual([status, body], [202, null])
  assert.ok(headers.get('request-id'))
  const [told] = await vendor.tells('emails')
  assert.deepEqual(
    [told.sender, told.recipients, told.subject, told.html, told.save_to_sent_items, told.time],
    [
      known.sender,
      ['ann@example.com'],
      'Your consultation',
      '<p>See you on Tuesday.</p>',
      false,
      '2026-12-14T14:00:00.000Z',
    ],
  )
})

test('a mail is kept among the sent ones unless it says otherwise, in either spelling', async () => {
  const vendor = await sandboxAt()
  await vendor.mail({ message: letter() })
  await vendor.mail({ Message: letter(), SaveToSentItems: false })
  const told = await vendor.tells('emails')
  assert.deepEqual(
    told.map((mail) => mail.save_to_sent_items),
    [true, false],
  )
})

test('the mailbox goes by its address in any case, or by its number', async () => {
  const vendor = await sandboxAt()
  for (const user of [known.sender.toUpperCase(), encodeURIComponent(known.sender), known.senderId])
    assert.equal((await vendor.mail({ message: letter() }, {}, user)).status, 202, user)
})

test('another mailbox is not found', async () => {
  const vendor = await sandboxAt()
  const { status, body } = await vendor.mail({ message: letter() }, {}, 'stranger@example.com')
  assert.deepEqual(
    [status, body.error.code, body.error.message],
    [404, 'ErrorInvalidUser', "The requested user 'stranger@example.com' is invalid."],
  )
  assert.ok(body.error.innerError['request-id'])
})

const send = (vendor: Client, authorization?: string) =>
  vendor.ask('POST', `/v1.0/users/${known.sender}/sendMail`, authorization === undefined ? {} : { authorization }, {
    message: letter(),
  })

test('without a token, with one that is none, and with one that has ended there is no mail', async () => {
  const vendor = await sandboxAt()
  const { access_token } = (await vendor.token()).body
  vendor.passes(3_598)
  assert.equal((await send(vendor, `Bearer ${access_token}`)).status, 202)
  vendor.passes(1)
  for (const [authorization, says] of [
    [undefined, 'Access token is empty.'],
    ['Bearer abc', 'IDX14100: JWT is not well formed, there are no dots (.).'],
    [`Bearer ${access_token}x`, 'Access token validation failure. Invalid signature.'],
    [`Bearer ${access_token}`, 'Lifetime validation failed, the token is expired.'],
  ] as const) {
    const { status, body, headers } = await send(vendor, authorization)
    assert.deepEqual([status, body.error.code, body.error.message], [401, 'InvalidAuthenticationToken', says])
    assert.match(headers.get('www-authenticate')!, /^Bearer/)
  }
  assert.equal((await vendor.tells('emails')).length, 1)
})

test('a token is good on whatever the sandbox has forgotten', async () => {
  const vendor = await sandboxAt()
  const { access_token } = (await vendor.token()).body
  await vendor.ask('DELETE', '/_sandbox/state')
  assert.equal((await send(vendor, `Bearer ${access_token}`)).status, 202)
})

test('an application without permissions, or without this one, is forbidden', async () => {
  const vendor = await sandboxAt()
  for (const [application, code] of [
    [known.withoutPermissions, 'NoPermissionsInAccessToken'],
    [known.withoutMailSend, 'ErrorAccessDenied'],
  ] as const) {
    const { clientId, clientSecret } = application
    const { access_token } = (await vendor.token({ client_id: clientId, client_secret: clientSecret })).body
    const { status, body } = await send(vendor, `Bearer ${access_token}`)
    assert.deepEqual([status, body.error.code], [403, code])
  }
})

test('an application has no mailbox of its own', async () => {
  const vendor = await sandboxAt()
  const { access_token } = (await vendor.token()).body
  const headers = { authorization: `Bearer ${access_token}` }
  const { status, body } = await vendor.ask('POST', '/v1.0/me/sendMail', headers, { message: letter() })
  assert.deepEqual([status, body.error.message], [400, '/me request is only valid with delegated authentication flow.'])
})

const to = (address: unknown) => ({ toRecipients: [{ emailAddress: { address } }] })

const refused: [rule: string, body: unknown, code: string][] = [
  ['a message', {}, 'ErrorInvalidParameter'],
  ['a message that is an object', { message: 'hello' }, 'RequestBodyRead'],
  ['no parameter that Graph does not know', { message: letter(), priority: 1 }, 'RequestBodyRead'],
  ['no property that Graph does not know', { message: letter({ html: '<p>' }) }, 'RequestBodyRead'],
  ['properties in camel case', { message: letter({ Subject: 'x' }) }, 'RequestBodyRead'],
  ['a subject that is text', { message: letter({ subject: 1 }) }, 'RequestBodyRead'],
  ['a body that is an object', { message: letter({ body: 'hello' }) }, 'RequestBodyRead'],
  ['a kind of body', { message: letter({ body: { contentType: 'markdown' } }) }, 'RequestBodyRead'],
  ['recipients in a list', { message: letter({ toRecipients: {} }) }, 'RequestBodyRead'],
  ['recipients that are not null', { message: letter({ toRecipients: null }) }, 'RequestBodyRead'],
  ['recipients in Graph’s form', { message: letter({ toRecipients: ['ann@example.com'] }) }, 'RequestBodyRead'],
  ['a flag that is one', { message: letter(), saveToSentItems: 'no' }, 'RequestBodyRead'],
  ['a recipient', { message: letter({ toRecipients: [] }) }, 'ErrorInvalidRecipients'],
  ['an address', { message: letter(to(null)) }, 'ErrorInvalidRecipients'],
  ['an address that is one', { message: letter(to('ann')) }, 'ErrorInvalidRecipients'],
  ['one address to a recipient', { message: letter(to('a@b.org; c@d.org')) }, 'ErrorInvalidRecipients'],
  [
    'headers of its own',
    { message: letter({ internetMessageHeaders: [{ name: 'Bcc', value: 'x@y.org' }] }) },
    'InvalidInternetMessageHeader',
  ],
  [
    'headers of one line',
    { message: letter({ internetMessageHeaders: [{ name: 'x-a', value: 'a\r\nBcc: x@y.org' }] }) },
    'InvalidInternetMessageHeader',
  ],
  [
    'at most five headers',
    {
      message: letter({
        internetMessageHeaders: Array.from({ length: 6 }, (_, i) => ({ name: `x-${i}`, value: 'v' })),
      }),
    },
    'InvalidInternetMessageHeaderCollection',
  ],
  ['attachments with a type', { message: letter({ attachments: [{ name: 'a.txt' }] }) }, 'RequestBodyRead'],
]

for (const [rule, body, code] of refused)
  test(`a mail needs ${rule}`, async () => {
    const vendor = await sandboxAt()
    const said = await vendor.mail(body)
    assert.deepEqual([said.status, said.body.error.code], [400, code])
    assert.deepEqual(await vendor.tells('emails'), [])
  })

test('a mail is sent from its own mailbox only', async () => {
  const vendor = await sandboxAt()
  const from = (address: string) => letter({ from: { emailAddress: { address } } })
  const { status, body } = await vendor.mail({ message: from('boss@clinic.sandbox.example') })
  assert.deepEqual([status, body.error.code], [403, 'ErrorSendAsDenied'])
  assert.equal((await vendor.mail({ message: from(known.sender) })).status, 202)
})

test('a body needs its content type, and has to be what it says', async () => {
  const vendor = await sandboxAt()
  const text = JSON.stringify({ message: letter() })
  for (const [type, content, code] of [
    ['application/xml', text, 'RequestBodyRead'],
    ['application/json', '{"message":', 'BadRequest'],
    ['application/json', '', 'BadRequest'],
    ['text/plain', 'not base64!', 'ErrorMimeContentInvalidBase64String'],
  ] as const) {
    const { status, body } = await vendor.mail(content, { 'content-type': type })
    assert.deepEqual([status, body.error.code], [400, code], `${type} ${content}`)
  }
})

test('a whole MIME message in base64 is a mail, too', async () => {
  const vendor = await sandboxAt()
  const mime = 'To: ann@example.com\r\nSubject: Invitation\r\nContent-Type: text/html\r\n\r\n<p>Come</p>'
  const base64 = Buffer.from(mime).toString('base64')
  assert.equal((await vendor.mail(base64, { 'content-type': 'text/plain' })).status, 202)
  const [told] = await vendor.tells('emails')
  assert.deepEqual([told.recipient, told.subject, told.html], ['ann@example.com', 'Invitation', '<p>Come</p>'])
})

test('four megabytes are too much', async () => {
  const vendor = await sandboxAt()
  const content = 'a'.repeat(4 << 20)
  const { status } = await vendor.mail({ message: letter({ body: { contentType: 'HTML', content } }) })
  assert.equal(status, 413)
  assert.deepEqual(await vendor.tells('emails'), [])
})

test('a fifth request to a mailbox while four are under way is throttled', async () => {
  const vendor = await sandboxAt()
  const { access_token } = (await vendor.token()).body
  await vendor.fault({ target: 'graph', kind: 'delay', delay_ms: 250, times: 4 })
  const slow = Array.from({ length: 4 }, () => send(vendor, `Bearer ${access_token}`))
  // what waits for its turn is listed as pending
  const waiting = async () => (await vendor.tells('requests')).filter(({ outcome }) => outcome === 'pending').length
  await until('four wait', async () => (await waiting()) === 4)
  const fifth = await send(vendor, `Bearer ${access_token}`)
  assert.deepEqual([fifth.status, fifth.body.error.code], [429, 'ApplicationThrottled'])
  assert.equal(fifth.body.error.message, 'Application is over its MailboxConcurrency limit.')
  assert.ok(Number(fifth.headers.get('retry-after')) >= 1)
  assert.deepEqual(
    (await Promise.all(slow)).map(({ status }) => status),
    [202, 202, 202, 202],
  )
  assert.equal((await send(vendor, `Bearer ${access_token}`)).status, 202)
  const last = (await vendor.tells('requests')).filter(({ target }) => target === 'graph')
  assert.equal(Math.max(...last.map(({ under_way }) => under_way)), 5)
})
