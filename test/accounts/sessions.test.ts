import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { type Answer, newDatabase, openClinic, openStage, type Stage } from '../cast.ts'
import { accepted, cookieOf, refused, tally } from '../http/owner/answers.ts'
import { waitsForALock, whileOpen } from '../http/owner/waiting.ts'

const databaseUrl = await newDatabase()
const stage = await openStage({ databaseUrl })
const neighbour = await openStage({ databaseUrl })
const bea = await openClinic(stage, 'bea@example.com', 'Bea’s Clinic', 'UTC')

const logIn = (password = bea.password) =>
  stage.call('POST', '/api/auth/login', { body: { email: bea.email, password } })
const refresh = (cookie: string, at: Stage = stage) =>
  at.call('POST', '/api/auth/refresh', { headers: { cookie: `vami_refresh=${cookie}` } })
const me = (bearer: string, at: Stage = stage) => at.call('GET', '/api/auth/me', { bearer })

/** A session of its own: its access token and its cookie. */
async function newSession(): Promise<{ bearer: string; cookie: string }> {
  const answer = await logIn()
  return { bearer: accepted(answer).access_token, cookie: cookieOf(answer).value }
}

suite('the refresh cookie', () => {
  test('no script can read it, no other site can send it, and only the accounts see it', async () => {
    const { attributes } = cookieOf(await logIn())
    assert.deepEqual(attributes.sort(), ['HttpOnly', 'Max-Age=2592000', 'Path=/api/auth', 'SameSite=Strict'])
  })

  test('it goes over https only where the server is reached by https', async () => {
    const safe = await openStage({ databaseUrl, config: { PUBLIC_URL: 'https://desk.example.com' } })
    const answer = await safe.call('POST', '/api/auth/login', { body: { email: bea.email, password: bea.password } })
    assert.ok(cookieOf(answer).attributes.includes('Secure'))
  })

  test('only its SHA-256 is in the database', async () => {
    const { cookie } = await newSession()
    const { rows } = await stage.sql.query('select token_hash, s::text as row from sessions s')
    const hash = createHash('sha256').update(cookie).digest()
    assert.equal(rows.filter(({ token_hash }) => hash.equals(token_hash)).length, 1)
    assert.ok(!rows.some(({ row }) => row.includes(cookie) || row.includes(Buffer.from(cookie).toString('hex'))))
  })

  test('it gives a new access token, on every server', async () => {
    const { cookie } = await newSession()
    for (const server of [stage, neighbour]) {
      const body = accepted(await refresh(cookie, server))
      assert.equal(body.user.email, bea.email)
      accepted(await me(body.access_token))
    }
  })

  test('without it, or with one that is not ours, there is no access token', async () => {
    refused(await stage.call('POST', '/api/auth/refresh'), 401, 'unauthorized')
    const { cookie } = await newSession()
    for (const altered of ['', 'nonsense', `${cookie}x`, cookie.slice(1)])
      refused(await refresh(altered), 401, 'unauthorized')
  })

  test('it lives thirty days after its last use', async () => {
    const { cookie } = await newSession()
    const unused = await newSession()
    stage.clock.advance({ hours: 29 * 24 })
    accepted(await refresh(cookie))
    stage.clock.advance({ hours: 24 })
    refused(await refresh(unused.cookie), 401, 'unauthorized')
    stage.clock.advance({ hours: 28 * 24 })
    accepted(await refresh(cookie))
    stage.clock.advance({ hours: 30 * 24 })
    refused(await refresh(cookie), 401, 'unauthorized')
    stage.clock.set(neighbour.clock.now().toString())
  })
})

suite('logging out', () => {
  test('ends the session’s access tokens and its cookie at once, on every server', async () => {
    const session = await newSession()
    const fresh = accepted(await refresh(session.cookie)).access_token
    const out = await stage.call('POST', '/api/auth/logout', { bearer: session.bearer })
    assert.equal(out.status, 204)
    assert.match(out.headers.getSetCookie()[0]!, /^vami_refresh=;.*Path=\/api\/auth.*Expires=Thu, 01 Jan 1970/)
    for (const server of [stage, neighbour]) {
      for (const bearer of [session.bearer, fresh]) {
        refused(await me(bearer, server), 401, 'unauthorized')
        refused(await server.call('GET', '/api/clinic', { bearer }), 401, 'unauthorized')
      }
      refused(await refresh(session.cookie, server), 401, 'unauthorized')
    }
  })

  test('leaves other sessions alone', async () => {
    const [here, there] = [await newSession(), await newSession()]
    accepted(await stage.call('POST', '/api/auth/logout', { bearer: here.bearer }), 204)
    accepted(await me(there.bearer))
    accepted(await refresh(there.cookie))
  })
})

suite('changing the password', () => {
  const change = (bearer: string, current_password: string, new_password: string): Promise<Answer> =>
    stage.call('POST', '/api/auth/password', { bearer, body: { current_password, new_password } })

  test('the current one must be right, and the new one long enough', async () => {
    const { bearer } = await newSession()
    refused(await change(bearer, 'not the password', 'a new password'), 401, 'invalid_credentials')
    refused(await change(bearer, bea.password, 'short'), 422, 'invalid_fields', 'new_password')
    accepted(await logIn())
  })

  test('ends every session but the one that changed it', async () => {
    const [mine, stolen] = [await newSession(), await newSession()]
    accepted(await change(mine.bearer, bea.password, 'a new password'), 204)
    accepted(await me(mine.bearer))
    accepted(await refresh(mine.cookie))
    for (const server of [stage, neighbour]) {
      refused(await me(stolen.bearer, server), 401, 'unauthorized')
      refused(await refresh(stolen.cookie, server), 401, 'unauthorized')
    }
    refused(await logIn(), 401, 'invalid_credentials')
    accepted(await logIn('a new password'))
    accepted(await change(mine.bearer, 'a new password', bea.password), 204)
  })

  test('guessing the current one is throttled like logging in', async () => {
    const { bearer } = await newSession()
    const all = await Promise.all(Array.from({ length: 12 }, () => change(bearer, 'not it', 'a new password')))
    assert.deepEqual(tally(all), { 401: 10, 429: 2 })
    refused(await change(bearer, bea.password, 'a new password'), 429, 'too_many_failures')
    refused(await logIn(), 429, 'too_many_failures')
    stage.clock.advance({ minutes: 15 })
    accepted(await logIn())
  })

  test('ends a log-in with the old one that is under way', async () => {
    const changed = await hashPassword('changed meanwhile')
    const change = 'update users set password_hash = $1 where email = $2'
    const { late } = await whileOpen(
      stage,
      (other) => other.query(change, [changed, bea.email]),
      async () => {
        const late = logIn()
        await waitsForALock(stage)
        return { late }
      },
    )
    refused(await late, 401, 'invalid_credentials')
  })
})
