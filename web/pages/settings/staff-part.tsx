import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { ask } from '../../data/api.ts'
import type { StaffMember } from '../../data/endpoints.ts'
import { useMay, useMember } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Badge, Card } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AddStaffDialog } from './add-staff-dialog.tsx'
import { EndPost } from './end-post.tsx'
import { PendingCard } from './pending-card.tsx'
import { RoleDialog } from './role-dialog.tsx'
import styles from './settings-card.module.css'
import { staffWords } from './staff-words.ts'

/** Owners decide who works here; managers see it; anybody may leave. */
export function StaffPart() {
  const t = useWords(staffWords)
  const { own } = useMay()
  const { user } = useMember()
  const card = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<'add' | { role: StaffMember } | { end: StaffMember }>()
  const close = () => setOpen(undefined)
  const staff = useQuery({
    queryKey: ['staff'],
    queryFn: async ({ signal }) => (await ask('GET /api/staff', { signal })).staff,
  })
  if (staff.data === undefined)
    return <PendingCard title={t.title} lines={4} error={staff.error} onRetry={staff.refetch} />
  return (
    <div ref={card} tabIndex={-1} className={styles.stack}>
      <Card
        title={t.title}
        hint={own ? t.hint : t.hintManager}
        actions={
          own && (
            <Button look="primary" onClick={() => setOpen('add')}>
              <Plus aria-hidden="true" /> {t.add}
            </Button>
          )
        }
        flush
      >
        <ul>
          {staff.data.map((member) => (
            <StaffRow
              key={member.id}
              member={member}
              isMe={member.user_id === user.id}
              mayDecide={own}
              onRole={() => setOpen({ role: member })}
              onEnd={() => setOpen({ end: member })}
            />
          ))}
        </ul>
      </Card>
      <RolesCard />
      {open === 'add' && <AddStaffDialog onClose={close} />}
      {typeof open === 'object' && 'role' in open && <RoleDialog member={open.role} onClose={close} />}
      {typeof open === 'object' && 'end' in open && (
        <EndPost
          member={open.end}
          isMe={open.end.user_id === user.id}
          onClose={close}
          onEnded={() => card.current?.focus()}
        />
      )}
    </div>
  )
}

function StaffRow({
  member: { email, name, role },
  isMe,
  mayDecide,
  onRole,
  onEnd,
}: {
  member: StaffMember
  isMe: boolean
  mayDecide: boolean
  onRole(): void
  onEnd(): void
}) {
  const t = useWords(staffWords)
  const shown = name ?? email
  // a clinic keeps its owner
  const mayEnd = role !== 'owner' && (mayDecide || isMe)
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <span className={styles.rowTitle}>
          {shown}
          {isMe && <Badge tone="good">{t.you}</Badge>}
        </span>
        <span className={styles.rowMore}>{name === null ? t.roles[role] : `${email} · ${t.roles[role]}`}</span>
      </div>
      <div className={styles.rowActions}>
        {mayDecide && role !== 'owner' && (
          <Button small look="quiet" onClick={onRole}>
            {t.changeRole} <span className="visually-hidden">{shown}</span>
          </Button>
        )}
        {mayEnd && (
          <Button small look="dangerQuiet" onClick={onEnd}>
            {isMe ? t.leave : t.remove} <span className="visually-hidden">{shown}</span>
          </Button>
        )}
      </div>
    </li>
  )
}

function RolesCard() {
  const t = useWords(staffWords)
  return (
    <Card title={t.rolesTitle}>
      <dl className={styles.facts}>
        {(['owner', 'manager', 'receptionist'] as const).map((role) => (
          <div key={role} className={styles.contents}>
            <dt>{t.roles[role]}</dt>
            <dd>{t.may[role]}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
