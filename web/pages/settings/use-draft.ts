import { useState } from 'react'

/**
 * What is being typed over what is saved. Only the differences are kept, so that what somebody else saves meanwhile in
 * the other fields shows here too, and is not written back.
 */
export function useDraft<T extends object>(saved: T) {
  const [typed, setTyped] = useState<Partial<T>>({})
  const changed = Object.fromEntries(
    Object.entries(typed).filter(([key, value]) => !isSame(value, saved[key as keyof T])),
  ) as Partial<T>
  return {
    draft: { ...saved, ...typed } as T,
    changed,
    dirty: Object.keys(changed).length > 0,
    set: (change: Partial<T>) => setTyped((before) => ({ ...before, ...change })),
    // what stands here now: what is typed while this is being saved stays
    discard: () => setTyped((now) => without(now, typed)),
  }
}

const without = <T extends object>(now: Partial<T>, gone: Partial<T>): Partial<T> =>
  Object.fromEntries(Object.entries(now).filter(([key, value]) => value !== gone[key as keyof T])) as Partial<T>

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
