import { type Cipheriv, createCipheriv, timingSafeEqual } from 'node:crypto'
import type { EpochMs } from '../calendar/interval.ts'
import type { RosteredPractitioner, RosteredService } from '../clinics/roster.ts'

/**
 * A slot's id says what was offered and proves that this agent offered it, so that an invented one is known at once.
 * Bytes: 4 start in minutes since 1970 (the top two bits: a service, a practitioner was asked for), 2 duration in
 * minutes, 4 the service's and 4 the practitioner's last bytes where asked for, 6 of a keyed proof. 16 to 27
 * characters of base64url.
 */
export type OfferedSlot = {
  from: EpochMs
  durationMinutes: number
  service?: RosteredService
  practitioner?: RosteredPractitioner
}

const blockBytes = 16
const proofBytes = 6
const withService = 0x8000_0000
const withPractitioner = 0x4000_0000

/** Mints the ids of one answer in one go: to set up a cipher and buffers for each slot costs more than its proof. */
export function mintSlotIds(key: Buffer, slots: readonly OfferedSlot[]): string[] {
  const blocks = Buffer.alloc(blockBytes * slots.length)
  const sizes = slots.map((slot, i) => writeBody(slot, blocks, blockBytes * i))
  const proofs = cipherOf(key).update(blocks)
  const id = Buffer.allocUnsafe(blockBytes + proofBytes)
  return sizes.map((size, i) => {
    blocks.copy(id, 0, blockBytes * i, blockBytes * i + size)
    proofs.copy(id, size, blockBytes * i, blockBytes * i + proofBytes)
    return id.toString('base64url', 0, size + proofBytes)
  })
}

/** Returns how many bytes it wrote. */
function writeBody({ from, durationMinutes, service, practitioner }: OfferedSlot, into: Buffer, at: number): number {
  const flags = (service ? withService : 0) + (practitioner ? withPractitioner : 0)
  let end = into.writeUInt16BE(durationMinutes, into.writeUInt32BE(from / 60_000 + flags, at))
  for (const named of [service, practitioner]) if (named) end += into.write(named.id.slice(-8), end, 'hex')
  return end - at
}

/** undefined for an id that this agent never offered, or whose service or practitioner is no longer there. */
export function readSlotId(
  key: Buffer,
  id: string,
  roster: { services: readonly RosteredService[]; practitioners: readonly RosteredPractitioner[] },
): OfferedSlot | undefined {
  const bytes = Buffer.from(id, 'base64url')
  if (bytes.length < 6 + proofBytes || bytes.length > 14 + proofBytes || bytes.toString('base64url') !== id)
    return undefined
  const body = bytes.subarray(0, -proofBytes)
  if (!timingSafeEqual(bytes.subarray(-proofBytes), proofOf(key, body))) return undefined
  const head = body.readUInt32BE(0)
  // the proof does not tell trailing zeros from padding, the flags do
  if (body.length !== 6 + (head & withService ? 4 : 0) + (head & withPractitioner ? 4 : 0)) return undefined
  const afterService = head & withService ? 10 : 6
  const service = head & withService ? findTagged(roster.services, body.subarray(6, 10)) : undefined
  const practitioner =
    head & withPractitioner
      ? findTagged(roster.practitioners, body.subarray(afterService, afterService + 4))
      : undefined
  if ((head & withService && service === undefined) || (head & withPractitioner && practitioner === undefined))
    return undefined
  return {
    from: (head & 0x3fff_ffff) * 60_000,
    durationMinutes: body.readUInt16BE(4),
    ...(service && { service }),
    ...(practitioner && { practitioner }),
  }
}

const findTagged = <Row extends { id: string }>(rows: readonly Row[], tag: Buffer): Row | undefined =>
  rows.find((row) => tagOf(row).equals(tag))

// The end of a version 7 uuid is random.
const tagOf = (row: { id: string }): Buffer => Buffer.from(row.id.slice(-8), 'hex')

/**
 * A body is at most 14 bytes and its flags tell its length, so that padded with zeros it is one block, and no two are
 * the same block: AES-256 of it is a keyed proof.
 */
function proofOf(key: Buffer, body: Buffer): Buffer {
  const block = Buffer.alloc(blockBytes)
  body.copy(block)
  return cipherOf(key).update(block).subarray(0, proofBytes)
}

function cipherOf(key: Buffer): Cipheriv {
  const cipher = ciphers.get(key) ?? createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  ciphers.set(key, cipher)
  return cipher
}

// Without chaining and padding a cipher is as new after each whole block.
const ciphers = new WeakMap<Buffer, Cipheriv>()
