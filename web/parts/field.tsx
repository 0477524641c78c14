import { Field as BaseField } from '@base-ui/react/field'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { type ComponentProps, type ReactElement, type ReactNode, useId } from 'react'
import type { ApiFault } from '../data/api.ts'
import { useFaultWords } from '../words/faults.ts'
import styles from './field.module.css'

type Around = { label: string; hint?: ReactNode; error?: string | undefined; optional?: string; hideLabel?: boolean }

/** A label, a control, a hint and what is wrong with it, tied together for those who hear the page. */
export function Field({ label, hint, error, optional, hideLabel, control }: Around & { control: ReactElement }) {
  return (
    <BaseField.Root className={styles.field} invalid={error !== undefined}>
      <BaseField.Label className={hideLabel ? 'visually-hidden' : styles.label}>
        {label} {optional && <span className={styles.optional}>{optional}</span>}
      </BaseField.Label>
      <BaseField.Control className={styles.control} render={control} />
      {error !== undefined && (
        <BaseField.Error className={styles.error} match>
          {error}
        </BaseField.Error>
      )}
      {hint !== undefined && <BaseField.Description className={styles.hint}>{hint}</BaseField.Description>}
    </BaseField.Root>
  )
}

/** A line of text; `type` may be email, password, tel, date, time, number, search. */
export function TextField({ label, hint, error, optional, hideLabel, ...input }: Around & ComponentProps<'input'>) {
  return <Field {...{ label, hint, error, optional, hideLabel }} control={<input {...input} />} />
}

export function TextArea({ label, hint, error, optional, hideLabel, ...area }: Around & ComponentProps<'textarea'>) {
  return <Field {...{ label, hint, error, optional, hideLabel }} control={<textarea {...area} />} />
}

/** The browser's own list: every phone shows it in the way its owner knows. Children are `<option>`s. */
export function SelectField({ label, hint, error, optional, hideLabel, ...select }: Around & ComponentProps<'select'>) {
  return <Field {...{ label, hint, error, optional, hideLabel }} control={<select {...select} />} />
}

/** On or off, and what that means. Takes effect at once. */
export function SwitchField({
  label,
  hint,
  checked,
  onChange,
  disabled,
}: {
  label: string
  hint?: ReactNode
  checked: boolean
  onChange(checked: boolean): void
  disabled?: boolean
}) {
  const id = useId()
  return (
    <div className={styles.switchRow}>
      <div className={styles.switchWords}>
        <span className={styles.label} id={id}>
          {label}
        </span>
        {hint !== undefined && (
          <span className={styles.hint} id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </div>
      <BaseSwitch.Root
        className={styles.switch}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      >
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    </div>
  )
}

/** Why the server refused a form, above its buttons. Faults of single fields belong to the fields: see `faultOf`. */
export function FormFault({ fault }: { fault: ApiFault | null | undefined }) {
  const say = useFaultWords()
  if (fault == null) return null
  return (
    <p className={styles.fault} role="alert">
      {say(fault)}
    </p>
  )
}

/** What the server says of one field: `error={faultOf(fault, 'attendee_email')}`. */
export const faultOf = (fault: ApiFault | null | undefined, path: string): string | undefined =>
  fault?.details.find((detail) => detail.path === path || detail.path.startsWith(`${path}.`))?.message
