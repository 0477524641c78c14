import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newDatabase, openStage, standingClock } from '../cast.ts'
import { consultation, letter, openBridgeStage } from './bridge-stage.ts'

const now = '2026-12-07T12:00:00Z'
let counted = 0
const letterTo = (recipient_email: string) => ({ ...letter, recipient_email, email_subject: `Letter ${counted++}` })

suite('who may be written to', () => {
  test('anybody, where nothing else is said', async () => {
    const stage = await openBridgeStage()
    assert.equal((await stage.mail(letterTo('anybody@anywhere.example'))).status, 200)
  })

  test('people of some domains', async () => {
    const stage = await openBridgeStage({
      environment: { OUTLOOK_RECIPIENTS: 'domains:clinic.example, Patients.example' },
    })
    for (const email of ['a@clinic.example', 'B@PATIENTS.example'])
      assert.equal((await stage.mail(letterTo(email))).status, 200)
    for (const email of ['a@example.com', 'a@sub.clinic.example', 'a@clinic.example.com', 'a@xclinic.example']) {
      const { status, body } = await stage.mail(letterTo(email))
      assert.deepEqual([status, body.code], [400, 'recipient_refused'], email)
    }
    assert.equal((await stage.mails()).length, 2)
  })

  test('people who have been booked for in the last thirty days', async () => {
    const clock = standingClock(now)
    const stage = await openBridgeStage({ clock, environment: { OUTLOOK_RECIPIENTS: 'known' } })
    const { attendee_email } = consultation
    assert.equal((await stage.mail(letterTo(attendee_email))).body.code, 'recipient_refused')
    assert.equal((await stage.schedule({ ...consultation, guests: ['guest@example.com'] })).status, 200)
    assert.equal((await stage.mail(letterTo(attendee_email.toUpperCase()))).status, 200)
    // whom an attendee brings along is not known for that
    for (const email of ['guest@example.com', 'bob@example.com'])
      assert.equal((await stage.mail(letterTo(email))).body.code, 'recipient_refused')
    clock.advance({ hours: 29 * 24 })
    assert.equal((await stage.mail(letterTo(attendee_email))).status, 200)
    clock.advance({ hours: 2 * 24 })
    assert.equal((await stage.mail(letterTo(attendee_email))).body.code, 'recipient_refused')
  })

  test('and whom one server has booked for, another on its database knows', async () => {
    const desk = await openBridgeStage()
    const databaseUrl = await newDatabase()
    const config = { ...desk.vendors, OUTLOOK_RECIPIENTS: 'known' }
    const [one, other] = [await openStage({ databaseUrl, config }), await openStage({ databaseUrl, config })]
    const mail = '/webhook/outlook/send_email'
    assert.equal((await other.call('POST', mail, { body: letter })).body.code, 'recipient_refused')
    assert.equal((await one.call('POST', '/webhook/cal/schedule_consultation', { body: consultation })).status, 200)
    assert.equal((await other.call('POST', mail, { body: letter })).status, 200)
  })
})

suite('how often', () => {
  test('twenty mails an hour to one address, and a repeat is none', async () => {
    const clock = standingClock(now)
    const stage = await openBridgeStage({ clock })
    const same = letterTo('maria@example.com')
    for (let i = 0; i < 20; i++) {
      assert.equal((await stage.mail(i === 0 ? same : letterTo('MARIA@example.com'))).status, 200)
      assert.equal((await stage.mail(same)).status, 200)
      clock.advance({ seconds: 10 })
    }
    const { status, body, headers } = await stage.mail(letterTo('maria@example.com'))
    assert.deepEqual([status, body.code, headers.get('retry-after')], [429, 'too_many_mails', String(3_600 - 200)])
    assert.equal((await stage.mail(letterTo('bob@example.com'))).status, 200)
    clock.advance({ seconds: 3_401 })
    assert.equal((await stage.mail(letterTo('maria@example.com'))).status, 200)
    assert.equal((await stage.mail(letterTo('maria@example.com'))).status, 429)
  })

  test('what was not sent does not count', async () => {
    const stage = await openBridgeStage({ environment: { LIMIT_MAILS_PER_RECIPIENT_HOUR: '1' } })
    await stage.order({ target: 'graph', kind: 'status', status: 500, times: 3 })
    for (let i = 0; i < 3; i++) assert.equal((await stage.mail(letterTo('maria@example.com'))).status, 502)
    assert.equal((await stage.mail(letterTo('maria@example.com'))).status, 200)
    assert.equal((await stage.mail(letterTo('maria@example.com'))).status, 429)
  })

  test('guests count as recipients, all of them or none', async () => {
    const stage = await openBridgeStage({ environment: { LIMIT_MAILS_PER_RECIPIENT_HOUR: '2' } })
    const wish = (day: number, ...guests: string[]) => ({
      ...consultation,
      start_time_utc: `2027-02-0${day}T14:00:00Z`,
      guests,
    })
    assert.equal((await stage.schedule(wish(1, 'ann@example.com', 'bob@example.com'))).status, 200)
    assert.equal((await stage.mail(letterTo('ann@example.com'))).status, 200)
    const { status, body } = await stage.schedule(wish(2, 'bob@example.com', 'ann@example.com'))
    assert.deepEqual([status, body.code], [429, 'too_many_mails'])
    assert.equal((await stage.mail(letterTo('bob@example.com'))).status, 200)
    assert.equal((await stage.bookings()).length, 1)
    assert.equal((await stage.schedule(wish(2))).status, 200)
  })
})
