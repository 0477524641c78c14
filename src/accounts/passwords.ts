import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2id = promisify(argon2).bind(undefined, 'argon2id')
// OWASP's minimum for argon2id, 48 ms on a small machine
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** A password as PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await argon2id({ message: password, nonce, ...cost })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** Takes as long for a user who does not exist (`undefined`) as for one who does. */
export async function passwordMatches(password: string, phc: string | undefined): Promise<boolean> {
  const parts = (phc ?? (await strangersHash())).split('$')
  const [, , , parameters, salt, hash] = parts
  const numbers = /^m=(\d+),t=(\d+),p=(\d+)$/.exec(parameters ?? '')
  if (numbers === null || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  const tag = await argon2id({
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(numbers[1]),
    passes: Number(numbers[2]),
    parallelism: Number(numbers[3]),
    tagLength: expected.length,
  })
  return timingSafeEqual(tag, expected) && phc !== undefined
}

let stranger: Promise<string> | undefined

function strangersHash(): Promise<string> {
  stranger ??= hashPassword(randomBytes(16).toString('hex'))
  return stranger
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
