import { Plus, X } from 'lucide-react'
import { useId, useRef } from 'react'
import { useWords } from '../words/words.ts'
import { Button, IconButton } from './button.tsx'
import fieldStyles from './field.module.css'
import styles from './hours-editor.module.css'
import { hoursWords } from './hours-words.ts'
import { faultsOfDay, minutesOf, nextStretch, runsOverMidnight, type Stretch } from './stretches.ts'
import { TimeEntry, useTimeWords } from './time-entry.tsx'

/** The stretches of one day, such as of a closure. `day` is what the day is called; `faultAt` is what the server says. */
export function StretchesEditor({
  day,
  value,
  onChange,
  faultAt,
  disabled = false,
}: {
  day: string
  value: readonly Stretch[]
  onChange(value: Stretch[]): void
  faultAt?: (index: number) => string | undefined
  disabled?: boolean
}) {
  const t = useWords(hoursWords)
  const list = useRef<HTMLDivElement>(null)
  const next = nextStretch(value)
  const faults = faultsOfDay(value)
  const focus = (selector: string) =>
    requestAnimationFrame(() => {
      const all = list.current?.querySelectorAll<HTMLElement>(selector)
      all?.[all.length - 1]?.focus()
    })
  const change = (index: number, stretch: Stretch) =>
    onChange(value.map((each, position) => (position === index ? stretch : each)))
  const remove = (index: number) => {
    onChange(value.filter((_, position) => position !== index))
    // what had the focus is gone
    focus('button')
  }
  const add = (stretch: Stretch) => {
    onChange([...value, stretch])
    focus('[data-opens]')
  }
  return (
    <div className={styles.stretches} ref={list}>
      {value.map((stretch, index) => (
        <StretchRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place
          key={index}
          day={day}
          number={index + 1}
          stretch={stretch}
          fault={faults[index] === undefined ? faultAt?.(index) : t[faults[index]]}
          disabled={disabled}
          onChange={(changed) => change(index, changed)}
          {...(value.length > 1 && { onRemove: () => remove(index) })}
        />
      ))}
      {next !== undefined && !disabled && (
        <Button look="quiet" small className={styles.add} aria-label={t.addTo(day)} onClick={() => add(next)}>
          <Plus aria-hidden="true" /> {t.add}
        </Button>
      )}
    </div>
  )
}

function StretchRow({
  day,
  number,
  stretch,
  fault,
  disabled,
  onChange,
  onRemove,
}: {
  day: string
  number: number
  stretch: Stretch
  fault: string | undefined
  disabled: boolean
  onChange(stretch: Stretch): void
  onRemove?(): void
}) {
  const t = useWords(hoursWords)
  const show = useTimeWords()
  const id = useId()
  const [opens, closes] = stretch
  const over = fault === undefined && runsOverMidnight(stretch)
  // of two times the one that cannot be read, else both
  const bothRead = [opens, closes].every((text) => minutesOf(text) !== undefined)
  const isFaulty = (text: string) => (fault !== undefined && (bothRead || minutesOf(text) === undefined)) || undefined
  const said = {
    disabled,
    'aria-describedby': fault !== undefined || over ? id : undefined,
    className: styles.time,
  } as const
  return (
    <div className={styles.stretch}>
      <div className={styles.times}>
        <TimeEntry
          {...said}
          data-opens
          aria-invalid={isFaulty(opens)}
          aria-label={t.opens(day, number)}
          value={opens}
          onChange={(next) => onChange([next, closes])}
        />
        <span aria-hidden="true">–</span>
        <TimeEntry
          {...said}
          closes
          aria-invalid={isFaulty(closes)}
          after={opens}
          aria-label={t.closes(day, number)}
          value={closes}
          onChange={(next) => onChange([opens, next])}
        />
        {onRemove && !disabled && (
          <IconButton small label={t.remove(day, number)} onClick={onRemove}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div id={id} aria-live="polite">
        {fault !== undefined && <p className={fieldStyles.error}>{fault}</p>}
        {over && <p className={fieldStyles.hint}>{t.nextDay(show(closes))}</p>}
      </div>
    </div>
  )
}
