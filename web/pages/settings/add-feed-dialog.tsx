import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiFault, ask } from '../../data/api.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient, usePractitioners } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { CopyButton } from '../../parts/feedback.tsx'
import { FormFault, SelectField, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { ChoiceField } from './choice-field.tsx'
import { DialogButtons } from './dialog-buttons.tsx'
import { exportWords } from './export-words.ts'

/** Then shows the address, to be brought to the other calendar. */
export function AddFeedDialog({ onClose }: { onClose(): void }) {
  const t = useWords(exportWords)
  const { data: practitioners = [] } = usePractitioners()
  const [whose, setWhose] = useState('')
  const [details, setDetails] = useState<'busy' | 'names'>('busy')
  const adding = useMutation({
    mutationFn: () =>
      ask('POST /api/calendar-feeds', {
        body: { practitioner_id: whose === '' ? null : whose, details: details === 'names' },
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['feeds'] })
      refreshSettings()
    },
  })
  if (adding.isSuccess) return <AddressDialog address={adding.data.address ?? ''} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.addFeed}
      onSubmit={() => adding.isPending || adding.mutate()}
      foot={<DialogButtons onClose={onClose} busy={adding.isPending} save={t.makeFeed} />}
    >
      <SelectField label={t.whose} value={whose} onChange={({ target }) => setWhose(target.value)}>
        <option value="">{t.wholeClinic}</option>
        {practitioners.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <ChoiceField
        label={t.shows}
        value={details}
        onChange={(shows) => setDetails(shows)}
        options={[
          ['busy', t.withoutNames, t.withoutNamesHint],
          ['names', t.withNames, t.withNamesHint],
        ]}
      />
      <FormFault fault={adding.error instanceof ApiFault ? adding.error : null} />
    </Dialog>
  )
}

function AddressDialog({ address, onClose }: { address: string; onClose(): void }) {
  const t = useWords(exportWords)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.feedMade}
      description={t.feedMadeHint}
      foot={
        <>
          <CopyButton text={address} label={t.copy} />
          <Button look="primary" onClick={onClose}>
            {t.done}
          </Button>
        </>
      }
    >
      <TextField label={t.address} readOnly value={address} onFocus={({ target }) => target.select()} />
    </Dialog>
  )
}
