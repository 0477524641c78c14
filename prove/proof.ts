import { setTimeout as pause } from 'node:timers/promises'

/** What a proof has to show: rows of a table, and sentences about rules that were broken; none means that all held. */
export type Proof = { rows: Row[]; violations: string[] }

export type Row = Record<string, string | number>

/** Looks every few milliseconds until there is something to see; throws a sentence after `patienceMs`. */
export async function waitFor<Seen>(
  what: string,
  look: () => Promise<Seen | undefined | false> | Seen | undefined | false,
  patienceMs = 120_000,
): Promise<Seen> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > deadline) throw new Error(`${what}: waited ${patienceMs / 1000} s in vain`)
    await pause(10)
  }
}

/** A moment nobody chose, up to `most` milliseconds from now. */
export const anyMoment = (most: number): Promise<void> => pause(Math.random() * most)

/** The value below which a share of the sorted values lies, rounded. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

export const seconds = (ms: number): number => Math.round(ms / 10) / 100
