import { useMutation } from '@tanstack/react-query'
import { ApiFault, ask } from '../../data/api.ts'
import type { NewStaffMember } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { RoleChoice } from './role-dialog.tsx'
import { settingsWords } from './settings-words.ts'
import { staffWords } from './staff-words.ts'
import { useDraft } from './use-draft.ts'

const none = { email: '', name: '', password: '', role: 'receptionist' as NewStaffMember['role'] }

export function AddStaffDialog({ onClose }: { onClose(): void }) {
  const t = useWords(staffWords)
  const { optional } = useWords(settingsWords)
  const { draft, set } = useDraft(none)
  const adding = useMutation({
    mutationFn: ({ name, ...rest }: typeof none) =>
      ask('POST /api/staff', { body: name.trim() === '' ? rest : { ...rest, name: name.trim() } }),
    onSuccess: ({ email, name }) => {
      refreshSettings()
      notify({ title: t.added(name ?? email) })
      onClose()
    },
  })
  const fault = adding.error instanceof ApiFault ? adding.error : null
  const sound = draft.email.trim() !== '' && draft.password.length >= 8
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.add}
      onSubmit={() => sound && !adding.isPending && adding.mutate(draft)}
      foot={<DialogButtons onClose={onClose} busy={adding.isPending} sound={sound} save={t.add} />}
    >
      <TextField
        label={t.email}
        type="email"
        required
        autoComplete="off"
        value={draft.email}
        onChange={({ target }) => set({ email: target.value })}
        error={faultOf(fault, 'email')}
      />
      <TextField
        label={t.name}
        optional={optional}
        autoComplete="off"
        maxLength={255}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
        error={faultOf(fault, 'name')}
      />
      <TextField
        label={t.password}
        hint={t.passwordHint}
        // to be read and told to the person it is for
        type="text"
        required
        autoComplete="off"
        spellCheck={false}
        value={draft.password}
        onChange={({ target }) => set({ password: target.value })}
        error={faultOf(fault, 'password')}
      />
      <RoleChoice value={draft.role} onChange={(role) => set({ role })} />
      <FormFault fault={fault} />
    </Dialog>
  )
}
