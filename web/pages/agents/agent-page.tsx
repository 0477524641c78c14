import { Tabs } from '@base-ui/react/tabs'
import { Bot, ChevronLeft } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link, useSearchParams } from 'wouter'
import type { Agent } from '../../data/endpoints.ts'
import { useAgents } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card, Empty, Failure, Loading, PageHead } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AgentActivity } from './agent-activity.tsx'
import { AgentStatus } from './agent-card.tsx'
import { useLanguageName } from './agent-languages.ts'
import { AgentOverview } from './agent-overview.tsx'
import { AgentSettings } from './agent-settings.tsx'
import styles from './agents.module.css'
import { agentsWords } from './agents-words.ts'
import { Configuration } from './configuration.tsx'

const TestCall = lazy(async () => ({ default: (await import('./test-call.tsx')).TestCall }))

type Tab = 'overview' | 'settings' | 'configuration' | 'test' | 'activity'

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function AgentPage({ agentId }: { agentId: string }) {
  const t = useWords(agentsWords)
  const agents = useAgents()
  const agent = agents.data?.find(({ agent_id }) => agent_id === agentId)
  if (agent !== undefined) return <OneAgent key={agentId} agent={agent} />
  return (
    <>
      <BackLink />
      <PageHead title={t.agents} />
      <Card>
        {agents.isPending ? (
          <Loading lines={6} />
        ) : agents.isError ? (
          <Failure level={2} fault={agents.error} onRetry={() => void agents.refetch()} />
        ) : (
          <Empty
            level={2}
            icon={<Bot aria-hidden="true" />}
            title={t.missing}
            action={<ButtonLink to="/agents">{t.back}</ButtonLink>}
          >
            {t.missingHint}
          </Empty>
        )}
      </Card>
    </>
  )
}

function BackLink() {
  const t = useWords(agentsWords)
  return (
    <Link href="/agents" className={styles.back}>
      <ChevronLeft aria-hidden="true" /> {t.back}
    </Link>
  )
}

function OneAgent({ agent }: { agent: Agent }) {
  const t = useWords(agentsWords)
  const language = useLanguageName()
  const { manage } = useMay()
  const [search, setSearch] = useSearchParams()
  const tabs: readonly Tab[] = manage
    ? ['overview', 'settings', 'configuration', 'test', 'activity']
    : ['overview', 'settings']
  const chosen = tabs.find((tab) => tab === search.get('tab')) ?? 'overview'
  return (
    <>
      <BackLink />
      <PageHead title={agent.name}>
        <span className={styles.headWords}>
          <AgentStatus paused={agent.paused} /> {language(agent.language)}
        </span>
      </PageHead>
      <Tabs.Root
        value={chosen}
        onValueChange={(tab: Tab) => setSearch(tab === 'overview' ? {} : { tab }, { replace: true })}
      >
        <Tabs.List className={styles.tabList} aria-label={t.tabs}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab} className={styles.tab}>
              {t[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Panel key={tab} value={tab} className={styles.panel}>
            <Suspense fallback={<Loading lines={6} />}>
              <Part tab={tab} agent={agent} />
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  )
}

function Part({ tab, agent }: { tab: Tab; agent: Agent }) {
  if (tab === 'overview') return <AgentOverview agent={agent} />
  if (tab === 'settings') return <AgentSettings agent={agent} />
  if (tab === 'configuration') return <Configuration agentId={agent.agent_id} />
  if (tab === 'test') return <TestCall agent={agent} />
  return <AgentActivity agentId={agent.agent_id} />
}
