import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Encrypts small secrets at rest, and marks what is not kept, with keys derived from VAMI_SECRET, one key a purpose. */
export type Secrets = {
  seal(purpose: Purpose, plaintext: string): Buffer
  /** undefined when it was sealed with another secret, or altered */
  open(purpose: Purpose, ciphertext: Buffer): string | undefined
  /** 32 bytes that are the same for the same text, and tell nobody without the secret which text it was */
  mark(purpose: Purpose, text: string): Buffer
}

type Purpose = 'agent-token' | 'signing-key' | 'caller' | 'calendar-feed'

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the ciphertext. */
export function secretsFrom(secret: string): Secrets {
  const keys = new Map<Purpose, Buffer>()
  const keyFor = (purpose: Purpose) => {
    const known = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', secret, 'vami', purpose, 32))
    keys.set(purpose, known)
    return known
  }
  return {
    mark: (purpose, text) => createHmac('sha256', keyFor(purpose)).update(text).digest(),
    seal: (purpose, plaintext) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open: (purpose, ciphertext) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), ciphertext.subarray(0, 12), {
          authTagLength: 16,
        })
        decipher.setAuthTag(ciphertext.subarray(12, 28))
        return Buffer.concat([decipher.update(ciphertext.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/**
 * The secret in the data folder, made at the first start (mode 600). Two processes that start at once agree on one:
 * it is written beside and linked into place, which fails for whoever comes second.
 */
export function secretInFolder(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  const path = join(dataFolder, 'secret')
  const draft = `${path}.${process.pid}`
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, 'utf8').trim()
}
