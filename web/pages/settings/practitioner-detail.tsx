import { ArrowLeft } from 'lucide-react'
import { Link } from 'wouter'
import { ApiFault, ask } from '../../data/api.ts'
import type { Clinic, Practitioner } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { faultOf, SwitchField, TextField } from '../../parts/field.tsx'
import { HoursEditor } from '../../parts/hours-editor.tsx'
import { notify } from '../../parts/notices.tsx'
import { hoursAreSound } from '../../parts/stretches.ts'
import { zoneName } from '../../parts/zone-field.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { withKnown } from './affected-card.tsx'
import { ClosuresCard } from './closures-card.tsx'
import { findAffectedOf } from './own-closure-effects.ts'
import { practitionersWords } from './practitioners-words.ts'
import { RemovePractitioner } from './remove-practitioner.tsx'
import styles from './settings-card.module.css'
import { SettingsCard } from './settings-card.tsx'
import { settingsWords } from './settings-words.ts'
import { changesOf, useDraft } from './use-draft.ts'
import { useChangePractitioner } from './use-practitioner-changes.ts'

type Given = { practitioner: Practitioner; clinic: Clinic; mayEdit: boolean }

export function PractitionerDetail({
  clinic,
  practitioner,
  index,
}: {
  clinic: Clinic
  practitioner: Practitioner
  index: number
}) {
  const t = useWords(practitionersWords)
  const { manage } = useMay()
  const given = { practitioner, clinic, mayEdit: manage }
  return (
    <>
      <div>
        <Link href="/settings/practitioners" className={styles.back}>
          <ArrowLeft aria-hidden="true" /> {t.all}
        </Link>
        <p className={styles.who}>
          <span className={styles.dot} data-hue={index % 8} aria-hidden="true" />
          {practitioner.name}
        </p>
      </div>
      <NameCard {...given} />
      <OwnHoursCard {...given} />
      <OwnClosuresCard {...given} />
      {manage && <RemovePractitioner practitioner={practitioner} />}
    </>
  )
}

function NameCard({ practitioner, mayEdit }: Given) {
  const t = useWords(practitionersWords)
  const say = useFaultWords()
  const { draft, dirty, set, discard } = useDraft({ name: practitioner.name })
  const saving = useChangePractitioner(practitioner.id)
  const switching = useChangePractitioner(practitioner.id)
  const fault = saving.error instanceof ApiFault ? saving.error : null
  const sound = draft.name.trim() !== ''
  const setActive = (active: boolean) =>
    switching.mutate(
      { active },
      { onError: (refused) => notify({ title: t.notChanged, description: say(refused), fault: true }) },
    )
  return (
    <SettingsCard
      title={t.nameCard}
      mayEdit={mayEdit}
      dirty={dirty}
      sound={sound}
      saving={saving}
      onSave={() => saving.mutate({ name: draft.name.trim() }, { onSuccess: discard })}
      onDiscard={discard}
    >
      <TextField
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={255}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
        error={sound ? faultOf(fault, 'name') : t.nameMissing}
      />
      <SwitchField
        label={t.active}
        hint={t.activeHint}
        checked={switching.isPending ? switching.variables.active === true : practitioner.active}
        onChange={setActive}
        disabled={!mayEdit}
      />
    </SettingsCard>
  )
}

function OwnHoursCard({ practitioner, clinic, mayEdit }: Given) {
  const t = useWords(practitionersWords)
  const { clinicZone } = useWords(settingsWords)
  const { draft, dirty, set, discard } = useDraft({ opening_hours: practitioner.opening_hours })
  const saving = useChangePractitioner(practitioner.id)
  const week = draft.opening_hours
  const before = practitioner.opening_hours
  const changedDays = week === null || before === null ? week : changesOf(before, week)
  return (
    <SettingsCard
      title={t.hours}
      hint={clinicZone(zoneName(clinic.timezone))}
      mayEdit={mayEdit}
      dirty={dirty}
      sound={week === null || hoursAreSound(week)}
      saving={saving}
      onSave={() => saving.mutate({ opening_hours: changedDays }, { onSuccess: discard })}
      onDiscard={() => {
        saving.reset()
        discard()
      }}
    >
      <SwitchField
        label={t.ownHours}
        hint={week === null ? t.clinicsHoursHint : t.ownHoursHint}
        checked={week !== null}
        onChange={(own) => set({ opening_hours: own ? (practitioner.opening_hours ?? clinic.opening_hours) : null })}
        disabled={!mayEdit}
      />
      {week !== null && (
        <HoursEditor
          value={week}
          onChange={(opening_hours) => set({ opening_hours })}
          faults={saving.error instanceof ApiFault ? saving.error.details : []}
          disabled={!mayEdit}
        />
      )}
    </SettingsCard>
  )
}

function OwnClosuresCard({ practitioner, clinic, mayEdit }: Given) {
  const t = useWords(practitionersWords)
  const saving = useChangePractitioner(practitioner.id)
  return (
    <ClosuresCard
      title={t.closures}
      hint={t.closuresHint}
      empty={t.noClosures}
      closures={practitioner.closures}
      timeZone={clinic.timezone}
      mayEdit={mayEdit}
      save={async (change, after) => {
        // what somebody else has just saved is in the list that replaces the list
        const { practitioners } = await ask('GET /api/practitioners', {})
        const fresh = practitioners.find(({ id }) => id === practitioner.id)
        await saving.mutateAsync({ closures: change(fresh?.closures ?? []) })
        return after === undefined ? [] : withKnown(await findAffectedOf(practitioner, after))
      }}
    />
  )
}
