import type { AgentAction } from '../../data/agent-door.ts'
import { ApiFault } from '../../data/api.ts'
import { Button } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import { type Call, type CallMemory, offersOf } from './call-memory.ts'
import { useSlotWords } from './slot-words.ts'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

// the rest stands in the answer
const mostChips = 12

export type Step = { action: AgentAction; place?: string }

/** What can follow the last answer, a press away: one of the slots it offers, or what a call does next. */
export function NextSteps({
  call,
  memory,
  holdsFirst,
  onStep,
}: {
  call: Call
  memory: CallMemory
  /** the agent books only what it has read back */
  holdsFirst: boolean
  onStep(step: Step): void
}) {
  const t = useWords(testCallWords)
  const when = useSlotWords()
  if (call.answer instanceof ApiFault) return null
  const offers = offersOf(call.answer.body)
  if (offers.length > 0) {
    const isMove = call.action === 'reschedule-appointment'
    const kind = holdsFirst ? 'hold' : isMove ? 'move' : 'book'
    const action = holdsFirst ? 'hold-slot' : isMove ? 'reschedule-appointment' : 'book-appointment'
    const shown = offers.filter(({ slot_id }) => memory.slots.some((slot) => slot.slot_id === slot_id))
    return (
      <fieldset className={styles.chips}>
        <legend>{t.choose[kind]}</legend>
        {shown.slice(0, mostChips).map((slot) => (
          <Button
            key={slot.slot_id}
            small
            className={styles.chip}
            aria-label={t.chip[kind](when(slot))}
            onClick={() => onStep({ action, place: slot.slot_id })}
          >
            {when(slot)}
          </Button>
        ))}
        {shown.length > mostChips && <span className={styles.soft}>{t.more(shown.length - mostChips)}</span>}
      </fieldset>
    )
  }
  const steps = stepsAfter(call, memory)
  if (steps.length === 0) return null
  return (
    <fieldset className={styles.chips}>
      <legend>{t.next}</legend>
      {steps.map(([words, step]) => (
        <Button key={words} small className={styles.chip} onClick={() => onStep(step)}>
          {t[words]}
        </Button>
      ))}
    </fieldset>
  )
}

type StepWords = 'bookHeld' | 'thenFind' | 'thenMove' | 'thenCancel' | 'thenCheck'

function stepsAfter({ action, answer }: Call, memory: CallMemory): (readonly [StepWords, Step])[] {
  if (answer instanceof ApiFault) return []
  const { success, appointments } = answer.body as { success?: boolean; appointments?: unknown[] }
  const move = ['thenMove', { action: 'reschedule-appointment', place: '' }] as const
  const cancel = ['thenCancel', { action: 'cancel-appointment' }] as const
  const check = ['thenCheck', { action: 'check-availability' }] as const
  if (success !== true) return []
  if (action === 'hold-slot' && memory.held) return [['bookHeld', { action: 'book-appointment', place: 'held' }]]
  if (action === 'book-appointment' || action === 'reschedule-appointment')
    return [['thenFind', { action: 'find-appointments' }], move, cancel]
  if (action === 'find-appointments') return (appointments ?? []).length > 0 ? [move, cancel] : [check]
  if (action === 'clinic-info' || action === 'cancel-appointment') return [check]
  return []
}
