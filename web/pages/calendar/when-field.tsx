import { useRef, useState } from 'react'
import { ApiFault, ask } from '../../data/api.ts'
import type { When } from '../../data/endpoints.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import styles from './appointment-form.module.css'
import { formWords } from './form-words.ts'

const restMs = 350

/** `reading` from the first key on; `read` when they are understood, or none are left. */
export type WordsNow = 'reading' | 'read' | 'unclear'

/** A date and a time in words, read by the server as it reads what callers say. */
export function WhenField({
  onUnderstood,
  onReading,
}: {
  onUnderstood(said: { date: string | null; time: string | null }): string
  onReading(now: WordsNow): void
}) {
  const t = useWords(formWords)
  const [text, setText] = useState('')
  const [answer, setAnswer] = useState<{ understood: string } | { offers: readonly string[] } | null>(null)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef<string | undefined>('')

  const read = async (words: string) => {
    clearTimeout(rest.current)
    if (asked.current === words) return
    asked.current = words
    if (words.trim() === '') {
      setAnswer(null)
      return onReading('read')
    }
    onReading('reading')
    try {
      const when: When = await ask('POST /api/when', { body: { text: words, kind: 'dateTime' } })
      if (asked.current !== words) return
      setAnswer('error' in when ? { offers: when.did_you_mean } : { understood: onUnderstood(when) })
      onReading('error' in when ? 'unclear' : 'read')
    } catch (fault) {
      if (asked.current !== words) return
      // the fields below do without it
      setAnswer(fault instanceof ApiFault && fault.status === 422 ? { offers: [] } : null)
      onReading('unclear')
    }
  }
  const write = (words: string) => {
    setText(words)
    // an answer that is still on its way is to other words
    asked.current = undefined
    onReading('reading')
    clearTimeout(rest.current)
    rest.current = setTimeout(() => void read(words), restMs)
  }
  return (
    <div className={styles.when}>
      <TextField
        label={t.when}
        hint={t.whenHint}
        value={text}
        autoComplete="off"
        onChange={(event) => write(event.target.value)}
        onBlur={() => void read(text)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void read(text)
        }}
      />
      <div role="status" className={styles.understood}>
        {answer !== null && 'understood' in answer && t.understood(answer.understood)}
        {answer !== null && 'offers' in answer && (
          <>
            {answer.offers.length === 0 ? t.unclear : t.didYouMean}{' '}
            {answer.offers.map((offer) => (
              <Button
                key={offer}
                small
                onClick={() => {
                  setText(offer)
                  void read(offer)
                }}
              >
                {offer}
              </Button>
            ))}
          </>
        )}
      </div>
    </div>
  )
}
