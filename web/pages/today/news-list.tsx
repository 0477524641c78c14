import { BellRing, CalendarClock, CalendarPlus, CalendarX2, CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Appointment, News } from '../../data/endpoints.ts'
import { Button } from '../../parts/button.tsx'
import { Card, Empty } from '../../parts/feedback.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useArrivals } from './arrivals.ts'
import { useDayZone, useWallTime } from './day-zone.ts'
import styles from './side-list.module.css'
import { todayWords } from './today-words.ts'
import { PractitionerMark, useAgentName, useHueOf } from './visit-marks.tsx'

const icons = {
  booked: <CalendarPlus aria-hidden="true" />,
  moved: <CalendarClock aria-hidden="true" />,
  cancelled: <CalendarX2 aria-hidden="true" />,
}
// the most that the server tells at once
const mostNews = 50

/** What has come in since somebody here last said that they had seen it. */
export function NewsList({
  news,
  since,
  now,
  few,
  onSeen,
}: {
  news: readonly News[]
  since: string
  now: Temporal.Instant
  few: number
  onSeen(): void
}) {
  const t = useWords(todayWords)
  const f = useFormats()
  const wall = useWallTime()
  const hueOf = useHueOf()
  const arrived = useArrivals(news.map(({ id }) => id))
  const [all, setAll] = useState(false)
  const shown = all ? news : news.slice(0, few)
  return (
    <Card
      title={t.news}
      hint={news.length === mostNews ? t.latest(mostNews) : t.newsSince(f.moment(wall(since)))}
      actions={
        news.length > 0 && (
          <Button small onClick={onSeen}>
            <CheckCheck aria-hidden="true" />
            {t.seen}
          </Button>
        )
      }
      flush
    >
      {news.length === 0 ? (
        <Empty icon={<BellRing aria-hidden="true" />} title={t.nothingNew}>
          {t.nothingNewHint}
        </Empty>
      ) : (
        <ul className={styles.list}>
          {shown.map((each) => (
            <li
              key={each.id}
              className={styles.news}
              data-hue={hueOf(each.practitioner.id)}
              data-happening={each.happening}
              data-arrived={arrived(each.id) || undefined}
            >
              <NewsItem news={each} now={now} />
            </li>
          ))}
        </ul>
      )}
      {news.length > few && (
        <div className={styles.more}>
          <Button look="quiet" small onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? t.showFewer : t.showAll(news.length)}
          </Button>
        </div>
      )}
    </Card>
  )
}

function NewsItem({ news, now }: { news: News; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const timeZone = useDayZone()
  const { happening } = news
  const who = useWho(news)
  const moment = useMoment(news, now)
  return (
    <>
      <span className={styles.icon}>{icons[happening]}</span>
      <div className={styles.body}>
        <p>
          <span className={styles.happening}>{happening === 'cancelled' ? t.cancelledNews : t[happening]}</span>{' '}
          <Link href={appointmentAddress(news, timeZone)} className={styles.name}>
            {news.attendee_name ?? news.title ?? t.blocked}
          </Link>
        </p>
        <p className={styles.when}>
          {happening === 'moved' ? t.movedTo(moment) : happening === 'cancelled' ? <s>{moment}</s> : moment}
        </p>
        <p className={styles.small}>
          <PractitionerMark name={news.practitioner.name} />
          <span>
            {who}, {f.away(now, Temporal.Instant.from(news.happened_at))}
          </span>
        </p>
      </div>
    </>
  )
}

/** Tomorrow is written as a date, today as a time. */
function useMoment({ start_time }: Appointment, now: Temporal.Instant): string {
  const t = useWords(todayWords)
  const f = useFormats()
  const timeZone = useDayZone()
  const date = useWallTime()(start_time).toPlainDate()
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  return `${date.equals(today) ? t.today : f.shortDate(date)}, ${f.timeAt(start_time, timeZone)}`
}

/** Neither an agent nor a person: it was written into the table. */
function useWho({ by_agent, by_person }: News): string {
  const t = useWords(todayWords)
  const nameOf = useAgentName()
  if (by_agent !== null) return t.by(nameOf(by_agent))
  return by_person === null ? t.atTheDesk : t.by(by_person)
}
