import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, describe, test } from 'node:test'
import { openMcpStage } from './mcp-stage.ts'

/** What stands between us and a vendor may lose an answer after the vendor has done what it was asked. */
type Answer = (response: ServerResponse) => void

describe('a gateway that passes requests on and says something of its own', async () => {
  let vendor = ''
  let say: Answer = () => {}
  let written = 0
  const gateway = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const headers = { ...request.headers } as Record<string, string>
    for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) delete headers[name]
    const { method } = request
    const body = Buffer.concat(parts)
    const answered = await fetch(vendor + request.url, {
      method: method!,
      headers,
      ...(body.length > 0 && { body }),
    })
    const text = await answered.text()
    // log-in and look-ups come through
    if (method === 'POST' && !/token/.test(request.url!)) return say(response)
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => void gateway.listen(0, '127.0.0.1', resolve))
  after(() => {
    gateway.closeAllConnections()
    gateway.close()
  })
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  const stage = await openMcpStage({ GRAPH_API_URL: url, CALCOM_API_URL: url })
  vendor = stage.address
  beforeEach(() => {
    written = 0
  })

  const html =
    (status: number): Answer =>
    (response) =>
      void response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Something broke on the way</h1>')
  const endless: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const block = Buffer.alloc(1 << 20, ' ')
    const more = () => {
      while (!response.destroyed && response.write(block)) written += 1
      written += 1
      response.once('drain', more)
    }
    more()
  }
  const mail = { recipient: 'maria@example.com', body_html: '<p>See you soon.</p>' }

  for (const status of [500, 502, 503]) {
    test(`${status} in HTML proves nothing about a mail that was sent`, async () => {
      say = html(status)
      const subject = `Through a gateway that says ${status}`
      const { fault } = await stage.mail({ ...mail, subject })
      assert.equal(fault?.code, 'outcome_unknown')
      const sent = await (await fetch(`${stage.address}/_sandbox/emails`)).json()
      assert.equal((sent as { subject: string }[]).filter((each) => each.subject === subject).length, 1)
    })

    test(`${status} in HTML hides no booking that was made`, async () => {
      say = html(status)
      const start = `2026-12-15T${status === 500 ? 14 : status === 502 ? 15 : 16}:00:00Z`
      const wish = { attendee_name: 'Maria Lopez', attendee_email: 'maria@example.com', attendee_timezone: 'UTC' }
      const { done } = await stage.calcom('create_booking', { ...wish, start })
      assert.deepEqual([done.found, done.start], [true, start])
    })
  }

  test('an answer without an end is given up before it fills the memory', async () => {
    say = endless
    const { fault } = await stage.mail({ ...mail, subject: 'Without an end' })
    assert.equal(fault?.code, 'outcome_unknown')
    assert.ok(written < 64, `${written} MB were taken`)
  })
})
