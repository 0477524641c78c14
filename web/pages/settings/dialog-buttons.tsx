import { Button } from '../../parts/button.tsx'
import { partWords } from '../../parts/part-words.ts'
import { useWords } from '../../words/words.ts'
import { settingsWords } from './settings-words.ts'

/** The foot of a dialog that is a form. */
export function DialogButtons({
  onClose,
  busy,
  sound = true,
  save,
}: {
  onClose(): void
  busy: boolean
  /** whether it can be saved as it stands */
  sound?: boolean
  save?: string
}) {
  const { keep } = useWords(partWords)
  const t = useWords(settingsWords)
  return (
    <>
      <Button onClick={onClose}>{keep}</Button>
      <Button look="primary" type="submit" busy={busy} aria-disabled={!sound || undefined}>
        {save ?? t.save}
      </Button>
    </>
  )
}
