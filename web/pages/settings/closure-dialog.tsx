import { useMutation } from '@tanstack/react-query'
import { ApiFault } from '../../data/api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, TextField } from '../../parts/field.tsx'
import { faultsOfDay } from '../../parts/stretches.ts'
import { StretchesEditor } from '../../parts/stretches-editor.tsx'
import { useWords } from '../../words/words.ts'
import { ChoiceField } from './choice-field.tsx'
import { type ClosureSpan, datesOf } from './closure-spans.ts'
import { closuresWords } from './closures-words.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import styles from './settings-card.module.css'
import { useDraft } from './use-draft.ts'

const mostDays = 400

/** One day or several in a row: closed, or with hours of their own. */
export function ClosureDialog({
  before,
  closures,
  today,
  onClose,
  onSave,
}: {
  /** undefined: a new one */
  before: ClosureSpan | undefined
  closures: readonly { date: string }[]
  today: string
  onClose(): void
  /** throws `ApiFault` */
  onSave(after: ClosureSpan): Promise<void>
}) {
  const t = useWords(closuresWords)
  const saving = useMutation({ mutationFn: onSave })
  const { draft, set } = useDraft(formOf(before))
  const last = draft.to === '' ? draft.from : draft.to
  const problem = problemOf(draft.from, last)
  const hours = draft.kind === 'closed' ? [] : draft.hours
  const sound = problem === undefined && faultsOfDay(hours).every((fault) => fault === undefined)
  const own = datesOf(before)
  const replaced =
    problem === undefined
      ? closures.filter(({ date }) => date >= draft.from && date <= last && !own.includes(date)).length
      : 0
  const save = () => {
    if (sound) saving.mutate({ from: draft.from, to: last, hours })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={before === undefined ? t.addTitle : t.editTitle}
      onSubmit={save}
      foot={<DialogButtons onClose={onClose} busy={saving.isPending} sound={sound} />}
    >
      <div className={styles.pair}>
        <TextField
          label={t.from}
          type="date"
          required
          min={before === undefined ? today : undefined}
          max="9998-12-31"
          value={draft.from}
          onChange={({ target }) => set({ from: target.value })}
        />
        <TextField
          label={t.to}
          type="date"
          min={draft.from}
          max="9998-12-31"
          value={draft.to}
          onChange={({ target }) => set({ to: target.value })}
          hint={t.toHint}
          error={problem === undefined || problem === 'missing' ? undefined : t[problem]}
        />
      </div>
      <ChoiceField
        label={t.kind}
        value={draft.kind}
        onChange={(kind) => set({ kind })}
        options={[
          ['closed', t.allDay, undefined],
          ['special', t.special, undefined],
        ]}
      />
      {draft.kind === 'special' && (
        <StretchesEditor day={t.thisDay} value={draft.hours} onChange={(next) => set({ hours: next })} />
      )}
      {replaced > 0 && <p className={styles.preview}>{t.replaces(replaced)}</p>}
      {saving.error instanceof ApiFault && <FormFault fault={saving.error} />}
    </Dialog>
  )
}

const formOf = (before: ClosureSpan | undefined) => ({
  from: before?.from ?? '',
  to: before === undefined || before.to === before.from ? '' : before.to,
  kind: before !== undefined && before.hours.length > 0 ? ('special' as const) : ('closed' as 'closed' | 'special'),
  hours: before !== undefined && before.hours.length > 0 ? before.hours : [['09:00', '13:00'] as [string, string]],
})

function problemOf(from: string, to: string): 'missing' | 'backwards' | 'tooLong' | undefined {
  if (from === '') return 'missing'
  if (to < from) return 'backwards'
  const { days } = Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' })
  return days >= mostDays ? 'tooLong' : undefined
}
