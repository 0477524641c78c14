import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { inTime, letter, type McpStage, type Order, openMcpStage, startMcpStage, wireFake } from './mcp-stage.ts'

/** Each test has a server that has no token yet. */
let stage: McpStage

function eachOnItsStage(): void {
  beforeEach(async () => {
    stage = await startMcpStage()
  })
  afterEach(() => stage.close())
}

async function configured(environment: Record<string, string>): Promise<void> {
  await stage.close()
  stage = await startMcpStage(environment)
}

const asked = async (target: string) => (await stage.requests()).filter((request) => request.target === target)

describe('send_email', () => {
  eachOnItsStage()

  test('sends what it is asked to', async () => {
    const { done } = await stage.mail({ ...letter, subject: 'Grüße aus Köln 你好 🎉' })
    assert.deepEqual(done, { sent: true })
    const [mail] = await stage.emails()
    assert.deepEqual(mail.recipients, ['maria@example.com'])
    assert.equal(mail.subject, 'Grüße aus Köln 你好 🎉')
    assert.equal(mail.html, letter.body_html)
    assert.equal(mail.save_to_sent_items, true)
  })

  test('keeps no copy when none is wanted', async () => {
    await stage.mail({ ...letter, save_to_sent_items: false })
    assert.equal((await stage.emails())[0].save_to_sent_items, false)
  })

  const smuggled: [string, object, string][] = [
    ['a second header in the subject', { subject: 'Hi\r\nBcc: eve@example.com' }, 'invalid_request'],
    ['a line separator in the subject', { subject: 'Hi\u2028Bcc: eve@example.com' }, 'invalid_request'],
    ['a second header in the recipient', { recipient: 'maria@example.com\r\nBcc: eve@example.com' }, 'invalid_email'],
    ['a line end behind the recipient', { recipient: 'maria@example.com\n' }, 'invalid_email'],
    ['two recipients in one', { recipient: 'maria@example.com; eve@example.com' }, 'invalid_email'],
    ['a name around the recipient', { recipient: 'Maria <maria@example.com>' }, 'invalid_email'],
    ['no recipient', { recipient: '' }, 'invalid_request'],
    ['a subject of 256 characters', { subject: 'x'.repeat(256) }, 'invalid_request'],
    ['a subject of blanks', { subject: '   ' }, 'invalid_request'],
    ['a body of a byte over a MiB', { body_html: 'x'.repeat((1 << 20) + 1) }, 'invalid_request'],
    ['a body of more tags than anybody writes', { body_html: '<b>x'.repeat(20_001) }, 'invalid_request'],
    ['a body that shows nothing', { body_html: '<script>alert(1)</script><p>&nbsp;</p>' }, 'invalid_request'],
  ]
  for (const [what, args, code] of smuggled) {
    test(`refuses ${what}`, async () => {
      const { fault } = await stage.mail({ ...letter, ...args })
      assert.equal(fault?.code, code)
      assert.deepEqual(await stage.requests(), [])
    })
  }

  test('a body of a MiB goes', async () => {
    const { done } = await stage.mail({ ...letter, body_html: 'x'.repeat(1 << 20) })
    assert.deepEqual(done, { sent: true })
  })

  test('writes a domain outside ASCII as the vendors do', async () => {
    await stage.mail({ ...letter, recipient: 'maria@köln.example' })
    assert.deepEqual((await stage.emails())[0].recipients, ['maria@xn--kln-sna.example'])
  })

  test('keeps to the domains that the operator allows, and not to those below them', async () => {
    await configured({ OUTLOOK_RECIPIENTS: 'domains:example.com, clinic.example' })
    assert.ok((await stage.mail(letter)).done)
    assert.ok((await stage.mail({ ...letter, recipient: 'bob@CLINIC.example' })).done)
    for (const recipient of ['eve@example.org', 'eve@mail.example.com', 'eve@notexample.com'])
      assert.equal((await stage.mail({ ...letter, recipient })).fault?.code, 'recipient_refused')
  })

  test('at most four at a time go to the mailbox, and all arrive', async () => {
    const sent = await Promise.all(Array.from({ length: 20 }, (_, i) => stage.mail({ ...letter, subject: `No. ${i}` })))
    assert.ok(sent.every(({ done }) => done?.sent))
    const requests = await asked('graph')
    assert.equal(requests.length, 20)
    assert.ok(Math.max(...requests.map(({ under_way }) => under_way)) <= 4)
  })

  test('who does not get a turn in time has sent nothing', async () => {
    await stage.order({ target: 'graph', kind: 'delay', delay_ms: 1_000, times: 4 })
    const slow = Array.from({ length: 4 }, () => stage.mail(letter))
    const { fault, ms } = await stage.mail({ ...letter, subject: 'The fifth' }, { ms: 500 })
    assert.equal(fault?.code, 'vendor_timeout')
    inTime({ ms }, 500)
    await Promise.all(slow)
    assert.ok((await stage.emails()).every(({ subject }) => subject !== 'The fifth'))
    assert.ok((await stage.mail(letter)).done, 'the turn that nobody took is free again')
  })
})

describe('the token', () => {
  eachOnItsStage()

  test('is asked for once, for all who wait', async () => {
    await Promise.all(Array.from({ length: 10 }, () => stage.mail(letter)))
    assert.equal((await asked('token')).length, 1)
  })

  test('is used until five minutes before its end', async () => {
    await stage.mail(letter)
    stage.passes({ seconds: 3_599 - 301 })
    await stage.mail(letter)
    assert.equal((await asked('token')).length, 1)
    stage.passes({ seconds: 2 })
    await stage.mail(letter)
    assert.equal((await asked('token')).length, 2)
  })

  test('is asked for again when Graph no longer takes it', async () => {
    await stage.mail(letter)
    await stage.order({ target: 'graph', kind: 'status', status: 401 })
    assert.ok((await stage.mail(letter)).done)
    assert.equal((await asked('token')).length, 2)
    assert.equal((await stage.emails()).length, 2)
  })

  test('is asked for again only once', async () => {
    await stage.order({ target: 'graph', kind: 'status', status: 401, times: 2 })
    assert.equal((await stage.mail(letter)).fault?.code, 'vendor_refused')
    assert.equal((await asked('graph')).length, 2)
  })

  for (const order of [
    { kind: 'reset' },
    { kind: 'garbage' },
    { kind: 'hang_after_commit' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, retry_after: 1 },
  ]) {
    test(`is asked for again after ${order.status ?? order.kind}`, async () => {
      await stage.order({ target: 'token', ...order })
      const { done, ms } = await stage.mail(letter, { ms: 2_500 })
      assert.deepEqual(done, { sent: true })
      inTime({ ms }, 2_500)
    })
  }

  const wrong: [Record<string, string>, string][] = [
    [{ OUTLOOK_CLIENT_SECRET: 'wrong' }, 'OUTLOOK_CLIENT_SECRET'],
    [{ OUTLOOK_CLIENT_ID: '00000000-0000-4000-8000-000000000000' }, 'OUTLOOK_CLIENT_ID'],
    [{ OUTLOOK_TENANT_ID: '00000000-0000-4000-8000-000000000000' }, 'OUTLOOK_TENANT_ID'],
    [{ OUTLOOK_SENDER: 'nobody@clinic.sandbox.example' }, 'OUTLOOK_SENDER'],
  ]
  for (const [environment, setting] of wrong) {
    test(`a wrong ${setting} is named, and its value is not`, async () => {
      await configured(environment)
      const { fault, text } = await stage.mail(letter)
      assert.deepEqual([fault?.code, fault?.setting], ['vendor_refused', setting])
      assert.ok(!text.includes(environment[setting]!))
    })
  }
})

test('a success that Graph would not write is none', async (t) => {
  const vendor = await wireFake(({ url }) =>
    url?.endsWith('/token') ? [200, { access_token: 'a', expires_in: 3_599 }] : [200, { login: 'first' }],
  )
  t.after(vendor.close)
  const { mail } = await openMcpStage({ GRAPH_API_URL: vendor.address, MICROSOFT_LOGIN_URL: vendor.address })
  assert.equal((await mail(letter)).fault?.code, 'outcome_unknown')
})

describe('what Graph says', () => {
  eachOnItsStage()

  const outcomes: [Omit<Order, 'target'>, string][] = [
    [{ kind: 'reset' }, 'outcome_unknown'],
    [{ kind: 'reset_after_commit' }, 'outcome_unknown'],
    [{ kind: 'hang_after_commit' }, 'outcome_unknown'],
    [{ kind: 'garbage' }, 'outcome_unknown'],
    [{ kind: 'status', status: 504 }, 'outcome_unknown'],
    [{ kind: 'status', status: 400 }, 'invalid_request'],
    [{ kind: 'status', status: 403 }, 'vendor_refused'],
    [{ kind: 'status', status: 404 }, 'vendor_refused'],
    [{ kind: 'status', status: 413 }, 'invalid_request'],
    [{ kind: 'status', status: 429, retry_after: 20 }, 'vendor_busy'],
    [{ kind: 'status', status: 500 }, 'vendor_error'],
    [{ kind: 'status', status: 503 }, 'vendor_error'],
  ]
  for (const [order, code] of outcomes) {
    test(`${order.status ?? order.kind} is ${code}, and nothing is sent twice`, async () => {
      await stage.order({ target: 'graph', ...order })
      const { fault, ms } = await stage.mail(letter, { ms: 1_200 })
      assert.equal(fault?.code, code)
      if (code === 'vendor_busy') assert.equal(fault?.retryAfter, 20)
      assert.equal((await asked('graph')).length, 1)
      inTime({ ms }, 1_200)
    })
  }

  test('429 with time enough: waits and sends', async () => {
    await stage.order({ target: 'graph', kind: 'status', status: 429, retry_after: 1 })
    assert.deepEqual((await stage.mail(letter, { ms: 4_000 })).done, { sent: true })
    assert.equal((await stage.emails()).length, 1)
  })
})
