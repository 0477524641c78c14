import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../words/words.ts'
import buttonStyles from './button.module.css'
import styles from './notices.module.css'
import { partWords } from './part-words.ts'

const manager = Toast.createToastManager()

/**
 * A gentle notice in the corner, read out to who cannot see it; F6 leads to it. With an `action` it stays longer. `fault`
 * is read at once.
 */
export function notify({
  title,
  description,
  action,
  fault = false,
}: {
  title: string
  description?: string
  action?: { label: string; run(): void }
  fault?: boolean
}): void {
  const id: string = manager.add({
    title,
    ...(description !== undefined && { description }),
    type: fault ? 'fault' : 'news',
    priority: fault ? 'high' : 'low',
    timeout: action === undefined ? 6_000 : 12_000,
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          manager.close(id)
          action.run()
        },
      },
    }),
  })
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Notices />
    </Toast.Provider>
  )
}

// Base UI hides an urgent notice from those who hear the page until it has the focus, buttons and all, which can be
// reached by Tab nonetheless; what is read out at once stands elsewhere
const heard = { 'aria-hidden': undefined }

function Notices() {
  const { toasts } = Toast.useToastManager()
  const t = useWords(partWords)
  const buttonClass = `${buttonStyles.button} ${buttonStyles.quiet} ${buttonStyles.small}`
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport} aria-label={t.notices}>
        {toasts.map((toast) => (
          <Toast.Root
            key={toast.id}
            toast={toast}
            {...heard}
            className={styles.notice}
            swipeDirection={['right', 'down']}
          >
            <div className={styles.words}>
              <Toast.Title className={styles.title} />
              <Toast.Description className={styles.description} />
            </div>
            <div className={styles.buttons}>
              {toast.actionProps && <Toast.Action className={buttonClass} />}
              <Toast.Close {...heard} className={`${buttonClass} ${buttonStyles.icon}`} aria-label={t.dismiss}>
                <X aria-hidden="true" />
              </Toast.Close>
            </div>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  )
}
