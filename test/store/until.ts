import { setTimeout as pause } from 'node:timers/promises'

/** Looks every few milliseconds until there is something to see, and gives up with a sentence after `patienceMs`. */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen | undefined | false> | Seen | undefined | false,
  patienceMs = 20_000,
): Promise<Seen> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > deadline) throw new Error(`${what}: waited ${patienceMs / 1000} s in vain`)
    await pause(10)
  }
}
