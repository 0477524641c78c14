import { CalendarDays, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { serverNow } from '../../data/clock.ts'
import type { Agent, Clinic } from '../../data/endpoints.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card, CopyButton } from '../../parts/feedback.tsx'
import { weekdays } from '../../parts/stretches.ts'
import { useWords } from '../../words/words.ts'
import { Configuration } from '../agents/configuration.tsx'
import { JsonBlock } from '../agents/json-block.tsx'
import { TestCall } from '../agents/test-call.tsx'
import { TokenPanel } from '../agents/token-panel.tsx'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'

/** The agent is there: its token, a call to try it, and how it comes into the voice platform. */
export function ReadyStep({ agent, clinic }: { agent: Agent; clinic: Clinic }) {
  const t = useWords(setUpWords)
  const [token, setToken] = useState<string>()
  const command = curlOf(agent.agent_id, clinic, token ?? 'YOUR_TOKEN')
  return (
    <div className={styles.frame}>
      <div className={styles.ready}>
        <CircleCheck aria-hidden="true" />
        <div>
          <h1>{t.doneTitle}</h1>
          <p>{t.doneLead(agent.name)}</p>
        </div>
        <div className={styles.readyActions}>
          <ButtonLink to="/today">{t.toToday}</ButtonLink>
          <ButtonLink to="/calendar" look="primary">
            <CalendarDays aria-hidden="true" /> {t.toCalendar}
          </ButtonLink>
        </div>
      </div>
      <TokenPanel agent={agent} onShown={setToken} />
      <TestCall agent={agent} />
      <Card title={t.curl} hint={t.curlHint} actions={<CopyButton small text={command} label={t.copyCommand} />}>
        <JsonBlock label={t.curl} text={command} />
        {token === undefined && <p className={styles.soft}>{t.putToken}</p>}
      </Card>
      <Configuration agentId={agent.agent_id} />
    </div>
  )
}

/** Books the first time of the next day on which the clinic opens. */
function curlOf(agentId: string, clinic: Clinic, token: string): string {
  const today = serverNow().toZonedDateTimeISO(clinic.timezone).toPlainDate()
  const days = [1, 2, 3, 4, 5, 6, 7].map((later) => today.add({ days: later }))
  const hoursOf = (day: Temporal.PlainDate) => clinic.opening_hours[weekdays[day.dayOfWeek - 1]!]
  const day = days.find((each) => hoursOf(each).length > 0) ?? days[0]!
  const body = {
    date: day.toString(),
    start_time: hoursOf(day)[0]?.[0] ?? '09:00',
    customer_name: 'Maria Lopez',
    customer_phone: '+1 212 555 0123',
  }
  return [
    `curl -s ${location.origin}/api/agent-actions/book-appointment/${agentId} \\`,
    `  -H 'X-Agent-Token: ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n')
}
