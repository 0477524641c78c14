import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiFault, ask } from '../../data/api.ts'
import type { Clinic, Practitioner, Service } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { usePractitioners, useServices } from '../../data/queries.ts'
import { Card, Failure, Loading } from '../../parts/feedback.tsx'
import { FormFault, faultOf, SelectField } from '../../parts/field.tsx'
import { HoursEditor } from '../../parts/hours-editor.tsx'
import { hoursAreSound } from '../../parts/stretches.ts'
import { useWords } from '../../words/words.ts'
import { useDraft } from '../settings/use-draft.ts'
import { PeopleCard, ServicesCard } from './row-cards.tsx'
import { isLength, personRows, savePeople, saveServices, serviceRows } from './rows.ts'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'
import { StepFrame } from './step-frame.tsx'

type Around = { clinic: Clinic; onBack(): void; onDone(): void }

export function HoursStep(around: Around) {
  const practitioners = usePractitioners()
  const services = useServices()
  const failed = [practitioners, services].find(({ isError, data }) => isError && data === undefined)
  if (failed !== undefined)
    return (
      <Card>
        <Failure level={2} fault={failed.error} onRetry={() => void failed.refetch()} />
      </Card>
    )
  if (practitioners.data === undefined || services.data === undefined)
    return (
      <Card>
        <Loading lines={10} />
      </Card>
    )
  return <HoursForm {...around} practitioners={practitioners.data} services={services.data} />
}

const slotLengths = [10, 15, 20, 30, 45, 60]

function HoursForm({
  clinic,
  onBack,
  onDone,
  practitioners,
  services,
}: Around & { practitioners: Practitioner[]; services: Service[] }) {
  const t = useWords(setUpWords)
  const content = useRef<HTMLDivElement>(null)
  const { draft, changed, dirty, set } = useDraft({
    opening_hours: clinic.opening_hours,
    slot_minutes: clinic.slot_minutes,
  })
  const [people, setPeople] = useState(() => personRows(practitioners))
  const [offers, setOffers] = useState(() => serviceRows(services))
  const [tried, setTried] = useState(false)
  const isSound =
    hoursAreSound(draft.opening_hours) &&
    people.every(({ name }) => name.trim() !== '') &&
    offers.every(({ name, minutes }) => name.trim() !== '' && isLength(minutes))
  const save = useMutation({
    mutationFn: async () => {
      if (dirty) await ask('PATCH /api/clinic', { body: changed })
      await savePeople(people, practitioners, (key, id) => setPeople((rows) => withId(rows, key, id)))
      await saveServices(offers, services, (key, id) => setOffers((rows) => withId(rows, key, id)))
    },
    onSuccess: onDone,
    onSettled: refreshSettings,
  })
  const fault = save.error instanceof ApiFault ? save.error : null
  const submit = () => {
    setTried(true)
    if (isSound) save.mutate()
    else requestAnimationFrame(() => content.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <StepFrame
      title={t.hoursTitle}
      lead={t.hoursLead}
      next={t.next}
      busy={save.isPending}
      onBack={onBack}
      onSubmit={submit}
    >
      <div className={styles.frame} ref={content}>
        <Card title={t.week} hint={t.weekHint}>
          <HoursEditor
            value={draft.opening_hours}
            onChange={(opening_hours) => set({ opening_hours })}
            faults={fault?.details ?? []}
          />
          <div className={styles.slot}>
            <SelectField
              label={t.slot}
              hint={t.slotHint}
              value={draft.slot_minutes}
              onChange={({ target }) => set({ slot_minutes: Number(target.value) })}
              error={faultOf(fault, 'slot_minutes')}
            >
              {[...new Set([...slotLengths, clinic.slot_minutes])]
                .sort((one, other) => one - other)
                .map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {t.minutes(minutes)}
                  </option>
                ))}
            </SelectField>
          </div>
        </Card>
        <PeopleCard rows={people} onRows={setPeople} tried={tried} />
        <ServicesCard rows={offers} onRows={setOffers} tried={tried} />
        {tried && !hoursAreSound(draft.opening_hours) && (
          <p className={styles.fault} role="alert">
            {t.faultyHours}
          </p>
        )}
        <FormFault fault={fault} />
      </div>
    </StepFrame>
  )
}

const withId = <Row extends { key: string }>(rows: Row[], key: string, id: string): Row[] =>
  rows.map((row) => (row.key === key ? { ...row, id } : row))
