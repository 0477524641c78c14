import { useEffect, useState } from 'react'
import type { Column } from './calendar-layout.ts'

// with their style and layout about half a frame's work
const mostAtOnce = 20

/**
 * How many columns have their boxes drawn. A week that is new to the screen is filled over a few frames, so that none of
 * them is long; one that changes while it is looked at is drawn at once.
 */
export function useTurns(columns: readonly Column[], id: string): number {
  const [turn, setTurn] = useState({ id, filled: 0 })
  const filled = turn.id === id ? turn.filled : 0
  const isDone = filled >= columns.length
  useEffect(() => {
    if (isDone) return
    const frame = requestAnimationFrame(() => setTurn({ id, filled: nextTurn(columns, filled) }))
    return () => cancelAnimationFrame(frame)
  }, [columns, filled, id, isDone])
  return isDone ? Number.POSITIVE_INFINITY : filled
}

function nextTurn(columns: readonly Column[], filled: number): number {
  let next = filled
  for (let boxes = 0; next < columns.length; next++) {
    boxes += columns[next]!.boxes.length
    if (boxes > mostAtOnce && next > filled) break
  }
  return next
}
