import { useId } from 'react'
import styles from './calendar.module.css'

/** One of a few, side by side: the browser's own radio buttons, so that arrow keys choose. */
export function ChoiceBar<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChoose(value: Value): void
}) {
  const name = useId()
  return (
    <div className={styles.choices} role="radiogroup" aria-label={label}>
      {options.map(([option, words]) => (
        <label key={option} className={styles.choice}>
          <input type="radio" name={name} value={option} checked={option === value} onChange={() => onChoose(option)} />
          <span>{words}</span>
        </label>
      ))}
    </div>
  )
}
