import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useWords } from '../words/words.ts'
import buttonStyles from './button.module.css'
import { Button } from './button.tsx'
import styles from './dialog.module.css'
import { partWords } from './part-words.ts'

/**
 * A window over the page. With `onSubmit` it is a form, sent by Enter too. Focus goes in, stays in, and comes back to
 * where it was; Escape closes.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  foot,
  wide,
  onSubmit,
}: {
  open: boolean
  onClose(): void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  foot?: ReactNode
  wide?: boolean
  onSubmit?(): void
}) {
  const t = useWords(partWords)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  const inside = (
    <>
      <div className={styles.head}>
        <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
        <BaseDialog.Close
          className={`${buttonStyles.button} ${buttonStyles.quiet} ${buttonStyles.small} ${buttonStyles.icon}`}
          aria-label={t.close}
        >
          <X aria-hidden="true" />
        </BaseDialog.Close>
      </div>
      <div className={styles.body}>
        {description !== undefined && (
          <BaseDialog.Description className={styles.description}>{description}</BaseDialog.Description>
        )}
        {children}
      </div>
      {foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </>
  )
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Viewport className={styles.viewport}>
          <BaseDialog.Popup className={wide ? `${styles.popup} ${styles.wide}` : styles.popup}>
            {onSubmit === undefined ? (
              inside
            ) : (
              // a form may not itself be the dialog
              <form className={styles.form} onSubmit={submit} noValidate>
                {inside}
              </form>
            )}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

/** Asks before something that cannot be taken back. `onConfirm` may take its time; a fault it throws is its caller's. */
export function Confirm({
  open,
  onClose,
  title,
  children,
  confirm,
  danger = true,
  onConfirm,
}: {
  open: boolean
  onClose(): void
  title: string
  children: ReactNode
  confirm: string
  danger?: boolean
  onConfirm(): unknown
}) {
  const t = useWords(partWords)
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    try {
      await onConfirm()
    } finally {
      setBusy(false)
    }
  }
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => next || onClose()}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={styles.backdrop} />
        <BaseAlert.Viewport className={styles.viewport}>
          <BaseAlert.Popup className={styles.popup}>
            <div className={styles.head}>
              <BaseAlert.Title className={styles.title}>{title}</BaseAlert.Title>
            </div>
            <div className={styles.body}>
              <BaseAlert.Description className={styles.description} render={<div />}>
                {children}
              </BaseAlert.Description>
            </div>
            <div className={styles.foot}>
              <Button onClick={onClose}>{t.keep}</Button>
              <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void go()}>
                {confirm}
              </Button>
            </div>
          </BaseAlert.Popup>
        </BaseAlert.Viewport>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  )
}
