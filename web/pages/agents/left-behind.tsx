import { useMutation } from '@tanstack/react-query'
import { Eraser } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { ask } from '../../data/api.ts'
import { takeChange } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { type CallMemory, leftBehind } from './call-memory.ts'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

type Change = (now: CallMemory) => CallMemory

/** What the test has left in the calendar and among the messages, and a button that takes it back; also after it is closed. */
export function LeftBehind({ memory, onMemory }: { memory: CallMemory; onMemory(change: Change): void }) {
  const t = useWords(testCallWords)
  const say = useFaultWords()
  const cleanUp = useMutation({
    mutationFn: (left: CallMemory) => takeBack(left, onMemory),
    onSuccess: () => notify({ title: t.cleaned }),
    onError: (fault) => notify({ title: t.notCleaned, description: say(fault), fault: true }),
  })
  const what = useWhatIsLeft(memory)
  const close = () => {
    if (what === undefined) return
    const run = () => void cleanUp.mutateAsync(memory).catch(() => {})
    notify({ title: t.stillThere(what), action: { label: t.cleanUp, run } })
  }
  const onClose = useRef(close)
  useEffect(() => {
    onClose.current = close
  })
  useEffect(() => () => onClose.current(), [])
  if (what === undefined) return null
  return (
    <div className={styles.remains}>
      <p>{t.left(what)}</p>
      <Button small busy={cleanUp.isPending} onClick={() => cleanUp.mutate(memory)}>
        <Eraser aria-hidden="true" /> {t.cleanUp}
      </Button>
    </div>
  )
}

function useWhatIsLeft(memory: CallMemory): string | undefined {
  const t = useWords(testCallWords)
  const [visits, messages] = [leftBehind(memory).length, memory.messages.length]
  if (visits + messages === 0) return undefined
  const parts = [
    ...(visits > 0 ? [t.leftAppointments(visits)] : []),
    ...(messages > 0 ? [t.leftMessages(messages)] : []),
  ]
  return parts.join(t.and)
}

/** One after the other; what could be taken back is remembered as such, whatever becomes of the rest. */
async function takeBack(left: CallMemory, onMemory: (change: Change) => void): Promise<void> {
  try {
    for (const { appointment_id: id } of leftBehind(left)) {
      await ask('POST /api/appointments/{id}/cancel', { params: { id } })
      onMemory((now) => ({
        ...now,
        visits: now.visits.map((each) => (each.appointment_id === id ? { ...each, cancelled: true } : each)),
      }))
    }
    for (const id of left.messages) {
      await ask('PATCH /api/messages/{id}', { params: { id }, body: { done: true } })
      onMemory((now) => ({ ...now, messages: now.messages.filter((each) => each !== id) }))
    }
  } finally {
    takeChange({ entity: 'appointment' })
    takeChange({ entity: 'message' })
  }
}
