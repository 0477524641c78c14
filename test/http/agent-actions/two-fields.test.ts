import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { booked, changeAgent, maria, refusal, type SlotShown, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const ask = async (said: Record<string, unknown>) => (await alice.agent('check-availability', said)).body
const book = async (said: Record<string, unknown>) =>
  (await alice.agent('book-appointment', { ...maria, ...said })).body
const cleared = () => stage.sql.query('delete from appointments')

suite('what one field says of the other', () => {
  test('a day in the time’s field is the day, and the whole of it is shown when there is no time', async () => {
    const body = await ask({ time: 'tomorrow' })
    assert.deepEqual([body.date, body.available_slots, body.requested], ['2026-12-08', 16, undefined])
    assert.deepEqual((await book({ start_time: 'tomorrow' })).fields, ['start_time'])
  })

  test('one figure alone is a time and no day', async () => {
    for (const start_time of ['3', 3, '15', 'at 3', '14:00', '1430', 'nine fifteen'])
      assert.deepEqual((await book({ start_time })).fields, ['date'], String(start_time))
    assert.deepEqual((await ask({ time: '9' })).fields, ['date'])
  })

  test('the same said twice is no contradiction', async () => {
    for (const [date, start_time] of [
      ['tomorrow at 3', '15:00'],
      ['tomorrow at 3', 'at 3'],
      ['2026-12-08T15:00:00', '3 pm'],
      ['2026-12-08', 'tomorrow at 3'],
      ['Tuesday', '2026-12-08T15:00'],
      ['tomorrow', '3 in the afternoon'],
    ]) {
      await cleared()
      const made = await booked(alice, { date, start_time })
      assert.deepEqual([made.date, made.start_time], ['2026-12-08', '15:00'], `${date}, ${start_time}`)
    }
  })

  test('two times are asked about, each as the opening hours settle it', async () => {
    for (const [date, start_time, meant] of [
      [`${tuesday}T14:00`, '15:00', ['14:00', '15:00']],
      ['tomorrow at 3', 'at 4', ['15:00', '16:00']],
      ['tomorrow at noon', '10:30', ['12:00', '10:30']],
    ] as const) {
      const body = await book({ date, start_time })
      assert.deepEqual([body.success, body.error, body.did_you_mean], [false, 'unclear_time', meant])
      assert.equal(body.message, 'The request names two times')
    }
  })

  test('two days are asked about, for asking too', async () => {
    for (const body of [
      await book({ date: tuesday, start_time: 'tomorrow at 2 pm' }),
      await ask({ date: tuesday, time: 'tomorrow' }),
      await book({ date: tuesday, start_time: '2026-12-08T14:00' }),
    ]) {
      assert.deepEqual([body.error, body.did_you_mean], ['unclear_date', [tuesday, '2026-12-08']])
      assert.equal(body.say, 'Did you mean Tuesday, December 15th or Tuesday, December 8th?')
    }
  })

  test('an unclear date is asked about before a time that is missing', async () => {
    assert.equal(await refusal(alice, { date: 'February 30' }), 'unclear_date')
    assert.equal(await refusal(alice, { date: '2025-12-15T14:00' }), 'in_the_past')
  })
})

test('midnight behind a date is how serializers write a date, wherever they think they are', async () => {
  for (const midnight of ['T00:00', 'T00:00:00', ' 00:00:00', 'T00:00:00Z', 'T00:00:00.000Z', 'T00:00:00+05:30']) {
    const body = await ask({ date: tuesday + midnight })
    assert.deepEqual([body.date, body.available_slots, body.requested], [tuesday, 16, undefined], midnight)
  }
  assert.deepEqual((await ask({ date: '2025-12-15T00:00:00Z' })).did_you_mean, [tuesday])
})

test('a day in start_time that contradicts the slot is asked about', async () => {
  await cleared()
  const { slots } = await ask({ date: tuesday })
  const { slot_id } = slots.find(({ start_time }: SlotShown) => start_time === '14:00')
  const body = await book({ slot_id, start_time: 'tomorrow at 2 pm' })
  assert.deepEqual([body.error, body.did_you_mean], ['unclear_date', [tuesday, '2026-12-08']])
  assert.equal((await booked(alice, { slot_id, start_time: 'Tuesday the 15th at 2' })).date, tuesday)
})

test('a date that does not exist is asked about without a word that it does not, as two that do are', async () => {
  const body = await ask({ date: 'February 30' })
  assert.match(
    body.say,
    /^I am not sure which date that is\. Did you mean .*February 28th, 2027 or .*March 1st, 2027\?$/,
  )
})

suite('words that a model has put into English', () => {
  for (const language of ['es', 'fr', 'de', 'pt']) {
    test(`are read for an agent that speaks ${language} too`, async () => {
      await changeAgent(alice, { language })
      for (const [date, start_time, meant] of [
        ['tomorrow', '3 pm', '2026-12-08 15:00'],
        ['next Tuesday', 'half past two', `${tuesday} 14:30`],
        ['December 15th', 'at noon', `${tuesday} 12:00`],
      ]) {
        await cleared()
        const made = await booked(alice, { date, start_time })
        assert.equal(`${made.date} ${made.start_time}`, meant)
      }
    })
  }

  test('are not looked for in what is unclear in the agent’s own language', async () => {
    for (const [language, date, start_time] of [
      ['es', 'el lunes o el martes', '10:00'],
      ['fr', 'pas mardi', '10:00'],
      ['de', 'nicht am 15.', '10:00'],
      ['pt', 'qualquer dia menos segunda', '10:00'],
    ]) {
      await changeAgent(alice, { language })
      assert.equal(await refusal(alice, { date, start_time }), 'unclear_date')
    }
    await changeAgent(alice, { language: 'en' })
  })
})

test('a conversation called "null" is none, so that two callers share nothing', async () => {
  for (const conversation_id of ['null', 'unknown', 'None', '']) {
    const first = await ask({ date: tuesday, conversation_id })
    const second = await ask({ date: '2026-12-16', conversation_id })
    assert.ok(!second.offered_slot_ids.includes(first.offered_slot_ids[0]), conversation_id)
  }
})
