import type { Clock } from '../clock.ts'
import { problem } from '../problems.ts'

/** Lets `burst` requests through at once and `perMinute` on average, for each key. */
export type RateLimit = {
  /** Throws `too_many_requests` with the seconds to wait. */
  take(key: string): void
}

type Bucket = { left: number; at: number }

// Above this many callers the ones whose bucket has filled up again are forgotten: a full bucket is a new one.
const manyKeys = 10_000

/** Counts in the process: a limit against floods need not be exact over several instances. */
export function rateLimit(clock: Clock, perMinute: number, burst: number): RateLimit {
  const buckets = new Map<string, Bucket>()
  const filledAt = (bucket: Bucket, now: number) =>
    Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) * perMinute) / 60_000)
  const sweep = (now: number) => {
    for (const [key, bucket] of buckets) if (filledAt(bucket, now) >= burst) buckets.delete(key)
    // a flood of keys: better to forget all than to grow
    if (buckets.size > manyKeys) buckets.clear()
  }
  return {
    take: (key) => {
      const now = clock.now().epochMilliseconds
      if (buckets.size > manyKeys) sweep(now)
      const bucket = buckets.get(key) ?? { left: burst, at: now }
      const left = filledAt(bucket, now)
      buckets.set(key, { left: left < 1 ? left : left - 1, at: now })
      if (left < 1) throw problem('too_many_requests', { retryAfter: Math.ceil(((1 - left) * 60) / perMinute) })
    },
  }
}
