import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiFault, ask } from '../../data/api.ts'
import type { RoleChange, StaffMember } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { ChoiceField } from './choice-field.tsx'
import { DialogButtons } from './dialog-buttons.tsx'
import { staffWords } from './staff-words.ts'

type Role = RoleChange['role']

export function RoleDialog({ member, onClose }: { member: StaffMember; onClose(): void }) {
  const t = useWords(staffWords)
  const [role, setRole] = useState<Role>(member.role === 'manager' ? 'manager' : 'receptionist')
  const name = member.name ?? member.email
  const changing = useMutation({
    mutationFn: () => ask('PATCH /api/staff/{id}', { params: { id: member.id }, body: { role } }),
    onSuccess: () => {
      refreshSettings()
      notify({ title: t.roleChanged(name, t.roles[role]) })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.roleOf(name)}
      onSubmit={() => changing.isPending || changing.mutate()}
      foot={<DialogButtons onClose={onClose} busy={changing.isPending} />}
    >
      <RoleChoice value={role} onChange={setRole} />
      <FormFault fault={changing.error instanceof ApiFault ? changing.error : null} />
    </Dialog>
  )
}

export function RoleChoice({ value, onChange }: { value: Role; onChange(role: Role): void }) {
  const t = useWords(staffWords)
  return (
    <ChoiceField
      label={t.role}
      value={value}
      onChange={onChange}
      options={(['receptionist', 'manager'] as const).map((role) => [role, t.roles[role], t.may[role]] as const)}
    />
  )
}
