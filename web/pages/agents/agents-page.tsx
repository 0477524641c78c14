import { Bot, Plus } from 'lucide-react'
import { useState } from 'react'
import { useAgents } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Card, Empty, Failure, Loading, PageHead } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AgentCard } from './agent-card.tsx'
import styles from './agents.module.css'
import { agentsWords } from './agents-words.ts'
import { NewAgentDialog } from './new-agent-dialog.tsx'

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function AgentsPage() {
  const t = useWords(agentsWords)
  const { manage } = useMay()
  const agents = useAgents()
  const [adding, setAdding] = useState(false)
  const list = agents.data ?? []
  return (
    <>
      <PageHead
        title={t.agents}
        actions={
          manage &&
          list.length > 0 && (
            <Button look="primary" onClick={() => setAdding(true)}>
              <Plus aria-hidden="true" /> {t.newAgent}
            </Button>
          )
        }
      >
        {t.lead}
      </PageHead>
      {agents.isPending && (
        <Card>
          <Loading lines={5} />
        </Card>
      )}
      {agents.isError && agents.data === undefined && (
        <Card>
          <Failure level={2} fault={agents.error} onRetry={() => void agents.refetch()} />
        </Card>
      )}
      {agents.isSuccess && list.length === 0 && (
        <Card>
          <Empty
            level={2}
            icon={<Bot aria-hidden="true" />}
            title={t.none}
            action={
              manage && (
                <Button look="primary" onClick={() => setAdding(true)}>
                  {t.firstAgent}
                </Button>
              )
            }
          >
            {manage ? t.noneHint : t.noneHintReceptionist}
          </Empty>
        </Card>
      )}
      {list.length > 0 && (
        <ul className={styles.cards}>
          {list.map((agent) => (
            <AgentCard key={agent.agent_id} agent={agent} />
          ))}
        </ul>
      )}
      {adding && <NewAgentDialog isFirst={list.length === 0} onClose={() => setAdding(false)} />}
    </>
  )
}
