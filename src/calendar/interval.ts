/** milliseconds since 1970-01-01T00:00Z, always whole */
export type EpochMs = number

/** half-open: [from, to) */
export type Interval = { from: EpochMs; to: EpochMs }

/** Sorted, with overlapping and touching intervals joined; empty ones drop out. The input stays as it is. */
export function merge(intervals: readonly Interval[]): Interval[] {
  return join(intervals, (before, next) => next.from <= before.to)
}

/**
 * Like `merge`, but intervals that only touch stay two. Two stretches of a day, 9:00–12:15 and 12:15–17:00, were
 * written as two because the second counts its slots from 12:15.
 */
export function mergeOverlapping(intervals: readonly Interval[]): Interval[] {
  return join(intervals, (before, next) => next.from < before.to)
}

/** What lies in both; each list sorted and without overlaps, as `merge` and `mergeOverlapping` leave them. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const one = a[i]!
    const other = b[j]!
    const from = Math.max(one.from, other.from)
    const to = Math.min(one.to, other.to)
    if (from < to) common.push({ from, to })
    if (one.to <= other.to) i++
    else j++
  }
  return common
}

/** Does [from, to) meet any of `busy`, which `merge` has sorted and joined? Touching is not meeting. */
export function overlaps(busy: readonly Interval[], from: EpochMs, to: EpochMs): boolean {
  let low = 0
  let high = busy.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (busy[middle]!.to <= from) low = middle + 1
    else high = middle
  }
  const first = busy[low]
  return first !== undefined && first.from < to && from < to
}

function join(intervals: readonly Interval[], belongs: (before: Interval, next: Interval) => boolean): Interval[] {
  const sorted = intervals.filter((each) => each.from < each.to)
  if (sorted.length > 1) sorted.sort((a, b) => a.from - b.from)
  const joined: Interval[] = []
  let last: Interval | undefined
  for (const next of sorted) {
    if (last !== undefined && belongs(last, next)) last.to = Math.max(last.to, next.to)
    else {
      last = { from: next.from, to: next.to }
      joined.push(last)
    }
  }
  return joined
}
