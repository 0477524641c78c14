import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openStage, type Stage } from '../cast.ts'
import { accepted, refused, tally } from '../http/owner/answers.ts'
import { waitsForALock, whileOpen } from '../http/owner/waiting.ts'

const wish = (email: string, more: Record<string, unknown> = {}) => ({
  email,
  password: 'correct horse battery',
  clinic_name: 'Rita’s Clinic',
  ...more,
})
const register = (stage: Stage, body: unknown, headers: Record<string, string> = {}) =>
  stage.call('POST', '/api/auth/register', { body, headers })

const stage = await openStage()

suite('registration', () => {
  test('a new user is logged in and owns a clinic in their time zone', async () => {
    const body = accepted(await register(stage, wish('Rita@Example.com', { timezone: 'europe/berlin' })), 201)
    assert.equal(body.token_type, 'Bearer')
    assert.equal(body.expires_in, 3600)
    assert.equal(body.user.email, 'rita@example.com')
    assert.equal(body.user.clinics.length, 1)
    const [{ id, ...clinic }] = body.user.clinics
    assert.deepEqual(clinic, { name: 'Rita’s Clinic', timezone: 'Europe/Berlin', role: 'owner' })
    const me = accepted(await stage.call('GET', '/api/auth/me', { bearer: body.access_token }))
    assert.deepEqual(me, body.user)
  })

  test('a new clinic is open Monday to Friday nine to five, with one practitioner', async () => {
    const { access_token: bearer } = accepted(await register(stage, wish('nina@example.com')), 201)
    const clinic = accepted(await stage.call('GET', '/api/clinic', { bearer }))
    const day = [['09:00', '17:00']]
    const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] }
    assert.deepEqual(clinic.opening_hours, week)
    assert.equal(clinic.timezone, 'UTC')
    const { slot_minutes, buffer_minutes, minimum_notice_minutes, horizon_days, closures } = clinic
    assert.deepEqual([slot_minutes, buffer_minutes, minimum_notice_minutes, horizon_days], [30, 0, 0, 365])
    assert.deepEqual(closures, [])
    const { practitioners } = accepted(await stage.call('GET', '/api/practitioners', { bearer }))
    assert.equal(practitioners.length, 1)
    assert.equal(practitioners[0].opening_hours, null)
  })

  test('an e-mail has one account, in whatever case it is written', async () => {
    accepted(await register(stage, wish('olga@example.com')), 201)
    refused(await register(stage, wish('OLGA@example.COM', { password: 'another password' })), 409, 'email_taken')
  })

  test('of two registrations of one e-mail at once, one gets the account and the other is told', async () => {
    const both = await Promise.all([1, 2].map(() => register(stage, wish('twin@example.com'))))
    assert.deepEqual(tally(both), { 201: 1, 409: 1 })
    const { rows } = await stage.sql.query(
      "select count(*)::int as count from clinics c join users u on u.id = c.owner_id where u.email = 'twin@example.com'",
    )
    assert.equal(rows[0].count, 1)
  })

  const faults: [string, Record<string, unknown>, string[]][] = [
    [
      'no field at all',
      { email: undefined, password: undefined, clinic_name: undefined },
      ['clinic_name', 'email', 'password'],
    ],
    ['something that is no e-mail', { email: 'rita at example.com' }, ['email']],
    ['an e-mail without a domain', { email: 'rita@' }, ['email']],
    ['a password of seven characters', { password: '1234567' }, ['password']],
    ['a password of 201 characters', { password: 'x'.repeat(201) }, ['password']],
    ['a clinic without a name', { clinic_name: ' \u200b\u0000 ' }, ['clinic_name']],
    ['a name of 256 characters', { clinic_name: 'x'.repeat(256) }, ['clinic_name']],
    ['an unknown time zone', { timezone: 'Mars/Olympus' }, ['timezone']],
    ['an offset for a time zone', { timezone: '+05:00' }, ['timezone']],
    ['a number for a name', { clinic_name: 7 }, ['clinic_name']],
  ]
  for (const [fault, change, paths] of faults)
    test(`${fault} is refused, and named`, async () => {
      refused(await register(stage, wish('fay@example.com', change)), 422, 'invalid_fields', ...paths)
    })

  test('what is refused leaves nothing behind', async () => {
    const { rows } = await stage.sql.query("select 1 from users where email like 'fay%' or email like 'rita at%'")
    assert.equal(rows.length, 0)
  })

  test('the password is kept as argon2id and nothing else', async () => {
    accepted(await register(stage, wish('paul@example.com', { password: 'a password to look for' })), 201)
    const { rows } = await stage.sql.query(
      "select u.password_hash, u::text as row from users u where email = 'paul@example.com'",
    )
    assert.match(rows[0].password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    assert.ok(!rows[0].row.includes('a password to look for'))
  })
})

suite('who may register', () => {
  test('“first” lets the first user in and nobody after', async () => {
    const stage = await openStage({ config: { VAMI_REGISTRATION: 'first' } })
    accepted(await register(stage, wish('first@example.com')), 201)
    refused(await register(stage, wish('second@example.com')), 403, 'registration_closed')
  })

  test('of two first registrations at once one gets in', async () => {
    const stage = await openStage({ config: { VAMI_REGISTRATION: 'first' } })
    // both have seen that there is nobody yet before either can be written down
    const both = await whileOpen(
      stage,
      (other) => other.query('lock table users in share mode'),
      async () => {
        const both = [1, 2].map((n) => register(stage, wish(`first${n}@example.com`)))
        await waitsForALock(stage, 2)
        return both
      },
    )
    assert.deepEqual(tally(await Promise.all(both)), { 201: 1, 403: 1 })
    assert.equal((await stage.sql.query('select 1 from users')).rows.length, 1)
  })

  test('production means “first” unless it says otherwise', async () => {
    const stage = await openStage({ config: { NODE_ENV: 'production' } })
    accepted(await register(stage, wish('first@example.com')), 201)
    refused(await register(stage, wish('second@example.com')), 403, 'registration_closed')
  })

  test('“closed” lets nobody in, not even the first', async () => {
    const stage = await openStage({ config: { VAMI_REGISTRATION: 'closed' } })
    refused(await register(stage, wish('first@example.com')), 403, 'registration_closed')
  })
})

suite('thirty a minute', () => {
  test('the thirty-first registration from one address waits, for as long as it is told to', async () => {
    const stage = await openStage({ config: { VAMI_REGISTRATION: 'closed', TRUST_PROXY: true } })
    const from = (address: string) => register(stage, wish('many@example.com'), { 'x-forwarded-for': address })
    const asked = await Promise.all(Array.from({ length: 31 }, () => from('192.0.2.1')))
    assert.deepEqual(tally(asked), { 403: 30, 429: 1 })
    const late = asked.find(({ status }) => status === 429)!
    refused(late, 429, 'too_many_requests')
    const seconds = Number(late.headers.get('retry-after'))
    assert.equal(seconds, 2)
    refused(await from('192.0.2.2'), 403, 'registration_closed')
    stage.clock.advance({ seconds: seconds - 1 })
    refused(await from('192.0.2.1'), 429, 'too_many_requests')
    stage.clock.advance({ seconds: 1 })
    refused(await from('192.0.2.1'), 403, 'registration_closed')
  })

  test('an address that somebody claims in front of the proxy’s is not believed', async () => {
    const config = { VAMI_REGISTRATION: 'closed', TRUST_PROXY: true, LIMIT_REGISTRATIONS_PER_MINUTE: 1 } as const
    const stage = await openStage({ config })
    const claiming = (claimed: string) =>
      register(stage, wish('spoof@example.com'), { 'x-forwarded-for': `${claimed}, 192.0.2.9` })
    refused(await claiming('198.51.100.1'), 403, 'registration_closed')
    refused(await claiming('198.51.100.2'), 429, 'too_many_requests')
  })
})
