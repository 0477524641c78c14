import { memo } from 'react'
import type { Appointment } from '../../data/endpoints.ts'
import { Badge } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { calendarWords } from './calendar-words.ts'
import { EntryMarks } from './entry-marks.tsx'
import styles from './list-view.module.css'

const tones = { scheduled: 'calm', confirmed: 'good', completed: 'calm', no_show: 'warn', cancelled: 'bad' } as const

/** A date and its appointments as rows. */
export const ListDay = memo(function ListDay({
  date,
  items,
  desk,
  today,
}: {
  date: Temporal.PlainDate
  items: readonly Appointment[]
  desk: CalendarDesk
  today: Temporal.PlainDate
}) {
  const t = useWords(calendarWords)
  return (
    <section className={styles.day}>
      <h3 className={styles.dayName}>
        {desk.formats.longDate(date)} {date.equals(today) && <Badge tone="good">{t.today}</Badge>}
      </h3>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <ListRow item={item} desk={desk} />
          </li>
        ))}
      </ul>
    </section>
  )
})

function ListRow({ item, desk }: { item: Appointment; desk: CalendarDesk }) {
  const t = useWords(calendarWords)
  const { status, practitioner, service, attendee_name, attendee_phone, title, agent_id } = item
  const span = desk.formats.spanAt(item.start_time, item.end_time, desk.timeZone)
  const under = [service?.name ?? (attendee_name === null ? t.blocked : title), attendee_phone].filter(Boolean)
  return (
    <button
      type="button"
      className={styles.row}
      data-entry={item.id}
      data-status={status}
      data-hue={desk.practitioner(practitioner.id)?.hue}
    >
      <span className={styles.time}>{span}</span>
      <span className={styles.person}>
        <span className={styles.name}>{attendee_name ?? title ?? t.blocked}</span>
        <span className={styles.under}>{under.join(' · ')}</span>
      </span>
      <span className={styles.with}>
        <span className={styles.dot} aria-hidden="true" />
        {practitioner.name}
      </span>
      <span className={styles.state}>
        <EntryMarks item={{ status: 'scheduled', agent_id }} />
        {agent_id !== null && <span className="visually-hidden">{t.bookedBy(desk.agentName(agent_id))}</span>}
        <Badge tone={tones[status]}>{t.status[status]}</Badge>
      </span>
    </button>
  )
}
