import { ArrowDown, ArrowUp, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Practitioner } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Button, ButtonLink, IconButton } from '../../parts/button.tsx'
import { Badge, Card } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AddPractitionerDialog } from './add-practitioner-dialog.tsx'
import { practitionersWords } from './practitioners-words.ts'
import styles from './settings-card.module.css'
import { settingsWords } from './settings-words.ts'
import { useOrderPractitioners } from './use-practitioner-changes.ts'

export function PractitionerList({ practitioners }: { practitioners: readonly Practitioner[] }) {
  const t = useWords(practitionersWords)
  const { manage } = useMay()
  const [adding, setAdding] = useState(false)
  const [moved, setMoved] = useState('')
  const order = useOrderPractitioners()
  const move = (index: number, by: -1 | 1) => {
    const next = practitioners.toSpliced(index, 1).toSpliced(index + by, 0, practitioners[index]!)
    order.mutate(next)
    setMoved(t.movedTo(practitioners[index]!.name, index + by + 1, practitioners.length))
  }
  return (
    <Card
      title={t.title}
      hint={t.hint}
      actions={
        manage && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" /> {t.add}
          </Button>
        )
      }
      flush
    >
      <ol>
        {practitioners.map((practitioner, index) => (
          <PractitionerRow
            key={practitioner.id}
            practitioner={practitioner}
            index={index}
            last={index === practitioners.length - 1}
            onMove={manage ? (by) => move(index, by) : undefined}
          />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {moved}
      </p>
      {adding && <AddPractitionerDialog onClose={() => setAdding(false)} />}
    </Card>
  )
}

function PractitionerRow({
  practitioner: { id, name, active, opening_hours, closures },
  index,
  last,
  onMove,
}: {
  practitioner: Practitioner
  index: number
  last: boolean
  onMove: ((by: -1 | 1) => void) | undefined
}) {
  const t = useWords(practitionersWords)
  const { edit } = useWords(settingsWords)
  const address = `/settings/practitioners?who=${id}`
  const first = index === 0
  return (
    <li className={styles.row}>
      <span className={styles.dot} data-hue={index % 8} aria-hidden="true" />
      <div className={styles.rowWords}>
        <span className={styles.rowTitle}>
          <Link href={address}>{name}</Link>
          {!active && <Badge>{t.inactive}</Badge>}
        </span>
        <span className={styles.rowMore}>
          {opening_hours === null ? t.clinicsHours : t.ownHoursShort}
          {closures.length > 0 && ` · ${t.ownClosuresShort(closures.length)}`}
        </span>
      </div>
      {onMove && (
        <div className={styles.rowActions}>
          <IconButton
            small
            label={t.moveUp(name)}
            aria-disabled={first || undefined}
            onClick={() => first || onMove(-1)}
          >
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton
            small
            label={t.moveDown(name)}
            aria-disabled={last || undefined}
            onClick={() => last || onMove(1)}
          >
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <ButtonLink small to={address}>
            {edit} <span className="visually-hidden">{name}</span>
          </ButtonLink>
        </div>
      )}
    </li>
  )
}
