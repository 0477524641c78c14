import { Bot, Check, CheckCheck, UserX } from 'lucide-react'
import type { CalendarAppointment } from '../../data/endpoints.ts'
import styles from './entry-marks.module.css'

/** The pictures are drawn once and referred to: a week has hundreds of them. */
export function MarkSheet() {
  return (
    <svg width="0" height="0" className={styles.sheet} aria-hidden="true">
      <symbol id="mark-agent" viewBox="0 0 24 24">
        <Bot />
      </symbol>
      <symbol id="mark-confirmed" viewBox="0 0 24 24">
        <Check />
      </symbol>
      <symbol id="mark-completed" viewBox="0 0 24 24">
        <CheckCheck />
      </symbol>
      <symbol id="mark-no_show" viewBox="0 0 24 24">
        <UserX />
      </symbol>
    </svg>
  )
}

const marked = new Set(['confirmed', 'completed', 'no_show'])

/** What the entry's name says in words: its status, and that an agent has booked it. */
export function EntryMarks({ item }: { item: Pick<CalendarAppointment, 'status' | 'agent_id'> }) {
  if (item.agent_id === null && !marked.has(item.status)) return null
  return (
    <span className={styles.marks} data-marks="" aria-hidden="true">
      {marked.has(item.status) && <Mark name={item.status} />}
      {item.agent_id !== null && <Mark name="agent" />}
    </span>
  )
}

const Mark = ({ name }: { name: string }) => (
  <svg className={styles.mark} aria-hidden="true">
    <use href={`#mark-${name}`} />
  </svg>
)
