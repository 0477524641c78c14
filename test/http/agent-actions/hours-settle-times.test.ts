import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { alicesClinic, aMondayMorning, bobsClinic, type Owner, openStage, strangersClinic } from '../../cast.ts'
import { changeAgent, changeClinic, everyDay, hire, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
await changeAgent(bob, { language: 'de' })

/** What a time in words comes to: "2026-12-15 15:00", or the question's code and what it offers. */
async function heard(owner: Owner, said: Record<string, unknown>): Promise<string> {
  const { body } = await owner.agent('check-availability', said)
  if (body.success) return `${body.date} ${body.requested?.start_time ?? 'all day'}`
  return [body.error, ...(body.did_you_mean ?? [])].join(' ')
}

suite('opening hours settle a time without am or pm', () => {
  const at = (time: string, more: Record<string, unknown> = {}) => heard(alice, { date: tuesday, time, ...more })
  const hours = (...stretches: [string, string][]) =>
    before(() => changeClinic(alice, { opening_hours: everyDay(...stretches) }))

  suite('from nine to five', () => {
    hours(['09:00', '17:00'])
    const table: [string, string][] = [
      ['at 3', '15:00'],
      ['half past four', '16:30'],
      ['nine', '09:00'],
      ['twelve thirty', '12:30'],
      ['1', '13:00'],
      // nobody works at either, so the one by day, and the answer says that it is outside the hours
      ['at 8', '08:00'],
      ['at 5', '17:00'],
      ['at 6', '18:00'],
    ]
    for (const [said, meant] of table)
      test(`${said} is ${meant}`, async () => assert.equal(await at(said), `${tuesday} ${meant}`))
  })

  suite('by night, from eight to four', () => {
    hours(['20:00', '04:00'])
    const table: [string, string][] = [
      ['at 3', '03:00'],
      ['at 9', '21:00'],
      ['half past eleven', '23:30'],
      ['twelve thirty', '00:30'],
      ['at 8', '20:00'],
      ['3 in the afternoon', '15:00'],
    ]
    for (const [said, meant] of table)
      test(`${said} is ${meant}`, async () => assert.equal(await at(said), `${tuesday} ${meant}`))
  })

  suite('round the clock', () => {
    hours(['00:00', '24:00'])
    test('both are open, so the caller is asked which', async () => {
      assert.equal(await at('at 3'), 'unclear_time 03:00 15:00')
      assert.equal(await at('half past two'), 'unclear_time 02:30 14:30')
      const { body } = await alice.agent('check-availability', { date: tuesday, time: 'at 3' })
      assert.equal(body.say, 'Did you mean 3 AM or 3 PM?')
      assert.equal(body.message, 'The time could not be understood')
    })
    test('a part of the day, am or pm, or twenty-four hours leave nothing to ask', async () => {
      assert.equal(await at('3 in the morning'), `${tuesday} 03:00`)
      assert.equal(await at('half past two in the afternoon'), `${tuesday} 14:30`)
      assert.equal(await at('3 pm'), `${tuesday} 15:00`)
      assert.equal(await at('03:00'), `${tuesday} 03:00`)
      assert.equal(await at('noon'), `${tuesday} 12:00`)
    })
  })

  suite('from eight in the morning to ten in the evening', () => {
    hours(['08:00', '22:00'])
    test('nine is asked about, three and eleven are not', async () => {
      assert.equal(await at('at 9'), 'unclear_time 09:00 21:00')
      assert.equal(await at('at 3'), `${tuesday} 15:00`)
      assert.equal(await at('at 11'), `${tuesday} 11:00`)
    })
    test('the hours of a special day count on that day', async () => {
      await changeClinic(alice, { closures: [{ date: tuesday, hours: [['13:00', '23:00']] }] })
      assert.equal(await at('at 9'), `${tuesday} 21:00`)
      await changeClinic(alice, { closures: [] })
    })
    test('the hours of whom the caller wants to see count for them', async () => {
      await hire(alice, 'Elena Ruiz', { opening_hours: everyDay(['18:00', '22:00']) })
      assert.equal(await at('at 9', { practitioner: 'Elena Ruiz' }), `${tuesday} 21:00`)
    })
  })

  test('a time in the date’s field is settled by the hours of that day', async () => {
    await changeClinic(bob, { opening_hours: everyDay(['09:00', '17:00']) })
    assert.equal(await heard(bob, { date: 'nächsten Dienstag um halb drei' }), `${tuesday} 14:30`)
  })
})

suite('today is the clinic’s, whatever the clock of the server says', () => {
  before(() =>
    Promise.all(
      [alice, bob, stranger].map((owner) =>
        changeClinic(owner, { opening_hours: everyDay(['00:00', '24:00']), closures: [] }),
      ),
    ),
  )
  const on = (owner: Owner, date: string) => heard(owner, { date })

  test('the last hours of the year in New York are next year’s first in Kolkata', async () => {
    stage.clock.set('2026-12-31T20:00:00Z')
    assert.equal(await on(alice, 'tomorrow'), '2027-01-01 all day')
    assert.equal(await on(stranger, 'tomorrow'), '2027-01-02 all day')
    assert.equal(await on(alice, 'the 31st'), '2026-12-31 all day')
    assert.equal(await on(stranger, 'the 31st'), '2027-01-31 all day')
    assert.equal(await on(alice, 'December 30'), '2027-12-30 all day')
    assert.equal(await on(stranger, '12/31/2026'), 'in_the_past 2027-12-31')
  })

  test('in a month from January 31st is the end of February, on the clinic’s day', async () => {
    stage.clock.set('2027-02-01T03:00:00Z')
    assert.equal(await on(alice, 'in a month'), '2027-02-28 all day')
    assert.equal(await on(bob, 'in einem Monat'), '2027-03-01 all day')
    assert.equal(await on(alice, 'the 1st'), '2027-02-01 all day')
  })

  test('just after midnight tomorrow is another day than just before', async () => {
    stage.clock.set('2026-12-08T22:59:00Z')
    assert.equal(await on(bob, 'morgen'), '2026-12-09 all day')
    assert.equal(await on(bob, 'übermorgen'), '2026-12-10 all day')
    stage.clock.set('2026-12-08T23:01:00Z')
    assert.equal(await on(bob, 'morgen'), '2026-12-10 all day')
    assert.equal(await on(bob, 'heute'), '2026-12-09 all day')
  })

  test('on a Sunday next Tuesday is in two days, and where it is Monday already in eight', async () => {
    stage.clock.set('2026-12-14T00:30:00Z')
    assert.equal(await on(alice, 'today'), '2026-12-13 all day')
    assert.equal(await on(alice, 'next Tuesday'), '2026-12-15 all day')
    assert.equal(await on(alice, 'next Sunday'), '2026-12-20 all day')
    assert.equal(await on(alice, 'Tuesday'), '2026-12-15 all day')
    assert.equal(await on(alice, 'Saturday'), '2026-12-19 all day')
    assert.equal(await on(stranger, 'today'), '2026-12-14 all day')
    assert.equal(await on(stranger, 'next Tuesday'), '2026-12-22 all day')
    assert.equal(await on(bob, 'nächsten Dienstag'), '2026-12-22 all day')
  })
})

suite('nights in which clocks change', () => {
  const at = (owner: Owner, date: string, time: string) => heard(owner, { date, time })
  before(() => stage.clock.set(aMondayMorning))

  test('half past two does not come in New York on 14 March 2027, so it is the afternoon’s unless the night was said', async () => {
    assert.equal(await at(alice, 'March 14', 'half past two'), '2027-03-14 14:30')
    const night = { date: 'March 14', time: 'half past two in the morning' }
    const { body } = await alice.agent('check-availability', night)
    assert.deepEqual([body.requested.start_time, body.requested.available], ['02:30', false])
    assert.equal(body.alternatives.length, 3)
  })

  test('half past one comes twice on 7 November 2027, and the question is still morning or afternoon', async () => {
    assert.equal(await at(alice, 'November 7th', 'half past one'), 'unclear_time 01:30 13:30')
    assert.equal(await at(alice, 'November 7th', 'half past one in the morning'), '2027-11-07 01:30')
  })

  test('halb drei nachts does not come in Berlin on 28 March 2027', async () => {
    const night = { date: '28. März', time: 'halb drei nachts' }
    const { body } = await bob.agent('check-availability', night)
    assert.deepEqual([body.date, body.requested.start_time, body.requested.available], ['2027-03-28', '02:30', false])
  })

  test('the day after a night without its hour is the next day, not in twenty-four hours', async () => {
    // Saturday, 23:30 in New York; in twenty-four hours it is Monday
    stage.clock.set('2027-03-14T04:30:00Z')
    const { body } = await alice.agent('check-availability', { date: 'tomorrow', time: '9 am' })
    const nine = body.slots.find((slot: { start_time: string }) => slot.start_time === '09:00')
    assert.equal(nine.starts_at, '2027-03-14T09:00:00-04:00')
  })
})
