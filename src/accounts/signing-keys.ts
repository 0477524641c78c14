import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { House } from '../house.ts'

export type SigningKey = { id: string; secret: Uint8Array }

const rotatedAfter = { hours: 24 * 30 }
// A clock may run ahead by this much, or have been set back between two starts.
const skew = { seconds: 120 }

/** Keys this process has opened, by id. They never change, so this needs no invalidation. */
const opened = new WeakMap<House['secrets'], Map<string, SigningKey>>()

/**
 * The key to sign with: the newest one that this server can open, at most 30 days old. Makes the next one when it is
 * time, or when VAMI_SECRET has changed. Two instances may each make one; both verify.
 */
export async function currentSigningKey(house: House): Promise<SigningKey> {
  const now = house.clock.now()
  const rows = await house.sql<Row>`
    select id, ciphertext, created_at from signing_keys order by created_at desc, id desc limit 5`
  const fresh = rows.filter((row) => Temporal.Instant.compare(row.created_at, now.subtract(rotatedAfter)) > 0)
  for (const row of fresh) {
    const key = openKey(house, row)
    if (key !== undefined) return key
  }
  return rotateSigningKey(house)
}

/** Makes a new key and signs with it from now on; tokens of the old one stay valid until they expire. */
export async function rotateSigningKey(house: House): Promise<SigningKey> {
  const id = randomUUIDv7()
  const secret = randomBytes(32)
  const ciphertext = house.secrets.seal('signing-key', secret.toString('base64'))
  await house.sql`insert into signing_keys (id, ciphertext, created_at) values (${id}, ${ciphertext}, ${house.clock.now()})`
  await dropExpired(house)
  return { id, secret }
}

/** The key a token names; undefined when there is none or it cannot be opened. */
export async function findSigningKey(house: House, id: string): Promise<SigningKey | undefined> {
  const known = opened.get(house.secrets)?.get(id)
  if (known !== undefined) return known
  const [row] = await house.sql<Row>`select id, ciphertext, created_at from signing_keys where id = ${id}::uuid`
  return row === undefined ? undefined : openKey(house, row)
}

type Row = { id: string; ciphertext: Buffer; created_at: Temporal.Instant }

function openKey(house: House, row: Row): SigningKey | undefined {
  const secret = house.secrets.open('signing-key', row.ciphertext)
  if (secret === undefined) return undefined
  const key = { id: row.id, secret: Buffer.from(secret, 'base64') }
  const keys = opened.get(house.secrets) ?? new Map<string, SigningKey>()
  opened.set(house.secrets, keys.set(row.id, key))
  return key
}

/** A key outlives its rotation by the life of the last token it may have signed. */
async function dropExpired(house: House): Promise<void> {
  const oldest = house.clock
    .now()
    .subtract(rotatedAfter)
    .subtract({ minutes: house.config.SESSION_MINUTES })
    .subtract(skew)
  await house.sql`delete from signing_keys where created_at < ${oldest}`
}
