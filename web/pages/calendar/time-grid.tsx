import { type CSSProperties, memo, type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { serverNow, useNow } from '../../data/clock.ts'
import type { CalendarAppointment } from '../../data/endpoints.ts'
import { useWords } from '../../words/words.ts'
import { type AxisMinute, toAxis } from './calendar-axis.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import type { Column, Grid } from './calendar-layout.ts'
import { calendarWords } from './calendar-words.ts'
import { GridColumn } from './grid-column.tsx'
import { GridGhost } from './grid-ghost.tsx'
import { GridHead } from './grid-head.tsx'
import { createGhostStore, type Placing } from './grid-placing.ts'
import { spanStyle, topStyle } from './span-style.ts'
import styles from './time-grid.module.css'
import { useGridDrag } from './use-grid-drag.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useTurns } from './use-turns.ts'

export type GridEvents = {
  onOpen(id: string): void
  /** empty time was chosen; `practitionerId` is null on a day that belongs to nobody */
  onCreate(placing: Placing, practitionerId: string | null): void
  onMove(item: CalendarAppointment, placing: Placing, practitionerId: string): void
  onCancel(item: CalendarAppointment): void
}

/** Days and practitioners side by side over the hours of the day. */
export const TimeGrid = memo(function TimeGrid({
  grid,
  desk,
  today,
  busy,
  events,
}: {
  grid: Grid
  desk: CalendarDesk
  today: Temporal.PlainDate
  busy: boolean
  events: GridEvents
}) {
  const t = useWords(calendarWords)
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => columnStyle(grid), [grid])
  const bodyStyle = { ...columns, minHeight: (grid.to - grid.from) * leastPixelsAMinute }
  const ghost = useMemo(createGhostStore, [])
  const filled = useTurns(grid.columns, `${datesIn(grid)} ${busy}`)
  const drag = useGridDrag({ grid, desk, scroller, body, ghost, events, newTitle: t.newAppointment })
  const keys = useGridKeys({ grid, desk, scroller, ghost, events, filled })
  useFirstSight(scroller, grid, today, busy)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would need a heading
    <div
      ref={scroller}
      className={styles.scroller}
      role="group"
      aria-label={t.schedule}
      aria-busy={busy}
      // the entries take over when there are any
      tabIndex={grid.columns.some(({ boxes }) => boxes.length > 0) ? -1 : 0}
      {...drag}
      {...keys}
    >
      <GridHead grid={grid} desk={desk} today={today} style={columns} />
      <div className={styles.body} ref={body} style={bodyStyle}>
        <Hours grid={grid} desk={desk} />
        {grid.columns.map((column, position) => (
          <GridColumn
            key={column.key}
            column={column}
            position={position}
            shown={grid}
            desk={desk}
            isFilled={position < filled}
          />
        ))}
        <NowLine grid={grid} today={today} />
        <GridGhost store={ghost} grid={grid} desk={desk} />
      </div>
    </div>
  )
})

/** Head and body share their columns, and scroll sideways together when the lanes get too narrow. */
function columnStyle({ columns }: Grid): CSSProperties {
  const widths = columns.map((column) => (isThin(column) ? 'var(--thin)' : 'minmax(var(--lane-least), 1fr)'))
  const thins = columns.filter(isThin).length
  return {
    gridTemplateColumns: `var(--axis) ${widths.join(' ')}`,
    minWidth: `calc(var(--axis) + var(--lane-least) * ${columns.length - thins} + var(--thin) * ${thins})`,
  }
}

// an hour is as tall as a quarter of it needs to be for a finger, and taller where there is room
const leastPixelsAMinute = 1.6

const datesIn = ({ columns }: Grid): string => `${columns[0]?.day.date} ${columns.at(-1)?.day.date}`

const isThin = ({ practitionerId }: Column): boolean => practitionerId === null

const Hours = memo(function Hours({ grid, desk }: { grid: Grid; desk: CalendarDesk }) {
  const t = useWords(calendarWords)
  const marks = grid.axis.marks.filter(({ at }) => at >= grid.from && at < grid.to)
  return (
    <>
      <div className={styles.hours} aria-hidden="true">
        {marks.map(({ at, minute, second }) => (
          <div key={at} className={styles.hour} style={topStyle(at, grid)}>
            {desk.formats.time(timeAt(minute))}
            {second && <span className={styles.second}> {t.second}</span>}
          </div>
        ))}
      </div>
      <div className={styles.lines} aria-hidden="true">
        {marks.map(({ at }) => (
          <div key={at} className={styles.line} style={spanStyle({ from: at, to: at + 60 }, grid)} />
        ))}
      </div>
    </>
  )
})

const timeAt = (minute: number): Temporal.PlainTime => Temporal.PlainTime.from({ hour: 0 }).add({ minutes: minute })

/** Moves on by itself; nothing else of the grid is drawn for it. */
function NowLine({ grid, today }: { grid: Grid; today: Temporal.PlainDate }) {
  const now = useNow().epochMilliseconds
  const first = grid.columns.findIndex(({ day }) => day.date.equals(today))
  if (first < 0) return null
  const { day } = grid.columns[first]!
  const at = toAxis(day, now)
  if (at < grid.from || at > grid.to) return null
  const last = grid.columns.findLastIndex((column) => column.day === day)
  return (
    <div
      className={styles.now}
      style={{ ...topStyle(at, grid), gridColumn: `${first + 2} / ${last + 3}` }}
      aria-hidden="true"
    />
  )
}

/** Whoever comes to a day sees what is due; afterwards the grid stays where it was put. */
function useFirstSight(
  scroller: RefObject<HTMLDivElement | null>,
  grid: Grid,
  today: Temporal.PlainDate,
  busy: boolean,
): void {
  const dates = datesIn(grid)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the dates change, and at no other time
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || busy) return
    const position = grid.columns.findIndex(({ day }) => day.date.equals(today))
    const column = element.querySelector<HTMLElement>(`[data-column="${position}"]`)
    const first = element.querySelector<HTMLElement>('[data-column="0"]')
    element.scrollLeft = column && first ? column.offsetLeft - first.offsetLeft : 0
    if (element.scrollTop > 0) return
    if (column === null) {
      element.scrollTop = ((opensAt(grid) - grid.from) / (grid.to - grid.from)) * (first?.offsetHeight ?? 0)
      return
    }
    const now = toAxis(grid.columns[position]!.day, serverNow().epochMilliseconds)
    element.scrollTop = Math.max(
      0,
      ((now - grid.from) / (grid.to - grid.from)) * column.offsetHeight - element.clientHeight / 3,
    )
  }, [dates, busy])
}

/** When the first of these days opens, or what is shown begins. */
function opensAt({ columns, from, axis }: Grid): AxisMinute {
  const opens = columns.map(({ closed }) => (closed[0]?.from === 0 ? closed[0].to : 0)).filter((at) => at < axis.length)
  const first = opens.length === 0 ? from : Math.min(...opens)
  if (first > 0) return Math.max(from, first)
  // open round the clock: where something is, else where most days begin
  const busy = columns.flatMap(({ boxes }) => boxes.map((box) => box.from)).filter((at) => at > 0)
  return Math.max(from, busy.length === 0 ? usualMorning : Math.min(...busy, usualMorning))
}

const usualMorning: AxisMinute = 8 * 60
