import { useMutation } from '@tanstack/react-query'
import { Eraser } from 'lucide-react'
import { ask } from '../../data/api.ts'
import { useCancelAppointment } from '../../data/appointments.ts'
import { takeChange } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { type CallMemory, leftBehind } from './call-memory.ts'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

/** What the test has left in the calendar and among the messages, and a button that takes it back. */
export function LeftBehind({
  memory,
  onMemory,
}: {
  memory: CallMemory
  onMemory(change: (m: CallMemory) => CallMemory): void
}) {
  const t = useWords(testCallWords)
  const say = useFaultWords()
  const cancel = useCancelAppointment()
  const visits = leftBehind(memory)
  const { messages } = memory
  const cleanUp = useMutation({
    mutationFn: async () => {
      for (const { appointment_id } of visits) {
        await cancel.mutateAsync(appointment_id)
        onMemory((now) => ({
          ...now,
          visits: now.visits.map((each) =>
            each.appointment_id === appointment_id ? { ...each, cancelled: true } : each,
          ),
        }))
      }
      for (const id of messages) {
        await ask('PATCH /api/messages/{id}', { params: { id }, body: { done: true } })
        onMemory((now) => ({ ...now, messages: now.messages.filter((each) => each !== id) }))
      }
    },
    onSuccess: () => notify({ title: t.cleaned }),
    onError: (fault) => notify({ title: t.notCleaned, description: say(fault), fault: true }),
    onSettled: () => takeChange({ entity: 'message' }),
  })
  if (visits.length === 0 && messages.length === 0) return null
  const what = [
    ...(visits.length > 0 ? [t.leftAppointments(visits.length)] : []),
    ...(messages.length > 0 ? [t.leftMessages(messages.length)] : []),
  ].join(t.and)
  return (
    <div className={styles.remains}>
      <p>{t.left(what)}</p>
      <Button small busy={cleanUp.isPending} onClick={() => cleanUp.mutate()}>
        <Eraser aria-hidden="true" /> {t.cleanUp}
      </Button>
    </div>
  )
}
