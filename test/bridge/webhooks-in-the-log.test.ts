import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newDatabase, openStage } from '../cast.ts'
import { openBridgeStage } from './bridge-stage.ts'

test('a day of webhooks leaves codes and times in the log, and nobody’s words', async () => {
  const desk = await openBridgeStage()
  const key = 'the-secret-of-the-bridge'
  const { CALCOM_API_KEY, OUTLOOK_CLIENT_SECRET, OUTLOOK_SENDER } = desk.vendors
  const stage = await openStage({
    databaseUrl: await newDatabase(),
    config: { ...desk.vendors, BRIDGE_API_KEY: key, BRIDGE_DEADLINE_MS: 1_500 },
  })
  const schedule = '/webhook/cal/schedule_consultation'
  const mail = '/webhook/outlook/send_email'
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    stage.call('POST', path, {
      headers: { 'x-api-key': key, ...headers },
      ...(typeof body === 'string' ? { raw: body } : { body }),
    })
  const wish = {
    start_time_utc: '2027-01-15T14:00:00Z',
    attendee_timezone: 'America/New_York',
    attendee_name: 'Wilhelmina Quartermaine',
    attendee_email: 'wilhelmina@quartermaine.example',
    guests: ['featherstone@guests.example'],
    metadata: { conversation_id: 'conv_quartermaine', note: 'allergic to lidocaine' },
  }
  const letter = {
    recipient_email: 'wilhelmina@quartermaine.example',
    email_subject: 'About your lidocaine',
    email_body_html: '<p>Dear Wilhelmina Quartermaine</p>',
  }
  const booked = await post(schedule, wish, { 'idempotency-key': 'key-of-quartermaine' })
  assert.equal(booked.status, 200)
  await post(schedule, wish)
  await post(schedule, { ...wish, attendee_email: 'featherstone@guests.example', metadata: {} })
  await post(schedule, { ...wish, attendee_timezone: 'Quartermaine/City' })
  await post(schedule, { ...wish, attendee_email: 'wilhelmina at quartermaine' })
  await post(schedule, '{"attendee_name": "Quartermaine')
  await post(schedule, `{"x":"${'Featherstone '.repeat(6_000)}"}`)
  assert.equal((await post(mail, letter)).status, 200)
  await post(mail, { ...letter, email_subject: 'lidocaine\r\nBcc: featherstone@guests.example' })
  await post(mail, 'Featherstone', { 'content-type': 'text/plain' })
  await post('/webhook/quartermaine', {})
  await stage.call('POST', mail, { body: letter, headers: { 'x-api-key': 'quartermaine-key' } })
  for (const kind of ['reset_after_commit', 'garbage', 'hang_after_commit']) {
    await desk.order({ target: 'graph', kind })
    assert.equal((await post(mail, { ...letter, email_subject: `lidocaine ${kind}` })).status, 504)
  }
  await desk.order({ target: 'calcom', kind: 'status', status: 401 })
  assert.equal((await post(schedule, { ...wish, start_time_utc: '2027-01-16T14:00:00Z' })).status, 502)
  // the database breaks in the middle: PostgreSQL’s own words would quote the row
  await stage.sql.query(`alter table webhook_attempts add constraint broken check (state <> 'working') not valid`)
  const broken = await post(schedule, { ...wish, start_time_utc: '2027-01-17T14:00:00Z' })
  assert.deepEqual([broken.status, broken.body.status, broken.body.code], [500, 'error', 'internal_error'])
  const log = JSON.stringify(stage.log).toLowerCase()
  assert.ok(log.includes('outcome_unknown') && log.includes('vendor_refused') && log.includes('23514'))
  const secrets = [
    ...['Wilhelmina', 'Quartermaine', 'Featherstone', 'lidocaine', '@', 'New_York', booked.body.details.uid],
    ...[key, CALCOM_API_KEY, OUTLOOK_CLIENT_SECRET, OUTLOOK_SENDER],
  ]
  for (const secret of secrets) assert.ok(!log.includes(String(secret).toLowerCase()), `the log has ${secret}`)
})
