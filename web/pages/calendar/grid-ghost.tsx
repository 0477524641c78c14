import { useSyncExternalStore } from 'react'
import type { CalendarDesk } from './calendar-desk.ts'
import type { Grid } from './calendar-layout.ts'
import { type GhostStore, instantOf } from './grid-placing.ts'
import { spanStyle } from './span-style.ts'
import styles from './time-grid.module.css'

/** What is being moved, where it would stand; said aloud at each step when keys move it. */
export function GridGhost({ store, grid, desk }: { store: GhostStore; grid: Grid; desk: CalendarDesk }) {
  const { ghost, said } = useSyncExternalStore(store.subscribe, store.get)
  return (
    <>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {ghost && <GhostBox {...ghost} grid={grid} desk={desk} />}
    </>
  )
}

type OfGhost = NonNullable<ReturnType<GhostStore['get']>['ghost']> & { grid: Grid; desk: CalendarDesk }

function GhostBox({ placing: { column, starts, ends, from, to }, title, grid, desk }: OfGhost) {
  const id = grid.columns[column]?.practitionerId
  const span = desk.formats.spanAt(instantOf(starts), instantOf(ends), desk.timeZone)
  return (
    <div
      className={styles.ghost}
      data-hue={id == null ? undefined : desk.practitioner(id)?.hue}
      style={{ gridColumn: column + 2 }}
      aria-hidden="true"
    >
      <div className={styles.ghostSpan} style={spanStyle({ from, to }, grid)}>
        <div className={styles.ghostBox}>
          <strong>{span}</strong>
          <span>{title}</span>
        </div>
      </div>
    </div>
  )
}
