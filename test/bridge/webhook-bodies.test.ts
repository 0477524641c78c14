import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type BridgeReply, consultation, letter, openBridgeStage } from './bridge-stage.ts'

const stage = await openBridgeStage()

function refused(reply: BridgeReply, status: number, code: string, ...paths: string[]): void {
  assert.deepEqual(
    [reply.status, reply.body.status, reply.body.code],
    [status, 'error', code],
    JSON.stringify(reply.body),
  )
  assert.ok(reply.body.message.length > 10)
  assert.deepEqual(
    (reply.body.details ?? []).map(({ path }: { path: string }) => path),
    paths,
  )
}

/** Another start each time, so that nothing is in anything's way. */
let booked = 0
const anotherStart = () => {
  const day = Temporal.PlainDate.from('2031-01-01').add({ days: booked++ })
  return `${day}T14:00:00Z`
}
const wish = (fields: Record<string, unknown> = {}) => ({
  ...consultation,
  start_time_utc: anotherStart(),
  metadata: {},
  ...fields,
})

suite('a body that is no body', () => {
  for (const path of ['/webhook/cal/schedule_consultation', '/webhook/outlook/send_email']) {
    test(`malformed JSON is 400: ${path}`, async () => {
      for (const raw of ['{', '{"a":1', 'hello', '{"a":}', '\u0000'])
        refused(await stage.post(path, raw), 400, 'malformed_json')
    })
    test(`JSON that is no object is 400: ${path}`, async () => {
      for (const raw of ['[]', '1', 'null', '"text"', 'true']) refused(await stage.post(path, raw), 400, 'invalid_body')
    })
    test(`another type than JSON is 415: ${path}`, async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        refused(await stage.post(path, '{}', { 'content-type': type }), 415, 'unsupported_media_type')
    })
    test(`nothing at all has every field missing: ${path}`, async () => {
      const { status, body } = await stage.post(path, '')
      assert.equal(status, 422)
      assert.ok(body.details.length >= 3)
    })
  }

  test('a consultation may have 64 KiB, and a mail 1 MiB', async () => {
    const long = (bytes: number) => 'x'.repeat(bytes)
    refused(await stage.schedule(wish({ note: long(65_536) })), 413, 'body_too_large')
    assert.equal((await stage.schedule(wish({ note: long(60_000) }))).status, 200)
    refused(await stage.mail({ ...letter, email_body_html: long(1_048_576) }), 413, 'body_too_large')
    assert.equal((await stage.mail({ ...letter, email_body_html: long(1_000_000) })).status, 200)
  })
})

suite('a consultation', () => {
  test('names every field that is missing or of the wrong type at once', async () => {
    refused(
      await stage.schedule({ attendee_name: 5, attendee_email: ['a@b.example'], guests: 'x@y.example', metadata: [] }),
      422,
      'invalid_fields',
      ...['start_time_utc', 'attendee_timezone', 'attendee_name', 'attendee_email', 'guests', 'metadata'],
    )
  })

  for (const field of ['start_time_utc', 'attendee_timezone', 'attendee_name', 'attendee_email'])
    test(`needs ${field}`, async () => {
      refused(await stage.schedule(wish({ [field]: undefined })), 422, 'invalid_fields', field)
      refused(await stage.schedule(wish({ [field]: null })), 422, 'invalid_fields', field)
      refused(await stage.schedule(wish({ [field]: 17 })), 422, 'invalid_fields', field)
    })

  for (const [field, value] of [
    ['event_type_id', '1837761'],
    ['event_type_id', 1.5],
    ['event_type_id', true],
    ['language', 7],
    ['guests', { 0: 'a@b.example' }],
    ['metadata', 'x'],
  ] as const)
    test(`has the wrong type: ${field} ${JSON.stringify(value)}`, async () => {
      refused(await stage.schedule(wish({ [field]: value })), 422, 'invalid_fields', field)
    })

  for (const start of [
    ...['2031-12-15 14:00:00Z', '2031-12-15T14:00:00', '2031-12-15T14:00Z', '2031-12-15T14:00:00+02:00', 'tomorrow'],
    ...['2031-02-30T14:00:00Z', '2031-12-15T25:00:00Z', '2031-12-15T23:59:60Z', '2031-12-15T14:00:00.5Z', '20311215'],
    ...['', '2031-12-15', '1924156800', '2031-12-15T14:00:00ZZ', '-002031-12-15T14:00:00Z'],
  ])
    test(`starts at no instant of UTC: ${JSON.stringify(start)}`, async () => {
      refused(await stage.schedule(wish({ start_time_utc: start })), 400, 'invalid_timestamp', 'start_time_utc')
    })

  test('starts at the same instant, however a program writes it', async () => {
    const start = anotherStart()
    for (const written of [start, start.replace('Z', '.000Z'), start.replace('Z', '+00:00')]) {
      const { status, body } = await stage.schedule(wish({ start_time_utc: written }))
      assert.deepEqual([status, body.details?.start_time], [200, start])
    }
  })

  test('does not start in the past', async () => {
    for (const start of ['2020-01-01T09:00:00Z', '1969-12-31T23:59:59Z'])
      refused(await stage.schedule(wish({ start_time_utc: start })), 400, 'in_the_past', 'start_time_utc')
  })

  for (const zone of ['Mars/Olympus', 'New York', '+02:00', 'UTC+2', 'America', '', 'Europe/Berlin\nx'])
    test(`says which zone it does not know: ${JSON.stringify(zone)}`, async () => {
      const reply = await stage.schedule(wish({ attendee_timezone: zone }))
      refused(reply, 400, 'unknown_timezone', 'attendee_timezone')
      assert.equal(reply.body.message, `Unknown timezone: ${zone.replace('\n', ' ')}`)
    })

  test('knows a zone in any capitals, and old names', async () => {
    for (const zone of ['america/new_york', 'Asia/Kathmandu', 'Asia/Katmandu', 'US/Eastern', 'UTC', 'Etc/GMT+5'])
      assert.equal((await stage.schedule(wish({ attendee_timezone: zone }))).status, 200, zone)
  })

  for (const email of [
    ...['maria', 'maria@', '@example.com', 'maria@example', 'a b@example.com', 'a@example.com, b@example.com'],
    ...['a@example.com;b@example.com', 'Maria <a@example.com>', 'a@example.com\r\nBcc: b@example.com', ''],
    ...['a@exa\nmple.com', 'a..b@example.com', `${'a'.repeat(65)}@example.com`, 'a@-.com@x', 'a@example.com\u0000'],
  ])
    test(`has no such e-mail address: ${JSON.stringify(email)}`, async () => {
      const [one, other] = [wish({ attendee_email: email }), wish({ guests: ['ok@example.com', email] })]
      refused(await stage.schedule(one), 400, 'invalid_email', 'attendee_email')
      refused(await stage.schedule(other), 400, 'invalid_email', 'guests.1')
      refused(await stage.mail({ ...letter, recipient_email: email }), 400, 'invalid_email', 'recipient_email')
    })

  test('has at most ten guests', async () => {
    const guests = Array.from({ length: 11 }, (_, i) => `guest${i}@example.com`)
    refused(await stage.schedule(wish({ guests })), 400, 'invalid_request', 'guests')
    assert.equal((await stage.schedule(wish({ guests: guests.slice(1) }))).status, 200)
  })

  test('has metadata that Cal.com takes', async () => {
    const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))
    refused(await stage.schedule(wish({ metadata: entries(51) })), 400, 'invalid_request', 'metadata')
    refused(await stage.schedule(wish({ metadata: { a: { b: 1 } } })), 400, 'invalid_request', 'metadata.a')
    refused(await stage.schedule(wish({ metadata: { a: 'x'.repeat(501) } })), 400, 'invalid_request', 'metadata.a')
    refused(await stage.schedule(wish({ metadata: { ['k'.repeat(41)]: 'x' } })), 400, 'invalid_request', 'metadata')
    const start = anotherStart()
    const metadata = { ...entries(40), number: 7, yes: true, nothing: null }
    assert.equal((await stage.schedule(wish({ start_time_utc: start, metadata }))).status, 200)
    const found = (await stage.bookings()).find((booking) => booking.start.startsWith(start.slice(0, 19)))
    assert.deepEqual([found?.metadata.number, found?.metadata.yes, found?.metadata.nothing], ['7', 'true', undefined])
  })

  test('is invited in a language that Cal.com has, and else in English', async () => {
    for (const [language, sent] of Object.entries({
      es: 'es',
      'pt-br': 'pt-BR',
      'de-AT': 'de',
      tlh: 'en',
      zh: 'zh-CN',
    })) {
      const start = anotherStart()
      assert.equal((await stage.schedule(wish({ start_time_utc: start, language }))).status, 200)
      const found: any = (await stage.bookings()).find((booking) => booking.start.startsWith(start.slice(0, 19)))
      assert.equal(found.attendee.language, sent)
    }
    refused(await stage.schedule(wish({ language: 'the one I speak' })), 400, 'invalid_request', 'language')
  })

  test('names an event type that exists', async () => {
    refused(await stage.schedule(wish({ event_type_id: -1 })), 400, 'unknown_event_type', 'event_type_id')
    refused(await stage.schedule(wish({ event_type_id: 999_999_999 })), 400, 'unknown_event_type')
  })

  test('treats what is null, or nobody’s field, as not there', async () => {
    const nothing = { event_type_id: null, language: null, guests: null, metadata: null, extra: { deep: [1] } }
    assert.equal((await stage.schedule(wish(nothing))).status, 200)
  })

  test('reports all useless values at once, and the first in its code', async () => {
    const reply = await stage.schedule(wish({ attendee_timezone: 'Nowhere', attendee_name: ' ', attendee_email: 'x' }))
    refused(reply, 400, 'unknown_timezone', 'attendee_timezone', 'attendee_name', 'attendee_email')
  })

  test('is told apart: what is missing is 422, also beside what is useless', async () => {
    refused(
      await stage.schedule(wish({ attendee_timezone: 'Nowhere', attendee_name: undefined })),
      422,
      'invalid_fields',
      'attendee_name',
    )
  })
})

suite('a mail', () => {
  for (const field of ['recipient_email', 'email_subject', 'email_body_html'])
    test(`needs ${field}`, async () => {
      refused(await stage.mail({ ...letter, [field]: undefined }), 422, 'invalid_fields', field)
      refused(await stage.mail({ ...letter, [field]: ['x'] }), 422, 'invalid_fields', field)
    })

  test('saves a copy or not, and says so with a truth value', async () => {
    refused(await stage.mail({ ...letter, save_to_sent_items: 'yes' }), 422, 'invalid_fields', 'save_to_sent_items')
    for (const [said, saved] of [
      [undefined, true],
      [true, true],
      [false, false],
    ]) {
      const email_subject = `saved ${said}`
      assert.equal((await stage.mail({ ...letter, email_subject, save_to_sent_items: said })).status, 200)
      const sent: any = (await stage.mails()).find(({ subject }) => subject === email_subject)
      assert.equal(sent.save_to_sent_items, saved)
    }
  })

  for (const subject of [
    'Hello\r\nBcc: thief@example.com',
    'Hello\nX: y',
    'a\u0000b',
    'a\u2028b',
    ' ',
    'x'.repeat(256),
  ])
    test(`has a subject of one line: ${JSON.stringify(subject.slice(0, 40))}`, async () => {
      refused(await stage.mail({ ...letter, email_subject: subject }), 400, 'invalid_request', 'email_subject')
    })

  test('is not empty', async () => {
    refused(await stage.mail({ ...letter, email_body_html: ' \n ' }), 400, 'invalid_request', 'email_body_html')
  })

  test('loses its scripts, and reaches whom it is for and nobody else', async () => {
    const email_subject = 'With a script'
    const email_body_html =
      '<p onclick="steal()">Hello</p><script>steal()</script><img src=x onerror=steal()><a href="javascript:steal()">x</a><iframe src="https://thief.example"></iframe>'
    assert.equal((await stage.mail({ ...letter, email_subject, email_body_html })).status, 200)
    const sent = (await stage.mails()).find(({ subject }) => subject === email_subject)!
    assert.ok(sent.html.includes('Hello') && !/steal|script|thief/.test(sent.html), sent.html)
    assert.deepEqual(sent.recipients, [letter.recipient_email])
  })
})
