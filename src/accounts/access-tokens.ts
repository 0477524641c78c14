import type { House } from '../house.ts'
import { currentSigningKey, findSigningKey } from './signing-keys.ts'

const issuer = 'vami'
const algorithm = 'HS256'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// 16 ms of each start; loaded with the first token.
const jose = () => import('jose')

/** Whose token it is, and the session that it ends with. */
export type Claims = { userId: string; sessionId: string; expiresAt: Temporal.Instant }

/** A signed token for a session. `expiresIn` is in seconds. */
export async function issueAccessToken(house: House, userId: string, sessionId: string) {
  const { SignJWT } = await jose()
  const key = await currentSigningKey(house)
  const expiresIn = house.config.SESSION_MINUTES * 60
  const issuedAt = Math.floor(house.clock.now().epochMilliseconds / 1000)
  const token = await new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: algorithm, kid: key.id, typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(userId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + expiresIn)
    .sign(key.secret)
  return { token, expiresIn }
}

/**
 * Reads a token; undefined for anything that is not a live token of ours. The clock may be 120 seconds behind the one
 * that signed it, and further: there is no `nbf`, so a server restarted at an earlier instant still knows its tokens.
 */
export async function readAccessToken(house: House, token: string): Promise<Claims | undefined> {
  const { decodeProtectedHeader, jwtVerify } = await jose()
  try {
    const { kid } = decodeProtectedHeader(token)
    if (kid === undefined || !uuid.test(kid)) return undefined
    const key = await findSigningKey(house, kid)
    if (key === undefined) return undefined
    const { payload } = await jwtVerify(token, key.secret, {
      algorithms: [algorithm],
      issuer,
      requiredClaims: ['sub', 'sid', 'exp'],
      clockTolerance: 120,
      // jose takes a Date here and nothing else
      currentDate: new globalThis.Date(house.clock.now().epochMilliseconds),
    })
    return claimsOf(payload.sub, payload.sid, payload.exp)
  } catch (error) {
    if (isFaultOfTheToken(error)) return undefined
    throw error
  }
}

function claimsOf(sub: unknown, sid: unknown, exp: unknown): Claims | undefined {
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return undefined
  if (!uuid.test(sub) || !uuid.test(sid)) return undefined
  return { userId: sub, sessionId: sid, expiresAt: Temporal.Instant.fromEpochMilliseconds(exp * 1000) }
}

/** jose's own errors carry a code that begins with ERR_J; a malformed header is a TypeError. */
function isFaultOfTheToken(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return error instanceof TypeError || (typeof code === 'string' && code.startsWith('ERR_J'))
}
