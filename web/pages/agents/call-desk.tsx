import { PhoneCall, PhoneOff } from 'lucide-react'
import { useRef, useState } from 'react'
import { type AgentAction, callAction } from '../../data/agent-door.ts'
import { ApiFault } from '../../data/api.ts'
import { serverNow } from '../../data/clock.ts'
import type { Clinic } from '../../data/endpoints.ts'
import { useClinic } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card, Empty, Loading } from '../../parts/feedback.tsx'
import { TextField } from '../../parts/field.tsx'
import { weekdays } from '../../parts/stretches.ts'
import { useWords } from '../../words/words.ts'
import { CallCard, spokenOf } from './call-card.tsx'
import { CallForm } from './call-form.tsx'
import { type Call, type CallMemory, leftBehind, nothingYet, remember } from './call-memory.ts'
import { bodyOf, type CallWish, placeFor } from './call-wish.ts'
import { LeftBehind } from './left-behind.tsx'
import { NextSteps, type Step } from './next-steps.tsx'
import styles from './test-call.module.css'
import type { TestedAgent } from './test-call.tsx'
import { testCallWords } from './test-call-words.ts'

/** A call that is under way. */
export function CallDesk(around: Around) {
  const clinic = useClinic().data
  return clinic === undefined ? <Loading lines={6} /> : <Desk {...around} clinic={clinic} />
}

/** `onRefused` is for a token that has been replaced meanwhile. */
type Around = { agent: TestedAgent; token: string; onRefused(): void }

function Desk({ agent, token, onRefused, clinic }: Around & { clinic: Clinic }) {
  const t = useWords(testCallWords)
  const form = useRef<HTMLFormElement>(null)
  const answers = useRef<HTMLElement>(null)
  const [conversationId, setConversationId] = useState(newConversation)
  const [callerId, setCallerId] = useState(fictionalNumber)
  const [action, setAction] = useState<AgentAction>('check-availability')
  const [typed, setTyped] = useState<CallWish>(() =>
    firstWish(clinic, { customer_name: t.testName, notes: t.testNote, message: t.testMessage }),
  )
  const [memory, setMemory] = useState<CallMemory>(nothingYet)
  const [calls, setCalls] = useState<Call[]>([])
  const [busy, setBusy] = useState(false)
  const wish = { ...typed, place: placeFor(action, typed, memory) }

  const send = async () => {
    const said = bodyOf(action, wish, memory)
    const line = { conversation_id: conversationId, caller_id: callerId.trim() || 'anonymous' }
    const body = { ...said, ...line, ...(clinic.phone !== null && { called_number: clinic.phone }) }
    setBusy(true)
    const answer = await callAction(agent.agent_id, token, action, body).catch((fault: ApiFault) => fault)
    setBusy(false)
    setCalls((before) => [{ number: before.length + 1, action, body, answer }, ...before])
    if (answer instanceof ApiFault) return
    const next = remember(memory, action, answer.body)
    setMemory(next)
    setTyped((now) => ({
      ...now,
      ...proofAfter(action, next),
      ...(action === 'hold-slot' && next.held !== undefined && { place: 'held' }),
    }))
    requestAnimationFrame(() => answers.current?.querySelector('li')?.scrollIntoView({ block: 'nearest' }))
  }
  const go = ({ action: next, place }: Step) => {
    setAction(next)
    setTyped((now) => ({ ...now, ...(place !== undefined && { place }) }))
    // all that is needed is filled in: one more press sends it
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[type=submit]')?.focus())
  }
  const hangUp = () => {
    setConversationId(newConversation())
    setCalls([])
    setAction('check-availability')
    setTyped((now) => ({ ...now, appointment_id: '', confirmation_code: '', place: '' }))
    setMemory((now) => ({ ...nothingYet, visits: leftBehind(now), messages: now.messages }))
  }
  const last = calls[0]
  return (
    <div className={styles.desk}>
      {agent.paused && <p className={styles.real}>{t.paused}</p>}
      <div className={styles.columns}>
        <div className={styles.ask}>
          <Card title={t.title} hint={t.forReal}>
            <CallForm
              {...{ action, wish, memory, busy, form }}
              onAction={setAction}
              onWish={setTyped}
              onSend={() => void send()}
            />
          </Card>
        </div>
        <section className={styles.right} aria-labelledby="test-call-so-far" ref={answers}>
          <h2 id="test-call-so-far" className="visually-hidden">
            {t.calls}
          </h2>
          <LeftBehind memory={memory} onMemory={setMemory} />
          <p className="visually-hidden" role="status">
            {last !== undefined && (last.answer instanceof ApiFault ? t.unreachable : spokenOf(last.answer.body))}
          </p>
          {calls.length === 0 && (
            <Card>
              <Empty icon={<PhoneCall aria-hidden="true" />} title={t.empty}>
                {t.emptyHint}
              </Empty>
            </Card>
          )}
          <ol className={styles.cards} reversed>
            {calls.map((call) => (
              <CallCard key={call.number} call={call} agentId={agent.agent_id} language={agent.language}>
                {call === last && (
                  <NextSteps call={call} memory={memory} holdsFirst={agent.require_confirmation} onStep={go} />
                )}
                {call === last && !(call.answer instanceof ApiFault) && call.answer.status === 401 && (
                  <div>
                    <Button small onClick={onRefused}>
                      {t.tokenAgain}
                    </Button>
                  </div>
                )}
              </CallCard>
            ))}
          </ol>
        </section>
        <div className={styles.line}>
          <Card
            title={t.line}
            actions={
              <Button small onClick={hangUp}>
                <PhoneOff aria-hidden="true" /> {t.newCall}
              </Button>
            }
          >
            <TextField
              label={t.callerId}
              hint={t.callerIdHint}
              type="tel"
              autoComplete="off"
              value={callerId}
              onChange={(event) => setCallerId(event.target.value)}
            />
            <p className={styles.soft}>
              {t.conversation} <code>{conversationId}</code>
            </p>
          </Card>
        </div>
      </div>
    </div>
  )
}

/** As a platform would name it; nothing of it is a secret. */
const newConversation = (): string => `test_${crypto.getRandomValues(new Uint32Array(2)).join('')}`

// 555-01xx is kept free for fiction; another one each time, so that one test does not find the appointments of the last
const fictionalNumber = (): string =>
  `+1212555${String(100 + (crypto.getRandomValues(new Uint8Array(1))[0]! % 100)).padStart(4, '0')}`

/** Filled in so that every step can be sent as it stands: for the next day on which the clinic opens. */
function firstWish(clinic: Clinic, said: Pick<CallWish, 'customer_name' | 'notes' | 'message'>): CallWish {
  const today = serverNow().toZonedDateTimeISO(clinic.timezone).toPlainDate()
  const days = [1, 2, 3, 4, 5, 6, 7].map((later) => today.add({ days: later }))
  const open = days.find((day) => clinic.opening_hours[weekdays[day.dayOfWeek - 1]!].length > 0) ?? days[0]!
  const empty = { time: '', from_date: '', part_of_day: '', service: '', practitioner: '', customer_phone: '' }
  const rest = { place: '', confirmation_code: '', appointment_id: '', reason: '', urgency: 'normal' }
  return { ...empty, ...rest, ...said, date: open.toString() }
}

/** The appointment that the caller has just heard of, and its code. What is only found is theirs to choose. */
function proofAfter(action: AgentAction, { visits }: CallMemory): Partial<CallWish> {
  if (action === 'cancel-appointment') return { appointment_id: '' }
  const last = visits.at(-1)
  if (last === undefined || !['book-appointment', 'reschedule-appointment'].includes(action)) return {}
  return { appointment_id: last.appointment_id, ...(last.code !== undefined && { confirmation_code: last.code }) }
}
