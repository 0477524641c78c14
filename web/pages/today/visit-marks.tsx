import { Ban, Bot, Check, CheckCheck, Clock, UserX } from 'lucide-react'
import type { Appointment } from '../../data/endpoints.ts'
import { useAgents, usePractitioners } from '../../data/queries.ts'
import { Badge } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import styles from './today.module.css'
import { todayWords } from './today-words.ts'

const looks = {
  scheduled: ['calm', <Clock key="i" aria-hidden="true" />],
  confirmed: ['good', <Check key="i" aria-hidden="true" />],
  completed: ['calm', <CheckCheck key="i" aria-hidden="true" />],
  no_show: ['warn', <UserX key="i" aria-hidden="true" />],
  cancelled: ['bad', <Ban key="i" aria-hidden="true" />],
} as const

export function VisitStatus({ status }: { status: Appointment['status'] }) {
  const t = useWords(todayWords)
  const [tone, icon] = looks[status]
  return (
    <Badge tone={tone}>
      {icon}
      {t[status]}
    </Badge>
  )
}

/** Which agent booked it; nothing when a person did. */
export function BookedBy({ agentId }: { agentId: string | null }) {
  const t = useWords(todayWords)
  const nameOf = useAgentName()
  if (agentId === null) return null
  return (
    <span className={styles.bot}>
      <Bot aria-hidden="true" />
      {t.bookedBy(nameOf(agentId))}
    </span>
  )
}

/** A practitioner's colour, and their name. */
export function PractitionerMark({ name }: { name: string }) {
  return (
    <span className={styles.practitioner}>
      <span className={styles.dot} aria-hidden="true" />
      {name}
    </span>
  )
}

export function useAgentName(): (agentId: string) => string {
  const t = useWords(todayWords)
  const agents = useAgents().data
  return (agentId) => agents?.find(({ agent_id }) => agent_id === agentId)?.name ?? t.anAgent
}

/** A practitioner's colour: their place in the list, in eight hues. */
export function useHueOf(): (practitionerId: string) => number {
  const practitioners = usePractitioners().data
  return (practitionerId) => Math.max(0, practitioners?.findIndex(({ id }) => id === practitionerId) ?? 0) % 8
}
