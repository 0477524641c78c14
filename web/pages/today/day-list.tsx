import { CalendarDays } from 'lucide-react'
import { Fragment } from 'react'
import { Link } from 'wouter'
import type { Appointment } from '../../data/endpoints.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Badge, Card, Empty } from '../../parts/feedback.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useArrivals } from './arrivals.ts'
import styles from './day-list.module.css'
import { useDayZone } from './day-zone.ts'
import { isOpen, isVisit, phaseOf } from './days-work.ts'
import { todayWords } from './today-words.ts'
import { CloseButton, VisitMenu } from './visit-actions.tsx'
import { BookedBy, PractitionerMark, useHueOf, VisitStatus } from './visit-marks.tsx'

/** The whole day by time, with a line between what has begun and what is to come. */
export function DayList({
  appointments,
  unseen,
  now,
}: {
  appointments: readonly Appointment[]
  unseen: ReadonlySet<string>
  now: Temporal.Instant
}) {
  const t = useWords(todayWords)
  const hueOf = useHueOf()
  const arrived = useArrivals(appointments.map(({ id }) => id))
  const unclosed = appointments.filter((each) => isVisit(each) && isOpen(each) && phaseOf(each, now) === 'over').length
  const coming = appointments.findIndex((each) => phaseOf(each, now) === 'coming')
  const line = coming === -1 ? appointments.length : coming
  return (
    <Card
      title={t.day}
      hint={unclosed > 0 ? t.unclosed(unclosed) : undefined}
      actions={
        <ButtonLink to="/calendar?view=day" look="quiet" small>
          <CalendarDays aria-hidden="true" />
          {t.calendar}
        </ButtonLink>
      }
      flush
    >
      {appointments.length === 0 ? (
        <Empty icon={<CalendarDays aria-hidden="true" />} title={t.empty}>
          {t.emptyHint}
        </Empty>
      ) : (
        <ol className={styles.day}>
          {appointments.map((each, place) => (
            <Fragment key={each.id}>
              {place === line && <NowLine now={now} />}
              <li
                className={styles.row}
                data-hue={hueOf(each.practitioner.id)}
                data-phase={phaseOf(each, now)}
                data-arrived={arrived(each.id) || undefined}
              >
                <Row appointment={each} fresh={unseen.has(each.id)} now={now} />
              </li>
            </Fragment>
          ))}
          {line === appointments.length && <NowLine now={now} />}
        </ol>
      )}
    </Card>
  )
}

function NowLine({ now }: { now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const timeZone = useDayZone()
  return (
    <li className={styles.now}>
      <span>
        {t.now} · {f.time(now.toZonedDateTimeISO(timeZone).toPlainDateTime())}
      </span>
    </li>
  )
}

function Row({ appointment, fresh, now }: { appointment: Appointment; fresh: boolean; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const timeZone = useDayZone()
  const { start_time, end_time, attendee_name, title, service, practitioner, agent_id, status } = appointment
  const underWay = isVisit(appointment) && isOpen(appointment) && phaseOf(appointment, now) === 'now'
  return (
    <>
      <span className={styles.time}>
        {f.timeAt(start_time, timeZone)} <span className={styles.end}>– {f.timeAt(end_time, timeZone)}</span>
      </span>
      <div className={styles.body}>
        <span className={styles.first}>
          <Link href={appointmentAddress(appointment, timeZone)} className={styles.name}>
            {attendee_name ?? title ?? t.blocked}
          </Link>
          {service && <span className={styles.service}>{service.name}</span>}
        </span>
        <span className={styles.second}>
          <PractitionerMark name={practitioner.name} />
          <BookedBy agentId={agent_id} />
        </span>
      </div>
      <span className={styles.marks}>
        {fresh && <Badge tone="warn">{t.fresh}</Badge>}
        {underWay && <Badge tone="good">{t.underWay}</Badge>}
        {attendee_name === null ? <Badge>{t.blocked}</Badge> : !underWay && <VisitStatus status={status} />}
      </span>
      <span className={styles.actions}>
        <CloseButton appointment={appointment} now={now} />
        <VisitMenu appointment={appointment} />
      </span>
    </>
  )
}
