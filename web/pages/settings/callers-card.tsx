import type { Clinic } from '../../data/endpoints.ts'
import { faultOf, TextArea } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { clinicPartWords } from './clinic-part-words.ts'
import { SettingsCard } from './settings-card.tsx'
import { settingsWords } from './settings-words.ts'
import { useClinicDraft } from './use-clinic-draft.ts'

export function CallersCard({ clinic, mayEdit }: { clinic: Clinic; mayEdit: boolean }) {
  const t = useWords(clinicPartWords)
  const { optional } = useWords(settingsWords)
  const { draft, set, fault, card } = useClinicDraft({ notes: clinic.notes ?? '', emergency: clinic.emergency ?? '' })
  return (
    <SettingsCard title={t.callers} mayEdit={mayEdit} {...card}>
      <TextArea
        label={t.notes}
        hint={t.notesHint}
        optional={optional}
        rows={5}
        maxLength={4_000}
        value={draft.notes}
        onChange={({ target }) => set({ notes: target.value })}
        error={faultOf(fault, 'notes')}
      />
      <TextArea
        label={t.emergency}
        hint={draft.emergency.trim() === '' ? t.emergencyStandard : t.emergencyHint}
        optional={optional}
        rows={2}
        maxLength={1_000}
        value={draft.emergency}
        onChange={({ target }) => set({ emergency: target.value })}
        error={faultOf(fault, 'emergency')}
      />
    </SettingsCard>
  )
}
