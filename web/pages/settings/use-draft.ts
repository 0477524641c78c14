import { useState } from 'react'

/**
 * What is being typed over what is saved. Only the differences are kept, so that what somebody else saves meanwhile in
 * the other fields shows here too, and is not written back. `suggested` stands there as if it had been typed.
 */
export function useDraft<T extends object>(saved: T, suggested: Partial<T> = {}) {
  const [typed, setTyped] = useState(suggested)
  const changed = changesOf(saved, typed)
  return {
    draft: { ...saved, ...typed } as T,
    changed,
    dirty: Object.keys(changed).length > 0,
    set: (change: Partial<T>) => setTyped((before) => ({ ...before, ...change })),
    // what stands here now: what is typed while this is being saved stays
    discard: () => setTyped((now) => without(now, typed)),
  }
}

/** What is written, so that what somebody else has changed of the rest stays. */
export const changesOf = <T extends object>(before: Partial<T>, after: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isSame(value, before[key as keyof T])),
  ) as Partial<T>

const without = <T extends object>(now: Partial<T>, gone: Partial<T>): Partial<T> =>
  Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== gone[key as keyof T])) as Partial<T>

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
