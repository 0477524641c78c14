import { type ComponentProps, type KeyboardEvent, useState } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import fieldStyles from './field.module.css'
import { hoursWords } from './hours-words.ts'
import { minutesOf, readTypedTime, wallTimeText } from './stretches.ts'

const stepMinutes = 15

/**
 * A time of day that one types as one likes ("9", "5:30 pm", "24:00") and that is shown in the clinic's habit. Arrow up
 * and down go by a quarter of an hour. What cannot be read is handed on as it was typed, for its owner to complain of.
 */
export function TimeEntry({
  value,
  onChange,
  closes = false,
  after,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  /** `HH:MM` */
  value: string
  onChange(value: string): void
  /** the end of a stretch: midnight is 24:00 */
  closes?: boolean
  /** the opening, for which half of the day an hour without am or pm means */
  after?: string
}) {
  const show = useTimeWords()
  const { locale } = useFormats()
  const [draft, setDraft] = useState<string>()
  const twelveHours = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true
  const commit = () => {
    if (draft === undefined) return
    const read = readTypedTime(draft, { closes, twelveHours, after: after === undefined ? 0 : (minutesOf(after) ?? 0) })
    setDraft(undefined)
    onChange(read ?? draft.trim())
  }
  const step = (event: KeyboardEvent, by: number) => {
    const now = minutesOf(value)
    if (now === undefined || draft !== undefined) return
    event.preventDefault()
    const next = Math.round(now / stepMinutes + by) * stepMinutes
    onChange(wallTimeText(Math.max(0, Math.min(next, closes ? 1440 : 1440 - stepMinutes))))
  }
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={`${fieldStyles.control} ${rest.className ?? ''}`}
      value={draft ?? show(value)}
      onChange={(event) => setDraft(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'ArrowUp') step(event, 1)
        if (event.key === 'ArrowDown') step(event, -1)
      }}
    />
  )
}

/** `HH:MM` in the clinic's habit; 24:00 is called midnight. */
export function useTimeWords(): (text: string) => string {
  const t = useWords(hoursWords)
  const { time } = useFormats()
  return (text) => {
    const minutes = minutesOf(text)
    if (minutes === undefined) return text
    return minutes === 1440
      ? t.midnight
      : time(Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }))
  }
}
