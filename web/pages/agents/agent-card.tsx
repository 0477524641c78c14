import { Bot, ChevronRight, Pause } from 'lucide-react'
import { Link } from 'wouter'
import type { Agent } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Badge, CopyButton } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { useLanguageName } from './agent-languages.ts'
import styles from './agents.module.css'
import { AgentsBookings } from './agents-bookings.tsx'
import { agentsWords } from './agents-words.ts'

export function AgentCard({ agent }: { agent: Agent }) {
  const t = useWords(agentsWords)
  const { manage } = useMay()
  const language = useLanguageName()
  return (
    <li className={styles.card}>
      <div className={styles.cardTop}>
        <span className={styles.face} data-paused={agent.paused || undefined}>
          <Bot aria-hidden="true" />
        </span>
        <div className={styles.cardName}>
          <h2>
            <Link href={`/agents/${agent.agent_id}`} className={styles.cardLink}>
              {agent.name}
            </Link>
          </h2>
          <p>
            {language(agent.language)} · <AgentsBookings agentId={agent.agent_id} />
          </p>
        </div>
        <AgentStatus paused={agent.paused} />
        <ChevronRight aria-hidden="true" className={styles.chevron} />
      </div>
      <dl className={styles.cardFacts}>
        <div>
          <dt>{t.agentId}</dt>
          <dd>
            <code>{agent.agent_id}</code>
            <CopyButton small text={agent.agent_id} label={t.copyId} />
          </dd>
        </div>
        {manage && (
          <div>
            <dt>{t.token}</dt>
            <dd>
              <code>{agent.token_preview}</code>
            </dd>
          </div>
        )}
      </dl>
    </li>
  )
}

export function AgentStatus({ paused }: { paused: boolean }) {
  const t = useWords(agentsWords)
  return paused ? (
    <Badge tone="warn">
      <Pause aria-hidden="true" /> {t.paused}
    </Badge>
  ) : (
    <Badge tone="good">{t.active}</Badge>
  )
}
