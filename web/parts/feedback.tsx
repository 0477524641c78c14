import { Check, Copy as CopyIcon, RotateCw, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useFaultWords } from '../words/faults.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import styles from './feedback.module.css'
import { partWords } from './part-words.ts'

/** The top of a page: its only `h1`, and what can be done there. Names the browser's tab as well. */
export function PageHead({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Vami`
  }, [title])
  return (
    <header className={styles.pageHead}>
      <div>
        <h1>{title}</h1>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  )
}

/** A panel with a heading (`h2`). */
export function Card({
  title,
  hint,
  actions,
  children,
  flush,
}: {
  title?: string
  hint?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** without the space around the content, for lists and tables */
  flush?: boolean
}) {
  return (
    <section className={styles.card}>
      {title !== undefined && (
        <div className={styles.cardHead}>
          <div>
            <h2>{title}</h2>
            {hint !== undefined && <p>{hint}</p>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </div>
      )}
      {flush ? children : <div className={styles.cardBody}>{children}</div>}
    </section>
  )
}

/**
 * There is nothing yet, and what one can do about it. `level` is one below the heading under which it stands; 1 is for
 * what is all of the page.
 */
export function Empty({
  icon,
  title,
  children,
  action,
  level = 3,
}: {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  level?: 1 | 2 | 3
}) {
  const Heading = `h${level}` as const
  return (
    <div className={styles.empty}>
      {icon}
      <Heading>{title}</Heading>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}

export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useWords(partWords)
  return (
    <div className={styles.loading} role="status" aria-label={t.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never move
        <div key={line} className={styles.bone} />
      ))}
    </div>
  )
}

/** It could not be loaded, why, and another try. */
export function Failure({ fault, onRetry, level = 3 }: { fault: unknown; onRetry?(): void; level?: 2 | 3 }) {
  const t = useWords(partWords)
  const say = useFaultWords()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <div className={styles.empty} role="alert">
      <TriangleAlert aria-hidden="true" />
      <Heading>{t.failed}</Heading>
      <p>{say(fault)}</p>
      {onRetry && (
        <Button onClick={onRetry}>
          <RotateCw aria-hidden="true" /> {t.again}
        </Button>
      )}
    </div>
  )
}

export function Badge({ tone = 'calm', children }: { tone?: 'calm' | 'good' | 'warn' | 'bad'; children: ReactNode }) {
  return <span className={tone === 'calm' ? styles.badge : `${styles.badge} ${styles[tone]}`}>{children}</span>
}

/** Copies `text`, and says that it has. */
export function CopyButton({ text, label, small }: { text: string; label?: string; small?: boolean }) {
  const t = useWords(partWords)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Button small={small} onClick={() => void copy(text).then(() => setCopied(true))}>
      {copied ? <Check aria-hidden="true" /> : <CopyIcon aria-hidden="true" />}
      <span aria-live="polite">{copied ? t.copied : (label ?? t.copy)}</span>
    </Button>
  )
}

/** Also where the page came over plain HTTP from another machine and the browser gives no clipboard. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
