import type { FormEvent, ReactNode } from 'react'
import { Button } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'

/** One step: what it is about, its fields, and the way on. */
export function StepFrame({
  title,
  lead,
  next,
  busy,
  onBack,
  onSubmit,
  children,
}: {
  title: string
  lead: string
  next: string
  busy: boolean
  onBack?(): void
  onSubmit(): void
  children: ReactNode
}) {
  const t = useWords(setUpWords)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form className={styles.frame} onSubmit={submit} noValidate>
      <div className={styles.head}>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {children}
      <div className={styles.foot}>
        <p className={styles.soft}>{t.saved}</p>
        {onBack && <Button onClick={onBack}>{t.back}</Button>}
        <Button type="submit" look="primary" busy={busy}>
          {next}
        </Button>
      </div>
    </form>
  )
}
