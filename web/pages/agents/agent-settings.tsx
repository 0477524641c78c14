import { type FormEvent, useState } from 'react'
import { useChangeAgent } from '../../data/agents.ts'
import { ApiFault } from '../../data/api.ts'
import type { Agent, AgentChange } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { FormFault, faultOf, SelectField, SwitchField, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { useAgentLanguages } from './agent-languages.ts'
import styles from './agents.module.css'
import { agentsWords } from './agents-words.ts'

export function AgentSettings({ agent }: { agent: Agent }) {
  const t = useWords(agentsWords)
  const { manage } = useMay()
  return (
    <div className={styles.narrow}>
      {!manage && <p className={styles.notice}>{t.readOnly}</p>}
      <NameCard agent={agent} disabled={!manage} />
      <Switches agent={agent} disabled={!manage} />
    </div>
  )
}

function NameCard({ agent, disabled }: { agent: Agent; disabled: boolean }) {
  const t = useWords(agentsWords)
  const languages = useAgentLanguages(agent.language)
  // what somebody types stays theirs; what they have not touched follows the server
  const [typed, setTyped] = useState<{ name?: string; language?: string }>({})
  const change = useChangeAgent(agent.agent_id)
  const fault = change.error instanceof ApiFault ? change.error : null
  const wish = { name: typed.name ?? agent.name, language: typed.language ?? agent.language }
  const isSame = wish.name.trim() === agent.name && wish.language === agent.language
  const empty = wish.name.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSame || empty || change.isPending) return
    change.mutate(
      { name: wish.name.trim(), language: wish.language },
      {
        onSuccess: () => {
          setTyped({})
          notify({ title: t.saved })
        },
      },
    )
  }
  return (
    <Card title={t.nameAndLanguage}>
      <form className={styles.panel} onSubmit={submit} noValidate>
        <div className={styles.two}>
          <TextField
            label={t.name}
            hint={t.nameHint}
            value={wish.name}
            disabled={disabled}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
            error={empty ? t.needName : faultOf(fault, 'name')}
          />
          <SelectField
            label={t.language}
            hint={t.languageHint}
            value={wish.language}
            disabled={disabled}
            onChange={(event) => setTyped({ ...typed, language: event.target.value })}
          >
            {languages.map(([tag, words]) => (
              <option key={tag} value={tag}>
                {words}
              </option>
            ))}
          </SelectField>
        </div>
        <FormFault fault={fault} />
        {!disabled && (
          <div>
            <Button type="submit" look="primary" busy={change.isPending} disabled={isSame || empty}>
              {t.save}
            </Button>
          </div>
        )}
      </form>
    </Card>
  )
}

function Switches({ agent, disabled }: { agent: Agent; disabled: boolean }) {
  const t = useWords(agentsWords)
  const say = useFaultWords()
  const change = useChangeAgent(agent.agent_id)
  const put = (wish: AgentChange) =>
    change.mutate(wish, {
      onError: (fault) => notify({ title: t.notSaved, description: say(fault), fault: true }),
    })
  return (
    <Card title={t.atWork} hint={`${t.switchesHint} ${t.refetch}`}>
      <div className={styles.switches}>
        <SwitchField
          label={t.answering}
          hint={t.answeringHint}
          checked={!agent.paused}
          disabled={disabled}
          onChange={(answers) => put({ paused: !answers })}
        />
        <SwitchField
          label={t.confirmation}
          hint={t.confirmationHint}
          checked={agent.require_confirmation}
          disabled={disabled}
          onChange={(require_confirmation) => put({ require_confirmation })}
        />
        <SwitchField
          label={t.strict}
          hint={t.strictHint}
          checked={agent.verification === 'strict'}
          disabled={disabled}
          onChange={(strict) => put({ verification: strict ? 'strict' : 'standard' })}
        />
        <SwitchField
          label={t.today}
          hint={t.todayHint}
          checked={agent.today_tool}
          disabled={disabled}
          onChange={(today_tool) => put({ today_tool })}
        />
      </div>
    </Card>
  )
}
