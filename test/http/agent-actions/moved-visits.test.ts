import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { booked, cancel, changeClinic, hire, keptBy, type SlotShown, tuesday } from './at-the-desk.ts'
import { ask, done, maria, mariasNumber, newDay, refusedWith, visitOf } from './callers.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
const elena = await hire(bob, 'Elena Ruiz')
const bobsNumber = '+493012345678'
const checkUp = (await bob.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 60 })).body.id

const atTwo = { date: tuesday, start_time: '14:00' }
const atThree = { date: tuesday, start_time: '15:00' }
const wednesday = { date: '2026-12-16', start_time: '10:00' }
const mine = 'conv_mine'

const move = (said: Record<string, unknown>, owner = alice) =>
  done(owner, 'reschedule-appointment', { ...maria, ...said })
const refusedMove = (said: Record<string, unknown>, owner = alice) =>
  refusedWith(owner, 'reschedule-appointment', { ...maria, ...said })
const hold = async (said: Record<string, unknown>, owner = alice): Promise<string> =>
  (await done(owner, 'hold-slot', said)).hold_id
const startsKept = async (owner = alice) => {
  const { rows } = await stage.sql.query(
    `select to_char(start_time at time zone 'UTC', 'MM-DD HH24:MI') || ' ' || status as text
     from appointments where clinic_id = $1 order by start_time`,
    [owner.clinicId],
  )
  return rows.map(({ text }) => text)
}

beforeEach(() => newDay(stage))

suite('reschedule-appointment', () => {
  test('moves the appointment and says where it was; id and code stay', async () => {
    const { id, code } = await visitOf(alice, atTwo)
    const body = await move({ ...wednesday, confirmation_code: code })
    assert.deepEqual(
      [body.appointment_id, body.confirmation_code, body.date, body.start_time, body.end_time],
      [id, code, '2026-12-16', '10:00', '10:30'],
    )
    assert.deepEqual(body.previous, {
      date: tuesday,
      start_time: '14:00',
      starts_at: '2026-12-15T14:00:00-05:00',
      practitioner: 'Practitioner',
    })
    assert.equal(
      body.say,
      'Your appointment is now on Wednesday, December 16th at 10 AM. Its confirmation code stays the same.',
    )
    assert.deepEqual(await startsKept(), ['12-16 15:00 scheduled'])
  })

  test('does not tell the code to who has not said it', async () => {
    await visitOf(alice, atTwo)
    assert.equal((await move(wednesday)).confirmation_code, undefined)
  })

  test('takes a slot by its id', async () => {
    await visitOf(alice, { ...atTwo, duration_minutes: 60 })
    const day = await alice.agent('check-availability', { date: '2026-12-16' })
    const { slot_id } = day.body.slots.find(({ start_time }: SlotShown) => start_time === '11:00')
    const body = await move({ slot_id })
    assert.deepEqual([body.start_time, body.end_time], ['11:00', '12:00'])
  })

  test('repeated is a replay and moves nothing', async () => {
    await visitOf(alice, atTwo)
    const first = await move(wednesday)
    const again = await move(wednesday)
    assert.equal(again.replayed, true)
    assert.deepEqual([again.start_time, again.previous], [first.start_time, first.previous])
    const both = await Promise.all([1, 2, 3].map(() => move(atThree)))
    assert.deepEqual(both.map(({ replayed }) => replayed === true).sort(), [false, true, true])
    assert.equal(new Set(both.map(({ previous }) => previous.start_time)).size, 1)
    assert.deepEqual(await startsKept(), ['12-15 20:00 scheduled'])
  })

  test('is refused as a booking is, with other times, and the old time is kept', async () => {
    await visitOf(alice, atTwo)
    await booked(alice, { ...atThree, customer_name: 'Ann Reed', customer_phone: '+12125550177' })
    await changeClinic(alice, { minimum_notice_minutes: 240 })
    for (const [wish, error] of [
      [{ date: '2026-12-07', start_time: '06:00' }, 'in_the_past'],
      [{ date: '2028-02-01', start_time: '10:00' }, 'too_far'],
      [{ date: tuesday, start_time: '18:00' }, 'outside_hours'],
      [{ date: '2026-12-07', start_time: '09:00' }, 'too_soon'],
      [{ date: tuesday, start_time: '14:15' }, 'not_a_slot'],
      [atThree, 'slot_taken'],
    ] as const) {
      const body = await ask(alice, 'reschedule-appointment', { ...maria, ...wish })
      assert.equal(body.error, error)
      assert.equal(body.alternatives.length, 3)
      assert.match(body.message, /keeps its time/)
    }
    await changeClinic(alice, { minimum_notice_minutes: 0 })
    assert.deepEqual(await startsKept(), ['12-15 19:00 scheduled', '12-15 20:00 scheduled'])
  })

  test('may overlap the old time', async () => {
    await visitOf(alice, { ...atTwo, duration_minutes: 60 })
    assert.equal((await move({ date: tuesday, start_time: '14:30' })).end_time, '15:30')
  })

  test('asks for the new time, and for a clear one', async () => {
    await visitOf(alice, atTwo)
    assert.equal(await refusedMove({}), 'missing_field')
    assert.equal(await refusedMove({ date: '2026-02-30', start_time: '10:00' }), 'unclear_date')
    assert.equal(await refusedMove({ slot_id: 'invented' }), 'unknown_slot')
  })

  test('keeps service, length and practitioner', async () => {
    await booked(bob, { ...maria, ...atTwo, customer_phone: bobsNumber, service: 'Check-up', practitioner: elena })
    const body = await move({ ...wednesday, caller_id: bobsNumber }, bob)
    assert.deepEqual([body.service, body.practitioner, body.duration_minutes], ['Check-up', 'Elena Ruiz', 60])
    await booked(bob, { ...atThree, customer_name: 'Ann Reed', customer_phone: '+493012345679', practitioner: elena })
    assert.equal(await refusedMove({ ...atThree, caller_id: bobsNumber }, bob), 'slot_taken')
    const other = await move({ ...atThree, caller_id: bobsNumber, practitioner: 'Practitioner' }, bob)
    assert.equal(other.practitioner, 'Practitioner')
    assert.equal(other.previous.practitioner, 'Elena Ruiz')
  })

  test('gives it to anybody, another length or another service where that is said', async () => {
    await booked(bob, { ...maria, ...atTwo, customer_phone: bobsNumber, practitioner: elena })
    await booked(bob, { ...atThree, customer_name: 'Ann Reed', customer_phone: '+493012345679', practitioner: elena })
    const who = { caller_id: bobsNumber }
    assert.equal((await move({ ...who, ...atThree, practitioner: 'anyone' }, bob)).practitioner, 'Practitioner')
    assert.equal((await move({ ...who, ...wednesday, duration_minutes: 45 }, bob)).end_time, '10:45')
    const body = await move({ ...who, ...atTwo, service: checkUp }, bob)
    assert.deepEqual([body.service, body.end_time], ['Check-up', '15:00'])
  })

  test('moves what the id names, and asks which where several are left', async () => {
    const first = await visitOf(alice, atTwo)
    const second = await visitOf(alice, atThree)
    const body = await ask(alice, 'reschedule-appointment', { ...maria, ...wednesday })
    assert.equal(body.error, 'unclear_appointment')
    assert.deepEqual(
      body.appointments.map(({ appointment_id }: { appointment_id: string }) => appointment_id),
      [first.id, second.id],
    )
    assert.equal(
      body.say,
      'There are several appointments: Tuesday, December 15th at 2 PM or Tuesday, December 15th at 3 PM. Which one do you mean?',
    )
    assert.equal((await move({ ...wednesday, appointment_id: second.id })).appointment_id, second.id)
    const byCode = { ...maria, caller_id: null, confirmation_code: first.code, date: '2026-12-17', start_time: '10:00' }
    assert.equal((await done(alice, 'reschedule-appointment', byCode)).appointment_id, first.id)
  })

  test('does not touch somebody else’s, whatever id is named', async () => {
    await visitOf(alice, atTwo)
    const others = await visitOf(alice, { ...atThree, customer_name: 'Ann Reed', customer_phone: '+12125550177' })
    assert.equal(await refusedMove({ ...wednesday, appointment_id: others.id }), 'not_verified')
    assert.deepEqual(await startsKept(), ['12-15 19:00 scheduled', '12-15 20:00 scheduled'])
  })

  test('changes nothing that is cancelled, past, completed or missed', async () => {
    const { id, code } = await visitOf(alice, atTwo)
    const said = { ...wednesday, confirmation_code: code }
    await cancel(alice, id)
    assert.equal(await refusedMove(said), 'not_changeable')
    for (const status of ['completed', 'no_show']) {
      await stage.sql.query('update appointments set status = $1', [status])
      assert.equal(await refusedMove(said), 'not_changeable')
    }
    await stage.sql.query(`update appointments set status = 'scheduled'`)
    stage.clock.set('2026-12-15T19:00:00Z')
    assert.equal(await refusedMove(said), 'not_changeable')
    assert.deepEqual(await startsKept(), ['12-15 19:00 scheduled'])
  })

  test('of two at once to one time one gets it and the other keeps its own', async () => {
    await visitOf(alice, atTwo)
    await visitOf(alice, { ...atThree, customer_name: 'Ann Reed', customer_phone: '+12125550177' })
    const ann = { customer_name: 'Ann Reed', caller_id: '+12125550177' }
    const answers = await Promise.all(
      [maria, ann].map((who) => alice.agent('reschedule-appointment', { ...who, ...wednesday })),
    )
    assert.deepEqual(answers.map(({ body }) => body.success).sort(), [false, true])
    assert.equal((await startsKept()).length, 2)
  })

  test('stands in the record with what was proven', async () => {
    const { id } = await visitOf(alice, atTwo)
    await stage.sql.query('delete from audit')
    await move({ ...wednesday, conversation_id: mine })
    await move({ ...wednesday, conversation_id: mine })
    await refusedMove({ date: tuesday, start_time: '18:00' })
    const { rows } = await stage.sql.query('select * from audit order by at, id')
    assert.deepEqual(
      rows.map(({ action, outcome, subject_id, conversation_id, assurance }) => [
        action,
        outcome,
        subject_id,
        conversation_id,
        assurance,
      ]),
      [
        ['reschedule_appointment', 'done', id, mine, 'caller_id+name'],
        ['reschedule_appointment', 'moved_before', id, mine, 'caller_id+name'],
        ['reschedule_appointment', 'outside_hours', id, null, 'caller_id+name'],
      ],
    )
  })
})

suite('a hold', () => {
  test('gives way to the appointment that is moved there, and a repeat finds it', async () => {
    await visitOf(alice, atTwo)
    const hold_id = await hold({ ...wednesday, conversation_id: mine })
    const body = await move({ hold_id, conversation_id: mine })
    assert.deepEqual([body.date, body.start_time, body.previous.start_time], ['2026-12-16', '10:00', '14:00'])
    const again = await move({ hold_id, conversation_id: mine })
    assert.deepEqual([again.replayed, again.start_time, again.previous], [true, '10:00', body.previous])
    assert.deepEqual(await startsKept(), ['12-16 15:00 scheduled'])
  })

  test('of its own conversation does not stand in the way of the time in words', async () => {
    await visitOf(alice, atTwo)
    await hold({ ...wednesday, conversation_id: mine })
    assert.equal((await move({ ...wednesday, conversation_id: mine })).start_time, '10:00')
    assert.equal((await keptBy(stage, alice)).length, 1)
  })

  test('of another conversation does', async () => {
    await visitOf(alice, atTwo)
    const hold_id = await hold({ ...wednesday, conversation_id: 'conv_theirs' })
    assert.equal(await refusedMove({ ...wednesday, conversation_id: mine }), 'slot_taken')
    assert.equal(await refusedMove({ hold_id, conversation_id: mine }), 'unknown_slot')
  })

  test('that has lapsed or was never there moves nothing', async () => {
    await visitOf(alice, atTwo)
    const hold_id = await hold({ ...wednesday, conversation_id: mine })
    stage.clock.advance({ minutes: 5 })
    assert.equal(await refusedMove({ hold_id, conversation_id: mine }), 'hold_expired')
    assert.equal(await refusedMove({ hold_id: 'invented' }), 'unknown_slot')
    assert.equal(await refusedMove({ hold_id: '01999999-9999-7999-8999-999999999999' }), 'hold_expired')
  })

  test('of the standard length takes the appointment’s own length, where there is room', async () => {
    await visitOf(alice, { ...atTwo, duration_minutes: 60 })
    const hold_id = await hold({ ...wednesday, conversation_id: mine })
    assert.equal((await move({ hold_id, conversation_id: mine })).end_time, '11:00')
    const tight = await hold({ date: '2026-12-17', start_time: '10:00', conversation_id: mine })
    await booked(alice, { date: '2026-12-17', start_time: '10:30', customer_name: 'Ann Reed' })
    assert.equal(await refusedMove({ hold_id: tight, conversation_id: mine }), 'slot_taken')
    assert.deepEqual(await startsKept(), ['12-16 15:00 scheduled', '12-17 15:00 held', '12-17 15:30 scheduled'])
  })

  test('of another clinic is none here', async () => {
    await visitOf(alice, atTwo)
    const hold_id = await hold({ date: '2026-12-16', start_time: '10:00' }, bob)
    assert.equal(await refusedMove({ hold_id, caller_id: mariasNumber }), 'hold_expired')
  })
})
