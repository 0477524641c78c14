import { Volume2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { actionPath } from '../../data/agent-door.ts'
import { ApiFault } from '../../data/api.ts'
import { Button } from '../../parts/button.tsx'
import { Badge, CopyButton } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import type { Call } from './call-memory.ts'
import { JsonBlock, pretty } from './json-block.tsx'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

/** One step of the call: what was asked, what came, what the caller hears. `children` is what can follow. */
export function CallCard({
  call,
  agentId,
  language,
  children,
}: {
  call: Call
  agentId: string
  language: string
  children?: ReactNode
}) {
  const t = useWords(testCallWords)
  const { number, action, body, answer } = call
  const name = `${number}. ${t.actions[action]}`
  const path = actionPath(action, agentId)
  const unreachable = answer instanceof ApiFault
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h3>{name}</h3>
        {!unreachable && (
          <span className={styles.figures}>
            <Outcome status={answer.status} body={answer.body} />
            <span className={styles.ms}>{t.milliseconds(answer.milliseconds)}</span>
          </span>
        )}
      </div>
      {unreachable ? (
        <p className={styles.unreachable}>{t.unreachable}</p>
      ) : (
        <Spoken text={spokenOf(answer.body)} language={language} />
      )}
      {children}
      <details className={styles.json}>
        <summary>
          {t.request} <code>POST {path}</code>
        </summary>
        <JsonBlock label={`${name}: ${t.request}`} text={pretty(body)} />
        <CopyButton small text={pretty(body)} label={t.copyRequest} />
      </details>
      {!unreachable && (
        <details className={styles.json}>
          <summary>
            {t.answer} <code>{answer.status}</code>
          </summary>
          <JsonBlock label={`${name}: ${t.answer}`} text={pretty(answer.body)} />
          <CopyButton small text={pretty(answer.body)} label={t.copyAnswer} />
        </details>
      )}
    </li>
  )
}

function Outcome({ status, body }: { status: number; body: Record<string, unknown> }) {
  const t = useWords(testCallWords)
  const good = status === 200 && body.success === true
  return (
    <Badge tone={good ? 'good' : status === 200 ? 'warn' : 'bad'}>
      {status}
      {!good && ` · ${String(body.error ?? t.refused)}`}
    </Badge>
  )
}

function Spoken({ text, language }: { text: string; language: string }) {
  const t = useWords(testCallWords)
  const speak = () => {
    speechSynthesis.cancel()
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: language }))
  }
  return (
    <figure className={styles.spoken}>
      <figcaption>{t.says}</figcaption>
      <blockquote lang={language}>{text}</blockquote>
      {'speechSynthesis' in globalThis && (
        <Button look="quiet" small onClick={speak}>
          <Volume2 aria-hidden="true" /> {t.listen}
        </Button>
      )}
    </figure>
  )
}

/** What the caller hears; a refusal that the model cannot mend has a message only. */
export const spokenOf = (body: Record<string, unknown>): string => String(body.say ?? body.message ?? '—')
