import { ask } from '../../data/api.ts'
import { useClinic } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { useWords } from '../../words/words.ts'
import { ClosuresCard } from './closures-card.tsx'
import { closuresWords } from './closures-words.ts'
import { PendingCard } from './pending-card.tsx'
import { useSaveClinic } from './use-save-clinic.ts'

/** The clinic's closures, which bind everybody in it. */
export function ClosuresPart() {
  const t = useWords(closuresWords)
  const { manage } = useMay()
  const { data: clinic, error, refetch } = useClinic()
  const saving = useSaveClinic()
  if (clinic === undefined) return <PendingCard title={t.ofClinic} lines={5} error={error} onRetry={refetch} />
  return (
    <ClosuresCard
      title={t.ofClinic}
      hint={t.ofClinicHint}
      empty={t.none}
      closures={clinic.closures}
      timeZone={clinic.timezone}
      mayEdit={manage}
      save={async (change) => {
        // what somebody else has just saved is in the list that replaces the list
        const { closures } = await ask('GET /api/clinic', {})
        return (await saving.mutateAsync({ closures: change(closures) })).affected_appointments
      }}
    />
  )
}
