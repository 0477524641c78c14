import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../../cast.ts'
import { visitOf } from '../agent-actions/callers.ts'
import { accepted, refused } from './answers.ts'

const stage = await openStage()
const guarded = await openStage({ config: { LIMIT_FEEDS_PER_MINUTE: 5 } })
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
const [practitioner] = accepted(await alice.as('GET', '/api/practitioners')).practitioners
const colleague = accepted(await alice.as('POST', '/api/practitioners', { name: 'Dr. Ruiz' }), 201)
const service = accepted(await alice.as('POST', '/api/services', { name: 'Check-up', duration_minutes: 30 }), 201)

const makeFeed = async (wish: object = {}, owner = alice) =>
  accepted(await owner.as('POST', '/api/calendar-feeds', wish), 201)
/** The lines of a feed, unfolded, as any calendar program reads them. */
const linesOf = async ({ address }: { address: string }): Promise<string[]> => {
  const { body, status } = await stage.call('GET', new URL(address).pathname)
  assert.equal(status, 200)
  return body.replace(/\r\n[ \t]/g, '').split('\r\n')
}
const valuesOf = async (feed: { address: string }, name: string): Promise<string[]> =>
  (await linesOf(feed)).filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1))
const desk = async (start: string, more: object = {}): Promise<string> => {
  const end_time = Temporal.Instant.from(start).add({ minutes: 30 }).toString()
  return accepted(await alice.as('POST', '/api/appointments', { start_time: start, end_time, ...more }), 201).id
}
const atTwo = '2026-12-15T14:00:00-05:00'
const maria = { attendee_name: 'Maria Lopez', attendee_phone: '+12125550123', service: service.id }

beforeEach(async () => {
  await stage.sql.query('delete from appointments; delete from calendar_feeds; delete from audit')
})

suite('a calendar’s address', () => {
  test('is made, shown and ended', async () => {
    const feed = await makeFeed({ practitioner_id: practitioner.id, details: true })
    assert.match(feed.address, new RegExp(`^${stage.url}/calendar-feed/[\\w-]{43}\\.ics$`))
    assert.deepEqual([feed.practitioner_id, feed.details, feed.created_by], [practitioner.id, true, alice.userId])
    assert.deepEqual(accepted(await alice.as('GET', '/api/calendar-feeds')), { feeds: [feed] })
    accepted(await alice.as('DELETE', `/api/calendar-feeds/${feed.id}`), 204)
    assert.deepEqual(accepted(await alice.as('GET', '/api/calendar-feeds')), { feeds: [] })
    refused(await stage.call('GET', new URL(feed.address).pathname), 404, 'not_found')
    refused(await alice.as('DELETE', `/api/calendar-feeds/${feed.id}`), 404, 'not_found')
  })

  test('is of the whole clinic and says nobody’s name, unless it is told to', async () => {
    const { practitioner_id, details } = await makeFeed()
    assert.deepEqual([practitioner_id, details], [null, false])
  })

  test('cannot be read out of the database', async () => {
    const { address } = await makeFeed()
    const secret = /([\w-]{43})\.ics$/.exec(address)![1]!
    const { rows } = await stage.sql.query('select t::text as row from calendar_feeds t')
    for (const encoded of [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'base64url').toString('hex'),
    ])
      assert.ok(!rows[0].row.includes(encoded))
  })

  test('is written down when it is made, shown (once an hour) and ended, without its secret', async () => {
    const { id, address } = await makeFeed()
    for (const _ of [1, 2]) accepted(await alice.as('GET', '/api/calendar-feeds'))
    accepted(await alice.as('DELETE', `/api/calendar-feeds/${id}`), 204)
    const { rows } = await stage.sql.query('select * from audit order by action')
    assert.deepEqual(
      rows.map(({ action, outcome, user_id, subject_id }) => [action, outcome, user_id, subject_id]),
      [
        ['add_calendar_feed', 'done', alice.userId, id],
        ['remove_calendar_feed', 'done', alice.userId, id],
        ['reveal_calendar_feeds', 'shown', alice.userId, null],
      ],
    )
    assert.ok(!JSON.stringify(rows).includes(address.slice(-20, -4)))
  })

  test('is for owners and managers to see, make and end', async () => {
    const desk = { email: 'desk@example.com', password: 'a long password', role: 'receptionist' }
    accepted(await alice.as('POST', '/api/staff', desk), 201)
    const { access_token: bearer } = accepted(await stage.call('POST', '/api/auth/login', { body: desk }))
    const { id } = await makeFeed()
    for (const [method, path] of [
      ['GET', '/api/calendar-feeds'],
      ['POST', '/api/calendar-feeds'],
      ['DELETE', `/api/calendar-feeds/${id}`],
    ] as const)
      refused(await stage.call(method, path, { bearer }), 403, 'forbidden')
  })

  test('is never in the log', async () => {
    const { address } = await makeFeed()
    await linesOf({ address })
    stage.log.length = 0
    await stage.call('GET', new URL(address).pathname)
    await stage.call('GET', `${new URL(address).pathname.slice(0, -5)}x.ics`)
    await fetch(`${address}x`)
    await fetch(address, { method: 'POST' })
    assert.deepEqual(
      stage.log.map(({ status }) => status),
      [200, 404, 404, 404],
    )
    assert.equal(stage.log[0]!.route, '/calendar-feed/:secret.ics')
    assert.ok(!JSON.stringify(stage.log).includes(address.slice(-30, -10)))
  })

  test('that nobody gave out is a 404 like any other', async () => {
    const never = Buffer.alloc(32, 7).toString('base64url')
    for (const path of [never, 'x', '%00', 'a%2Fb', '..', 'x'.repeat(5_000)])
      refused(await stage.call('GET', `/calendar-feed/${path}.ics`), 404, 'not_found')
    for (const path of ['', '.ics', never]) refused(await stage.call('GET', `/calendar-feed/${path}`), 404, 'not_found')
  })

  test('may be read twenty times a minute', async () => {
    const path = new URL((await makeFeed()).address).pathname
    for (let n = 0; n < 20; n += 1) assert.equal((await stage.call('GET', path)).status, 200)
    const answer = await stage.call('GET', path)
    refused(answer, 429, 'too_many_requests')
    assert.equal(answer.headers.get('retry-after'), '3')
  })

  test('cannot be looked for endlessly', async () => {
    const guess = async () => (await guarded.call('GET', `/calendar-feed/${crypto.randomUUID()}.ics`)).status
    const answers: number[] = []
    for (let n = 0; n < 7; n += 1) answers.push(await guess())
    assert.deepEqual(answers, [404, 404, 404, 404, 404, 429, 429])
  })

  for (const [body, field] of [
    [{ practitioner_id: 'Dr. Ruiz' }, 'practitioner_id'],
    [{ practitioner_id: '01a1fee0-aef1-7493-9af1-9e79e9b88b34' }, 'practitioner_id'],
    [{ details: 'yes' }, 'details'],
    [{ secret: 'x' }, 'secret'],
  ] as const)
    test(`is not made from ${JSON.stringify(body)}`, async () => {
      refused(await alice.as('POST', '/api/calendar-feeds', body), 422, 'invalid_fields', field)
    })
})

suite('what a calendar program reads', () => {
  test('is iCalendar for nobody else’s cache', async () => {
    const { headers } = await stage.call('GET', new URL((await makeFeed()).address).pathname)
    assert.deepEqual(
      ['content-type', 'cache-control', 'x-robots-tag'].map((name) => headers.get(name)),
      ['text/calendar; charset=utf-8', 'private, max-age=60', 'noindex'],
    )
  })

  test('is whole, though nothing is booked or thousands are', async () => {
    const feed = await makeFeed()
    const begun = ['BEGIN:VCALENDAR', 'VERSION:2.0']
    assert.deepEqual((await linesOf(feed)).slice(0, 2), begun)
    assert.deepEqual((await linesOf(feed)).slice(-2), ['END:VCALENDAR', ''])
    await stage.sql.query(
      `insert into appointments (user_id, start_time, end_time)
       select $1, at, at + interval '5 minutes'
       from generate_series('2027-01-04T00:00:00Z'::timestamptz, '2027-01-11T00:00:00Z', interval '5 minutes') at`,
      [alice.userId],
    )
    const lines = await linesOf(feed)
    assert.equal(new Set(await valuesOf(feed, 'UID')).size, 7 * 288 + 1)
    assert.deepEqual([...lines.slice(0, 2), ...lines.slice(-2)], [...begun, 'END:VCALENDAR', ''])
    assert.ok(!lines.slice(0, -1).includes(''))
  })

  test('is each appointment, busy, under an id that stays, in universal time', async () => {
    const id = await desk(atTwo, maria)
    const feed = await makeFeed()
    const read = (name: string) => valuesOf(feed, name)
    assert.deepEqual(await read('DTSTART'), ['20261215T190000Z'])
    assert.deepEqual(await read('DTEND'), ['20261215T193000Z'])
    assert.deepEqual(await read('TRANSP'), ['OPAQUE'])
    assert.deepEqual(await read('UID'), [`${id}@vami`])
    accepted(await alice.as('PATCH', `/api/appointments/${id}`, { start_time: '2026-12-16T14:00:00-05:00' }))
    assert.deepEqual(await read('UID'), [`${id}@vami`])
    assert.deepEqual(await read('DTSTART'), ['20261216T190000Z'])
  })

  test('is what an agent has booked too, and no hold', async () => {
    const { id } = await visitOf(alice, { date: '2026-12-15', start_time: '14:00' })
    accepted(await alice.agent('hold-slot', { date: '2026-12-15', start_time: '15:00' }))
    assert.deepEqual(await valuesOf(await makeFeed(), 'UID'), [`${id}@vami`])
  })

  test('says what it is for and no more', async () => {
    await desk(atTwo, { ...maria, title: 'Knee', notes: 'Hurts' })
    await desk('2026-12-15T15:00:00-05:00', { attendee_name: 'Maria Lopez' })
    await desk('2026-12-15T16:00:00-05:00', { title: 'Lunch with Maria' })
    const feed = await makeFeed()
    assert.deepEqual(await valuesOf(feed, 'SUMMARY'), ['Check-up', 'Appointment', 'Blocked'])
    const all = (await linesOf(feed)).join()
    for (const said of ['Maria', '5550123', 'Knee', 'Hurts', 'Lunch']) assert.ok(!all.includes(said), said)
  })

  test('with details has name and phone, and notes never', async () => {
    await desk(atTwo, { ...maria, notes: 'Hurts' })
    await desk('2026-12-15T16:00:00-05:00', { title: 'Lunch' })
    const feed = await makeFeed({ details: true })
    assert.deepEqual(await valuesOf(feed, 'SUMMARY'), ['Maria Lopez', 'Lunch'])
    assert.equal((await valuesOf(feed, 'DESCRIPTION'))[0], 'Check-up\\n+12125550123\\nPractitioner')
    assert.ok(!(await linesOf(feed)).join().includes('Hurts'))
  })

  test('says it in the clinic’s language', async () => {
    await desk(atTwo, { attendee_name: 'Maria Lopez' })
    await desk('2026-12-15T16:00:00-05:00')
    accepted(await alice.as('PATCH', '/api/clinic', { locale: 'de-AT' }))
    const said = await valuesOf(await makeFeed(), 'SUMMARY')
    accepted(await alice.as('PATCH', '/api/clinic', { locale: 'en-US' }))
    assert.deepEqual(said, ['Termin', 'Gesperrt'])
  })

  test('is of one practitioner, or of all, and of nobody else’s clinic', async () => {
    const mine = await desk(atTwo, { practitioner: practitioner.id })
    const hers = await desk(atTwo, { practitioner: colleague.id })
    const ids = async (wish: object, owner = alice) => (await valuesOf(await makeFeed(wish, owner), 'UID')).sort()
    assert.deepEqual(await ids({ practitioner_id: colleague.id }), [`${hers}@vami`])
    assert.deepEqual(await ids({}), [`${mine}@vami`, `${hers}@vami`].sort())
    assert.deepEqual(await ids({}, bob), [])
  })

  test('no longer has what is cancelled, and has what is completed', async () => {
    const [cancelled, completed] = [await desk(atTwo), await desk('2026-12-15T16:00:00-05:00')]
    accepted(await alice.as('POST', `/api/appointments/${cancelled}/cancel`))
    accepted(await alice.as('PATCH', `/api/appointments/${completed}`, { status: 'completed' }))
    assert.deepEqual(await valuesOf(await makeFeed(), 'UID'), [`${completed}@vami`])
  })

  test('goes back thirty days and a year ahead', async () => {
    const starts = ['2026-11-07T11:59:00Z', '2026-11-07T12:00:00Z', '2027-12-07T11:59:00Z', '2027-12-07T12:00:00Z']
    const ids: string[] = []
    for (const start of starts) ids.push(await desk(start))
    assert.deepEqual(await valuesOf(await makeFeed(), 'UID'), [`${ids[1]}@vami`, `${ids[2]}@vami`])
  })

  test('cannot be forged by a name, whoever wrote it', async () => {
    const forged = 'Maria\r\nEND:VEVENT\nBEGIN:VEVENT\rSUMMARY:Forged\u0007, a; b\\n \u{2028}"é"'
    const id = await desk(atTwo, maria)
    await stage.sql.query('update appointments set attendee_name = $1, attendee_phone = $1 where id = $2', [forged, id])
    await stage.sql.query('update practitioners set name = $1 where id = $2', [forged, practitioner.id])
    await stage.sql.query('update services set name = $1 where id = $2', [forged, service.id])
    await stage.sql.query('update clinics set name = $1 where id = $2', [forged, alice.clinicId])
    for (const details of [true, false]) {
      const feed = await makeFeed({ details, practitioner_id: practitioner.id })
      const lines = await linesOf(feed)
      const named = lines.map((line) => /^[A-Z-]+/.exec(line)?.[0] ?? line)
      assert.equal(named.filter((name) => name === 'BEGIN').length, 2)
      assert.equal(named.filter((name) => name === 'SUMMARY').length, 1)
      assert.ok(!lines.some((line) => /\p{Cc}/u.test(line)))
      const [summary] = await valuesOf(feed, 'SUMMARY')
      assert.match(summary!, /^Maria(\\n)?END:VEVENT\\nBEGIN:VEVENT(\\n)?SUMMARY:Forged\\, a\\; b\\\\n/)
    }
  })
})
