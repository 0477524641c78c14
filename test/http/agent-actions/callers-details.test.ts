import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, type Owner, openStage, strangersClinic } from '../../cast.ts'
import { changeClinic, keptBy, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])

/** Books nine o’clock in an empty calendar; the answer, and what was kept. */
async function book(owner: Owner, details: Record<string, unknown>) {
  await stage.sql.query('delete from appointments')
  const { body } = await owner.agent('book-appointment', {
    date: tuesday,
    start_time: '09:00',
    customer_name: 'Maria Lopez',
    ...details,
  })
  const [kept] = await keptBy(stage, owner)
  return { body, kept }
}

suite('the phone', () => {
  const clear: [owner: Owner, said: unknown, kept: string][] = [
    [alice, '(212) 555-0123', '+12125550123'],
    [alice, '212.555.0123', '+12125550123'],
    [alice, '1 212 555 0123', '+12125550123'],
    [alice, '+1-212-555-0123', '+12125550123'],
    [alice, 2125550123, '+12125550123'],
    [alice, '+44 20 7946 0958', '+442079460958'],
    [alice, '011 44 20 7946 0958', '+442079460958'],
    [bob, '030 901820', '+4930901820'],
    [bob, '0049 30 901820', '+4930901820'],
    [stranger, '098765 43210', '+919876543210'],
  ]
  for (const [owner, said, expected] of clear) {
    const where = owner === alice ? 'New York' : owner === bob ? 'Berlin' : 'Kolkata'
    test(`said as ${said} in ${where} is kept as ${expected}`, async () => {
      const { body, kept } = await book(owner, { customer_phone: said })
      assert.equal(body.success, true)
      assert.ok(!('warnings' in body))
      assert.equal(kept!.attendee_phone, expected)
    })
  }

  for (const said of ['555-1234', 'the same as always', '12', '+1']) {
    test(`${said} is kept as said, and the answer warns`, async () => {
      const { body, kept } = await book(alice, { customer_phone: said, caller_id: '+12125550188' })
      assert.equal(body.success, true)
      assert.deepEqual(body.warnings, ['phone_unclear'])
      assert.equal(kept!.attendee_phone, said)
    })
  }

  test('of one that is too long fifty characters are kept', async () => {
    for (const said of ['call me at work, or else at home, or at my sister’s, or write', '9'.repeat(10_000)]) {
      const { body, kept } = await book(alice, { customer_phone: said })
      assert.deepEqual(body.warnings, ['phone_unclear'])
      assert.equal(kept!.attendee_phone, said.slice(0, 50))
    }
  })

  test('is the caller’s own when none is said', async () => {
    for (const caller_id of ['+12125550188', '12125550188', '2125550188', ' +1 212 555 0188 ']) {
      const { body, kept } = await book(alice, { customer_phone: '', caller_id })
      assert.equal(body.success, true, caller_id)
      assert.ok(!('warnings' in body))
      assert.equal(kept!.attendee_phone, '+12125550188')
    }
  })

  test('that was said goes before the caller’s own', async () => {
    const { kept } = await book(alice, { customer_phone: '212 555 0123', caller_id: '+12125550188' })
    assert.equal(kept!.attendee_phone, '+12125550123')
  })

  test('that hides itself gives way to the caller’s own', async () => {
    for (const customer_phone of ['anonymous', 'Withheld', 'sip:maria@example.com', '+266696687', 'unknown']) {
      const { body, kept } = await book(alice, { customer_phone, caller_id: '+12125550188' })
      assert.ok(!('warnings' in body), customer_phone)
      assert.equal(kept!.attendee_phone, '+12125550188')
    }
  })

  test('that is no text gives way to the caller’s own, with a warning', async () => {
    const { body, kept } = await book(alice, { customer_phone: {}, caller_id: '+12125550188' })
    assert.deepEqual(body.warnings, ['phone_unclear'])
    assert.equal(kept!.attendee_phone, '+12125550188')
  })

  const hidden = [
    ...['', null, 'anonymous', 'Anonymous', 'ANONYMOUS', 'unknown', '+266696687', '266696687', '+266 69 6687'],
    ...['sip:+12125550188@example.com', 'SIP:maria@example.com', 'maria@10.0.0.1', 'sips:2125550188@example.com'],
    ...[{}, [], true, '12', 'anonymous@anonymous.invalid'],
  ]
  for (const caller_id of hidden) {
    test(`cannot be a caller id of ${JSON.stringify(caller_id)}, so it is asked for`, async () => {
      const { body } = await book(alice, { caller_id })
      assert.deepEqual([body.success, body.error, body.fields], [false, 'missing_field', ['customer_phone']])
    })
  }

  test('is read by the clinic’s region, wherever its clocks are', async () => {
    await changeClinic(bob, { region: 'FR' })
    const { kept } = await book(bob, { customer_phone: '01 42 68 53 00' })
    assert.equal(kept!.attendee_phone, '+33142685300')
    await changeClinic(bob, { region: null })
    const without = await book(bob, { customer_phone: '01 42 68 53 00' })
    assert.deepEqual(without.body.warnings, ['phone_unclear'])
    assert.equal((await book(bob, { customer_phone: '+33 1 42 68 53 00' })).kept!.attendee_phone, '+33142685300')
  })
})

suite('the e-mail', () => {
  test('is kept', async () => {
    const { body, kept } = await book(alice, { customer_phone: '2125550123', customer_email: ' maria@Example.com ' })
    assert.ok(!('warnings' in body))
    assert.equal(kept!.attendee_email, 'maria@example.com')
  })

  test('is read as callers say it, and what had to be assumed is named', async () => {
    const said = (customer_email: string) => book(alice, { customer_phone: '2125550123', customer_email })
    const plain = await said('maria dot lopez at example dot com')
    assert.equal(plain.kept!.attendee_email, 'maria.lopez@example.com')
    assert.ok(!('warnings' in plain.body))
    const assumed = await said('maria underscore lopez at gmail')
    assert.equal(assumed.kept!.attendee_email, 'maria_lopez@gmail.com')
    assert.deepEqual(assumed.body.warnings, ['email_assumed'])
  })

  for (const said of ['maria at home', 'maria@', '@example.com', 'maria@example', 'a@b..com', 7, {}, true]) {
    test(`${JSON.stringify(said)} is left out, and the answer warns`, async () => {
      const { body, kept } = await book(alice, { customer_phone: '2125550123', customer_email: said })
      assert.equal(body.success, true)
      assert.deepEqual(body.warnings, ['email_unclear'])
      assert.equal(kept!.attendee_email, null)
    })
  }
})

suite('the answer to a booking', () => {
  test('has a code without look-alikes, the times, and what was asked for', async () => {
    const { body, kept } = await book(alice, {
      customer_phone: '2125550123',
      notes: 'left knee',
      duration_minutes: '45',
    })
    assert.equal(body.appointment_id, kept!.id)
    assert.match(body.confirmation_code, /^[A-Z0-9]{6}$/)
    assert.doesNotMatch(body.confirmation_code, /[01OIL]/)
    assert.deepEqual(
      [body.date, body.start_time, body.end_time, body.duration_minutes, body.customer_name],
      [tuesday, '09:00', '09:45', 45, 'Maria Lopez'],
    )
    assert.equal(body.message, 'Appointment booked successfully for Maria Lopez on 2026-12-15 at 09:00')
    assert.ok(!('replayed' in body))
    assert.equal(kept!.notes, 'left knee')
  })

  test('promises no e-mail and no text', async () => {
    const { body } = await book(alice, { customer_phone: '2125550123', customer_email: 'maria@example.com' })
    assert.doesNotMatch(`${body.say} ${body.message}`, /mail|text|sms|send|sent/i)
  })
})
