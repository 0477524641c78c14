import { useMutation } from '@tanstack/react-query'
import { ApiFault, ask } from '../../data/api.ts'
import { chooseClinic, setUser, useMember } from '../../data/session.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { ZoneField } from '../../parts/zone-field.tsx'
import { useWords } from '../../words/words.ts'
import { accountWords } from './account-words.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { useDraft } from './use-draft.ts'

/** One more of one's own, and then there. */
export function AddClinicDialog({ onClose }: { onClose(): void }) {
  const t = useWords(accountWords)
  const { clinic } = useMember()
  const { draft, set } = useDraft({ name: '', timezone: clinic.timezone })
  const adding = useMutation({
    mutationFn: async () => {
      const added = await ask('POST /api/clinics', { body: { ...draft, name: draft.name.trim() } })
      return { added, user: await ask('GET /api/auth/me', {}) }
    },
    onSuccess: ({ added, user }) => {
      onClose()
      setUser(user)
      chooseClinic(added.id)
      notify({ title: t.added(added.name), description: t.addedHint })
    },
  })
  const fault = adding.error instanceof ApiFault ? adding.error : null
  const sound = draft.name.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.addClinic}
      description={t.addClinicHint}
      onSubmit={() => sound && !adding.isPending && adding.mutate()}
      foot={<DialogButtons onClose={onClose} busy={adding.isPending} sound={sound} save={t.addClinic} />}
    >
      <TextField
        label={t.clinicName}
        required
        maxLength={255}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
        error={faultOf(fault, 'name')}
      />
      <ZoneField
        label={t.timeZone}
        value={draft.timezone}
        onChange={(timezone) => set({ timezone })}
        error={faultOf(fault, 'timezone')}
      />
      <FormFault fault={fault} />
    </Dialog>
  )
}
