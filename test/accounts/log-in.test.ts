import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Answer, newDatabase, openClinic, openStage, type Stage } from '../cast.ts'
import { accepted, refused, tally } from '../http/owner/answers.ts'

const databaseUrl = await newDatabase()
const stage = await openStage({ databaseUrl })
const neighbour = await openStage({ databaseUrl })
const bea = await openClinic(stage, 'bea@example.com', 'Bea’s Clinic', 'UTC')
const carl = await openClinic(stage, 'carl@example.com', 'Carl’s Clinic', 'UTC')

const logIn = (email: string, password: string, at: Stage = stage, headers: Record<string, string> = {}) =>
  at.call('POST', '/api/auth/login', { body: { email, password }, headers })
const guess = (email: string, at: Stage = stage) => logIn(email, 'not the password', at)

async function guesses(email: string, count: number): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let n = 0; n < count; n++) answers.push(await guess(email))
  return answers
}

suite('logging in', () => {
  test('the right password gives a token to work with', async () => {
    const body = accepted(await logIn('bea@example.com', bea.password))
    assert.deepEqual([body.token_type, body.expires_in], ['Bearer', 3600])
    assert.deepEqual(body.user.clinics[0].id, bea.clinicId)
    accepted(await stage.call('GET', '/api/clinic', { bearer: body.access_token }))
  })

  test('an e-mail is the same in any case, and with blanks around it', async () => {
    accepted(await logIn('  BEA@Example.com ', bea.password))
  })

  test('a wrong password and an unknown e-mail get the same answer', async () => {
    const known = await guess('bea@example.com')
    const unknown = await guess('nobody@example.com')
    refused(known, 401, 'invalid_credentials')
    const said = ({ request_id: _, ...body }: Record<string, unknown>) => body
    assert.deepEqual(said(known.body), said(unknown.body))
  })

  test('a wrong password and an unknown e-mail are as much work', async () => {
    // processor time of this process, server and all: a busy machine does not change it
    const work = { known: [] as number[], unknown: [] as number[] }
    for (let n = 0; n < 5; n++)
      for (const [who, email] of [
        ['known', 'carl@example.com'],
        ['unknown', 'noone@example.com'],
      ] as const) {
        const begun = process.cpuUsage()
        await guess(email)
        const { user, system } = process.cpuUsage(begun)
        work[who].push(user + system)
      }
    const median = (of: number[]) => of.sort((a, b) => a - b)[2]!
    const [known, unknown] = [median(work.known), median(work.unknown)]
    // one argon2 more or less would be a factor of three and more
    assert.ok(unknown > known / 2 && unknown < known * 2, `${known} µs for a known one, ${unknown} µs for an unknown`)
    accepted(await logIn('carl@example.com', carl.password))
  })

  for (const [what, body] of [
    ['an empty password', { email: 'bea@example.com', password: '' }],
    ['no password', { email: 'bea@example.com' }],
    ['a number', { email: 'bea@example.com', password: 12345678 }],
  ] as const)
    test(`${what} is a faulty field`, async () => {
      refused(await stage.call('POST', '/api/auth/login', { body }), 422, 'invalid_fields', 'password')
    })

  test('an e-mail with a NUL in it is nobody’s', async () => {
    refused(await guess('be\u0000a@example.com'), 401, 'invalid_credentials')
  })
})

suite('ten failures in fifteen minutes', () => {
  test('after ten the right password is refused too, and told how long', async () => {
    const dora = await openClinic(stage, 'dora@example.com', 'Dora’s Clinic', 'UTC')
    assert.deepEqual(tally(await guesses('dora@example.com', 10)), { 401: 10 })
    const locked = await logIn('dora@example.com', dora.password)
    refused(locked, 429, 'too_many_failures')
    assert.equal(locked.headers.get('retry-after'), '900')
    // who is in stays in
    accepted(await dora.as('GET', '/api/clinic'))

    stage.clock.advance({ minutes: 14, seconds: 59 })
    refused(await logIn('dora@example.com', dora.password), 429, 'too_many_failures')
    stage.clock.advance({ seconds: 1 })
    accepted(await logIn('dora@example.com', dora.password))
  })

  test('an unknown e-mail is locked alike', async () => {
    await guesses('ghost@example.com', 10)
    refused(await guess('GHOST@example.com'), 429, 'too_many_failures')
  })

  test('they count for an e-mail, not for the clinic', async () => {
    const added = { email: 'colleague@example.com', password: 'a colleague’s password', role: 'manager' }
    accepted(await bea.as('POST', '/api/staff', added), 201)
    await guesses('bea@example.com', 10)
    refused(await logIn('bea@example.com', bea.password), 429, 'too_many_failures')
    accepted(await logIn(added.email, added.password))
    stage.clock.advance({ minutes: 15 })
  })

  test('the right password wipes the slate', async () => {
    for (const _ of [1, 2]) {
      assert.deepEqual(tally(await guesses('carl@example.com', 9)), { 401: 9 })
      accepted(await logIn('carl@example.com', carl.password))
    }
  })

  test('thirty guesses at once are ten tries', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => guess('carl@example.com')))
    assert.deepEqual(tally(all), { 401: 10, 429: 20 })
    refused(await logIn('carl@example.com', carl.password), 429, 'too_many_failures')
    stage.clock.advance({ minutes: 15 })
  })

  test('thirty guesses at once at two servers are ten tries', async () => {
    neighbour.clock.set(stage.clock.now().toString())
    const at = (n: number) => (n % 2 === 0 ? stage : neighbour)
    const all = await Promise.all(Array.from({ length: 30 }, (_, n) => guess('carl@example.com', at(n))))
    assert.deepEqual(tally(all), { 401: 10, 429: 20 })
    stage.clock.advance({ minutes: 15 })
    neighbour.clock.advance({ minutes: 15 })
  })

  test('fifteen at once with the right password all get in', async () => {
    const all = await Promise.all(Array.from({ length: 15 }, () => logIn('carl@example.com', carl.password)))
    assert.deepEqual(tally(all), { 200: 15 })
  })

  test('failures of a future that a clock set back has not seen do not count', async () => {
    await guesses('carl@example.com', 10)
    stage.clock.advance({ hours: -2 })
    accepted(await logIn('carl@example.com', carl.password))
    stage.clock.advance({ hours: 2 })
  })
})

suite('an address', () => {
  test('fails ten times as often as an e-mail may, and then waits; who gets in does not count', async () => {
    const stage = await openStage({ config: { LIMIT_FAILED_LOGINS: 1, TRUST_PROXY: true } })
    const emma = await openClinic(stage, 'emma@example.com', 'Emma’s Clinic', 'UTC')
    const from = (address: string, email: string, password = 'wrong') =>
      logIn(email, password, stage, { 'x-forwarded-for': address })
    const [one, other] = ['192.0.2.1', '192.0.2.2']
    for (let n = 0; n < 9; n++) refused(await from(one, `guess${n}@example.com`), 401, 'invalid_credentials')
    accepted(await from(one, emma.email, emma.password))
    refused(await from(one, 'guess9@example.com'), 401, 'invalid_credentials')
    refused(await from(one, emma.email, emma.password), 429, 'too_many_failures')
    accepted(await from(other, emma.email, emma.password))
  })

  test('a dozen people behind one address, where ten failures are too many, get in at once', async () => {
    const stage = await openStage({ config: { LIMIT_FAILED_LOGINS: 1 } })
    const emma = await openClinic(stage, 'emma@example.com', 'Emma’s Clinic', 'UTC')
    await stage.sql.query(
      `insert into users (email, password_hash)
       select 'colleague' || n || '@example.com', password_hash from users, generate_series(1, 12) n`,
    )
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) => logIn(`colleague${n + 1}@example.com`, emma.password, stage)),
    )
    assert.deepEqual(tally(all), { 200: 12 })
  })
})
