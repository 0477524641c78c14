import { TriangleAlert } from 'lucide-react'
import { useNow } from '../../data/clock.ts'
import type { Clinic } from '../../data/endpoints.ts'
import { faultOf } from '../../parts/field.tsx'
import { ZoneField } from '../../parts/zone-field.tsx'
import { formatsOf } from '../../words/formats.ts'
import { useTongue, useWords } from '../../words/words.ts'
import { clinicPartWords } from './clinic-part-words.ts'
import { LocaleField, RegionField } from './customs-fields.tsx'
import styles from './settings-card.module.css'
import { SettingsCard } from './settings-card.tsx'
import { useClinicDraft } from './use-clinic-draft.ts'

export function PlaceCard({ clinic, mayEdit }: { clinic: Clinic; mayEdit: boolean }) {
  const t = useWords(clinicPartWords)
  const { draft, set, fault, card } = useClinicDraft({
    timezone: clinic.timezone,
    region: clinic.region ?? '',
    locale: clinic.locale,
  })
  return (
    <SettingsCard title={t.place} mayEdit={mayEdit} {...card}>
      <ZoneField
        label={t.timeZone}
        hint={t.timeZoneHint}
        value={draft.timezone}
        onChange={(timezone) => set({ timezone })}
        error={faultOf(fault, 'timezone')}
        disabled={!mayEdit}
      />
      {draft.timezone !== clinic.timezone && <MovedZone from={clinic.timezone} to={draft.timezone} />}
      <div className={styles.two}>
        <RegionField
          label={t.region}
          hint={t.regionHint}
          none={t.noRegion}
          value={draft.region}
          onChange={(region) => set({ region })}
          error={faultOf(fault, 'region')}
        />
        <LocaleField
          label={t.locale}
          hint={<Preview locale={draft.locale} timeZone={draft.timezone} />}
          kept={clinic.locale}
          value={draft.locale}
          onChange={(locale) => set({ locale })}
          error={faultOf(fault, 'locale')}
        />
      </div>
    </SettingsCard>
  )
}

/** What another zone does to what is booked already. */
function MovedZone({ from, to }: { from: string; to: string }) {
  const t = useWords(clinicPartWords)
  const tongue = useTongue()
  const now = useNow()
  const { time } = formatsOf(tongue)
  const noon = now.toZonedDateTimeISO(from).withPlainTime('12:00')
  const [before, after] = [noon.toPlainTime(), noon.withTimeZone(to).toPlainTime()]
  return (
    <div className={styles.warning} role="status">
      <TriangleAlert aria-hidden="true" />
      <p>{t.movedZone(time(before), time(after))}</p>
    </div>
  )
}

function Preview({ locale, timeZone }: { locale: string; timeZone: string }) {
  const t = useWords(clinicPartWords)
  const tongue = useTongue()
  const formats = formatsOf(locale.slice(0, 2) as typeof tongue, locale)
  const today = useNow().toZonedDateTimeISO(timeZone).toPlainDate()
  return (
    <>
      {t.localeHint}{' '}
      <strong>
        {formats.longDate(today)}, {formats.time(Temporal.PlainTime.from('14:30'))}
      </strong>
    </>
  )
}
