import type { Clinic } from '../../data/endpoints.ts'
import { faultOf, TextArea, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { clinicPartWords } from './clinic-part-words.ts'
import { SettingsCard } from './settings-card.tsx'
import { settingsWords } from './settings-words.ts'
import { useClinicDraft } from './use-clinic-draft.ts'

export function ContactCard({ clinic, mayEdit }: { clinic: Clinic; mayEdit: boolean }) {
  const t = useWords(clinicPartWords)
  const { optional } = useWords(settingsWords)
  const { draft, set, fault, card } = useClinicDraft({
    name: clinic.name,
    phone: clinic.phone ?? '',
    address: clinic.address ?? '',
  })
  const named = draft.name.trim() !== ''
  return (
    <SettingsCard title={t.contact} mayEdit={mayEdit} sound={named} {...card}>
      <TextField
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={255}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
        error={named ? faultOf(fault, 'name') : t.nameMissing}
      />
      <TextField
        label={t.phone}
        hint={t.phoneHint}
        optional={optional}
        type="tel"
        maxLength={50}
        value={draft.phone}
        onChange={({ target }) => set({ phone: target.value })}
        error={faultOf(fault, 'phone')}
      />
      <TextArea
        label={t.address}
        hint={t.addressHint}
        optional={optional}
        rows={2}
        maxLength={4_000}
        value={draft.address}
        onChange={({ target }) => set({ address: target.value })}
        error={faultOf(fault, 'address')}
      />
    </SettingsCard>
  )
}
