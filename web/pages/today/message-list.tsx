import { ArrowDown, Bot, Check, MessageSquareText, Phone, PhoneOff, Siren, Undo2 } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { Link } from 'wouter'
import type { Message } from '../../data/endpoints.ts'
import { useMarkMessage } from '../../data/message-marks.ts'
import { useMessages } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Badge, Card, Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useArrivals } from './arrivals.ts'
import styles from './side-list.module.css'
import { todayWords } from './today-words.ts'
import { useAgentName } from './visit-marks.tsx'

/** What callers have left: the urgent ones first, then who has waited longest. */
export function MessageList({ now }: { now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const [status, setStatus] = useState<'open' | 'done'>('open')
  const [pages, setPages] = useState(1)
  const turn = () => {
    setStatus(status === 'open' ? 'done' : 'open')
    setPages(1)
  }
  return (
    <Card
      title={status === 'open' ? t.callBack : t.doneMessages}
      actions={
        <Button look="quiet" small onClick={turn}>
          {status === 'open' ? t.showDone : t.showOpen}
        </Button>
      }
      flush
    >
      {Array.from({ length: pages }, (_, page) => (
        <MessagePage
          // biome-ignore lint/suspicious/noArrayIndexKey: pages are told apart by their number
          key={`${status} ${page}`}
          status={status}
          page={page + 1}
          now={now}
          onMore={page + 1 === pages ? () => setPages(pages + 1) : undefined}
        />
      ))}
    </Card>
  )
}

function MessagePage({
  status,
  page,
  now,
  onMore,
}: {
  status: 'open' | 'done'
  page: number
  now: Temporal.Instant
  onMore: (() => void) | undefined
}) {
  const t = useWords(todayWords)
  const { data, error, refetch, isPlaceholderData } = useMessages(status, page)
  if (error !== null && data === undefined) return <Failure fault={error} onRetry={() => void refetch()} />
  if (data === undefined || isPlaceholderData) return <Loading lines={4} />
  if (data.messages.length === 0 && page === 1)
    return (
      <Empty icon={<MessageSquareText aria-hidden="true" />} title={status === 'open' ? t.nobodyWaits : t.noneDone}>
        {status === 'open' ? t.nobodyWaitsHint : undefined}
      </Empty>
    )
  return (
    <>
      <Messages messages={status === 'open' ? urgentFirst(data.messages) : data.messages} now={now} />
      {data.next_page !== null && onMore && (
        <div className={styles.more}>
          <Button look="quiet" small onClick={onMore}>
            {t.moreMessages}
          </Button>
        </div>
      )}
    </>
  )
}

const weight = { urgent: 0, normal: 1, low: 1 }
const urgentFirst = (messages: readonly Message[]): Message[] =>
  messages.toSorted(
    (one, other) =>
      weight[one.urgency] - weight[other.urgency] ||
      Temporal.Instant.compare(Temporal.Instant.from(one.created_at), Temporal.Instant.from(other.created_at)),
  )

// more than these would push the rest of the page away
const few = 5

function Messages({ messages, now }: { messages: readonly Message[]; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const [all, setAll] = useState(false)
  const arrived = useArrivals(messages.map(({ id }) => id))
  return (
    <>
      <ul className={styles.list}>
        {(all ? messages : messages.slice(0, few)).map((message) => (
          <li
            key={message.id}
            className={styles.message}
            data-urgency={message.done ? undefined : message.urgency}
            data-arrived={arrived(message.id) || undefined}
          >
            <MessageItem message={message} now={now} />
          </li>
        ))}
      </ul>
      {messages.length > few && (
        <div className={styles.more}>
          <Button look="quiet" small onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? t.showFewer : t.allMessages(messages.length)}
          </Button>
        </div>
      )}
    </>
  )
}

function MessageItem({ message, now }: { message: Message; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const mark = useMark()
  const done = (event: MouseEvent<HTMLButtonElement>) => {
    focusNeighbour(event.currentTarget)
    mark(message, !message.done)
  }
  const label = message.done ? t.reopenMessage : t.done
  return (
    <>
      <div className={styles.messageHead}>
        <span className={styles.name}>{message.customer_name}</span>
        {message.urgency === 'urgent' && (
          <Badge tone={message.done ? 'calm' : 'bad'}>
            <Siren aria-hidden="true" />
            {t.urgent}
          </Badge>
        )}
        {message.urgency === 'low' && (
          <Badge>
            <ArrowDown aria-hidden="true" />
            {t.low}
          </Badge>
        )}
      </div>
      <Words text={message.message} />
      <div className={styles.messageFoot}>
        <CallBack message={message} />
        <Button small onClick={done} aria-label={t.of(label, message.customer_name)} data-mark="">
          {message.done ? <Undo2 aria-hidden="true" /> : <Check aria-hidden="true" />}
          {label}
        </Button>
      </div>
      <Origin message={message} now={now} />
    </>
  )
}

// about six lines beside the day
const longText = 280

function Words({ text }: { text: string }) {
  const t = useWords(todayWords)
  const [whole, setWhole] = useState(false)
  if (text.length <= longText) return <p className={styles.words}>{text}</p>
  return (
    <div>
      <p className={whole ? styles.words : `${styles.words} ${styles.cut}`}>{text}</p>
      <Button look="quiet" small onClick={() => setWhole(!whole)} aria-expanded={whole}>
        {whole ? t.lessText : t.wholeText}
      </Button>
    </div>
  )
}

function CallBack({ message: { customer_phone, customer_name } }: { message: Message }) {
  const t = useWords(todayWords)
  if (customer_phone === null)
    return (
      <span className={styles.phone}>
        <PhoneOff aria-hidden="true" />
        {t.noPhone}
      </span>
    )
  const phone = spaced(customer_phone)
  return (
    <a className={styles.phone} href={`tel:${customer_phone}`} aria-label={t.callName(phone, customer_name)}>
      <Phone aria-hidden="true" />
      {phone}
    </a>
  )
}

/** North American numbers in the groups in which they are read; others as they are. */
const spaced = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3')

function Origin({ message, now }: { message: Message; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const f = useFormats()
  const nameOf = useAgentName()
  const { manage } = useMay()
  const { created_at, done_at, done, agent_id, conversation_id } = message
  return (
    <p className={styles.small}>
      <span>{f.away(now, Temporal.Instant.from(created_at))}</span>
      {done && done_at && <span>{t.doneAt(f.away(now, Temporal.Instant.from(done_at)))}</span>}
      {agent_id && (
        <span className={styles.agent}>
          <Bot aria-hidden="true" />
          {nameOf(agent_id)}
        </span>
      )}
      {conversation_id && (
        <span>
          {t.conversation}{' '}
          {manage ? (
            <Link href={`/activity?conversation=${encodeURIComponent(conversation_id)}`}>
              <code>{conversation_id}</code>
            </Link>
          ) : (
            <code>{conversation_id}</code>
          )}
        </span>
      )}
    </p>
  )
}

/** Marks a message, says so and offers to take it back. */
function useMark(): (message: Message, done: boolean) => void {
  const t = useWords(todayWords)
  const say = useFaultWords()
  const { mutateAsync } = useMarkMessage()
  const mark = async (message: Message, done: boolean, undoing = false) => {
    const name = message.customer_name
    try {
      await mutateAsync({ message, done })
      const undo = () => void mark({ ...message, done }, !done, true)
      notify({
        title: done ? t.messageDone(name) : t.messageOpen(name),
        ...(!undoing && { action: { label: t.undo, run: undo } }),
      })
    } catch (fault) {
      notify({ title: t.messageFailed(name), description: say(fault), fault: true })
    }
  }
  return (message, done) => void mark(message, done)
}

/** What is marked goes away under the hand: who uses the keyboard goes on with the next one. */
function focusNeighbour(button: HTMLButtonElement): void {
  const item = button.closest('li')
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling
  const next = neighbour?.querySelector<HTMLElement>('[data-mark]') ?? item?.closest('section')?.querySelector('button')
  next?.focus()
}
