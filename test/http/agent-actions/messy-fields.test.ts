import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { booked, keptBy, maria, refusal, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)

const ask = async (wish: Record<string, unknown>) => {
  const answer = await alice.agent('check-availability', wish)
  assert.equal(answer.status, 200)
  return answer.body
}
const cleared = () => stage.sql.query('delete from appointments')

suite('what was not said', () => {
  for (const nothing of [null, '', '   ', undefined]) {
    test(`${JSON.stringify(nothing)} counts as absent, everywhere`, async () => {
      await cleared()
      const rest = { service: nothing, practitioner: nothing, duration_minutes: nothing, conversation_id: nothing }
      const body = await ask({ date: tuesday, time: nothing, called_number: nothing, ...rest })
      assert.equal(body.available_slots, 16)
      assert.ok(!('requested' in body))
      const optional = { slot_id: nothing, hold_id: nothing, customer_email: nothing, notes: nothing, ...rest }
      const made = await booked(alice, { date: tuesday, start_time: '09:00', caller_id: nothing, ...optional })
      assert.equal(made.duration_minutes, 30)
      assert.ok(!('warnings' in made))
      assert.equal((await ask({ date: nothing })).error, 'missing_field')
      assert.equal(await refusal(alice, { date: tuesday, start_time: nothing }), 'missing_field')
      assert.equal(await refusal(alice, { date: nothing, start_time: '09:00' }), 'missing_field')
      for (const field of ['customer_name', 'customer_phone'])
        assert.equal(await refusal(alice, { date: tuesday, start_time: '10:00', [field]: nothing }), 'missing_field')
    })
  }

  test('everything that is missing is named at once', async () => {
    const { body } = await alice.agent('book-appointment', {})
    assert.equal(body.error, 'missing_field')
    assert.deepEqual(body.fields, ['date', 'start_time', 'customer_name', 'customer_phone'])
  })

  test('an empty body is an empty object', async () => {
    for (const action of ['check-availability', 'book-appointment']) {
      for (const raw of ['', ' ', '{}']) {
        const call = { token: alice.token, raw }
        const answer = await stage.call('POST', `/api/agent-actions/${action}/${alice.agentId}`, call)
        assert.deepEqual([answer.status, answer.body.error], [200, 'missing_field'])
      }
      const bare = await stage.call('POST', `/api/agent-actions/${action}/${alice.agentId}`, { token: alice.token })
      assert.deepEqual([bare.status, bare.body.error], [200, 'missing_field'])
    }
  })
})

suite('what cannot be read', () => {
  const table: [field: string, values: unknown[], error: string][] = [
    ['date', ['2026-02-30', '2026-13-01', '2026-00-10', 'soonish', 20261315, true, {}, [], [tuesday]], 'unclear_date'],
    ['duration_minutes', ['abc', 4, 481, 30.5, '30.5', -30, 1e300, true, {}, [30]], 'unclear_duration'],
    ['service', ['Cleaning', 7, true, {}, ['Cleaning'], '🦷', '%', "' or 1=1 --"], 'unknown_service'],
    ['practitioner', ['Nobody', 7, true, {}, ['Practitioner'], '🦷', '_', '%'], 'unknown_practitioner'],
  ]
  const times = ['25:00', '24:00', '12:60', 'whenever', 99, true, {}, ['09:00']]
  for (const [field, values, error] of table) {
    test(`${field}: every such value is ${error}, for asking and for booking`, async () => {
      for (const value of values) {
        assert.equal((await ask({ date: tuesday, [field]: value })).error, error, JSON.stringify(value))
        const wish = { date: tuesday, start_time: '09:00', [field]: value }
        assert.equal(await refusal(alice, wish), error, JSON.stringify(value))
      }
    })
  }

  test('time and start_time: every such value is unclear_time', async () => {
    for (const value of times) {
      assert.equal((await ask({ date: tuesday, time: value })).error, 'unclear_time', JSON.stringify(value))
      assert.equal(await refusal(alice, { date: tuesday, start_time: value }), 'unclear_time', JSON.stringify(value))
    }
  })

  test('February 30 is asked back with the days around it', async () => {
    assert.deepEqual((await ask({ date: '2027-02-30' })).did_you_mean, ['2027-02-28', '2027-03-01'])
  })

  test('a name that is no text, or has more than 255 characters, is asked for', async () => {
    for (const customer_name of [true, {}, [], ['Maria'], 'x'.repeat(256), 'x'.repeat(10_000), '\u0000', '\u200f'])
      assert.equal(await refusal(alice, { date: tuesday, start_time: '09:00', customer_name }), 'missing_field')
    await cleared()
    for (const [hour, customer_name] of ['x'.repeat(255), '🦷'.repeat(255)].entries())
      assert.equal(
        (await booked(alice, { date: tuesday, start_time: `1${hour}:00`, customer_name })).customer_name,
        customer_name,
      )
  })

  test('an optional value is left out and named in warnings', async () => {
    await cleared()
    const made = await booked(alice, { date: tuesday, start_time: '09:00', customer_email: 'maria at home', notes: {} })
    assert.deepEqual(made.warnings, ['email_unclear', 'notes_unclear'])
    const [kept] = await keptBy(stage, alice)
    assert.deepEqual([kept!.attendee_email, kept!.notes], [null, null])
  })
})

suite('what can be read all the same', () => {
  test('numbers as strings are numbers, and the other way round', async () => {
    await cleared()
    for (const duration_minutes of [60, '60', ' 60 ', '60.0'])
      assert.equal((await ask({ date: tuesday, duration_minutes })).total_slots, 15)
    const made = await booked(alice, {
      date: tuesday,
      start_time: '09:00',
      customer_name: 7,
      customer_phone: 2125550123,
    })
    assert.equal(made.customer_name, '7')
    assert.equal((await keptBy(stage, alice))[0]!.attendee_phone, '+12125550123')
  })

  test('spaces and marks around a value mean nothing', async () => {
    assert.equal((await ask({ date: ` ${tuesday}\n`, time: '\u200e09:00 ' })).success, true)
    assert.equal((await ask({ date: `\u2067${tuesday}\u2069` })).date, tuesday)
  })

  test('stray fields are left alone', async () => {
    const stray = { hello: 'there', toString: 1, constructor: null, hasOwnProperty: [], 'customer_name ': 'x' }
    assert.equal((await ask({ date: tuesday, ...stray })).success, true)
    await cleared()
    const made = await booked(alice, {
      date: tuesday,
      start_time: '09:00',
      status: 'cancelled',
      clinic_id: 1,
      ...stray,
    })
    assert.deepEqual([made.success, (await keptBy(stage, alice))[0]!.status], [true, 'scheduled'])
  })

  test('a field called __proto__ reaches nothing', async () => {
    for (const raw of [
      '{"__proto__":{"date":"2026-12-15"}}',
      '{"constructor":{"prototype":{"date":"2026-12-15"}}}',
      '{"date":{"__proto__":{"toString":"2026-12-15"}}}',
    ]) {
      const call = { token: alice.token, raw }
      const answer = await stage.call('POST', `/api/agent-actions/check-availability/${alice.agentId}`, call)
      assert.ok(answer.status < 500 && answer.body.success !== true, raw)
    }
    assert.equal((await ask({})).error, 'missing_field')
  })

  test('a stray field may be as deep as a body has room for, with a key too', async () => {
    await cleared()
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    const raw = JSON.stringify({ ...maria, date: tuesday, start_time: '09:00' }).replace('}', `,"stray":${deep}}`)
    for (const action of ['check-availability', 'book-appointment']) {
      const call = { token: alice.token, raw, headers: { 'idempotency-key': 'deep' } }
      const answer = await stage.call('POST', `/api/agent-actions/${action}/${alice.agentId}`, call)
      assert.deepEqual([answer.status, answer.body.success], [200, true])
    }
  })

  test('names come back as they are: braces, SQL, emoji, accents, markup', async () => {
    await cleared()
    const names = [
      '{date} {when} {count}',
      "Robert'); drop table appointments;--",
      'Zoë 🦷 Ångström',
      '<script>alert(1)</script>',
      '%s %d \\n $1',
      '李小龍',
    ]
    for (const [index, customer_name] of names.entries()) {
      const made = await booked(alice, { date: tuesday, start_time: `${10 + index}:00`, customer_name })
      assert.equal(made.customer_name, customer_name)
      assert.equal(
        made.message,
        `Appointment booked successfully for ${customer_name} on 2026-12-15 at ${10 + index}:00`,
      )
    }
    assert.deepEqual(
      (await keptBy(stage, alice)).map(({ attendee_name }) => attendee_name),
      names,
    )
  })

  test('control characters and marks that hide text are taken out', async () => {
    await cleared()
    const customer_name = 'Ma\u0000ria\r\n\u202eLopez\u2069\u200b'
    const made = await booked(alice, { date: tuesday, start_time: '09:00', customer_name, notes: 'a\u0007b' })
    assert.equal(made.customer_name, 'Ma ria Lopez')
    assert.equal((await keptBy(stage, alice))[0]!.notes, 'a b')
  })

  test('long notes are kept up to two thousand characters, and the answer says so', async () => {
    await cleared()
    const made = await booked(alice, { date: tuesday, start_time: '09:00', notes: 'n'.repeat(10_000) })
    assert.deepEqual(made.warnings, ['notes_shortened'])
    assert.equal((await keptBy(stage, alice))[0]!.notes, 'n'.repeat(2_000))
  })

  test('half a character is no fault of the server', async () => {
    await cleared()
    const raw = `{"date":"${tuesday}","start_time":"09:00","customer_name":"Mar\\ud83eia","customer_phone":"2125550123","conversation_id":"\\udc00"}`
    const call = { token: alice.token, raw }
    const answer = await stage.call('POST', `/api/agent-actions/book-appointment/${alice.agentId}`, call)
    assert.deepEqual([answer.status, answer.body.success], [200, true])
  })
})
