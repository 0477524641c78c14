import { type ComponentProps, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import styles from './entrance.module.css'
import { entranceWords } from './entrance-words.ts'

/** A password that can be looked at. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type'>) {
  const t = useWords(entranceWords)
  const [shown, setShown] = useState(false)
  return (
    <div className={styles.password}>
      <TextField {...props} type={shown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <Button
        look="quiet"
        small
        className={styles.reveal}
        aria-label={shown ? t.hidePassword : t.showPassword}
        onClick={() => setShown(!shown)}
      >
        {shown ? t.hide : t.show}
      </Button>
    </div>
  )
}
