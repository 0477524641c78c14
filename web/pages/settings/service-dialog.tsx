import { useMutation } from '@tanstack/react-query'
import { ApiFault, ask } from '../../data/api.ts'
import type { NewService, Practitioner, Service } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient } from '../../data/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, SelectField, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFormats } from '../../words/formats.ts'
import { useTongue, useWords } from '../../words/words.ts'
import { CheckField } from './check-field.tsx'
import { DialogButtons } from './dialog-buttons.tsx'
import { digitsOf, readPrice, writePrice } from './price.ts'
import { servicesWords } from './services-words.ts'
import styles from './settings-card.module.css'
import { settingsWords } from './settings-words.ts'
import { readCount } from './time-amounts.ts'
import { changesOf, useDraft } from './use-draft.ts'
import { currencies, named } from './world.ts'

/** One service, new or known. */
export function ServiceDialog({
  service,
  practitioners,
  currency,
  onClose,
}: {
  service: Service | undefined
  practitioners: readonly Practitioner[]
  currency: string
  onClose(): void
}) {
  const t = useWords(servicesWords)
  const { optional } = useWords(settingsWords)
  const tongue = useTongue()
  const { locale, money } = useFormats()
  const { draft, set } = useDraft(formOf(service, currency, locale))
  const saving = useSaveService(service, onClose)
  const fault = saving.error instanceof ApiFault ? saving.error : null
  const minutes = readCount(draft.minutes, 5, 480)
  const priced = draft.price.trim() !== ''
  const cents = priced ? readPrice(draft.price, draft.currency, locale) : null
  const sound = draft.name.trim() !== '' && minutes !== undefined && cents !== undefined
  const save = () => {
    if (!sound || saving.isPending) return
    saving.mutate({
      name: draft.name.trim(),
      duration_minutes: minutes,
      price_cents: cents,
      currency: cents === null ? null : draft.currency,
      practitioners: draft.practitioners,
      active: draft.active,
    })
  }
  const offers = (id: string, does: boolean) =>
    set({ practitioners: [...draft.practitioners.filter((each) => each !== id), ...(does ? [id] : [])] })
  return (
    <Dialog
      open
      onClose={onClose}
      title={service === undefined ? t.add : t.editTitle(service.name)}
      onSubmit={save}
      foot={<DialogButtons onClose={onClose} busy={saving.isPending} sound={sound} />}
    >
      <TextField
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={255}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
        error={faultOf(fault, 'name')}
      />
      <TextField
        label={t.duration}
        required
        className={styles.short}
        inputMode="numeric"
        value={draft.minutes}
        onChange={({ target }) => set({ minutes: target.value })}
        error={minutes === undefined && draft.minutes !== '' ? t.durationWrong : faultOf(fault, 'duration_minutes')}
      />
      <div className={styles.pair}>
        <TextField
          label={t.price}
          optional={optional}
          inputMode="decimal"
          autoComplete="off"
          value={draft.price}
          onChange={({ target }) => set({ price: target.value })}
          hint={cents == null ? t.noPrice : t.priceSaid(money(cents, draft.currency))}
          error={cents === undefined ? t.priceWrong(digitsOf(draft.currency)) : faultOf(fault, 'price_cents')}
        />
        <SelectField
          label={t.currency}
          value={draft.currency}
          onChange={({ target }) => set({ currency: target.value })}
          error={faultOf(fault, 'currency')}
        >
          {named([...new Set([draft.currency, ...currencies])], 'currency', tongue).map(([code, name]) => (
            <option key={code} value={code}>
              {name} ({code})
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset className={styles.group}>
        <legend>{t.who}</legend>
        <p className={styles.preview}>{draft.practitioners.length === 0 ? t.whoEverybody : t.whoSome}</p>
        {practitioners.map(({ id, name, active }) => (
          <CheckField
            key={id}
            label={active ? name : t.inactiveName(name)}
            checked={draft.practitioners.includes(id)}
            onChange={(does) => offers(id, does)}
          />
        ))}
      </fieldset>
      <CheckField label={t.active} hint={t.activeHint} checked={draft.active} onChange={(active) => set({ active })} />
      <FormFault fault={fault} />
    </Dialog>
  )
}

function useSaveService(service: Service | undefined, onSaved: () => void) {
  const t = useWords(servicesWords)
  return useMutation({
    mutationFn: (body: NewService) =>
      service === undefined
        ? ask('POST /api/services', { body })
        : ask('PATCH /api/services/{id}', { params: { id: service.id }, body: changesOf<NewService>(service, body) }),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['services'] })
      refreshSettings()
      notify({ title: t.saved(name) })
      onSaved()
    },
  })
}

const formOf = (service: Service | undefined, currency: string, locale: string) => ({
  name: service?.name ?? '',
  minutes: String(service?.duration_minutes ?? 30),
  price: service?.price_cents == null ? '' : writePrice(service.price_cents, service.currency ?? currency, locale),
  currency: service?.currency ?? currency,
  practitioners: service?.practitioners ?? [],
  active: service?.active ?? true,
})
