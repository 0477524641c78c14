import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { ask } from '../../data/api.ts'
import { serverNow } from '../../data/clock.ts'
import { useClinic } from '../../data/queries.ts'
import { Badge, Card, Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { useFormats, wallTime } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import styles from './agent-activity.module.css'
import { agentsWords } from './agents-words.ts'
import { deedNames } from './deed-names.ts'

/** What this agent did, the newest first. */
export function AgentActivity({ agentId }: { agentId: string }) {
  const t = useWords(agentsWords)
  const names = useWords(deedNames)
  const formats = useFormats()
  const zone = useClinic().data?.timezone ?? 'UTC'
  const deeds = useQuery({
    queryKey: ['audit', 'agent', agentId],
    queryFn: ({ signal }) => ask('GET /api/audit', { query: { agent_id: agentId }, signal }),
  })
  if (deeds.isPending)
    return (
      <Card title={t.activityTitle}>
        <Loading lines={6} />
      </Card>
    )
  if (deeds.isError)
    return (
      <Card title={t.activityTitle}>
        <Failure fault={deeds.error} onRetry={() => void deeds.refetch()} />
      </Card>
    )
  const { entries } = deeds.data
  return (
    <Card title={t.activityTitle} flush>
      {entries.length === 0 && (
        <Empty icon={<History aria-hidden="true" />} title={t.noActivity}>
          {t.noActivityHint}
        </Empty>
      )}
      <ol className={styles.deeds}>
        {entries.map((deed) => (
          <li key={deed.id} className={styles.deed}>
            <span className={styles.what}>{(names as Record<string, string>)[deed.action] ?? deed.action}</span>
            <Badge tone={deed.outcome === 'done' ? 'good' : 'calm'}>{deed.outcome.replaceAll('_', ' ')}</Badge>
            <time className={styles.when} title={formats.moment(wallTime(deed.at, zone))}>
              {formats.away(serverNow(), Temporal.Instant.from(deed.at))}
            </time>
          </li>
        ))}
      </ol>
    </Card>
  )
}
