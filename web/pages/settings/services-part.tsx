import { ClipboardList, Pencil, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { ask } from '../../data/api.ts'
import type { Practitioner, Service } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { useClinic, usePractitioners, useServices } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Card, Empty } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { PendingCard } from './pending-card.tsx'
import { ServiceDialog } from './service-dialog.tsx'
import { servicesWords } from './services-words.ts'
import styles from './settings-card.module.css'
import { settingsWords } from './settings-words.ts'
import { likelyCurrency } from './world.ts'

export function ServicesPart() {
  const t = useWords(servicesWords)
  const { manage } = useMay()
  const services = useServices()
  const practitioners = usePractitioners()
  const { data: clinic } = useClinic()
  const [edited, setEdited] = useState<{ service: Service | undefined }>()
  const [removed, setRemoved] = useState<Service>()
  const card = useRef<HTMLDivElement>(null)
  if (services.data === undefined || practitioners.data === undefined) {
    const error = services.error ?? practitioners.error
    const again = () => void Promise.all([services.refetch(), practitioners.refetch()])
    return <PendingCard title={t.title} lines={6} error={error} onRetry={again} />
  }
  return (
    <div ref={card} tabIndex={-1} className={styles.stack}>
      <Card
        title={t.title}
        hint={t.hint}
        actions={
          manage && (
            <Button look="primary" onClick={() => setEdited({ service: undefined })}>
              <Plus aria-hidden="true" /> {t.add}
            </Button>
          )
        }
        flush
      >
        {services.data.length === 0 && (
          <Empty icon={<ClipboardList aria-hidden="true" />} title={t.none}>
            {t.noneHint}
          </Empty>
        )}
        <ul>
          {services.data.map((service) => (
            <ServiceRow
              key={service.id}
              service={service}
              practitioners={practitioners.data}
              mayEdit={manage}
              onEdit={() => setEdited({ service })}
              onRemove={() => setRemoved(service)}
            />
          ))}
        </ul>
      </Card>
      {edited !== undefined && (
        <ServiceDialog
          service={edited.service}
          practitioners={practitioners.data}
          // what the others cost is the best guess for the next
          currency={
            services.data.findLast(({ currency }) => currency !== null)?.currency ??
            likelyCurrency(clinic?.region ?? null)
          }
          onClose={() => setEdited(undefined)}
        />
      )}
      <RemoveService service={removed} onClose={() => setRemoved(undefined)} onRemoved={() => card.current?.focus()} />
    </div>
  )
}

function ServiceRow({
  service,
  practitioners,
  mayEdit,
  onEdit,
  onRemove,
}: {
  service: Service
  practitioners: readonly Practitioner[]
  mayEdit: boolean
  onEdit(): void
  onRemove(): void
}) {
  const t = useWords(servicesWords)
  const { edit, remove } = useWords(settingsWords)
  const { money } = useFormats()
  const { name, duration_minutes, price_cents, currency, active } = service
  const by = practitioners.filter(({ id }) => service.practitioners.includes(id)).map((each) => each.name)
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <span className={styles.rowTitle}>
          {name}
          {!active && <Badge>{t.inactive}</Badge>}
        </span>
        <span className={styles.rowMore}>
          {t.minutes(duration_minutes)}
          {price_cents !== null && currency !== null && ` · ${money(price_cents, currency)}`}
          {' · '}
          {by.length === 0 ? t.everybody : by.join(', ')}
        </span>
      </div>
      {mayEdit && (
        <div className={styles.rowActions}>
          <IconButton small label={`${edit}: ${name}`} onClick={onEdit}>
            <Pencil aria-hidden="true" />
          </IconButton>
          <IconButton small look="dangerQuiet" label={`${remove}: ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </li>
  )
}

function RemoveService({
  service,
  onClose,
  onRemoved,
}: {
  service: Service | undefined
  onClose(): void
  onRemoved(): void
}) {
  const t = useWords(servicesWords)
  const say = useFaultWords()
  const remove = async () => {
    const { id, name } = service!
    try {
      await ask('DELETE /api/services/{id}', { params: { id } })
      notify({ title: t.removed(name) })
      onRemoved()
    } catch (fault) {
      notify({ title: t.notRemoved(name), description: say(fault), fault: true })
    } finally {
      onClose()
      refreshSettings()
    }
  }
  return (
    <Confirm
      open={service !== undefined}
      onClose={onClose}
      title={t.removeAsk(service?.name ?? '')}
      confirm={t.remove}
      onConfirm={remove}
    >
      {t.removeHint}
    </Confirm>
  )
}
