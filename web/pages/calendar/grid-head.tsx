import { type CSSProperties, memo } from 'react'
import { Link, useSearch } from 'wouter'
import { useWords } from '../../words/words.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import type { Column, Grid } from './calendar-layout.ts'
import { calendarWords } from './calendar-words.ts'
import styles from './time-grid.module.css'

type Day = { first: number; columns: readonly Column[] }

/** The dates, each a way to its own day, and below them whose lane is whose. */
export const GridHead = memo(function GridHead({
  grid,
  desk,
  today,
  style,
}: {
  grid: Grid
  desk: CalendarDesk
  today: Temporal.PlainDate
  style: CSSProperties
}) {
  const t = useWords(calendarWords)
  const showLanes = desk.practitioners.length > 1
  return (
    <div className={styles.head} style={style}>
      <div className={styles.corner} />
      {daysOf(grid).map((day) => (
        <DateHead
          key={day.first}
          day={day}
          desk={desk}
          isToday={day.columns[0]!.day.date.equals(today)}
          hasLanes={showLanes}
        />
      ))}
      {showLanes &&
        grid.columns.map(({ key, practitionerId, isClosure }, position) => {
          const practitioner = practitionerId === null ? undefined : desk.practitioner(practitionerId)
          return (
            <div
              key={key}
              className={styles.lane}
              data-hue={practitioner?.hue}
              data-first={grid.columns[position - 1]?.day !== grid.columns[position]!.day || undefined}
              style={{ gridColumn: position + 2 }}
            >
              {practitioner && (
                <>
                  <span className={styles.dot} aria-hidden="true" />
                  <span className={styles.laneName} title={practitioner.name}>
                    {practitioner.short}
                  </span>
                </>
              )}
              {isClosure && <span className={styles.closure}>{t.closed}</span>}
            </div>
          )
        })}
    </div>
  )
})

function DateHead({
  day,
  desk,
  isToday,
  hasLanes,
}: {
  day: Day
  desk: CalendarDesk
  isToday: boolean
  hasLanes: boolean
}) {
  const t = useWords(calendarWords)
  const search = useSearch()
  const { date } = day.columns[0]!.day
  const params = new URLSearchParams(search)
  params.set('view', 'day')
  params.set('date', date.toString())
  const isClosure = day.columns.every((column) => column.isClosure)
  return (
    <div className={styles.date} style={{ gridColumn: `${day.first + 2} / span ${day.columns.length}` }}>
      <Link href={`/calendar?${params}`} className={styles.dateLink} aria-current={isToday ? 'date' : undefined}>
        <span className={styles.weekday}>{desk.weekday(date)}</span> <span className={styles.number}>{date.day}</span>
        <span className="visually-hidden">, {desk.longDate(date)}</span>
      </Link>
      {isClosure && !hasLanes && <span className={styles.closure}>{t.closed}</span>}
    </div>
  )
}

function daysOf({ columns }: Grid): Day[] {
  const days: { first: number; columns: Column[] }[] = []
  for (const [position, column] of columns.entries()) {
    const last = days.at(-1)
    if (last !== undefined && last.columns[0]!.day === column.day) last.columns.push(column)
    else days.push({ first: position, columns: [column] })
  }
  return days
}
