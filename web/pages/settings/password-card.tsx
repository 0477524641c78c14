import { useMutation } from '@tanstack/react-query'
import { ApiFault, ask } from '../../data/api.ts'
import { useMember } from '../../data/session.ts'
import { faultOf, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { accountWords } from './account-words.ts'
import { SettingsCard } from './settings-card.tsx'
import { useDraft } from './use-draft.ts'

const none = { current: '', next: '' }

export function PasswordCard() {
  const t = useWords(accountWords)
  const { user } = useMember()
  const { draft, dirty, set, discard } = useDraft(none)
  const saving = useMutation({
    mutationFn: ({ current, next }: typeof none) =>
      ask('POST /api/auth/password', { body: { current_password: current, new_password: next } }),
    onSuccess: discard,
  })
  const fault = saving.error instanceof ApiFault ? saving.error : null
  const isWrong = fault?.code === 'invalid_credentials'
  const long = draft.next.length >= 8
  return (
    <SettingsCard
      title={t.password}
      hint={t.passwordHint}
      dirty={dirty}
      sound={draft.current !== '' && long}
      // said at its field
      saving={isWrong ? { ...saving, error: null } : saving}
      onSave={() => saving.mutate(draft)}
      onDiscard={() => {
        saving.reset()
        discard()
      }}
    >
      {/* for the browser's own keeper of passwords */}
      <input className="visually-hidden" type="text" autoComplete="username" value={user.email} readOnly hidden />
      <TextField
        label={t.current}
        type="password"
        autoComplete="current-password"
        value={draft.current}
        onChange={({ target }) => set({ current: target.value })}
        error={isWrong ? t.currentWrong : faultOf(fault, 'current_password')}
      />
      <TextField
        label={t.next}
        hint={t.nextHint}
        type="password"
        autoComplete="new-password"
        value={draft.next}
        onChange={({ target }) => set({ next: target.value })}
        error={faultOf(fault, 'new_password')}
      />
    </SettingsCard>
  )
}
