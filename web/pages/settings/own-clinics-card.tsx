import { Plus } from 'lucide-react'
import { useState } from 'react'
import { chooseClinic, useMember } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Badge, Card } from '../../parts/feedback.tsx'
import { zoneName } from '../../parts/zone-field.tsx'
import { useWords } from '../../words/words.ts'
import { accountWords } from './account-words.ts'
import { AddClinicDialog } from './add-clinic-dialog.tsx'
import styles from './settings-card.module.css'
import { staffWords } from './staff-words.ts'

/** Where one works; the screen shows one of them at a time. */
export function OwnClinicsCard() {
  const t = useWords(accountWords)
  const { roles } = useWords(staffWords)
  const { user, clinic } = useMember()
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title={t.clinics}
      hint={t.clinicsHint}
      actions={
        <Button onClick={() => setAdding(true)}>
          <Plus aria-hidden="true" /> {t.addClinic}
        </Button>
      }
      flush
    >
      <ul>
        {user.clinics.map(({ id, name, timezone, role }) => (
          <li key={id} className={styles.row}>
            <div className={styles.rowWords}>
              <span className={styles.rowTitle}>
                {name}
                {id === clinic.id && <Badge tone="good">{t.open}</Badge>}
              </span>
              <span className={styles.rowMore}>
                {roles[role as keyof typeof roles] ?? role} · {zoneName(timezone)}
              </span>
            </div>
            {id !== clinic.id && (
              <Button small onClick={() => chooseClinic(id)}>
                {t.show} <span className="visually-hidden">{name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {adding && <AddClinicDialog onClose={() => setAdding(false)} />}
    </Card>
  )
}
