import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useRemoveAgent } from '../../data/agents.ts'
import type { Agent } from '../../data/endpoints.ts'
import { useClinic } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Card, CopyButton } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats, wallTime } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { AgentStatus } from './agent-card.tsx'
import { useLanguageName } from './agent-languages.ts'
import styles from './agents.module.css'
import { AgentsBookings } from './agents-bookings.tsx'
import { agentsWords } from './agents-words.ts'
import { TokenPanel } from './token-panel.tsx'

export function AgentOverview({ agent }: { agent: Agent }) {
  const t = useWords(agentsWords)
  const formats = useFormats()
  const language = useLanguageName()
  const { manage } = useMay()
  const zone = useClinic().data?.timezone ?? 'UTC'
  const address = `${location.origin}/api/agent-actions/`
  return (
    <div className={styles.narrow}>
      <Card title={t.facts}>
        <dl className={styles.facts}>
          <div>
            <dt>{t.agentId}</dt>
            <dd>
              <code>{agent.agent_id}</code>
              <CopyButton small text={agent.agent_id} label={t.copyId} />
            </dd>
          </div>
          <div>
            <dt>{t.status}</dt>
            <dd>
              <AgentStatus paused={agent.paused} />
            </dd>
          </div>
          <div>
            <dt>{t.language}</dt>
            <dd>{language(agent.language)}</dd>
          </div>
          <div>
            <dt>{t.bookings}</dt>
            <dd>
              <span>
                <AgentsBookings agentId={agent.agent_id} />
              </span>
            </dd>
          </div>
          {manage && (
            <div>
              <dt>{t.address}</dt>
              <dd>
                <code>{address}</code>
              </dd>
            </div>
          )}
          <div>
            <dt>{t.since}</dt>
            <dd>{formats.longDate(wallTime(agent.created_at, zone).toPlainDate())}</dd>
          </div>
        </dl>
      </Card>
      {manage && <TokenPanel agent={agent} />}
      {manage && <DeleteCard agent={agent} />}
    </div>
  )
}

function DeleteCard({ agent }: { agent: Agent }) {
  const t = useWords(agentsWords)
  const say = useFaultWords()
  const [, go] = useLocation()
  const [asking, setAsking] = useState(false)
  const remove = useRemoveAgent(agent.agent_id)
  const confirm = async () => {
    try {
      await remove.mutateAsync()
      notify({ title: t.deleted(agent.name) })
      go('/agents')
    } catch (fault) {
      notify({ title: t.notDeleted, description: say(fault), fault: true })
      setAsking(false)
    }
  }
  return (
    <Card>
      <div className={styles.between}>
        <div>
          <h2>{t.delete}</h2>
          <p className={styles.soft}>{t.deleteHint}</p>
        </div>
        <Button look="dangerQuiet" onClick={() => setAsking(true)}>
          <Trash2 aria-hidden="true" /> {t.delete}
        </Button>
      </div>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t.deleteTitle(agent.name)}
        confirm={t.delete}
        onConfirm={confirm}
      >
        {t.deleteText}
      </Confirm>
    </Card>
  )
}
