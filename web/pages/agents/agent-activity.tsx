import { Card } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { DeedList } from '../activity/deed-list.tsx'
import { agentsWords } from './agents-words.ts'

/** What this agent did, the newest first. */
export function AgentActivity({ agentId }: { agentId: string }) {
  const t = useWords(agentsWords)
  return (
    <Card title={t.activityTitle}>
      <DeedList filter={{ agent: agentId }} />
    </Card>
  )
}
