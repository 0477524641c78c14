import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { currentSigningKey, rotateSigningKey } from '../../src/accounts/signing-keys.ts'
import { aMondayMorning, newDatabase, openClinic, openStage, type Stage } from '../cast.ts'
import { accepted, cookieOf, refused } from '../http/owner/answers.ts'

const databaseUrl = await newDatabase()
const stage = await openStage({ databaseUrl })
const bea = await openClinic(stage, 'bea@example.com', 'Bea’s Clinic', 'UTC')
const carl = await openClinic(stage, 'carl@example.com', 'Carl’s Clinic', 'UTC')

const logIn = async (at: Stage = stage): Promise<string> =>
  accepted(await at.call('POST', '/api/auth/login', { body: { email: bea.email, password: bea.password } }))
    .access_token
const me = (bearer: string, at: Stage = stage) => at.call('GET', '/api/auth/me', { bearer })
const kidOf = (token: string) => decodeProtectedHeader(token).kid!

suite('the life of an access token', () => {
  test('it ends after an hour, with two minutes for a clock that is off', async () => {
    stage.clock.set(aMondayMorning)
    const token = await logIn()
    stage.clock.advance({ minutes: 60, seconds: 119 })
    accepted(await me(token))
    stage.clock.advance({ seconds: 2 })
    refused(await me(token), 401, 'unauthorized')
    refused(await stage.call('GET', '/api/clinic', { bearer: token }), 401, 'unauthorized')
    stage.clock.set(aMondayMorning)
  })

  test('SESSION_MINUTES sets it', async () => {
    const brief = await openStage({ databaseUrl, config: { SESSION_MINUTES: 5 } })
    const { exp, iat } = decodeJwt(await logIn(brief))
    assert.equal(exp! - iat!, 300)
  })

  test('a server that starts again at an earlier instant knows its tokens', async () => {
    const token = await logIn()
    const earlier = await openStage({ databaseUrl, now: '2025-01-01T00:00:00Z' })
    accepted(await me(token, earlier))
    accepted(await me(await logIn(earlier), earlier))
  })
})

suite('what is no token of ours', async () => {
  const { id: kid, secret } = await currentSigningKey(stage.server.house)
  const genuine = decodeJwt(bea.bearer)
  const sign = (payload: JWTPayload, header: Record<string, unknown> = {}, key: Uint8Array = secret) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid, typ: 'JWT', ...header }).sign(key)
  const without = (claim: string) => Object.fromEntries(Object.entries(genuine).filter(([name]) => name !== claim))
  const [head, body, signature] = bea.bearer.split('.') as [string, string, string]
  const asCarl = Buffer.from(JSON.stringify({ ...genuine, sub: carl.userId })).toString('base64url')
  const noneHead = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url')

  test('the very same claims signed with the key are one', async () => {
    accepted(await me(await sign(genuine)))
  })

  const forged: [string, string][] = [
    ['one that is not signed (alg none)', new UnsecuredJWT(genuine).encode()],
    ['one that says alg none and names the key', `${noneHead}.${body}.`],
    ['one that says alg none and keeps the signature', `${noneHead}.${body}.${signature}`],
    ['one signed with another algorithm', await sign(genuine, { alg: 'HS512' })],
    ['one signed with another key', await sign(genuine, {}, new Uint8Array(32))],
    ['one that names another key', await sign(genuine, { kid: randomUUID() })],
    ['one that names no key', await sign(genuine, { kid: undefined })],
    ['one that names something else for a key', await sign(genuine, { kid: "x' or true --" })],
    ['one whose user was exchanged', `${head}.${asCarl}.${signature}`],
    ['one whose signature was altered', `${head}.${body}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`],
    ['one without a signature', `${head}.${body}.`],
    ['one of another issuer', await sign({ ...genuine, iss: 'somebody' })],
    ['one that never ends', await sign(without('exp'))],
    ['one without a session', await sign(without('sid'))],
    ['one without a user', await sign(without('sub'))],
    ['one whose session is somebody else’s', await sign({ ...genuine, sid: decodeJwt(carl.bearer).sid })],
    ['one whose session never was', await sign({ ...genuine, sid: randomUUID() })],
    ['one whose session is nonsense', await sign({ ...genuine, sid: 'nonsense' })],
    ['one that ended', await sign({ ...genuine, exp: genuine.exp! - 4_000 })],
    ['nonsense', 'nonsense'],
    ['nonsense in three parts', 'a.b.c'],
    ['an agent’s token', bea.token],
  ]
  for (const [what, token] of forged)
    test(`${what} is refused`, async () => {
      refused(await me(token), 401, 'unauthorized')
      refused(await stage.call('GET', '/api/clinic', { bearer: token }), 401, 'unauthorized')
    })

  test('a token is taken from the Authorization header and nowhere else', async () => {
    refused(await stage.call('GET', `/api/auth/me?access_token=${bea.bearer}`), 401, 'unauthorized')
    refused(
      await stage.call('GET', '/api/auth/me', { headers: { cookie: `access_token=${bea.bearer}` } }),
      401,
      'unauthorized',
    )
    refused(await stage.call('GET', '/api/auth/me', { headers: { authorization: bea.bearer } }), 401, 'unauthorized')
  })
})

suite('the signing key', () => {
  test('is in the database encrypted only', async () => {
    const { secret } = await currentSigningKey(stage.server.house)
    const { rows } = await stage.sql.query('select ciphertext from signing_keys')
    for (const { ciphertext } of rows) {
      assert.ok(!ciphertext.includes(Buffer.from(secret)))
      assert.ok(!ciphertext.includes(Buffer.from(secret).toString('base64')))
    }
  })

  test('changes without ending a token; new ones are signed with the new one', async () => {
    const before = await logIn()
    await rotateSigningKey(stage.server.house)
    const after = await logIn()
    assert.notEqual(kidOf(after), kidOf(before))
    accepted(await me(before))
    accepted(await me(after))
  })

  test('changes by itself after thirty days, and the old one goes when its last token has ended', async () => {
    const stage = await openStage()
    const dora = await openClinic(stage, 'dora@example.com', 'Dora’s Clinic', 'UTC')
    const logIn = async (): Promise<string> =>
      accepted(await stage.call('POST', '/api/auth/login', { body: { email: dora.email, password: dora.password } }))
        .access_token
    stage.clock.advance({ hours: 30 * 24 - 1, minutes: 59 })
    const last = await logIn()
    assert.equal(kidOf(last), kidOf(dora.bearer))
    stage.clock.advance({ minutes: 2 })
    const first = await logIn()
    assert.notEqual(kidOf(first), kidOf(last))
    accepted(await me(last, stage))
    stage.clock.advance({ hours: 30 * 24 })
    await logIn()
    const { rows } = await stage.sql.query('select id from signing_keys')
    assert.deepEqual(rows.map(({ id }) => id).includes(kidOf(last)), false)
  })
})

suite('a new VAMI_SECRET', async () => {
  const moved = await openStage({
    databaseUrl,
    config: { VAMI_SECRET: 'another secret of more than thirty-two characters' },
  })

  test('ends access tokens; logging in again works', async () => {
    const old = await logIn()
    refused(await me(old, moved), 401, 'unauthorized')
    const fresh = await logIn(moved)
    accepted(await me(fresh, moved))
  })

  test('leaves refresh cookies and agents’ tokens at work', async () => {
    const credentials = { email: bea.email, password: bea.password }
    const { value } = cookieOf(await stage.call('POST', '/api/auth/login', { body: credentials }))
    accepted(await moved.call('POST', '/api/auth/refresh', { headers: { cookie: `vami_refresh=${value}` } }))
    const call = { token: bea.token, body: { date: '2026-12-15' } }
    assert.equal((await moved.call('POST', `/api/agent-actions/check-availability/${bea.agentId}`, call)).status, 200)
  })

  test('the token can no longer be shown, so the reveal says to regenerate it, and then it is shown', async () => {
    const bearer = await logIn(moved)
    const path = `/api/agents/${bea.agentId}`
    const lost = accepted(await moved.call('GET', `${path}/api-token`, { bearer }))
    assert.equal(lost.api_token, null)
    assert.match(lost.message, /regenerate/)
    assert.equal(lost.token_preview, `${bea.token.slice(0, 12)}...${bea.token.slice(-6)}`)
    const made = accepted(await moved.call('POST', `${path}/regenerate-token`, { bearer }))
    const shown = accepted(await moved.call('GET', `${path}/api-token`, { bearer }))
    assert.equal(shown.api_token, made.api_token)
    const { rows } = await moved.sql.query(
      "select outcome from audit where action = 'reveal_agent_token' and subject_id = $1 order by id",
      [bea.agentId],
    )
    assert.deepEqual(
      rows.map(({ outcome }) => outcome),
      ['shown', 'key_lost', 'shown'],
    )
  })
})
