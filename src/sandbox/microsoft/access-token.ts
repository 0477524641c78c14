import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { isObject, readJson } from '../vendor-answer.ts'

/** What a token says of the application that carries it. */
export type AppToken = { clientId: string; roles: string[] }

export type Tokens = {
  /** seconds that a token lives, as Microsoft's answer names them */
  lifetime: number
  issue(holder: AppToken): string
  read(token: string): AppToken | 'malformed' | 'expired'
}

/** Tokens that only this process signs and reads, so that forgetting the sandbox's state ends none of them. */
export function openTokens(clock: Clock): Tokens {
  const key = randomBytes(32)
  const lifetime = 3_599
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url')
  const seconds = () => Math.floor(clock.now().epochMilliseconds / 1_000)
  return {
    lifetime,
    issue: ({ clientId, roles }) => {
      const claims = {
        aud: 'https://graph.microsoft.com',
        appid: clientId,
        roles,
        iat: seconds(),
        exp: seconds() + lifetime,
      }
      const text = [{ typ: 'JWT', alg: 'HS256' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
      return `${text}.${sign(text)}`
    },
    read: (token) => {
      const end = token.lastIndexOf('.')
      const text = token.slice(0, end)
      if (end < 0 || sign(text) !== token.slice(end + 1)) return 'malformed'
      const claims = readJson(Buffer.from(text.split('.')[1] ?? '', 'base64url'))
      if (!isObject(claims)) return 'malformed'
      if (seconds() >= (claims.exp as number)) return 'expired'
      return { clientId: claims.appid as string, roles: claims.roles as string[] }
    },
  }
}
