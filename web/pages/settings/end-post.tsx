import { ask } from '../../data/api.ts'
import type { StaffMember } from '../../data/endpoints.ts'
import { logOut } from '../../data/log-out.ts'
import { refreshSettings } from '../../data/news.ts'
import { chooseClinic, setUser, useMember } from '../../data/session.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { staffWords } from './staff-words.ts'

/** Ends somebody's post, or one's own: then to another clinic where one works, or out. */
export function EndPost({
  member: { id, email, name },
  isMe,
  onClose,
  onEnded,
}: {
  member: Pick<StaffMember, 'id' | 'email' | 'name'>
  isMe: boolean
  onClose(): void
  onEnded(): void
}) {
  const t = useWords(staffWords)
  const say = useFaultWords()
  const { user, clinic } = useMember()
  const shown = name ?? email
  const end = async () => {
    try {
      await ask('DELETE /api/staff/{id}', { params: { id } })
      if (isMe) return goOn()
      notify({ title: t.removed(shown) })
      refreshSettings()
      onEnded()
    } catch (fault) {
      notify({ title: t.notRemoved(shown), description: say(fault), fault: true })
    }
    onClose()
  }
  const goOn = () => {
    const clinics = user.clinics.filter((each) => each.id !== clinic.id)
    if (clinics[0] === undefined) return logOut()
    chooseClinic(clinics[0].id)
    setUser({ ...user, clinics })
  }
  return (
    <Confirm
      open
      onClose={onClose}
      title={isMe ? t.leaveAsk(clinic.name) : t.removeAsk(shown)}
      confirm={isMe ? t.leave : t.remove}
      onConfirm={end}
    >
      {isMe ? t.leaveHint : t.removeHint}
    </Confirm>
  )
}
