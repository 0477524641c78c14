import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiFault, ask } from '../../data/api.ts'
import { useNow } from '../../data/clock.ts'
import type { Clinic } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { setUser } from '../../data/session.ts'
import { Card } from '../../parts/feedback.tsx'
import { FormFault, faultOf, TextArea, TextField } from '../../parts/field.tsx'
import { ZoneField } from '../../parts/zone-field.tsx'
import { formatsOf } from '../../words/formats.ts'
import { type Tongue, useTongue, useWords } from '../../words/words.ts'
import { LocaleField, RegionField } from '../settings/customs-fields.tsx'
import { useDraft } from '../settings/use-draft.ts'
import { customsOf } from './customs-of.ts'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'
import { StepFrame } from './step-frame.tsx'

/** `isNew`: nobody has been asked for the clinic's customs yet, and the browser's are a good guess. */
export function ClinicStep({ clinic, isNew, onDone }: { clinic: Clinic; isNew: boolean; onDone(): void }) {
  const t = useWords(setUpWords)
  const tongue = useTongue()
  const now = useNow()
  const [tried, setTried] = useState(false)
  const { draft, changed, dirty, set } = useDraft(
    {
      name: clinic.name,
      timezone: clinic.timezone,
      region: clinic.region ?? '',
      locale: clinic.locale,
      phone: clinic.phone ?? '',
      address: clinic.address ?? '',
    },
    isNew ? suggestedFor(clinic) : {},
  )
  const save = useMutation({
    mutationFn: async () => {
      if (!dirty) return
      const { region, phone, address, ...rest } = changed
      const body = {
        ...rest,
        ...(region !== undefined && { region: region || null }),
        ...(phone !== undefined && { phone: phone.trim() || null }),
        ...(address !== undefined && { address: address.trim() || null }),
      }
      await ask('PATCH /api/clinic', { body })
      refreshSettings()
      // the list of clinics where one works names it too
      await ask('GET /api/auth/me', {}).then(setUser, () => {})
    },
    onSuccess: onDone,
  })
  const fault = save.error instanceof ApiFault ? save.error : null
  const nameless = draft.name.trim() === ''
  const submit = () => {
    setTried(true)
    if (!nameless) save.mutate()
  }
  return (
    <StepFrame title={t.clinicTitle} lead={t.clinicLead} next={t.next} busy={save.isPending} onSubmit={submit}>
      <Card>
        <TextField
          label={t.name}
          hint={t.nameHint}
          autoComplete="organization"
          value={draft.name}
          onChange={({ target }) => set({ name: target.value })}
          error={tried && nameless ? t.needName : faultOf(fault, 'name')}
        />
        <ZoneField
          label={t.zone}
          hint={t.zoneHint(formatsOf(tongue, draft.locale).time(now.toZonedDateTimeISO(draft.timezone).toPlainTime()))}
          value={draft.timezone}
          onChange={(timezone) => set({ timezone })}
          error={faultOf(fault, 'timezone')}
        />
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
            hint={<Sample locale={draft.locale} />}
            kept={clinic.locale}
            value={draft.locale}
            onChange={(locale) => set({ locale })}
            error={faultOf(fault, 'locale')}
          />
        </div>
        <TextField
          label={t.phone}
          hint={t.phoneHint}
          optional={t.optional}
          type="tel"
          autoComplete="tel"
          value={draft.phone}
          onChange={({ target }) => set({ phone: target.value })}
          error={faultOf(fault, 'phone')}
        />
        <TextArea
          label={t.address}
          hint={t.addressHint}
          optional={t.optional}
          rows={2}
          autoComplete="street-address"
          value={draft.address}
          onChange={({ target }) => set({ address: target.value })}
          error={faultOf(fault, 'address')}
        />
        <FormFault fault={fault} />
      </Card>
    </StepFrame>
  )
}

// the language of a clinic whose people have not said one
const untold = 'en'

function suggestedFor(clinic: Clinic): { locale?: string; region?: string } {
  const { locale, region } = customsOf(navigator.languages)
  return {
    ...(locale !== undefined && clinic.locale === untold && { locale }),
    ...(region !== undefined && clinic.region === null && { region }),
  }
}

function Sample({ locale }: { locale: string }) {
  const t = useWords(setUpWords)
  const sample = formatsOf(locale.slice(0, 2) as Tongue, locale)
  return (
    <>
      {t.localeHint} <span lang={locale}>{sample.moment(Temporal.PlainDateTime.from('2026-12-15T14:30'))}</span>
    </>
  )
}
