import type { EpochMs } from '../../../src/calendar/interval.ts'
import { MINUTE } from '../../../src/calendar/wall-clock.ts'
import { type AxisMinute, endOnAxis, fromAxis, toAxis } from './calendar-axis.ts'
import type { Box, Grid } from './calendar-layout.ts'

/** Where something would stand if it were let go now. */
export type Placing = { column: number; starts: EpochMs; ends: EpochMs; from: AxisMinute; to: AxisMinute }

export function placedAt({ columns }: Grid, column: number, starts: EpochMs, ends: EpochMs): Placing {
  const { day } = columns[column]!
  return { column, starts, ends, from: toAxis(day, starts), to: endOnAxis(day, ends) }
}

/** Moved to a place on the axis; it keeps its length in time, also over a change of clocks. */
export function movedTo(grid: Grid, column: number, at: AxisMinute, length: number): Placing {
  const { day } = grid.columns[column]!
  const starts = Math.min(fromAxis(day, Math.max(0, at)), day.to - 5 * MINUTE)
  return placedAt(grid, column, starts, starts + length)
}

/** Its end pulled to a place on the axis; at least `least` minutes stay, and at most a day. */
export function endedAt(grid: Grid, column: number, starts: EpochMs, at: AxisMinute, least: number): Placing {
  const { day } = grid.columns[column]!
  const ends = Math.max(starts + least * MINUTE, fromAxis(day, at))
  return placedAt(grid, column, starts, Math.min(ends, starts + 24 * 60 * MINUTE))
}

/** New time between two places, whichever is above. */
export function drawnFrom(grid: Grid, column: number, one: AxisMinute, other: AxisMinute, least: number): Placing {
  const { day } = grid.columns[column]!
  const starts = fromAxis(day, Math.min(one, other))
  const ends = Math.max(fromAxis(day, Math.max(one, other)), starts + least * MINUTE)
  return placedAt(grid, column, starts, ends)
}

export const snapped = (at: AxisMinute, step: number): AxisMinute => Math.round(at / step) * step
export const snappedDown = (at: AxisMinute, step: number): AxisMinute => Math.floor(at / step) * step

/** A step by the keys; `undefined` where the grid ends. */
export function stepped(grid: Grid, now: Placing, key: string, isResize: boolean): Placing | undefined {
  const length = now.ends - now.starts
  const { day } = grid.columns[now.column]!
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const by = (key === 'ArrowUp' ? -15 : 15) * MINUTE
    if (isResize) return length + by < 5 * MINUTE ? undefined : placedAt(grid, now.column, now.starts, now.ends + by)
    const starts = now.starts + by
    return starts < day.from || starts >= day.to ? undefined : placedAt(grid, now.column, starts, starts + length)
  }
  const column = now.column + (key === 'ArrowLeft' ? -1 : 1)
  if (isResize || grid.columns[column] === undefined) return undefined
  // the same height is the same time of day
  return movedTo(grid, column, toAxis(day, now.starts), length)
}

export const placingOf = (grid: Grid, column: number, box: Box): Placing => placedAt(grid, column, box.starts, box.ends)

export const instantOf = (at: EpochMs): string => Temporal.Instant.fromEpochMilliseconds(at).toString()

/** `kind` says which end follows. */
export type Ghost = { placing: Placing; kind: 'move' | 'resize' | 'new'; title: string }

/** What the ghost shows; outside React's state, so that a drag draws one element anew and not the grid. */
export type GhostStore = {
  get(): { ghost: Ghost | null; said: string }
  /** `said` is read out */
  set(ghost: Ghost | null, said?: string): void
  subscribe(watcher: () => void): () => void
}

export function createGhostStore(): GhostStore {
  let now: ReturnType<GhostStore['get']> = { ghost: null, said: '' }
  const watchers = new Set<() => void>()
  return {
    get: () => now,
    set: (ghost, said = '') => {
      now = { ghost, said }
      for (const watcher of watchers) watcher()
    },
    subscribe: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
}
