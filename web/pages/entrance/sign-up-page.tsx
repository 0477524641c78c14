import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { Link } from 'wouter'
import { ApiFault, ask } from '../../data/api.ts'
import { enter } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { FormFault, faultOf, TextField } from '../../parts/field.tsx'
import { browsersZone, ZoneField } from '../../parts/zone-field.tsx'
import { useWords } from '../../words/words.ts'
import styles from './entrance.module.css'
import { EntranceFrame } from './entrance-frame.tsx'
import { entranceWords } from './entrance-words.ts'
import { focusFirstFault } from './first-fault.ts'
import { PasswordField } from './password-field.tsx'

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function SignUpPage() {
  const t = useWords(entranceWords)
  return (
    <EntranceFrame title={t.signUp} lead={t.signUpHint}>
      <SignUpForm />
      <p className={styles.other}>
        {t.haveAccount} <Link href="/login">{t.toLogIn}</Link>
      </p>
    </EntranceFrame>
  )
}

const shortest = 8

function SignUpForm() {
  const t = useWords(entranceWords)
  const form = useRef<HTMLFormElement>(null)
  const [said, setSaid] = useState(() => ({ email: '', password: '', clinic_name: '', timezone: browsersZone() }))
  const [tried, setTried] = useState(false)
  const register = useMutation({
    mutationFn: () => ask('POST /api/auth/register', { body: { ...said, email: said.email.trim() } }),
    onSuccess: enter,
    onError: () => focusFirstFault(form.current),
  })
  const fault = register.error instanceof ApiFault ? register.error : null
  const own = {
    email: /^\S+@\S+$/.test(said.email.trim()) ? undefined : t.needEmail,
    password: said.password.length >= shortest ? undefined : t.shortPassword,
    clinic_name: said.clinic_name.trim() === '' ? t.needClinic : undefined,
    timezone: undefined,
  }
  const errorOf = (field: keyof typeof said) => (tried ? own[field] : undefined) ?? faultOf(fault, field)
  const put = (field: keyof typeof said) => ({
    name: field,
    value: said[field],
    onChange: (event: { target: { value: string } }) => setSaid({ ...said, [field]: event.target.value }),
    error: errorOf(field),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(own).some((error) => error !== undefined)) focusFirstFault(form.current)
    else if (!register.isPending) register.mutate()
  }
  return (
    <form className={styles.form} ref={form} onSubmit={submit} noValidate>
      <TextField {...put('email')} label={t.email} type="email" autoComplete="username" autoCapitalize="none" />
      <PasswordField
        {...put('password')}
        label={t.password}
        hint={t.passwordHint}
        autoComplete="new-password"
        minLength={shortest}
      />
      <TextField {...put('clinic_name')} label={t.clinicName} hint={t.clinicHint} autoComplete="organization" />
      <ZoneField
        label={t.zone}
        hint={t.zoneHint}
        value={said.timezone}
        onChange={(timezone) => setSaid({ ...said, timezone })}
        error={errorOf('timezone')}
      />
      {fault?.code === 'registration_closed' ? <Closed /> : <FormFault fault={fault} />}
      <Button type="submit" look="primary" busy={register.isPending}>
        {t.create}
      </Button>
    </form>
  )
}

function Closed() {
  const t = useWords(entranceWords)
  return (
    <div className={styles.closed} role="alert">
      <strong>{t.closedTitle}</strong>
      <p>{t.closedText}</p>
    </div>
  )
}
