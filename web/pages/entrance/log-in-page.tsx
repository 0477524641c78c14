import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { Link } from 'wouter'
import { ApiFault, ask } from '../../data/api.ts'
import { enter, useSession } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { FormFault, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import styles from './entrance.module.css'
import { EntranceFrame } from './entrance-frame.tsx'
import { entranceWords } from './entrance-words.ts'
import { focusFirstFault } from './first-fault.ts'
import { PasswordField } from './password-field.tsx'

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function LogInPage() {
  const t = useWords(entranceWords)
  const session = useSession()
  const reason = session.state === 'out' ? session.reason : undefined
  return (
    <EntranceFrame title={t.logIn} lead={t.welcome}>
      {reason !== undefined && (
        <p className={styles.note} role="status">
          {t[reason]}
        </p>
      )}
      <LogInForm />
      <p className={styles.other}>
        {t.noAccount} <Link href="/register">{t.toSignUp}</Link>
      </p>
    </EntranceFrame>
  )
}

function LogInForm() {
  const t = useWords(entranceWords)
  const form = useRef<HTMLFormElement>(null)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const logIn = useMutation({
    mutationFn: () => ask('POST /api/auth/login', { body: { email: email.trim(), password } }),
    onSuccess: enter,
    onError: () => form.current?.querySelector<HTMLInputElement>('[name=password]')?.select(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (email.trim() === '' || password === '') focusFirstFault(form.current)
    else if (!logIn.isPending) logIn.mutate()
  }
  return (
    <form className={styles.form} ref={form} onSubmit={submit} noValidate>
      <TextField
        label={t.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={tried && email.trim() === '' ? t.needEmail : undefined}
      />
      <PasswordField
        label={t.password}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={tried && password === '' ? t.needPassword : undefined}
      />
      <FormFault fault={logIn.error instanceof ApiFault ? logIn.error : null} />
      <Button type="submit" look="primary" busy={logIn.isPending}>
        {t.logIn}
      </Button>
    </form>
  )
}
