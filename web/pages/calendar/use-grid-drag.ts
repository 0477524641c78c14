import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef } from 'react'
import { serverNow } from '../../data/clock.ts'
import type { CalendarAppointment } from '../../data/endpoints.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { type Box, type Grid, isHold } from './calendar-layout.ts'
import {
  drawnFrom,
  endedAt,
  type GhostStore,
  movedTo,
  type Placing,
  placingOf,
  snapped,
  snappedDown,
} from './grid-placing.ts'
import type { GridEvents } from './time-grid.tsx'

type Parts = {
  grid: Grid
  desk: CalendarDesk
  scroller: RefObject<HTMLDivElement | null>
  body: RefObject<HTMLDivElement | null>
  ghost: GhostStore
  events: GridEvents
  newTitle: string
}

type Press = {
  pointer: number
  x: number
  y: number
  /** what was pressed; none means empty time */
  held: { box: Box; item: CalendarAppointment; column: number; kind: 'move' | 'resize' } | null
  /** where on the axis it was pressed */
  at: number
  column: number
  dragging: boolean
  step: number
  wait?: ReturnType<typeof setTimeout>
  frame?: number
}

const threshold = 5
const longPressMs = 350
const edge = 36
const resizeZone = 8

/** Those that lie ahead and are alive; the past is corrected in the form. */
export const isMovable = (item: CalendarAppointment): boolean =>
  (item.status === 'scheduled' || item.status === 'confirmed') &&
  Temporal.Instant.compare(Temporal.Instant.from(item.end_time), serverNow()) > 0

export function findBox(grid: Grid, id: string, column: number): Box | undefined {
  return grid.columns[column]?.boxes.find(({ item }) => item.id === id)
}

/**
 * Pointer in hand: a click opens or begins something new, a drag moves, pulls longer, or draws new time. A finger that
 * rests drags, one that moves at once scrolls. Escape lets go. One set of listeners for the whole grid.
 */
export function useGridDrag(parts: Parts) {
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  const drag = useMemo(() => createDrag(latest), [])
  const { scroller } = parts
  useEffect(() => {
    // a finger that drags must not scroll as well, and React's listeners are passive
    const hold = (event: TouchEvent) => drag.isDragging() && event.preventDefault()
    const element = scroller.current
    element?.addEventListener('touchmove', hold, { passive: false })
    return () => {
      element?.removeEventListener('touchmove', hold)
      drag.letGo()
    }
  }, [drag, scroller])
  return drag.listeners
}

function createDrag(latest: RefObject<Parts>) {
  let press: Press | undefined
  let last = { x: 0, y: 0, alt: false }
  let wasDrag = false

  const spotAt = (x: number, y: number): { column: number; at: number } | undefined => {
    const { grid, body } = latest.current
    const rect = body.current!.getBoundingClientRect()
    const columns = [...body.current!.querySelectorAll<HTMLElement>('[data-column]')]
    const right = columns.findIndex((each) => each.getBoundingClientRect().right > x)
    if (columns.length === 0) return undefined
    return {
      column: right < 0 ? columns.length - 1 : right,
      at: grid.from + ((y - rect.top) / rect.height) * (grid.to - grid.from),
    }
  }

  const placingNow = (now: Press): Placing | undefined => {
    const { grid } = latest.current
    const spot = spotAt(last.x, last.y)
    if (spot === undefined) return undefined
    const step = last.alt ? 5 : 15
    if (now.held === null) {
      const one = snappedDown(now.at, now.step)
      return drawnFrom(grid, now.column, one, Math.max(one, snapped(spot.at, step)), now.step)
    }
    const { box, column, kind } = now.held
    if (kind === 'resize') return endedAt(grid, column, box.starts, snapped(spot.at, step), last.alt ? 5 : 15)
    const from = placingOf(grid, column, box).from + spot.at - now.at
    return movedTo(grid, spot.column, snapped(from, step), box.ends - box.starts)
  }

  const show = () => {
    const { ghost, desk, newTitle } = latest.current
    const placing = press && placingNow(press)
    if (press === undefined || placing === undefined) return
    ghost.set({
      placing,
      kind: press.held?.kind ?? 'new',
      title: press.held === null ? newTitle : desk.who(press.held.item),
    })
  }

  const begin = () => {
    const now = press
    const { scroller } = latest.current
    if (now === undefined || (now.held !== null && !isMovable(now.held.item))) return letGo()
    now.dragging = true
    scroller.current!.setPointerCapture(now.pointer)
    scroller.current!.dataset.dragging = now.held?.kind ?? 'new'
    markDragged(scroller.current!, now.held?.item.id)
    addEventListener('keydown', onEscape, true)
    const roll = () => {
      if (scrollAtEdge(scroller.current!, last)) show()
      now.frame = requestAnimationFrame(roll)
    }
    now.frame = requestAnimationFrame(roll)
    show()
  }

  const letGo = () => {
    const { ghost, scroller } = latest.current
    const now = press
    press = undefined
    if (now === undefined) return
    clearTimeout(now.wait)
    if (!now.dragging) return
    // the click that comes with letting go is none
    wasDrag = true
    cancelAnimationFrame(now.frame!)
    removeEventListener('keydown', onEscape, true)
    ghost.set(null)
    if (scroller.current === null) return
    delete scroller.current.dataset.dragging
    markDragged(scroller.current, undefined)
    if (scroller.current.hasPointerCapture(now.pointer)) scroller.current.releasePointerCapture(now.pointer)
  }

  function onEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    letGo()
  }

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    wasDrag = false
    if (event.button !== 0 || !event.isPrimary) return
    const target = event.target as HTMLElement
    const { grid, desk } = latest.current
    const column = Number(target.closest<HTMLElement>('[data-column]')?.dataset.column ?? Number.NaN)
    const spot = spotAt(event.clientX, event.clientY)
    if (Number.isNaN(column) || spot === undefined || target.closest('[data-hold]') !== null) return
    last = { x: event.clientX, y: event.clientY, alt: event.altKey }
    const entry = target.closest<HTMLElement>('[data-entry]')
    press = {
      pointer: event.pointerId,
      ...{ x: event.clientX, y: event.clientY, at: spot.at, column },
      held: entry && heldOf(grid, column, entry, event.clientY),
      dragging: false,
      step: desk.clinic.slot_minutes,
      ...(event.pointerType === 'touch' && { wait: setTimeout(begin, longPressMs) }),
    }
  }

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (press === undefined || event.pointerId !== press.pointer) return
    last = { x: event.clientX, y: event.clientY, alt: event.altKey }
    if (press.dragging) return show()
    if (Math.hypot(last.x - press.x, last.y - press.y) < threshold) return
    if (press.wait === undefined) begin()
    else letGo()
  }

  const onPointerUp = () => {
    const now = press
    if (now === undefined) return
    const placing = now.dragging ? placingNow(now) : undefined
    letGo()
    if (placing !== undefined) drop(latest.current, now, placing)
  }

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    // a key that presses has no pointer's count
    if (wasDrag && event.detail > 0) return
    const { grid, desk, events } = latest.current
    const target = event.target as HTMLElement
    const entry = target.closest<HTMLElement>('[data-entry]')
    if (entry !== null) return events.onOpen(entry.dataset.entry!)
    const column = target.closest<HTMLElement>('[data-column]')?.dataset.column
    const spot = spotAt(event.clientX, event.clientY)
    if (column === undefined || spot === undefined || target.closest('[data-hold]') !== null) return
    const from = snappedDown(spot.at, desk.clinic.slot_minutes)
    const placing = drawnFrom(grid, Number(column), from, from, desk.clinic.slot_minutes)
    events.onCreate(placing, grid.columns[Number(column)]!.practitionerId)
  }

  return {
    isDragging: () => press?.dragging === true,
    letGo,
    listeners: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: letGo,
      onClick,
      onContextMenu: (event: MouseEvent) => press !== undefined && event.preventDefault(),
    },
  }
}

function drop({ grid, events }: Parts, { held, column }: Press, placing: Placing): void {
  const { practitionerId } = grid.columns[placing.column]!
  if (held === null) {
    events.onCreate(placing, grid.columns[column]!.practitionerId)
    return
  }
  const to = practitionerId ?? held.item.practitioner_id
  const isSame = placing.starts === held.box.starts && placing.ends === held.box.ends
  if (!isSame || to !== held.item.practitioner_id) events.onMove(held.item, placing, to)
}

function heldOf(grid: Grid, column: number, entry: HTMLElement, y: number): Press['held'] {
  const box = findBox(grid, entry.dataset.entry!, column)
  if (box === undefined || isHold(box.item)) return null
  const fromBottom = entry.getBoundingClientRect().bottom - y
  const isResize = fromBottom <= Math.min(resizeZone, entry.offsetHeight / 3) && !box.cutAfter
  return { box, item: box.item, column, kind: isResize ? 'resize' : 'move' }
}

function markDragged(scroller: HTMLElement, id: string | undefined): void {
  for (const each of scroller.querySelectorAll<HTMLElement>('[data-dragged]')) delete each.dataset.dragged
  if (id === undefined) return
  for (const each of scroller.querySelectorAll<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`))
    each.dataset.dragged = ''
}

/** Answers whether it has scrolled. */
function scrollAtEdge(scroller: HTMLElement, { x, y }: { x: number; y: number }): boolean {
  const rect = scroller.getBoundingClientRect()
  const speed = (before: number, after: number) => (before < edge ? before - edge : after < edge ? edge - after : 0) / 3
  const [left, top] = [scroller.scrollLeft, scroller.scrollTop]
  scroller.scrollBy(speed(x - rect.left - 64, rect.right - x), speed(y - rect.top - 64, rect.bottom - y))
  return scroller.scrollLeft !== left || scroller.scrollTop !== top
}
