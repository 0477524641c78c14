import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, openClinic, openStage, strangersClinic } from '../cast.ts'
import { accepted, refused, tally } from '../http/owner/answers.ts'

const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)
const stranger = await strangersClinic(stage)
const read = async () => accepted(await alice.as('GET', '/api/clinic'))
const change = (body: unknown) => alice.as('PATCH', '/api/clinic', body)

suite('a clinic’s settings', () => {
  const changes: Record<string, unknown>[] = [
    { name: 'Alice & Partners' },
    { timezone: 'America/Chicago' },
    { slot_minutes: 5 },
    { slot_minutes: 480 },
    { buffer_minutes: 240 },
    { buffer_minutes: 0 },
    { minimum_notice_minutes: 43_200 },
    { minimum_notice_minutes: 0 },
    { horizon_days: 0 },
    { horizon_days: 3_650 },
    { locale: 'es-MX' },
    { region: 'MX' },
    { region: null },
    { address: '1 Main Street\nSpringfield' },
    { phone: '+1 212 555 0100' },
    { notes: 'Ring twice.\n\tThen wait.' },
    { address: null, phone: null, notes: null },
    { closures: [{ date: '2026-12-25', hours: [] }] },
    { closures: [] },
  ]
  test('the server’s clock comes with them, in the clinic’s zone', async () => {
    assert.equal((await read()).now, '2026-12-07T07:00:00-05:00')
  })

  for (const named of changes)
    test(`${JSON.stringify(named)} changes that and nothing else`, async () => {
      const before = await read()
      const { affected_appointments, ...after } = accepted(await change(named))
      // the same instant, in the words of the zone
      assert.equal(Temporal.Instant.compare(after.now, before.now), 0)
      assert.deepEqual(after, { ...before, ...named, now: after.now })
      assert.deepEqual(await read(), after)
      assert.deepEqual(affected_appointments, [])
    })

  const faults: [Record<string, unknown>, string][] = [
    [{ name: '' }, 'name'],
    [{ name: ' \u0000\u200b ' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'x'.repeat(256) }, 'name'],
    [{ timezone: 'Nowhere/Land' }, 'timezone'],
    [{ timezone: '-05:00' }, 'timezone'],
    [{ timezone: '2026-01-01T00:00[Europe/Berlin]' }, 'timezone'],
    [{ timezone: '' }, 'timezone'],
    [{ slot_minutes: 4 }, 'slot_minutes'],
    [{ slot_minutes: 481 }, 'slot_minutes'],
    [{ slot_minutes: 7.5 }, 'slot_minutes'],
    [{ slot_minutes: '30' }, 'slot_minutes'],
    [{ buffer_minutes: -1 }, 'buffer_minutes'],
    [{ buffer_minutes: 241 }, 'buffer_minutes'],
    [{ minimum_notice_minutes: -1 }, 'minimum_notice_minutes'],
    [{ minimum_notice_minutes: 43_201 }, 'minimum_notice_minutes'],
    [{ horizon_days: -1 }, 'horizon_days'],
    [{ horizon_days: 3_651 }, 'horizon_days'],
    [{ locale: 'en_US' }, 'locale'],
    [{ region: 'XX' }, 'region'],
    [{ region: 'USA' }, 'region'],
    [{ address: 'x'.repeat(4_001) }, 'address'],
    [{ phone: '5'.repeat(51) }, 'phone'],
    [{ notes: 'x'.repeat(4_001) }, 'notes'],
    [{ nome: 'x' }, 'nome'],
    [{ id: alice.clinicId }, 'id'],
    [{ opening_hours: { monday: [['9:00', '17:00']] } }, 'opening_hours.monday.0'],
    [{ opening_hours: { monday: [['09:00', '25:00']] } }, 'opening_hours.monday.0'],
    [
      {
        opening_hours: {
          monday: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      },
      'opening_hours.monday.1',
    ],
    [{ opening_hours: { friday: [['09:00', '09:00']] } }, 'opening_hours.friday.0'],
    [{ opening_hours: { monday: [['09:00']] } }, 'opening_hours.monday.0'],
    [{ opening_hours: { monday: null } }, 'opening_hours.monday'],
    [{ opening_hours: { montag: [] } }, 'opening_hours.montag'],
    [{ opening_hours: null }, 'opening_hours'],
  ]
  for (const [body, path] of faults)
    test(`${JSON.stringify(body).slice(0, 60)} is refused at ${path}`, async () => {
      const before = await read()
      const answer = await change({ horizon_days: 77, ...body })
      assert.equal(answer.status, 422)
      assert.ok(
        answer.body.details.some((each: { path: string }) => each.path === path || each.path.startsWith(`${path}.`)),
        JSON.stringify(answer.body),
      )
      assert.deepEqual(await read(), before)
    })

  test('every fault is named, not only the first', async () => {
    const body = { slot_minutes: 1, horizon_days: -1, timezone: 'x', opening_hours: { sunday: [['1', '2']] } }
    refused(
      await change(body),
      422,
      'invalid_fields',
      'slot_minutes',
      'horizon_days',
      'timezone',
      'opening_hours.sunday.0',
    )
  })

  test('control characters do not get into a line of text', async () => {
    assert.equal(accepted(await change({ name: 'Ali\u0000ce\u202e\r\nClinic' })).name, 'Ali ce Clinic')
    assert.equal(accepted(await change({ notes: 'a\u0000b\r\nc' })).notes, 'ab\nc')
  })

  test('time zone, language and region are kept in their usual spelling', async () => {
    const { timezone, locale, region } = accepted(
      await change({ timezone: 'aMERICA/new_york', locale: 'EN-us', region: 'us' }),
    )
    assert.deepEqual([timezone, locale, region], ['America/New_York', 'en-US', 'US'])
  })

  test('the region is that of the time zone, until somebody names another', async () => {
    assert.equal(accepted(await bob.as('GET', '/api/clinic')).region, 'DE')
    assert.equal(accepted(await stranger.as('GET', '/api/clinic')).region, 'IN')
    accepted(await change({ region: null }))
    assert.equal(accepted(await change({ timezone: 'Europe/Paris' })).region, 'FR')
    assert.equal(accepted(await change({ timezone: 'America/New_York' })).region, 'US')
    accepted(await change({ region: 'MX' }))
    assert.equal(accepted(await change({ timezone: 'Europe/Paris' })).region, 'MX')
    const { region } = accepted(await change({ timezone: 'Europe/Rome', region: null }))
    assert.equal(region, null)
    accepted(await change({ timezone: 'America/New_York', region: 'US' }))
  })

  test('days that a week does not name keep their hours', async () => {
    const before = await read()
    const evening = [['18:00', '02:00']]
    const after = accepted(await change({ opening_hours: { monday: evening, friday: [] } }))
    assert.deepEqual(after.opening_hours, { ...before.opening_hours, monday: evening, friday: [] })
    accepted(await change({ opening_hours: before.opening_hours }))
  })

  test('twenty changes at once of different things lose nothing', async () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    for (const round of [1, 2, 3]) {
      const hours = days.map((day, n) => ({ opening_hours: { [day]: [[`0${round}:00`, `${10 + n}:00`]] } }))
      const rest = [
        { name: `Round ${round}` },
        { notes: `round ${round}` },
        { slot_minutes: 5 * round },
        { horizon_days: round },
        { address: `${round} Street` },
      ]
      const all = await Promise.all([...hours, ...rest].map(change))
      assert.deepEqual(tally(all), { 200: 12 })
      const after = await read()
      const week = Object.fromEntries(days.map((day, n) => [day, [[`0${round}:00`, `${10 + n}:00`]]]))
      assert.deepEqual(after.opening_hours, week)
      for (const one of rest) for (const [name, value] of Object.entries(one)) assert.equal(after[name], value)
    }
  })
})

suite('several clinics of one user', async () => {
  const dora = await openClinic(stage, 'dora@example.com', 'Dora’s First', 'UTC')
  const inClinic = (clinicId: string, method = 'GET', path = '/api/clinic', body?: unknown) =>
    stage.call(method, path, { bearer: dora.bearer, clinicId, ...(body !== undefined && { body }) })

  test('the first is meant, until X-Clinic-Id names another', async () => {
    const second = accepted(
      await dora.as('POST', '/api/clinics', { name: 'Dora’s Second', timezone: 'asia/tokyo' }),
      201,
    )
    assert.deepEqual([second.name, second.timezone, second.role], ['Dora’s Second', 'Asia/Tokyo', 'owner'])
    const { clinics } = accepted(await dora.as('GET', '/api/clinics'))
    assert.deepEqual(
      clinics.map(({ name }: { name: string }) => name),
      ['Dora’s First', 'Dora’s Second'],
    )
    assert.equal(accepted(await dora.as('GET', '/api/clinic')).id, dora.clinicId)
    assert.equal(accepted(await inClinic(second.id)).name, 'Dora’s Second')
    assert.equal(accepted(await inClinic(second.id.toUpperCase())).name, 'Dora’s Second')
    accepted(await inClinic(second.id, 'PATCH', '/api/clinic', { slot_minutes: 45 }))
    assert.equal(accepted(await dora.as('GET', '/api/clinic')).slot_minutes, 30)
    assert.equal(accepted(await inClinic(second.id)).slot_minutes, 45)
    assert.equal(accepted(await inClinic(second.id, 'GET', '/api/practitioners')).practitioners.length, 1)
  })

  for (const [whose, id] of [
    ['a stranger’s', alice.clinicId],
    ['no clinic’s', '00000000-0000-4000-8000-000000000000'],
    ['a nonsensical', 'nonsense'],
    ['an SQL', "' or true --"],
  ] as const)
    test(`${whose} id is a 404`, async () => {
      refused(await inClinic(id), 404, 'not_found')
      refused(await inClinic(id, 'PATCH', '/api/clinic', { name: 'Taken over' }), 404, 'not_found')
    })

  test('a clinic without a name, or in no time zone, is not opened', async () => {
    refused(await dora.as('POST', '/api/clinics', { timezone: 'x' }), 422, 'invalid_fields', 'name', 'timezone')
  })
})
