import type { FormEvent, ReactNode } from 'react'
import { ApiFault } from '../../data/api.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { FormFault } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { useUnsaved } from './leave-guard.tsx'
import styles from './settings-card.module.css'
import { settingsWords } from './settings-words.ts'

type Saving = { isPending: boolean; isSuccess: boolean; error: unknown }

/** A card that is a form of its own: what is changed in it is saved together. */
export function SettingsCard({
  title,
  hint,
  dirty,
  sound = true,
  saving,
  onSave,
  onDiscard,
  mayEdit = true,
  children,
}: {
  title: string
  hint?: ReactNode
  dirty: boolean
  /** whether it can be saved as it stands; what is wrong is said at its field */
  sound?: boolean
  saving: Saving
  onSave(): void
  onDiscard(): void
  mayEdit?: boolean
  children: ReactNode
}) {
  useUnsaved(dirty)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty && sound && !saving.isPending) onSave()
  }
  return (
    <Card title={title} hint={hint} flush>
      <form onSubmit={submit} noValidate>
        <fieldset className={styles.fields} disabled={!mayEdit} aria-label={title}>
          {children}
        </fieldset>
        {mayEdit && <SaveBar dirty={dirty} sound={sound} saving={saving} onDiscard={onDiscard} />}
      </form>
    </Card>
  )
}

function SaveBar({
  dirty,
  sound,
  saving,
  onDiscard,
}: {
  dirty: boolean
  sound: boolean
  saving: Saving
  onDiscard(): void
}) {
  const t = useWords(settingsWords)
  return (
    <div className={styles.saveBar}>
      {saving.error instanceof ApiFault && dirty && <FormFault fault={saving.error} />}
      <p className={styles.state} role="status" data-dirty={dirty || undefined}>
        {dirty ? t.unsaved : saving.isSuccess ? t.saved : ''}
      </p>
      {dirty && (
        <Button look="quiet" onClick={onDiscard}>
          {t.discard}
        </Button>
      )}
      {/* never truly disabled: the focus would be lost after every save */}
      <Button
        look={dirty ? 'primary' : 'plain'}
        type="submit"
        busy={saving.isPending}
        aria-disabled={!dirty || !sound || undefined}
      >
        {t.save}
      </Button>
    </div>
  )
}
