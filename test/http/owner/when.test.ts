import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { accepted, refused } from './answers.ts'

// Monday, December 7, 7:00 in New York, open from nine to five
const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
const when = async (body: object, owner = alice) => accepted(await owner.as('POST', '/api/when', body))
const at = (date: string, time: string, offset = '-05:00') => ({
  date,
  time,
  start_time: `${date}T${time}:00${offset}`,
})

suite('words at the desk', () => {
  for (const [text, date, time] of [
    ['next tuesday at 3', '2026-12-15', '15:00'],
    ['tomorrow at 10', '2026-12-08', '10:00'],
    ['December 15th, 2pm', '2026-12-15', '14:00'],
    ['half past two tomorrow', '2026-12-08', '14:30'],
    ['2026-12-15 14:00', '2026-12-15', '14:00'],
    ['today at noon', '2026-12-07', '12:00'],
    // no day: today, while it is still to come
    ['at 3', '2026-12-07', '15:00'],
  ] as const)
    test(`“${text}” is ${date} at ${time}`, async () => {
      assert.deepEqual(await when({ text }), at(date, time))
    })

  for (const [text, date] of [
    ['next tuesday', '2026-12-15'],
    ['tomorrow', '2026-12-08'],
    ['2026-12-15', '2026-12-15'],
    ['the 12th', '2026-12-12'],
    ['in two weeks', '2026-12-21'],
  ] as const)
    test(`“${text}” is a day without a time`, async () => {
      assert.deepEqual(await when({ text }), { date, time: null, start_time: null })
    })

  test('are understood in the clinic’s language, or in the one that is named, and in English in any', async () => {
    const ten = at('2026-12-08', '10:00')
    assert.deepEqual(await when({ text: 'mañana a las 10', language: 'es' }), ten)
    assert.equal((await when({ text: 'mañana a las 10' })).error, 'unclear_date')
    accepted(await alice.as('PATCH', '/api/clinic', { locale: 'es-MX' }))
    assert.deepEqual(await when({ text: 'mañana a las 10' }), ten)
    assert.deepEqual(await when({ text: 'tomorrow at 10' }), ten)
    accepted(await alice.as('PATCH', '/api/clinic', { locale: 'en-US' }))
  })

  test('mean the clinic’s own clock', async () => {
    assert.deepEqual(await when({ text: 'tomorrow at 10' }, bob), at('2026-12-08', '10:00', '+01:00'))
  })

  test('of a time belong to the day that comes with them', async () => {
    const wish = { text: 'at 3', kind: 'time', date: '2026-12-16' }
    assert.deepEqual(await when(wish), at('2026-12-16', '15:00'))
  })

  test('of a date leave the time alone', async () => {
    const wish = { text: 'tomorrow at 3', kind: 'date' }
    assert.deepEqual(await when(wish), { date: '2026-12-08', time: null, start_time: null })
  })

  for (const [body, error, meant] of [
    [{ text: 'soonish' }, 'unclear_date', []],
    [{ text: 'soonish', kind: 'date' }, 'unclear_date', []],
    [{ text: 'soonish', kind: 'time' }, 'unclear_time', []],
    [{ text: 'February 30' }, 'unclear_date', undefined],
    [{ text: 'tomorrow at 25:00' }, 'unclear_time', undefined],
    // it is seven, and six is over
    [{ text: '6am' }, 'unclear_date', ['2026-12-08']],
    [{ text: '2025-12-15' }, 'unclear_date', ['2026-12-15']],
    // clocks jump over it
    [{ text: '2027-03-14 02:30' }, 'unclear_time', []],
  ] as [object, string, string[] | undefined][])
    test(`are asked about: ${JSON.stringify(body)}`, async () => {
      const answer = await when(body)
      assert.equal(answer.error, error, JSON.stringify(answer))
      if (meant !== undefined) assert.deepEqual(answer.did_you_mean, meant)
    })

  for (const [body, field] of [
    [{}, 'text'],
    [{ text: '' }, 'text'],
    [{ text: 'x'.repeat(201) }, 'text'],
    [{ text: 'tomorrow', kind: 'day' }, 'kind'],
    [{ text: 'at 3', date: 'tomorrow' }, 'date'],
    [{ text: 'at 3', language: 'it' }, 'language'],
  ] as const)
    test(`are refused: ${JSON.stringify(body).slice(0, 60)}`, async () => {
      refused(await alice.as('POST', '/api/when', body), 422, 'invalid_fields', field)
    })
})
