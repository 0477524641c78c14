import { memo } from 'react'
import { useNow } from '../../data/clock.ts'
import type { CalendarAppointment, Hold } from '../../data/endpoints.ts'
import { useWords } from '../../words/words.ts'
import { type CalendarDesk, isBlock } from './calendar-desk.ts'
import { type Box, type Column, isHold } from './calendar-layout.ts'
import { calendarWords } from './calendar-words.ts'
import { EntryMarks } from './entry-marks.tsx'
import styles from './grid-column.module.css'
import { boxStyle, type Span, spanStyle } from './span-style.ts'

/** One practitioner's day. */
export const GridColumn = memo(function GridColumn({
  column,
  position,
  shown,
  desk,
  isFilled,
}: {
  column: Column
  position: number
  shown: Span
  desk: CalendarDesk
  /** its boxes are drawn in their turn */
  isFilled: boolean
}) {
  const t = useWords(calendarWords)
  const practitioner = column.practitionerId === null ? undefined : desk.practitioner(column.practitionerId)
  const label = [
    desk.longDate(column.day.date),
    practitioner?.name,
    column.isClosure && t.closed,
    column.boxes.length === 0 && t.nothing,
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields
    <div
      className={styles.column}
      role="group"
      aria-label={label.filter(Boolean).join(', ')}
      data-column={position}
      data-hue={practitioner?.hue}
      data-first={position === 0 || undefined}
      style={{ gridColumn: position + 2 }}
    >
      {column.closed.map((stretch) => (
        <div key={stretch.from} className={styles.closed} style={spanStyle(stretch, shown)} />
      ))}
      {column.missing.map((stretch) => (
        <div key={stretch.from} className={styles.missing} style={spanStyle(stretch, shown)} />
      ))}
      {isFilled &&
        column.boxes.map((box) =>
          isHold(box.item) ? (
            <HoldEntry key={box.key} box={box} shown={shown} hold={box.item} desk={desk} />
          ) : (
            <Entry key={box.key} box={box} shown={shown} item={box.item} desk={desk} />
          ),
        )}
    </div>
  )
})

/** minutes: an entry that is shorter has no line for its service */
const roomForService = 30

type OfBox = { box: Box; shown: Span; desk: CalendarDesk }

const Entry = memo(
  function Entry({ box, shown, item, desk }: OfBox & { item: CalendarAppointment }) {
    const t = useWords(calendarWords)
    const isLong = box.to - box.from >= roomForService
    const service = item.service_id !== null && isLong ? desk.serviceName(item.service_id) : undefined
    return (
      <button
        type="button"
        tabIndex={-1}
        className={classOf(box, item)}
        style={boxStyle(box, shown)}
        data-entry={item.id}
        data-status={item.status}
      >
        <span className={styles.time}>
          {box.cutBefore ? t.to(desk.formats.time(desk.wall(item.end_time))) : desk.hour(item)}
        </span>{' '}
        <span className={styles.name}>{desk.who(item)}</span>
        {service !== undefined && (
          <>
            {' '}
            <span className={styles.service}>{service}</span>
          </>
        )}
        <span className="visually-hidden">{desk.aside(item, service !== undefined)}</span>
        <EntryMarks item={item} />
      </button>
    )
  },
  (before, after) =>
    before.item === after.item &&
    before.desk === after.desk &&
    before.shown.from === after.shown.from &&
    before.shown.to === after.shown.to &&
    isSamePlace(before.box, after.box),
)

/** It lapses by the page's own clock, whether or not the server has told. */
function HoldEntry({ box, shown, hold, desk }: OfBox & { hold: Hold }) {
  const t = useWords(calendarWords)
  const now = useNow(1)
  const left = Math.ceil(now.until(Temporal.Instant.from(hold.expires_at)).total('seconds'))
  if (left <= 0) return null
  return (
    <div className={`${styles.entry} ${styles.hold}`} style={boxStyle(box, shown)} data-hold={hold.id}>
      <span className={styles.time}>{desk.hour(hold)}</span>{' '}
      <span className={styles.left}>
        {t.heldLeft(`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`)}
      </span>{' '}
      <span className={styles.name}>{t.held}</span>
    </div>
  )
}

const classOf = (box: Box, item: CalendarAppointment): string =>
  [
    styles.entry,
    isBlock(item) && styles.block,
    box.to - box.from < 25 ? styles.short : box.to - box.from < 30 && styles.snug,
    box.cutBefore && styles.cutBefore,
    box.cutAfter && styles.cutAfter,
  ]
    .filter(Boolean)
    .join(' ')

const isSamePlace = (a: Box, b: Box): boolean =>
  a.from === b.from && a.to === b.to && a.lane === b.lane && a.lanes === b.lanes && a.cutAfter === b.cutAfter
