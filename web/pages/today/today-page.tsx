import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useNow, useToday } from '../../data/clock.ts'
import type { News, Today } from '../../data/endpoints.ts'
import { takeChange, useAgents, useTodaysDesk } from '../../data/queries.ts'
import { Card, Failure, Loading, PageHead } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { DayList } from './day-list.tsx'
import { DayZone } from './day-zone.ts'
import { isVisit } from './days-work.ts'
import { MessageList } from './message-list.tsx'
import { NewsList } from './news-list.tsx'
import { NextUp } from './next-up.tsx'
import { useSeenMoment } from './seen-moment.ts'
import styles from './today.module.css'
import { todayWords } from './today-words.ts'

/** What a receptionist looks at first: who comes, what is new, who waits for a call. */
// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function TodayPage() {
  const t = useWords(todayWords)
  const [seen, see] = useSeenMoment()
  const { data, error, refetch, isPlaceholderData } = useTodaysDesk(seen)
  const start = data && startOfDay(data)
  useEffect(() => {
    // who is here for the first time has seen nothing of today
    if (seen === undefined && start !== undefined) see(start)
  })
  if (data === undefined)
    return (
      <>
        <PageHead title={t.today}>
          <span className={styles.pending} />
        </PageHead>
        {error === null ? (
          <Skeleton />
        ) : (
          <Card title={t.day} flush>
            <Failure fault={error} onRetry={() => void refetch()} />
          </Card>
        )}
      </>
    )
  return (
    <DayZone value={data.timezone}>
      <Desk today={data} since={seen ?? start!} fresh={!isPlaceholderData} onSee={see} />
    </DayZone>
  )
}

const startOfDay = ({ date, timezone }: Today): string =>
  Temporal.PlainDate.from(date).toZonedDateTime(timezone).toInstant().toString()

function Desk({
  today,
  since,
  fresh,
  onSee,
}: {
  today: Today
  since: string
  /** what came in was asked for since this very moment */
  fresh: boolean
  onSee(moment: string): void
}) {
  const t = useWords(todayWords)
  const now = useNow(10)
  const narrow = useNarrow()
  useNewDay(today)
  const news = fresh ? today.new_appointments : []
  const see = () => {
    onSee(today.now)
    notify({ title: t.seenDone(news.length), action: { label: t.undo, run: () => onSee(since) } })
    document.getElementById('page')?.focus({ preventScroll: true })
  }
  const parts = {
    next: <NextUp key="next" appointments={today.appointments} now={now} />,
    day: <DayList key="day" appointments={today.appointments} unseen={unseenOf(news)} now={now} />,
    news: <NewsList key={`news ${since}`} news={news} since={since} now={now} few={narrow ? 3 : 6} onSeen={see} />,
    messages: <MessageList key="messages" now={now} />,
  }
  return (
    <>
      <Head today={today} now={now} />
      {narrow ? (
        <OneColumn parts={parts} waiting={today.open_messages > 0} isNew={news.length > 0} />
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            {parts.next}
            {parts.day}
          </div>
          <div className={styles.column}>
            {parts.messages}
            {parts.news}
          </div>
        </div>
      )}
    </>
  )
}

/** What the desk has booked itself it knows. */
const unseenOf = (news: readonly News[]): Set<string> =>
  new Set(news.filter(({ by_agent }) => by_agent !== null).map(({ id }) => id))

/** On a phone, what asks for something comes first. */
function OneColumn({
  parts: { next, day, news, messages },
  waiting,
  isNew,
}: {
  parts: Record<'next' | 'day' | 'news' | 'messages', ReactNode>
  waiting: boolean
  isNew: boolean
}) {
  return (
    <div className={styles.column}>
      {waiting && messages}
      {isNew && news}
      {next}
      {day}
      {!waiting && messages}
      {!isNew && news}
    </div>
  )
}

function Head({ today, now }: { today: Today; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const agents = useAgents().data?.length ?? 1
  const visits = today.appointments.filter(isVisit)
  const byAgents = visits.filter(({ agent_id }) => agent_id !== null).length
  const here = now.toZonedDateTimeISO(today.timezone).toPlainDateTime()
  const city = today.timezone.split('/').at(-1)!.replaceAll('_', ' ')
  const summary = [
    visits.length === 0 ? t.free : t.appointments(visits.length),
    ...(byAgents > 0 ? [t.byAgents(byAgents, agents)] : []),
    today.open_messages === 0 ? t.noMessages : t.messages(today.open_messages),
  ]
  return (
    <PageHead title={t.today}>
      <span className={styles.date}>{f.longDate(Temporal.PlainDate.from(today.date))}</span>
      <span className={styles.clock}>{t.zone(f.time(here), city)}</span>
      <span className={styles.summary}>{summary.join(', ')}</span>
    </PageHead>
  )
}

/** At the clinic's midnight there is another day to show. */
function useNewDay({ date, timezone }: Today): void {
  const actual = useToday(timezone).toString()
  useEffect(() => {
    if (actual !== date) takeChange({ entity: 'appointment' })
  }, [actual, date])
}

const narrowScreen = matchMedia('(max-width: 68rem)')
const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      narrowScreen.addEventListener('change', listener)
      return () => narrowScreen.removeEventListener('change', listener)
    },
    () => narrowScreen.matches,
  )

function Skeleton() {
  const t = useWords(todayWords)
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Card title={t.next} flush>
          <Loading lines={4} />
        </Card>
        <Card title={t.day} flush>
          <Loading lines={10} />
        </Card>
      </div>
      <div className={styles.column}>
        <Card title={t.callBack} flush>
          <Loading lines={6} />
        </Card>
        <Card title={t.news} flush>
          <Loading lines={6} />
        </Card>
      </div>
    </div>
  )
}
