import { Bot, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Appointment } from '../../data/endpoints.ts'
import { Badge, CopyButton } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import styles from './appointment-form.module.css'
import type { CalendarDesk } from './calendar-desk.ts'
import { calendarWords } from './calendar-words.ts'
import { formWords } from './form-words.ts'

const tones = { scheduled: 'calm', confirmed: 'good', completed: 'calm', no_show: 'warn', cancelled: 'bad' } as const

export function AppointmentDetails({ appointment, desk }: { appointment: Appointment; desk: CalendarDesk }) {
  const t = useWords(formWords)
  const { status: statusWords, times } = useWords(calendarWords)
  const { formats } = desk
  const { start_time, end_time } = appointment
  const { attendee_phone, attendee_email, agent_id, conversation_id } = appointment
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t.status,
      <Badge key="s" tone={tones[appointment.status]}>
        {statusWords[appointment.status]}
      </Badge>,
    ],
    [t.practitioner, appointment.practitioner.name],
    [t.service, appointment.service?.name],
    [t.phone, attendee_phone && <a href={`tel:${attendee_phone.replaceAll(/[^\d+]/g, '')}`}>{attendee_phone}</a>],
    [t.email, attendee_email && <a href={`mailto:${attendee_email}`}>{attendee_email}</a>],
    [t.notes, appointment.notes && <span className={styles.notes}>{appointment.notes}</span>],
    [t.bookedBy, <BookedBy key="b" name={agent_id && desk.agentName(agent_id)} />],
    [t.code, appointment.confirmation_code && <code>{appointment.confirmation_code}</code>],
    [
      t.conversation,
      conversation_id && (
        <>
          <code>{conversation_id}</code>
          <CopyButton small text={conversation_id} label={t.copyConversation} />
        </>
      ),
    ],
    [t.created, formats.moment(desk.wall(appointment.created_at))],
    [t.changed, appointment.updated_at !== appointment.created_at && formats.moment(desk.wall(appointment.updated_at))],
  ]
  return (
    <>
      <p>
        <span className={styles.moment}>{formats.longDate(desk.wall(start_time).toPlainDate())}</span>
        <br />
        <span className={styles.moment}>{formats.spanAt(start_time, end_time, desk.timeZone)}</span>{' '}
        <span className={styles.zoneHint}>{times(desk.timeZone.replaceAll('_', ' '))}</span>
      </p>
      <dl className={styles.facts}>
        {facts.map(([term, fact]) =>
          fact ? (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </>
  )
}

function BookedBy({ name }: { name: string | null }) {
  const t = useWords(formWords)
  return (
    <>
      {name === null ? (
        <UserRound aria-hidden="true" className={styles.factIcon} />
      ) : (
        <Bot aria-hidden="true" className={styles.factIcon} />
      )}
      {name ?? t.desk}
    </>
  )
}
