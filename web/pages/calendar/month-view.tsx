import { type KeyboardEvent, type MouseEvent, memo, useMemo } from 'react'
import { Link, useSearch } from 'wouter'
import type { CalendarAppointment } from '../../data/endpoints.ts'
import { useCalendar } from '../../data/queries.ts'
import { Failure } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import type { CalendarAddress } from './calendar-address.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { datesOf } from './calendar-range.ts'
import { CalendarFilters } from './calendar-toolbar.tsx'
import { calendarWords } from './calendar-words.ts'
import { EntryMarks } from './entry-marks.tsx'
import styles from './month-view.module.css'
import { practitionersOf } from './shown-practitioners.ts'

type OnDay = { date: Temporal.PlainDate; items: readonly CalendarAppointment[] }

/** Six weeks at a glance: how full each day is, and what it begins with. */
// biome-ignore lint/style/noDefaultExport: loaded when it is opened
export default function MonthView({
  desk,
  address,
  today,
  first,
  onOpen,
}: {
  desk: CalendarDesk
  address: CalendarAddress
  today: Temporal.PlainDate
  first: number
  onOpen(id: string): void
}) {
  const { date, who, cancelled } = address
  const dates = useMemo(() => datesOf('month', date, first), [date, first])
  const calendar = useCalendar(dates[0]!, dates.at(-1)!.add({ days: 1 }))
  const { listed, shown } = useMemo(() => practitionersOf(desk, who, calendar.data), [desk, who, calendar.data])
  const weeks = useMemo(() => {
    const ids = new Set(shown.map(({ id }) => id))
    const items = (calendar.data?.appointments ?? []).filter(
      ({ status, practitioner_id }) => ids.has(practitioner_id) && (cancelled || status !== 'cancelled'),
    )
    return weeksOf(dates, items, desk)
  }, [dates, calendar.data, shown, cancelled, desk])
  const onClick = (event: MouseEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-entry]')?.dataset.entry
    if (id !== undefined) onOpen(id)
  }
  if (calendar.isError && calendar.data === undefined)
    return <Failure fault={calendar.error} onRetry={() => void calendar.refetch()} />
  return (
    <>
      <CalendarFilters desk={desk} practitioners={listed} address={address} />
      <div className={styles.frame} aria-busy={calendar.isPending}>
        <table className={styles.month} onClick={onClick} onKeyDown={onMonthKey}>
          <caption className="visually-hidden">{desk.formats.month(date)}</caption>
          <thead>
            <tr>
              {dates.slice(0, 7).map((day) => (
                <th key={day.dayOfWeek} scope="col" abbr={desk.formats.weekday(day, 'long')}>
                  {desk.formats.weekday(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a place keeps the focus when the month changes
              <tr key={row}>
                {week.map((day, position) => (
                  <MonthDay
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    key={position}
                    day={day}
                    desk={desk}
                    isToday={day.date.equals(today)}
                    isOutside={day.date.month !== date.month}
                    isStop={day.date.equals(date)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const mostShown = 3

const MonthDay = memo(function MonthDay({
  day: { date, items },
  desk,
  isToday,
  isOutside,
  isStop,
}: {
  day: OnDay
  desk: CalendarDesk
  isToday: boolean
  isOutside: boolean
  isStop: boolean
}) {
  const t = useWords(calendarWords)
  const params = new URLSearchParams(useSearch())
  params.set('view', 'day')
  params.set('date', date.toString())
  const shown = items.length > mostShown ? items.slice(0, mostShown - 1) : items
  const count = items.length === 0 ? t.nothing : t.count(items.length)
  return (
    <td className={styles.day} data-outside={isOutside || undefined}>
      <Link
        href={`/calendar?${params}`}
        className={styles.dayLink}
        tabIndex={isStop ? 0 : -1}
        data-day={date.toString()}
        aria-current={isToday ? 'date' : undefined}
      >
        <span className={styles.number}>{date.day}</span>{' '}
        {items.length > 0 && (
          <span className={styles.count} aria-hidden="true">
            {items.length}
          </span>
        )}
        <span className="visually-hidden">
          {count}, {desk.longDate(date)}
        </span>
      </Link>
      {shown.map((item) => (
        <button
          key={item.id}
          type="button"
          tabIndex={-1}
          className={styles.entry}
          data-entry={item.id}
          data-status={item.status}
          data-hue={desk.practitioner(item.practitioner_id)?.hue}
        >
          <span className={styles.time}>{desk.formats.shortTime(desk.wall(item.start_time))}</span>{' '}
          <span className={styles.name}>{desk.who(item)}</span>
          <span className="visually-hidden">{desk.aside(item, false)}</span>
          <EntryMarks item={item} />
        </button>
      ))}
      {items.length > shown.length && (
        <Link href={`/calendar?${params}`} className={styles.more} tabIndex={-1} data-more="">
          {t.more(items.length - shown.length)}
          <span className="visually-hidden">, {desk.longDate(date)}</span>
        </Link>
      )}
    </td>
  )
})

/** Each appointment on each date that it touches. */
function weeksOf(
  dates: readonly Temporal.PlainDate[],
  items: readonly CalendarAppointment[],
  desk: CalendarDesk,
): OnDay[][] {
  const byDate = new Map<string, CalendarAppointment[]>(dates.map((date) => [date.toString(), []]))
  for (const item of items) {
    const last = desk.wall(item.end_time).subtract({ nanoseconds: 1 }).toPlainDate()
    let date = desk.wall(item.start_time).toPlainDate()
    for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
      byDate.get(date.toString())?.push(item)
  }
  const days = dates.map((date) => ({ date, items: byDate.get(date.toString())! }))
  return Array.from({ length: 6 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

/** Arrows go from day to day; from a day, Down goes into its appointments. */
function onMonthKey(event: KeyboardEvent<HTMLTableElement>): void {
  const here = (event.target as HTMLElement).closest<HTMLElement>('[data-day], [data-entry], [data-more]')
  const cell = here?.closest('td')
  if (here == null || cell == null || event.ctrlKey || event.metaKey || event.altKey) return
  const to = target(event.key, here, cell)
  if (to === undefined) return
  event.preventDefault()
  if (to === null) return
  for (const each of event.currentTarget.querySelectorAll<HTMLElement>('[tabindex="0"]')) each.tabIndex = -1
  to.tabIndex = 0
  to.focus()
}

/** `undefined`: not a key of the table's; `null`: nothing lies there. */
function target(key: string, here: HTMLElement, cell: HTMLTableCellElement): HTMLElement | null | undefined {
  const inside = [...cell.querySelectorAll<HTMLElement>('[data-day], [data-entry], [data-more]')]
  const position = inside.indexOf(here)
  const dayIn = (row: Element | null | undefined) =>
    row?.children[cell.cellIndex]?.querySelector<HTMLElement>('[data-day]') ?? null
  const row = cell.parentElement
  switch (key) {
    case 'ArrowDown':
      return inside[position + 1] ?? dayIn(row?.nextElementSibling)
    case 'ArrowUp':
      return inside[position - 1] ?? dayIn(row?.previousElementSibling)
    case 'ArrowLeft':
      return cell.previousElementSibling?.querySelector<HTMLElement>('[data-day]') ?? null
    case 'ArrowRight':
      return cell.nextElementSibling?.querySelector<HTMLElement>('[data-day]') ?? null
    case 'Home':
      return row?.firstElementChild?.querySelector<HTMLElement>('[data-day]') ?? null
    case 'End':
      return row?.lastElementChild?.querySelector<HTMLElement>('[data-day]') ?? null
    default:
      return undefined
  }
}
