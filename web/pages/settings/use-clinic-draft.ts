import { ApiFault } from '../../data/api.ts'
import type { ClinicChange } from '../../data/endpoints.ts'
import { useDraft } from './use-draft.ts'
import { useSaveClinic } from './use-save-clinic.ts'

/** Fields of the clinic as texts, of which an empty one means none, and what their card needs to save them. */
export function useClinicDraft<Fields extends Partial<Record<keyof ClinicChange, string>>>(saved: Fields) {
  const { draft, changed, dirty, set, discard } = useDraft(saved)
  const saving = useSaveClinic()
  const save = () => {
    const change = Object.fromEntries(
      Object.entries(changed).map(([field, text]) => [field, (text as string).trim() || null]),
    )
    saving.mutate(change as ClinicChange, { onSuccess: discard })
  }
  const fault = saving.error instanceof ApiFault ? saving.error : null
  const drop = () => {
    saving.reset()
    discard()
  }
  return { draft, set, fault, card: { dirty, saving, onSave: save, onDiscard: drop } }
}
