import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { ApiFault, ask } from '../../data/api.ts'
import type { Practitioner } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Card } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { practitionersWords } from './practitioners-words.ts'

export function RemovePractitioner({ practitioner: { id, name } }: { practitioner: Practitioner }) {
  const t = useWords(practitionersWords)
  const say = useFaultWords()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const remove = async () => {
    try {
      await ask('DELETE /api/practitioners/{id}', { params: { id } })
      await queryClient.invalidateQueries({ queryKey: ['practitioners'] })
      refreshSettings()
      // who has a past is kept for it
      const left = queryClient.getQueryData<Practitioner[]>(['practitioners'])
      notify({ title: left?.some((each) => each.id === id) ? t.nowInactive(name) : t.removed(name) })
      navigate('/settings/practitioners')
    } catch (fault) {
      const inUse = fault instanceof ApiFault && fault.code === 'practitioner_in_use'
      notify({
        title: t.notRemoved(name),
        description: say(fault),
        fault: true,
        ...(inUse && { action: { label: t.toCalendar, run: () => navigate('/calendar') } }),
      })
    } finally {
      setAsking(false)
    }
  }
  return (
    <Card
      title={t.removeTitle}
      hint={t.removeHint}
      actions={
        <Button look="dangerQuiet" onClick={() => setAsking(true)}>
          <Trash2 aria-hidden="true" /> {t.remove}
        </Button>
      }
      flush
    >
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t.removeAsk(name)}
        confirm={t.remove}
        onConfirm={remove}
      >
        {t.removeHint}
      </Confirm>
    </Card>
  )
}
