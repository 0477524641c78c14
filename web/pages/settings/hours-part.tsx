import { ApiFault } from '../../data/api.ts'
import type { Clinic } from '../../data/endpoints.ts'
import { useClinic } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { HoursEditor } from '../../parts/hours-editor.tsx'
import { hoursAreSound } from '../../parts/stretches.ts'
import { zoneName } from '../../parts/zone-field.tsx'
import { useWords } from '../../words/words.ts'
import { PendingCard } from './pending-card.tsx'
import styles from './settings-card.module.css'
import { SettingsCard } from './settings-card.tsx'
import { settingsWords } from './settings-words.ts'
import { useDraft } from './use-draft.ts'
import { useSaveClinic } from './use-save-clinic.ts'

/** The clinic's week. */
export function HoursPart() {
  const t = useWords(settingsWords)
  const { data: clinic, error, refetch } = useClinic()
  if (clinic !== undefined) return <WeekCard clinic={clinic} />
  return <PendingCard title={t.week} lines={8} error={error} onRetry={refetch} />
}

function WeekCard({ clinic }: { clinic: Clinic }) {
  const t = useWords(settingsWords)
  const { manage } = useMay()
  // each day by itself: two people who change two days do not undo each other's
  const { draft, changed, dirty, set, discard } = useDraft(clinic.opening_hours)
  const saving = useSaveClinic()
  const faults = saving.error instanceof ApiFault ? saving.error.details : []
  return (
    <SettingsCard
      title={t.week}
      hint={t.clinicZone(zoneName(clinic.timezone))}
      mayEdit={manage}
      dirty={dirty}
      sound={hoursAreSound(draft)}
      saving={saving}
      onSave={() => saving.mutate({ opening_hours: changed }, { onSuccess: discard })}
      onDiscard={() => {
        saving.reset()
        discard()
      }}
    >
      <HoursEditor value={draft} onChange={set} faults={faults} disabled={!manage} />
      <p className={styles.preview}>{t.hoursHint}</p>
    </SettingsCard>
  )
}
