import { LogOut } from 'lucide-react'
import { logOut } from '../../data/log-out.ts'
import { useMember } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { SelectField } from '../../parts/field.tsx'
import { type Look, useLook } from '../../shell/look.ts'
import { shellWords } from '../../shell/shell-words.ts'
import { tongues, useChooseTongue, useTongue, useWords } from '../../words/words.ts'
import { accountWords } from './account-words.ts'
import { OwnClinicsCard } from './own-clinics-card.tsx'
import { PasswordCard } from './password-card.tsx'
import styles from './settings-card.module.css'

export function AccountPart() {
  return (
    <>
      <WhoCard />
      <DisplayCard />
      <OwnClinicsCard />
      <PasswordCard />
    </>
  )
}

function WhoCard() {
  const t = useWords(accountWords)
  const { user } = useMember()
  return (
    <Card
      title={t.who}
      actions={
        <Button onClick={logOut}>
          <LogOut aria-hidden="true" /> {t.logOut}
        </Button>
      }
    >
      <dl className={styles.facts}>
        {user.name !== null && (
          <div className={styles.contents}>
            <dt>{t.name}</dt>
            <dd>{user.name}</dd>
          </div>
        )}
        <div className={styles.contents}>
          <dt>{t.email}</dt>
          <dd>{user.email}</dd>
        </div>
      </dl>
    </Card>
  )
}

function DisplayCard() {
  const t = useWords(accountWords)
  const shell = useWords(shellWords)
  const tongue = useTongue()
  const chooseTongue = useChooseTongue()
  const [look, setLook] = useLook()
  return (
    <Card title={t.display} hint={t.displayHint}>
      <div className={styles.two}>
        <SelectField
          label={shell.language}
          hint={t.languageHint}
          value={tongue}
          onChange={({ target }) => chooseTongue(target.value)}
        >
          {tongues.map((each) => (
            <option key={each} value={each} lang={each}>
              {each === 'en' ? 'English' : 'Español'}
            </option>
          ))}
        </SelectField>
        <SelectField label={shell.look} value={look} onChange={({ target }) => setLook(target.value as Look)}>
          {(['system', 'light', 'dark'] as const).map((each) => (
            <option key={each} value={each}>
              {shell[each]}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  )
}
