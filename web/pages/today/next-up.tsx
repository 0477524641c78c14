import { Activity, CalendarCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { Appointment } from '../../data/endpoints.ts'
import { Badge, Card, Empty } from '../../parts/feedback.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useDayZone } from './day-zone.ts'
import { phaseOf, startOf, type UpNext, upNext } from './days-work.ts'
import styles from './next-up.module.css'
import { todayWords } from './today-words.ts'
import { QuickActions, VisitMenu } from './visit-actions.tsx'
import { BookedBy, PractitionerMark, useHueOf, VisitStatus } from './visit-marks.tsx'

/** Who is being seen and who comes next, one place for each practitioner. */
export function NextUp({ appointments, now }: { appointments: readonly Appointment[]; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const hueOf = useHueOf()
  const next = upNext(appointments, now)
  return (
    <Card title={t.next} flush>
      {next.length === 0 ? (
        <Empty icon={<CalendarCheck aria-hidden="true" />} title={t.nothingNext}>
          {appointments.length === 0 ? t.free : t.nothingNextHint}
        </Empty>
      ) : (
        <ul className={styles.places}>
          {next.map((each) => (
            <li key={each.practitioner.id} className={styles.place} data-hue={hueOf(each.practitioner.id)}>
              <Place next={each} now={now} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Place({ next: { practitioner, first, after }, now }: { next: UpNext; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const timeZone = useDayZone()
  const begun = phaseOf(first, now) === 'now'
  return (
    <>
      <div className={styles.head}>
        <PractitionerMark name={practitioner.name} />
        <VisitMenu appointment={first} />
      </div>
      <div className={styles.who}>
        <Link href={appointmentAddress(first, timeZone)} className={styles.name}>
          {first.attendee_name ?? first.title ?? t.blocked}
        </Link>
        {begun ? (
          <p className={styles.time}>
            <Badge tone="good">
              <Activity aria-hidden="true" />
              {t.underWay}
            </Badge>
            {t.until(f.timeAt(first.end_time, timeZone))}
          </p>
        ) : (
          <p className={styles.time}>
            <strong>
              <CountDown to={startOf(first)} now={now} />
            </strong>
            {f.spanAt(first.start_time, first.end_time, timeZone)}
          </p>
        )}
      </div>
      <div className={styles.what}>
        {first.service && <span>{first.service.name}</span>}
        {first.attendee_name === null ? <span>{t.blocked}</span> : <VisitStatus status={first.status} />}
        <BookedBy agentId={first.agent_id} />
      </div>
      {first.attendee_name !== null && (
        <div className={styles.actions}>
          <QuickActions appointment={first} begun={begun} />
        </div>
      )}
      {after && (
        <p className={styles.then}>
          {t.afterwards} <strong>{f.timeAt(after.start_time, timeZone)}</strong>{' '}
          <Link href={appointmentAddress(after, timeZone)}>{after.attendee_name ?? after.title ?? t.blocked}</Link>
        </p>
      )}
    </>
  )
}

function CountDown({ to, now }: { to: Temporal.Instant; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const left = now.until(to).round({ smallestUnit: 'minute', largestUnit: 'hour' })
  if (left.total('minutes') < 1) return t.soon
  return left.hours > 0 ? t.inHours(left.hours, left.minutes) : f.away(now, to)
}
