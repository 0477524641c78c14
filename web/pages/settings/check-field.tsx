import { type ReactNode, useId } from 'react'
import styles from './settings-card.module.css'

/** Yes or no in a form that is saved as a whole. */
export function CheckField({
  label,
  hint,
  checked,
  onChange,
}: {
  label: ReactNode
  hint?: string
  checked: boolean
  onChange(checked: boolean): void
}) {
  const id = useId()
  return (
    <div className={styles.check}>
      <input
        type="checkbox"
        id={id}
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <div className={styles.checkWords}>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span className={styles.checkHint} id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </div>
    </div>
  )
}
