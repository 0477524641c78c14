import { useEffect, useEffectEvent } from 'react'
import { useLocation } from 'wouter'
import { ask } from '../data/api.ts'
import type { Appointment, Message } from '../data/endpoints.ts'
import { type Known, knownAppointment, toldChange } from '../data/known-appointment.ts'
import type { Change } from '../data/live.ts'
import { hearNews, isOwn } from '../data/news.ts'
import { queryClient, useAgents } from '../data/queries.ts'
import { useMember } from '../data/session.ts'
import { MenuChoice, MenuSeparator } from '../parts/menu.tsx'
import { notify } from '../parts/notices.tsx'
import { useFormats, wallTime } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import { appointmentAddress } from './appointment-address.ts'
import { gatherChanges } from './gathered-changes.ts'
import { countMissed, forgetMissedWhenSeen } from './missed-count.ts'
import { noticeWords } from './notice-words.ts'
import { noticesWish, useNoticesWish } from './notices-wish.ts'

type Heard = Change & { before: Known | undefined }
type Told = { appointment: Appointment; before: Known | undefined }

// each is asked for by itself; more than these are only counted
const mostAskedFor = 12

/** Says gently what others change while one looks at something else. Shows nothing itself. */
export function LiveNotices() {
  const tellAppointment = useTellAppointment()
  const tellMessage = useTellMessage()
  const tellMany = useTellMany()

  const each = useEffectEvent(async (heard: Heard[]) => {
    const { told, messages } = await lookUp(heard)
    countMissed(told.length + messages.length)
    if (noticesWish() === 'off') return
    told.forEach(tellAppointment)
    messages.forEach(tellMessage)
  })
  const many = useEffectEvent(async (heard: Heard[]) => {
    const { told, messages, more } = await lookUp(heard)
    countMissed(told.length + messages.length + more)
    if (noticesWish() === 'off') return
    const [urgent, others] = [messages.filter(isUrgent), messages.filter((message) => !isUrgent(message))]
    if (told.length + others.length + more > 1) tellMany(told.length, others.length, more > 0)
    else {
      told.forEach(tellAppointment)
      others.forEach(tellMessage)
    }
    urgent.forEach(tellMessage)
  })

  useEffect(() => {
    const gathered = gatherChanges<Heard>({ each: (heard) => void each(heard), many: (heard) => void many(heard) })
    const deaf = hearNews((change) => {
      if (isWorthTelling(change))
        gathered.add(`${change.entity} ${change.id}`, { ...change, before: knownAppointment(change.id) })
    })
    const stop = forgetMissedWhenSeen()
    return () => {
      deaf()
      stop()
      gathered.stop()
    }
  }, [])
  return null
}

/** Of messages only new ones; of holds and agents nothing. */
const isWorthTelling = ({ entity, change }: Change): boolean =>
  entity === 'message' ? change === 'created' : entity === 'appointment' && change !== 'deleted'

const isUrgent = ({ urgency }: Message): boolean => urgency === 'urgent'

/** What they are about; a hold, and what is gone or cannot be asked for, is nothing to tell of. */
async function lookUp(heard: Heard[]): Promise<{ told: Told[]; messages: Message[]; more: number }> {
  const news = heard.filter(({ id }) => !isOwn(id))
  const looked = news.slice(0, mostAskedFor)
  const found = await Promise.all(looked.map((each) => lookUpOne(each).catch(() => undefined)))
  return {
    told: found.filter((each) => each !== undefined && 'appointment' in each),
    messages: found.filter((each) => each !== undefined && 'message' in each && 'urgency' in each),
    more: news.length - looked.length,
  }
}

async function lookUpOne({ entity, id, before }: Heard): Promise<Told | Message> {
  if (entity === 'message') return ask('GET /api/messages/{id}', { params: { id } })
  const appointment = await queryClient.fetchQuery({
    queryKey: ['appointment', id],
    queryFn: ({ signal }) => ask('GET /api/appointments/{id}', { params: { id }, signal }),
    staleTime: 0,
    retry: false,
  })
  return { appointment, before }
}

function useTellAppointment(): (told: Told) => void {
  const t = useWords(noticeWords)
  const f = useFormats()
  const agents = useAgents().data
  const [, go] = useLocation()
  const { timezone } = useMember().clinic
  const momentOf = (instant: string) => {
    const at = wallTime(instant, timezone)
    return `${f.shortDate(at.toPlainDate())}, ${f.timeAt(instant, timezone)}`
  }
  return ({ appointment, before }) => {
    const change = toldChange(appointment, before)
    const agent = agents?.find(({ agent_id }) => agent_id === appointment.agent_id)?.name
    const more = {
      booked: agent && t.bookedBy(agent),
      moved: before && t.before(momentOf(before.start_time)),
      cancelled: undefined,
      changed: t.status[appointment.status],
    }[change]
    notify({
      title: t[change](appointment.attendee_name ?? appointment.title ?? t.blocked),
      description: [momentOf(appointment.start_time), more].filter(Boolean).join(' · '),
      action: { label: t.show, run: () => go(appointmentAddress(appointment, timezone)) },
    })
  }
}

function useTellMessage(): (message: Message) => void {
  const t = useWords(noticeWords)
  const [, go] = useLocation()
  return (message) =>
    notify({
      title: isUrgent(message) ? t.urgent(message.customer_name) : t.message(message.customer_name),
      description: shortened(message.message),
      fault: isUrgent(message),
      action: { label: t.show, run: () => go('/today') },
    })
}

function useTellMany(): (changes: number, messages: number, more: boolean) => void {
  const t = useWords(noticeWords)
  const f = useFormats()
  const [, go] = useLocation()
  return (changes, messages, more) => {
    const count = more ? `${f.number(mostAskedFor)}+` : f.number(changes)
    if (changes > 0 || more)
      notify({ title: t.manyChanges(count), action: { label: t.show, run: () => go('/calendar') } })
    if (messages > 0)
      notify({ title: t.manyMessages(f.number(messages)), action: { label: t.show, run: () => go('/today') } })
  }
}

const longest = 120
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text)

/** A choice for the menu of the account. */
export function NoticesChoice() {
  const t = useWords(noticeWords)
  const [wish, setWish] = useNoticesWish()
  return (
    <>
      <MenuChoice
        label={t.notices}
        value={wish}
        options={[
          ['on', t.on],
          ['off', t.off],
        ]}
        onChoose={setWish}
      />
      <MenuSeparator />
    </>
  )
}
