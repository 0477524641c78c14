import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, newDatabase, openStage, standingClock } from '../cast.ts'
import { type BridgeStage, consultation, letter, openBridgeStage } from './bridge-stage.ts'

const now = '2026-12-07T12:00:00Z'
let counted = 0
/** A conversation and a start of its own for every test. */
function anotherWish() {
  counted += 1
  const day = Temporal.PlainDate.from('2027-02-01').add({ days: counted })
  return { ...consultation, start_time_utc: `${day}T14:00:00Z`, metadata: { conversation_id: `conv_${counted}` } }
}
const anotherLetter = () => ({ ...letter, email_subject: `Letter ${counted++}` })
const times = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)))
const bookingsAt = async (stage: BridgeStage, start: string) =>
  (await stage.bookings()).filter((booking) => booking.start === start.replace('Z', '.000Z')).length
const mailsOf = async (stage: BridgeStage, of: string) =>
  (await stage.mails()).filter(({ subject }) => subject === of).length

suite('a hundred times at once', async () => {
  const stage = await openBridgeStage()
  test('the same consultation is booked once', async () => {
    const wish = anotherWish()
    const replies = await times(100, () => stage.schedule(wish))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
    assert.equal(new Set(replies.map(({ body }) => body.details.uid)).size, 1)
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
  })

  test('the same consultation without a conversation is booked once', async () => {
    const wish = { ...anotherWish(), metadata: {} }
    const replies = await times(100, () => stage.schedule(wish))
    assert.equal(new Set(replies.map(({ body }) => body.details.uid)).size, 1)
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
  })

  test('the same mail is sent once', async () => {
    const mail = anotherLetter()
    const replies = await times(100, () => stage.mail(mail))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
    assert.equal(await mailsOf(stage, mail.email_subject), 1)
  })

  test('a refusal is told to all of them, and asked for once', async () => {
    await stage.order({ target: 'graph', kind: 'status', status: 403, times: 1 })
    const mail = anotherLetter()
    const replies = await times(100, () => stage.mail(mail))
    assert.deepEqual([...new Set(replies.map(({ body }) => body.code))], ['vendor_refused'])
    assert.equal(await mailsOf(stage, mail.email_subject), 0)
    assert.equal((await stage.mail(mail)).status, 200)
  })

  test('a hundred callers who want one slot: one gets it, the others hear of other times', async () => {
    const wish = anotherWish()
    const replies = await times(100, (i) =>
      stage.schedule({ ...wish, attendee_email: `caller${i}@example.com`, metadata: { conversation_id: `race_${i}` } }),
    )
    assert.equal(replies.filter(({ status }) => status === 200).length, 1)
    const others = replies.filter(({ status }) => status !== 200)
    assert.deepEqual([...new Set(others.map(({ body }) => body.code))], ['slot_taken'])
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
    const told = others.flatMap(({ body }) => body.alternatives ?? [])
    assert.ok(told.length > 0)
    for (const { start_time } of told) assert.match(start_time, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  })
})

suite('asked again', async () => {
  const clock = standingClock(now)
  const stage = await openBridgeStage({ clock })

  test('the same conversation and start get the same booking, whatever else has changed', async () => {
    const wish = anotherWish()
    const first = await stage.schedule(wish)
    const again = await stage.schedule({ ...wish, attendee_name: 'María López' })
    assert.deepEqual([again.status, again.body], [200, first.body])
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
  })

  test('without a conversation Cal.com is asked, and finds the attendee’s own booking', async () => {
    const wish = { ...anotherWish(), metadata: {} }
    const first = await stage.schedule(wish)
    assert.deepEqual((await stage.schedule(wish)).body, first.body)
    const other = await stage.schedule({ ...wish, attendee_email: 'somebody@example.com' })
    assert.deepEqual([other.status, other.body.code], [409, 'slot_taken'])
  })

  test('another conversation does not get somebody else’s booking', async () => {
    const wish = anotherWish()
    assert.equal((await stage.schedule(wish)).status, 200)
    const other = { ...wish, attendee_email: 'somebody@example.com', metadata: { conversation_id: 'another' } }
    assert.equal((await stage.schedule(other)).body.code, 'slot_taken')
  })

  test('the same key gets the same answer, and another body with it is refused', async () => {
    const key = { 'idempotency-key': 'key-1' }
    const mail = anotherLetter()
    assert.equal((await stage.mail(mail, key)).status, 200)
    clock.advance({ hours: 23 })
    assert.equal((await stage.mail(mail, key)).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 1)
    const reused = await stage.mail({ ...mail, email_body_html: '<p>Another</p>' }, key)
    assert.deepEqual([reused.status, reused.body.status, reused.body.code], [409, 'error', 'idempotency_key_reused'])
    clock.advance({ hours: 2 })
    assert.equal((await stage.mail(mail, key)).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 2)
  })

  test('a key is one for bookings and another for mails', async () => {
    const key = { 'idempotency-key': 'key-2' }
    assert.equal((await stage.mail(anotherLetter(), key)).status, 200)
    assert.equal((await stage.schedule(anotherWish(), key)).status, 200)
  })

  test('the same mail within ten minutes is one mail', async () => {
    const mail = anotherLetter()
    assert.equal((await stage.mail(mail)).status, 200)
    clock.advance({ minutes: 9 })
    assert.equal((await stage.mail({ ...mail, recipient_email: mail.recipient_email.toUpperCase() })).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 1)
    clock.advance({ minutes: 2 })
    assert.equal((await stage.mail(mail)).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 2)
    for (const other of [{ email_body_html: '<p>Other</p>' }, { recipient_email: 'bob@example.com' }])
      assert.equal((await stage.mail({ ...mail, ...other })).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 4)
  })

  test('a failure is tried again at once', async () => {
    const [wish, mail] = [anotherWish(), anotherLetter()]
    await stage.order({ target: 'calcom', kind: 'status', status: 401 })
    await stage.order({ target: 'graph', kind: 'status', status: 403 })
    assert.deepEqual([(await stage.schedule(wish)).status, (await stage.mail(mail)).status], [502, 502])
    assert.deepEqual([(await stage.schedule(wish)).status, (await stage.mail(mail)).status], [200, 200])
  })
})

test('after a restart, when nothing is remembered, Cal.com still knows the conversation', async () => {
  const before = await openBridgeStage()
  const wish = anotherWish()
  const first = await before.schedule(wish)
  const after = await openBridgeStage({ config: before.vendors })
  const again = await after.schedule({ ...wish, attendee_name: 'María López' })
  assert.deepEqual([again.status, again.body], [200, first.body])
  assert.equal(await bookingsAt(before, wish.start_time_utc), 1)
})

suite('when nobody knows how it ended', async () => {
  const clock = standingClock(now)
  const stage = await openBridgeStage({ clock, config: { BRIDGE_DEADLINE_MS: 1_500 } })

  test('a mail is not sent again for ten minutes, and then it may be', async () => {
    const mail = anotherLetter()
    await stage.order({ target: 'graph', kind: 'reset_after_commit' })
    assert.equal((await stage.mail(mail)).body.code, 'outcome_unknown')
    clock.advance({ minutes: 9 })
    assert.equal((await stage.mail(mail)).body.code, 'outcome_unknown')
    assert.equal(await mailsOf(stage, mail.email_subject), 1)
    clock.advance({ minutes: 2 })
    assert.equal((await stage.mail(mail)).status, 200)
    assert.equal(await mailsOf(stage, mail.email_subject), 2)
  })

  test('a booking is looked for, and made anew only half a minute later', async () => {
    const wish = anotherWish()
    await stage.order({ target: 'calcom', kind: 'reset', times: 1 })
    assert.equal((await stage.schedule(wish)).body.code, 'outcome_unknown')
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 0)
    clock.advance({ seconds: 20 })
    assert.equal((await stage.schedule(wish)).body.code, 'outcome_unknown')
    clock.advance({ seconds: 9 })
    assert.equal((await stage.schedule(wish)).body.code, 'outcome_unknown')
    clock.advance({ seconds: 2 })
    assert.equal((await stage.schedule(wish)).status, 200)
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
  })

  test('a booking that had been made is found by whoever asks again', async () => {
    const wish = { ...anotherWish(), metadata: {} }
    await stage.order({ target: 'calcom', kind: 'reset_after_commit', times: 100 })
    assert.equal((await stage.schedule(wish)).body.code, 'outcome_unknown')
    await stage.mend()
    const replies = await times(10, () => stage.schedule(wish))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
    assert.equal(await bookingsAt(stage, wish.start_time_utc), 1)
  })
})

suite('two servers on one database', async () => {
  const desk = await openBridgeStage()
  const databaseUrl = await newDatabase()
  const clock = { now: '2026-12-07T12:00:00Z' }
  const servers = [
    await openStage({ ...clock, databaseUrl, config: desk.vendors }),
    await openStage({ ...clock, databaseUrl, config: desk.vendors }),
  ]
  const ask = (i: number, path: string, body: unknown) => servers[i % 2]!.call('POST', path, { body })

  test('book and mail once between them, a hundred times at once', async () => {
    const [wish, mail] = [anotherWish(), anotherLetter()]
    const booked = await times(100, (i) => ask(i, '/webhook/cal/schedule_consultation', wish))
    const sent = await times(100, (i) => ask(i, '/webhook/outlook/send_email', mail))
    assert.deepEqual([...new Set([...booked, ...sent].map(({ status }) => status))], [200])
    assert.equal(new Set(booked.map(({ body }) => body.details.uid)).size, 1)
    assert.equal(await bookingsAt(desk, wish.start_time_utc), 1)
    assert.equal(await mailsOf(desk, mail.email_subject), 1)
  })

  test('keep hashes, codes and ids of it, and nothing that anybody said', async () => {
    const { rows } = await servers[0]!.sql.query(
      'select t::text as row from webhook_attempts t union all select t::text from webhook_people t',
    )
    const kept = JSON.stringify(rows)
    assert.ok(rows.length >= 2)
    const said = [...Object.values(consultation), ...Object.values(letter)].filter((value) => typeof value === 'string')
    for (const value of [...said, 'conv_', 'Lopez', 'example.com'])
      if (!/^\d{4}-/.test(value)) assert.ok(!kept.includes(value), value)
  })

  test('leave the clinic’s own work alone', async () => {
    const alice = await alicesClinic(servers[0]!)
    assert.equal((await alice.agent('check-availability', { date: '2026-12-15' })).body.success, true)
  })
})
