import { Bot, Check, History, ShieldAlert, TriangleAlert, UserRound } from 'lucide-react'
import { type MouseEvent, useId } from 'react'
import { Link, useLocation } from 'wouter'
import { ask } from '../../data/api.ts'
import { useToday } from '../../data/clock.ts'
import { type DeedFilter, useDeeds } from '../../data/deeds.ts'
import type { Deed } from '../../data/endpoints.ts'
import { queryClient } from '../../data/queries.ts'
import { useMember } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Badge, CopyButton, Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats, wallTime } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { activityWords } from './activity-words.ts'
import styles from './deed-list.module.css'
import { deedSentence, isDone, readable } from './deed-sentence.ts'

/**
 * The record of who did what, narrowed by `filter`, the newest first, grouped by day. For owners and managers. Stands under
 * an `h2`: the days are `h3`.
 */
export function DeedList({ filter }: { filter: DeedFilter }) {
  const t = useWords(activityWords)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = useDeeds(filter)
  const { timezone } = useMember().clinic
  if (data === undefined)
    return error === null ? <Loading lines={8} /> : <Failure fault={error} onRetry={() => void refetch()} />
  if (data.length === 0) return <NoDeeds filtered={Object.values(filter).some((value) => value !== undefined)} />
  const days = Map.groupBy(data, ({ at }) => wallTime(at, timezone).toPlainDate().toString())
  return (
    <div className={styles.record} aria-busy={isPlaceholderData || undefined}>
      {Array.from(days, ([date, deeds]) => (
        <Day key={date} date={Temporal.PlainDate.from(date)} deeds={deeds} />
      ))}
      {hasNextPage && (
        <div className={styles.more}>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      )}
    </div>
  )
}

function NoDeeds({ filtered }: { filtered: boolean }) {
  const t = useWords(activityWords)
  return (
    <Empty icon={<History aria-hidden="true" />} title={filtered ? t.noneFound : t.none}>
      {filtered ? t.noneFoundHint : t.noneHint}
    </Empty>
  )
}

function Day({ date, deeds }: { date: Temporal.PlainDate; deeds: readonly Deed[] }) {
  const t = useWords(activityWords)
  const f = useFormats()
  const id = useId()
  const today = useToday(useMember().clinic.timezone)
  const near = date.equals(today) ? t.today : date.equals(today.subtract({ days: 1 })) ? t.yesterday : undefined
  return (
    <section aria-labelledby={id}>
      <h3 className={styles.day} id={id}>
        {near && <span>{near}</span>}
        <span className={near && styles.date}>{f.longDate(date)}</span>
      </h3>
      <ol>
        {deeds.map((deed) => (
          <li key={deed.id} className={styles.deed}>
            <DeedLine deed={deed} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function DeedLine({ deed }: { deed: Deed }) {
  const t = useWords(activityWords)
  const f = useFormats()
  const { timezone } = useMember().clinic
  const { who, what } = deedSentence(deed, t)
  return (
    <>
      <span className={styles.time}>{f.time(wallTime(deed.at, timezone))}</span>
      <span className={styles.icon} data-alarm={deed.outcome === 'not_verified' || undefined}>
        {deed.outcome === 'not_verified' ? (
          <ShieldAlert aria-hidden="true" />
        ) : deed.user_id === null ? (
          <Bot aria-hidden="true" />
        ) : (
          <UserRound aria-hidden="true" />
        )}
      </span>
      <div className={styles.body}>
        <p>
          {who && <strong>{who}</strong>} {what}
        </p>
        <DeedOrigin deed={deed} />
      </div>
      <span className={styles.outcome}>
        <Outcome outcome={deed.outcome} />
      </span>
    </>
  )
}

function Outcome({ outcome }: { outcome: string }) {
  const t = useWords(activityWords)
  const name = t.outcomes[outcome] ?? readable(outcome)
  if (isDone(outcome))
    return (
      <Badge>
        <Check aria-hidden="true" />
        {name}
      </Badge>
    )
  return (
    <Badge tone={outcome === 'not_verified' || outcome === 'locked' ? 'bad' : 'warn'}>
      <TriangleAlert aria-hidden="true" />
      {name}
    </Badge>
  )
}

/** What was proven, in which conversation, and the appointment that it is about. */
function DeedOrigin({ deed: { action, outcome, assurance, agent_name, conversation_id, subject_id } }: { deed: Deed }) {
  const t = useWords(activityWords)
  const about = subject_id !== null && ofAppointments.includes(action)
  if (assurance === null && conversation_id === null && !about && outcome !== 'not_verified') return null
  return (
    <p className={styles.origin}>
      {outcome === 'not_verified' && agent_name && <span>{t.through(agent_name)}</span>}
      {assurance && (
        <span>
          {t.proven}{' '}
          {assurance
            .split('+')
            .map((claim) => t.claims[claim] ?? readable(claim))
            .join(', ')}
        </span>
      )}
      {conversation_id && <Conversation id={conversation_id} />}
      {about && <AppointmentLink id={subject_id} />}
    </p>
  )
}

const ofAppointments: readonly string[] = [
  'book_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'change_appointment',
]

function Conversation({ id }: { id: string }) {
  const t = useWords(activityWords)
  return (
    <span className={styles.conversation}>
      {t.conversation}{' '}
      <Link href={`/activity?conversation=${encodeURIComponent(id)}`} aria-label={t.onlyThis(id)}>
        <code>{id}</code>
      </Link>
      <CopyButton text={id} label={t.copyConversation} small />
    </span>
  )
}

/** The record knows the id only: on which day it lies is asked for when somebody wants to see it. */
function AppointmentLink({ id }: { id: string }) {
  const t = useWords(activityWords)
  const say = useFaultWords()
  const [, go] = useLocation()
  const { timezone } = useMember().clinic
  const open = async (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    try {
      const appointment = await queryClient.fetchQuery({
        queryKey: ['appointment', id],
        queryFn: ({ signal }) => ask('GET /api/appointments/{id}', { params: { id }, signal }),
      })
      go(appointmentAddress(appointment, timezone))
    } catch (fault) {
      notify({ title: t.appointmentGone, description: say(fault), fault: true })
    }
  }
  return (
    <Link href={`/calendar?appointment=${id}`} onClick={(event) => void open(event)}>
      {t.openAppointment}
    </Link>
  )
}
