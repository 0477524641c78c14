import { Send } from 'lucide-react'
import type { FormEvent, Ref } from 'react'
import type { AgentAction } from '../../data/agent-door.ts'
import { Button } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import { CallFields } from './call-fields.tsx'
import type { CallMemory } from './call-memory.ts'
import type { CallWish } from './call-wish.ts'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

/** What the agent does next: one of the actions, and what the caller has said for it. */
export function CallForm({
  action,
  onAction,
  wish,
  onWish,
  memory,
  busy,
  onSend,
  form,
}: {
  action: AgentAction
  onAction(action: AgentAction): void
  wish: CallWish
  onWish(wish: CallWish): void
  memory: CallMemory
  busy: boolean
  onSend(): void
  form: Ref<HTMLFormElement>
}) {
  const t = useWords(testCallWords)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSend()
  }
  return (
    <form className={styles.form} ref={form} onSubmit={submit} noValidate>
      <fieldset className={styles.actions}>
        <legend>{t.step}</legend>
        {(Object.keys(t.actions) as AgentAction[]).map((each) => (
          <label key={each} className={styles.action}>
            <input type="radio" name="action" value={each} checked={each === action} onChange={() => onAction(each)} />
            <span>{t.actions[each]}</span>
          </label>
        ))}
      </fieldset>
      <CallFields action={action} wish={wish} onWish={onWish} memory={memory} />
      <Button type="submit" look="primary" busy={busy}>
        <Send aria-hidden="true" /> {t.send(t.actions[action])}
      </Button>
    </form>
  )
}
