import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { ApiFault, ask } from '../../data/api.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient } from '../../data/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { DialogButtons } from './dialog-buttons.tsx'
import { practitionersWords } from './practitioners-words.ts'

/** Then leads to the new one, whose hours may be others. */
export function AddPractitionerDialog({ onClose }: { onClose(): void }) {
  const t = useWords(practitionersWords)
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const adding = useMutation({
    mutationFn: () => ask('POST /api/practitioners', { body: { name: name.trim() } }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['practitioners'] })
      refreshSettings()
      onClose()
      navigate(`/settings/practitioners?who=${id}`)
    },
  })
  const fault = adding.error instanceof ApiFault ? adding.error : null
  const sound = name.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.add}
      description={t.addHint}
      onSubmit={() => sound && !adding.isPending && adding.mutate()}
      foot={<DialogButtons onClose={onClose} busy={adding.isPending} sound={sound} save={t.add} />}
    >
      <TextField
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={255}
        value={name}
        onChange={({ target }) => setName(target.value)}
        error={faultOf(fault, 'name')}
      />
      <FormFault fault={fault} />
    </Dialog>
  )
}
