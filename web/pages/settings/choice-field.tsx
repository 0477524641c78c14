import { useId } from 'react'
import styles from './settings-card.module.css'

/** One of a few, each with what it means. */
export function ChoiceField<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: readonly (readonly [value: NoInfer<Value>, name: string, hint: string | undefined])[]
  onChange(value: Value): void
}) {
  const id = useId()
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      {options.map(([option, name, hint]) => (
        <div key={option} className={styles.check}>
          <input
            type="radio"
            id={`${id}-${option}`}
            name={id}
            checked={value === option}
            onChange={() => onChange(option)}
            aria-describedby={hint === undefined ? undefined : `${id}-${option}-hint`}
          />
          <div className={styles.checkWords}>
            <label htmlFor={`${id}-${option}`}>{name}</label>
            {hint !== undefined && (
              <span className={styles.checkHint} id={`${id}-${option}-hint`}>
                {hint}
              </span>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  )
}
