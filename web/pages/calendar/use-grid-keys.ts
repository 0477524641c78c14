import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { type Grid, isHold } from './calendar-layout.ts'
import { calendarWords } from './calendar-words.ts'
import { type GhostStore, instantOf, type Placing, placingOf, stepped } from './grid-placing.ts'
import type { GridEvents } from './time-grid.tsx'
import { findBox, isMovable } from './use-grid-drag.ts'

type Parts = {
  grid: Grid
  desk: CalendarDesk
  scroller: RefObject<HTMLDivElement | null>
  ghost: GhostStore
  events: GridEvents
  /** columns that have their entries already */
  filled: number
}

const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])

/**
 * The grid by keys alone. One stop for Tab; arrows go on from there. M takes an appointment in hand: arrows carry it,
 * Shift and arrows make it longer or shorter, Enter puts it down, Escape leaves it where it was.
 */
export function useGridKeys({ grid, desk, scroller, ghost, events, filled }: Parts) {
  const t = useWords(calendarWords)
  const carried = useRef<{ id: string; column: number; placing: Placing } | null>(null)
  const focused = useRef<{ id: string; column: number } | null>(null)
  useOneStop(scroller, focused, grid, filled)

  const letGo = (said = '') => {
    if (carried.current === null) return
    carried.current = null
    ghost.set(null, said)
  }
  const inWords = (placing: Placing, isResize: boolean): string => {
    const [starts, ends] = [instantOf(placing.starts), instantOf(placing.ends)]
    const id = grid.columns[placing.column]!.practitionerId
    return [
      desk.formats.longDate(desk.wall(starts).toPlainDate()),
      isResize ? desk.formats.spanAt(starts, ends, desk.timeZone) : desk.formats.timeAt(starts, desk.timeZone),
      id === null ? undefined : desk.practitioner(id)?.name,
    ]
      .filter(Boolean)
      .join(', ')
  }
  const show = (placing: Placing, title: string, kind: 'move' | 'resize', said: string) => {
    ghost.set({ placing, kind, title }, said)
    bringIntoSight(scroller.current!, grid, placing)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const entry = (event.target as HTMLElement).closest<HTMLElement>('[data-entry]')
    if (event.ctrlKey || event.metaKey || entry === null) return
    const column = columnOf(entry)
    const box = findBox(grid, entry.dataset.entry!, column)
    if (box === undefined || isHold(box.item)) return
    const take = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    const hand = carried.current
    if (hand !== null) {
      if (arrows.has(event.key)) {
        take()
        const next = stepped(grid, hand.placing, event.key, event.shiftKey)
        if (next === undefined) return
        hand.placing = next
        show(next, desk.who(box.item), event.shiftKey ? 'resize' : 'move', inWords(next, event.shiftKey))
      } else if (event.key === 'Enter' || event.key === ' ') {
        take()
        const { placing } = hand
        letGo()
        const to = grid.columns[placing.column]!.practitionerId ?? box.item.practitioner_id
        const isSame = placing.starts === box.starts && placing.ends === box.ends
        if (isSame && to === box.item.practitioner_id) return ghost.set(null, t.notMoved)
        events.onMove(box.item, placing, to)
      } else if (event.key === 'Escape') {
        take()
        letGo(t.notMoved)
      } else if (event.key !== 'Tab') {
        // with something in hand the calendar's other keys are still
        take()
      }
      return
    }
    if (event.altKey) return
    if (event.key === 'm' || event.key === 'M') {
      take()
      if (!isMovable(box.item)) return notify({ title: t.cannotMove })
      const placing = placingOf(grid, column, box)
      carried.current = { id: box.item.id, column, placing }
      show(placing, desk.who(box.item), 'move', t.moving(inWords(placing, false)))
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      take()
      // it goes from under the focus
      const next = neighbour(scroller.current!, entry, 'ArrowDown') ?? neighbour(scroller.current!, entry, 'ArrowUp')
      if (box.item.status !== 'cancelled') events.onCancel(box.item)
      next?.focus()
    } else if (arrows.has(event.key) || event.key === 'Home' || event.key === 'End') {
      const next = neighbour(scroller.current!, entry, event.key)
      take()
      next?.focus()
    }
  }

  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const entry = (event.target as HTMLElement).closest<HTMLElement>('[data-entry]')
    if (entry === null) return
    if (carried.current !== null && carried.current.id !== entry.dataset.entry) letGo(t.notMoved)
    focused.current = { id: entry.dataset.entry!, column: columnOf(entry) }
    makeStop(scroller.current!, entry)
  }
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    // it is gone from the document: what stands in its place takes the focus over
    if (event.relatedTarget === null && !event.target.isConnected) return
    if (event.relatedTarget !== null) focused.current = null
    letGo(t.notMoved)
  }
  return { onKeyDown, onFocus, onBlur }
}

/** Exactly one entry can be reached by Tab, and who had the focus keeps it when the entry is drawn elsewhere. */
function useOneStop(
  scroller: RefObject<HTMLDivElement | null>,
  focused: RefObject<{ id: string; column: number } | null>,
  grid: Grid,
  filled: number,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the entries of another grid are drawn
  useLayoutEffect(() => {
    const element = scroller.current!
    const had = focused.current
    if (had !== null && document.activeElement === document.body) {
      const same = element.querySelector<HTMLElement>(`[data-entry="${CSS.escape(had.id)}"]`)
      const near = same ?? element.querySelector<HTMLElement>(`[data-column="${had.column}"] [data-entry]`) ?? element
      near.focus({ preventScroll: same === null })
    }
    if (element.querySelector('[data-entry][tabindex="0"]') !== null) return
    const first = element.querySelector<HTMLElement>('[data-entry]')
    if (first !== null) makeStop(element, first)
  }, [grid, filled])
}

function makeStop(scroller: HTMLElement, entry: HTMLElement): void {
  for (const each of scroller.querySelectorAll<HTMLElement>('[data-entry][tabindex="0"]')) each.tabIndex = -1
  entry.tabIndex = 0
}

const columnOf = (entry: HTMLElement): number => Number(entry.closest<HTMLElement>('[data-column]')!.dataset.column)

function neighbour(scroller: HTMLElement, entry: HTMLElement, key: string): HTMLElement | undefined {
  const entriesOf = (column: number) => [
    ...scroller.querySelectorAll<HTMLElement>(`[data-column="${column}"] [data-entry]`),
  ]
  const column = columnOf(entry)
  const here = entriesOf(column)
  if (key === 'Home') return here[0]
  if (key === 'End') return here.at(-1)
  if (key === 'ArrowUp' || key === 'ArrowDown') return here[here.indexOf(entry) + (key === 'ArrowUp' ? -1 : 1)]
  const step = key === 'ArrowLeft' ? -1 : 1
  const columns = scroller.querySelectorAll('[data-column]').length
  for (let next = column + step; next >= 0 && next < columns; next += step) {
    const there = entriesOf(next)
    const far = (each: HTMLElement) => Math.abs(each.offsetTop - entry.offsetTop)
    if (there.length > 0) return there.reduce((best, each) => (far(each) < far(best) ? each : best))
  }
  return undefined
}

function bringIntoSight(scroller: HTMLElement, grid: Grid, { column, from, to }: Placing): void {
  const element = scroller.querySelector<HTMLElement>(`[data-column="${column}"]`)
  if (element === null) return
  const pixels = element.offsetHeight / (grid.to - grid.from)
  const head = element.offsetTop + element.parentElement!.offsetTop
  const left = element.offsetLeft
  const [top, bottom] = [(from - grid.from) * pixels, (to - grid.from) * pixels]
  const shown = scroller.clientHeight - head
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop + shown) scroller.scrollTop = bottom - shown
  const axis = scroller.querySelector<HTMLElement>('[data-column="0"]')!.offsetLeft
  if (left - axis < scroller.scrollLeft) scroller.scrollLeft = left - axis
  else if (left + element.offsetWidth > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = left + element.offsetWidth - scroller.clientWidth
}
