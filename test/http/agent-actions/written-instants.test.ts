import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { maria, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
async function book(said: Record<string, unknown>) {
  await stage.sql.query('delete from appointments')
  return (await alice.agent('book-appointment', { ...maria, ...said })).body
}

suite('an instant where a local time is wanted', () => {
  test('is booked when its offset is the clinic’s on that day, in whichever field it stands', async () => {
    for (const said of [
      { start_time: `${tuesday}T14:00:00-05:00` },
      { date: `${tuesday}T14:00:00-05:00` },
      { date: tuesday, start_time: `${tuesday}T14:00:00-05:00` },
      { date: `${tuesday}T14:00-05:00`, start_time: '2 pm' },
      { date: `${tuesday}T00:00:00Z`, start_time: `${tuesday}T14:00:00-05:00` },
    ]) {
      const body = await book(said)
      assert.deepEqual([body.date, body.start_time], [tuesday, '14:00'], JSON.stringify([said, body]))
    }
    const summer = await book({ start_time: '2027-07-06T14:00:00-04:00' })
    assert.deepEqual([summer.date, summer.start_time], ['2027-07-06', '14:00'])
  })

  test('is asked about when it is another time here, since models write a Z without thinking', async () => {
    for (const said of [
      { start_time: `${tuesday}T14:00:00Z` },
      { date: tuesday, start_time: `${tuesday}T14:00:00Z` },
      { date: tuesday, start_time: `${tuesday}T09:00:00-10:00` },
    ]) {
      const body = await book(said)
      assert.equal(body.error, 'unclear_time', JSON.stringify([said, body]))
      assert.equal(body.did_you_mean.length, 2)
    }
    const body = await book({ start_time: `${tuesday}T14:00:00Z` })
    assert.deepEqual(body.did_you_mean, ['14:00', '09:00'])
  })

  test('is asked about by its day when it falls on another one here', async () => {
    const body = await book({ date: `${tuesday}T02:00:00Z`, start_time: '14:00' })
    assert.deepEqual([body.error, body.did_you_mean], ['unclear_date', [tuesday, '2026-12-14']])
  })
})
