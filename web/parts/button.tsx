import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './button.module.css'

type Look = { look?: 'primary' | 'plain' | 'quiet' | 'danger' | 'dangerQuiet'; small?: boolean }

/** A button. While `busy` it stays where it is and does nothing, so that a second click books nothing twice. */
export function Button({
  look = 'plain',
  small,
  busy = false,
  children,
  onClick,
  className,
  ...rest
}: ComponentProps<'button'> & Look & { busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={classOf(look, small, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
    >
      {busy && <span className={styles.spinner} aria-hidden="true" />}
      {children}
    </button>
  )
}

/** A button that shows a picture only; `label` is what it is called. */
export function IconButton({
  label,
  look = 'quiet',
  small,
  className,
  ...rest
}: ComponentProps<'button'> & Look & { label: string }) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`${classOf(look, small, className)} ${styles.icon}`}
    />
  )
}

/** Leads to another page and looks like a button. */
export function ButtonLink({ to, look = 'plain', small, children }: Look & { to: string; children: ReactNode }) {
  return (
    <Link href={to} className={classOf(look, small, undefined)}>
      {children}
    </Link>
  )
}

const classOf = (look: NonNullable<Look['look']>, small: boolean | undefined, more: string | undefined): string =>
  [styles.button, styles[look], small && styles.small, more].filter(Boolean).join(' ')
